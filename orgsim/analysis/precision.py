"""When a run has enough replications: the 95% half-width of a measure is below a bound, in every variant and setting.

Batches grow by half from the first on, whatever the number of jobs, so that where a run stops depends on its results
alone. An interval looked at after each batch is a little too narrow at the end: a first batch of 10 or more keeps that small.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orgsim.analysis.compare import known_measure
from orgsim.analysis.statistics import Difference, Estimate, estimate, paired
from orgsim.experiment import Definition, Run
from orgsim.scenario.problems import UsageError

MOST = 1000
_FORM = re.compile(r"\s*(?:(difference)\s*:\s*)?([a-z][a-z0-9_]*)\s*=\s*(\S.*?)\s*", re.ASCII)
_POINTS = re.compile(r"(\d+(?:\.\d+)?)\s*(?:pt|pts|points?)", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%", re.ASCII)


class PrecisionError(UsageError):
    """A precision that cannot be read or reached; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Precision:
    """The half-width of ``measure``, or of its difference between variants, is to be at most ``bound``.

    ``bound`` is in the measure's own unit, or a share of its mean when ``relative``.
    """

    text: str
    measure: str
    difference: bool
    bound: float
    relative: bool

    def met(self, found: Estimate | Difference) -> bool:
        """Whether an estimate is precise enough; never without an interval."""
        half = (found.high - found.low) / 2
        return half <= (self.bound * abs(found.mean) if self.relative else self.bound)


def parse_precision(text: str, definitions: Sequence[Definition]) -> Precision:
    """Read ``MEASURE=2 min``, ``MEASURE=5%`` (of its mean), ``MEASURE=0.5 pt`` or ``difference:MEASURE=...``.

    Raises PrecisionError, also for a relative bound on a share or a difference, and UnknownMeasureError.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise PrecisionError(f"`{text[:60]}` is not a precision: write e.g. `wait_mean=2 min` or `wait_mean=5%`")
    difference, name, value = match.groups()
    known = {one.id: one for one in definitions}
    measure = known[known_measure(name, known)]
    relative = _PERCENT.fullmatch(value) is not None
    if relative:
        _refuse_relative(text, measure, difference=bool(difference))
    bound = _bound(value, text, measure)
    if not (math.isfinite(bound) and bound > 0):
        raise PrecisionError(f"`{text}` can never be reached: the bound must be above 0")
    return Precision(text, measure.id, bool(difference), bound, relative)


def _refuse_relative(text: str, measure: Definition, *, difference: bool) -> None:
    """A difference or a share may be near 0, where a share of it is beyond any number of replications."""
    if not difference and measure.unit != "share":
        return
    what = "a difference" if difference else "a share"
    write = {"share": "0.5 pt", "min": "2 min"}.get(measure.unit, "a number")
    raise PrecisionError(f"`{text}`: {what} may be near 0, so its bound cannot be a part of it. Write {write}")


def _bound(value: str, text: str, measure: Definition) -> float:
    from orgsim.analysis.require import RequirementError, read_value

    if match := _PERCENT.fullmatch(value):
        return float(match[1]) / 100
    if match := _POINTS.fullmatch(value):
        if measure.unit != "share":
            raise PrecisionError(f"`{text}`: `{measure.id}` is no share; points are for shares")
        return float(match[1]) / 100
    if re.search(r"[a-z]", value) and measure.unit != "min":
        raise PrecisionError(f"`{text}`: `{measure.id}` is not a time")
    try:
        return read_value(value, text)
    except RequirementError as error:
        raise PrecisionError(str(error)) from None


def reached(run: Run, precision: Precision) -> bool:
    """Whether every variant at every setting is precise enough (those without the measure apart)."""
    found = [one for one in _intervals(run, precision) if one.n]
    return bool(found) and all(precision.met(one) for one in found)


def _intervals(run: Run, precision: Precision) -> Iterator[Estimate | Difference]:
    better = run.definition(precision.measure).better
    for setting in run.settings:
        values = run.by_replication(precision.measure, setting=setting)
        if precision.difference:
            others = (one for variant, one in values.items() if variant != run.against)
            yield from (paired(one, values[run.against], better) for one in others)
        else:
            yield from (estimate(one.values()) for one in values.values())


def next_size(replications: int, most: int) -> int:
    """Return how many replications there are after the next batch: half as many again, at most ``most``."""
    return min(math.ceil(replications * 1.5), most)
