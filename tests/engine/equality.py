"""Whether two engines do the same, to the bit; and if not, where they part."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

import numpy as np

from orgsim.cohort import Cohort
from orgsim.engine import GuardError, Guards, Journal, simulate
from orgsim.engine.compiled.interpreted import Interpreted
from orgsim.engine.compiled.replication import Replication
from orgsim.engine.trace import Trace
from orgsim.plan import Plan

TIMES = ("arrived", "departed", "clock_start", "clock_stop", "moments", "requests.asked", "requests.answered")
"""Fields whose values are moments of the run."""
SHOWN = 12
BITS = {np.dtype(np.float64): np.int64}
Engine = Literal["simpy", "compiled", "interpreted"]


@dataclass(frozen=True)
class Stopped:
    """How a guard stopped a run."""

    code: str
    message: str
    time: float
    stage: str


@dataclass(frozen=True)
class Difference:
    """One place where two traces differ; ``time`` is when it shows, infinity where the field holds no moments."""

    field: str
    index: tuple[int, ...]
    one: str
    other: str
    time: float = np.inf

    def __str__(self) -> str:
        """For people who look for the cause."""
        return f"{self.field}{list(self.index) or ''}: {self.one} and {self.other}"


def outcome(
    plan: Plan, cohort: Cohort, engine: Engine, guards: Guards | None = None, journal: Journal | None = None
) -> Trace | Stopped:
    """Run with an engine; returns the trace, or how a guard stopped it.

    ``engine``: ``simpy``, ``compiled``, or ``interpreted``, which is the compiled one's source as plain Python with the
    bounds of its memory checked.
    """
    try:
        return _run(plan, cohort, engine, guards, journal)
    except GuardError as error:
        return Stopped(error.code, error.message, error.time, error.stage)


def _run(plan: Plan, cohort: Cohort, engine: Engine, guards: Guards | None, journal: Journal | None) -> Trace:
    if engine == "interpreted":
        return Replication(plan, cohort, guards or Guards(), Interpreted()).run()
    return simulate(plan, cohort, journal, guards, engine=engine)


def assert_engines_agree(
    plan: Plan, cohort: Cohort, guards: Guards | None = None, other: Engine = "compiled"
) -> Trace | Stopped:
    """Assert that the reference engine and an ``other`` do the same with a plan and a cohort; returns what they did."""
    assert_same_outcome(done := outcome(plan, cohort, "simpy", guards), outcome(plan, cohort, other, guards))
    return done


def assert_same_outcome(one: Trace | Stopped, other: Trace | Stopped) -> None:
    """Assert that two runs left the same trace, or were stopped by the same guard at the same time in the same words."""
    if isinstance(one, Stopped) or isinstance(other, Stopped):
        short = [each if isinstance(each, Stopped) else f"a trace of {each.events} events" for each in (one, other)]
        assert short[0] == short[1], f"one engine: {short[0]}; the other: {short[1]}"
    else:
        assert_same_trace(one, other)


def assert_same_trace(one: Trace, other: Trace) -> None:
    """Assert that every field is equal: type, shape and bits, those of NaN and of signed zero too."""
    found = list(differences(one, other))
    if not found:
        return
    counts: dict[str, int] = {}
    for each in found:
        counts[each.field] = counts.get(each.field, 0) + 1
    first = sorted(found, key=lambda each: each.time)[:SHOWN]
    lines = [f"{len(found)} differences: {counts}", "the first in time:", *map(str, first)]
    raise AssertionError("\n  ".join(lines))


def differences(one: Any, other: Any, path: str = "") -> Iterator[Difference]:
    """All places where two traces (or parts of one, found under ``path``) differ."""
    if is_dataclass(one):
        if type(one) is not type(other):
            yield Difference(path, (), type(one).__name__, type(other).__name__)
            return
        for field in fields(one):
            name = f"{path}.{field.name}" if path else field.name
            yield from differences(getattr(one, field.name), getattr(other, field.name), name)
    elif isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        yield from _of_arrays(one, other, path)
    elif type(one) is not type(other) or _bits(one) != _bits(other):
        yield Difference(path, (), f"{one!r} ({type(one).__name__})", f"{other!r} ({type(other).__name__})")


def _of_arrays(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], path: str) -> Iterator[Difference]:
    if one.dtype != other.dtype or one.shape != other.shape:
        yield Difference(path, (), f"{one.dtype} of shape {one.shape}", f"{other.dtype} of shape {other.shape}", -1.0)
        return
    bits = BITS.get(one.dtype, one.dtype)
    unequal = np.ascontiguousarray(one).view(bits) != np.ascontiguousarray(other).view(bits)
    for place in np.argwhere(unequal).tolist():
        index = tuple(place)
        pair = (one[index].item(), other[index].item())
        times = [value for value in pair if not np.isnan(value)] if path in TIMES else []
        yield Difference(path, index, *map(_shown, pair), time=min(times, default=np.inf))


def _bits(value: object) -> object:
    return struct.pack("<d", value) if isinstance(value, float) else value


def _shown(value: object) -> str:
    return f"{value!r} ({value.hex()})" if isinstance(value, float) else repr(value)
