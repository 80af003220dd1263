"""Whether the numbers of a run can be trusted: the length of its warm-up, and the number of its replications."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.analysis.compare import known_measure
from orgsim.analysis.enough import Running, half_of, pairs, running
from orgsim.analysis.headlines import headline_ids

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.analysis.precision import Precision
    from orgsim.analysis.warm_up import Settling
    from orgsim.experiment import Definition, Run

INSIDE = "inside"
_POINT = 0.01


@dataclass(frozen=True)
class Settled:
    """How one series of one variant settles: all ``inside``, or those using or waiting for ``pool``."""

    variant: str
    pool: str | None
    found: Settling


@dataclass(frozen=True)
class Enough:
    """One measure of ``variant``, or its difference to the run's ``against``, and the half-width that is wanted.

    ``wanted`` is NaN where none is. ``asked``: it was asked for, and is not a default.
    """

    measure: Definition
    variant: str
    difference: bool
    found: Running
    wanted: float
    asked: bool

    @property
    def needed(self) -> int | None:
        """How many replications the half-width wanted needs; None where it cannot be said."""
        return self.found.needed(self.wanted)

    @property
    def met(self) -> bool:
        """Whether there are enough already."""
        return self.found.half_width <= self.wanted


@dataclass(frozen=True)
class Diagnosis:
    """All that was looked at; ``settled`` is empty for runs of an orgsim that kept no warm-up."""

    run: str
    setting: str
    against: str
    settled: tuple[Settled, ...]
    enough: tuple[Enough, ...]

    @property
    def inside(self) -> tuple[Settled, ...]:
        """How the number inside settles in each variant: what the warm-up is judged by."""
        return tuple(one for one in self.settled if one.pool is None)

    @property
    def trusted(self) -> bool:
        """Whether the warm-up is long enough in every variant and every half-width that was asked for is met."""
        settled = bool(self.inside) and all(one.found.long_enough for one in self.inside)
        return settled and all(one.met for one in self.enough if one.asked)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values (None for NaN): the contract of ``orgsim diagnose --json``."""
        from orgsim.analysis.diagnose_json import diagnosis_json

        return diagnosis_json(self)


def diagnose(
    run: Run, setting: str = "", measures: Sequence[str] = (), precisions: Sequence[Precision] = ()
) -> Diagnosis:
    """Look at a run at one setting, for ``measures``, those of ``precisions``, or its headlines.

    Raises UnknownMeasureError.
    """
    known = {one.id: one for one in run.definitions}
    wanted = {(one.measure, one.difference): one for one in precisions}
    asked = dict.fromkeys([known_measure(one, known) for one in measures] + [one.measure for one in precisions])
    shown = list(asked) or headline_ids(run.definitions)
    enough = tuple(found for one in shown for found in _measure(run, known[one], setting, wanted))
    return Diagnosis(run.path.name, setting, run.against, tuple(_settled(run, setting)), enough)


def _settled(run: Run, setting: str) -> Iterator[Settled]:
    from orgsim.analysis.warm_up import settling

    for one in run.variants:
        done = run.done(one.id, setting)
        names = run.series_names(one.id, done[0], setting) if done else []
        if INSIDE not in names:
            continue
        warm_up = run.variant(one.id, setting).calendar.warm_up / 60
        yield Settled(one.id, None, settling(run.series_of_all(one.id, INSIDE, setting), warm_up))
        for name in names:
            pool = name.removeprefix("census_before:")
            if pool != name:
                yield Settled(one.id, pool, settling(_using(run, one.id, pool, setting), warm_up))


def _using(run: Run, variant: str, pool: str, setting: str) -> list[NDArray[Any]]:
    before, after = (run.series_of_all(variant, f"{name}:{pool}", setting) for name in ("census_before", "census"))
    return [using(*parts) for parts in zip(before, after, strict=True)]


def using(before: NDArray[Any], after: NDArray[Any]) -> NDArray[np.int64]:
    """Join the census (3, W) of the warm-up and (3, H) of the measured span: in use or waiting, (W + H,)."""
    import numpy as np

    return np.concatenate([part[0].astype(np.int64) + part[1] for part in (before, after)])


def _measure(run: Run, one: Definition, setting: str, wanted: dict[tuple[str, bool], Precision]) -> Iterator[Enough]:
    values = run.by_replication(one.id, setting=setting)
    for variant, mine in values.items():
        found = running([mine[number] for number in sorted(mine)])
        if found.steps:
            yield Enough(one, variant, False, found, *_bound(one, found, wanted.get((one.id, False))))
    for variant, mine in values.items():
        found = running(pairs(mine, values[run.against]))
        if variant != run.against and found.steps:
            bound = wanted.get((one.id, True))
            yield Enough(one, variant, True, found, bound.bound if bound else abs(found.last.mean), bound is not None)


def _bound(one: Definition, found: Running, asked: Precision | None) -> tuple[float, bool]:
    """Return the half-width that is wanted of a mean, and whether it was asked for."""
    if asked is not None:
        return (asked.bound * abs(found.last.mean) if asked.relative else asked.bound), True
    if math.isnan(found.last.mean):
        return math.nan, False
    return (_POINT if one.unit == "share" else half_of(found.last.mean)), False
