"""Effects of targets as contrasts between settings, replication by replication on the same people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from orgsim.analysis.statistics import NAN, Difference, estimate, paired
from orgsim.analysis.sweep import Values
from orgsim.experiment import Definition
from orgsim.experiment.factorial import label_of

Kind = Literal["alone", "others_on", "both", "beyond_the_sum", "all"]
Terms = Sequence[tuple[int, Sequence[str]]]
"""A contrast: +1 or -1, and which targets press there."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one or more targets do to one measure of one variant.

    ``alone``: one target against none. ``others_on``: all targets less all but this one. ``both``: a pair against
    none. ``beyond_the_sum``: what the pair does less the sum of what each does alone. ``all``: all against none.
    ``spread`` is the standard deviation of the measure over replications where no target presses.
    """

    variant: str
    kind: Kind
    targets: tuple[str, ...]
    measure: str
    found: Difference
    spread: float

    @property
    def size(self) -> float:
        """The effect in standard deviations of the measure over replications; infinite where it never varies."""
        if self.found.mean == 0 or math.isnan(self.found.mean):
            return self.found.mean
        return self.found.mean / self.spread if self.spread > 0 else math.copysign(math.inf, self.found.mean)

    @property
    def interval(self) -> tuple[float, float]:
        """The interval that holds for the whole family where there is one, else the plain one."""
        one = self.found
        return (one.low, one.high) if math.isnan(one.holm_p) else (one.holm_low, one.holm_high)

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves out zero, else 0."""
        low, high = self.interval
        return 1 if low > 0 else -1 if high < 0 else 0


@dataclass(frozen=True)
class Reader:
    """The values of a run by setting, and the contrasts that are told from them."""

    values: Values
    targets: tuple[str, ...]
    full: bool

    def effects(self, variant: str, own: Sequence[str], measures: Sequence[Definition]) -> Iterator[Effect]:
        """Yield every effect of the variant's ``own`` targets on the measures that it has."""
        for measure in measures:
            none = self._at(variant, measure, ())
            spread = estimate(none.values()).sd if none else NAN
            for kind, targets, terms in self._contrasts(tuple(own)):
                parts = [(sign, self._at(variant, measure, pressing)) for sign, pressing in terms]
                if any(part for _, part in parts):
                    yield Effect(variant, kind, targets, measure.id, contrast(parts, measure.better), spread)

    def _contrasts(self, own: tuple[str, ...]) -> Iterator[tuple[Kind, tuple[str, ...], Terms]]:
        for one in own:
            yield "alone", (one,), ((1, (one,)), (-1, ()))
        for one in own if self.full and len(own) > 1 else ():
            yield "others_on", (one,), ((1, own), (-1, tuple(other for other in own if other != one)))
        for one, other in combinations(own, 2):
            both = (one, other)
            yield "both", both, ((1, both), (-1, ()))
            yield "beyond_the_sum", both, ((1, both), (-1, (one,)), (-1, (other,)), (1, ()))
        if len(own) > 2:
            yield "all", own, ((1, own if self.full else self.targets), (-1, ()))

    def _at(self, variant: str, measure: Definition, pressing: Sequence[str]) -> Mapping[int, float]:
        return self.values.get((label_of(pressing, self.targets), variant, measure.id), {})


def contrast(parts: Sequence[tuple[int, Mapping[int, float]]], better: str) -> Difference:
    """Add and subtract values replication by replication, only where all have one, and compare with nothing.

    The sum of each replication is exact before it is rounded: equal values leave exactly 0.
    """
    common = sorted(set.intersection(*(set(values) for _, values in parts)))
    sums = {number: math.fsum(sign * values[number] for sign, values in parts) for number in common}
    return paired(sums, dict.fromkeys(common, 0.0), better)
