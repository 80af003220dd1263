"""How far each parameter of a box moves a measure, how it goes with it, and at how many points a verdict holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from orgsim.analysis.rank import Correlation, Share, partial, share, spearman
from orgsim.analysis.statistics import NAN, Difference, estimate, paired
from orgsim.analysis.sweep import Values
from orgsim.experiment import Definition, Run

BASE = ""
"""The label of the setting at which everything is as the file has it."""


@dataclass(frozen=True)
class Parameter:
    """One range of the box. Numbers are in ``unit``; ``base`` is the file's own value (None: not one number)."""

    id: str
    name: str
    low: float
    base: float | None
    high: float
    low_said: str
    high_said: str
    unit: str
    paths: tuple[str, ...] = ()
    source: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Swing:
    """One measure at the two ends of one range, all else as the file has it.

    ``against`` is "" when the differences are those of the variant's measure to its own at the base (``base`` is None
    then); else they are the variant less ``against``, at the low end, at the base and at the high end.
    """

    parameter: str
    measure: str
    variant: str
    against: str
    low: Difference
    base: Difference | None
    high: Difference

    @property
    def width(self) -> float:
        """How far the difference moves from one end to the other (NaN where it could not be measured)."""
        ends = [self.low.mean, self.high.mean, 0.0 if self.base is None else self.base.mean]
        return NAN if any(map(math.isnan, ends)) else max(ends) - min(ends)


@dataclass(frozen=True, slots=True)
class Ranked:
    """How a parameter goes with a measure over the points; ``against`` as in a Swing, over mean or difference."""

    parameter: str
    measure: str
    variant: str
    against: str
    spearman: Correlation
    partial: Correlation


@dataclass(frozen=True, slots=True)
class Robust:
    """At how many of the points ``variant`` is better than ``against``.

    ``sure``: the paired 95% interval leaves out zero. ``base`` is the difference with everything as the file has it.
    """

    measure: str
    variant: str
    against: str
    base: Difference
    better: Share
    worse: Share
    better_for_sure: Share
    worse_for_sure: Share

    @property
    def points(self) -> int:
        """At how many points there is a difference to speak of."""
        return self.better.n


@dataclass
class Reader:
    """The values of a run by setting, and what is told from them."""

    run: Run
    values: Values
    box: tuple[Parameter, ...]
    ends: Mapping[str, tuple[str, str]]
    points: Mapping[str, Mapping[str, float]]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Each variant by itself, then each against the one that all are compared with."""
        ids = [one.id for one in self.run.variants]
        return [*((one, "") for one in ids), *((one, self.run.against) for one in ids if one != self.run.against)]

    def difference(self, measure: Definition, one: tuple[str, str], other: tuple[str, str]) -> Difference:
        """Compare two (setting, variant) on the same people."""
        mine, theirs = (self.values.get((*place, measure.id), {}) for place in (one, other))
        return paired(mine, theirs, measure.better)

    def between(self, measure: Definition, variant: str, against: str, setting: str) -> Difference:
        """Compare two variants at one setting; one with itself at the base where there is no other."""
        other = (setting, against) if against else (BASE, variant)
        return self.difference(measure, (setting, variant), other)

    def swings(self, measure: Definition) -> Iterator[Swing]:
        """Yield the swing of every parameter in every variant and every difference."""
        for variant, against in self.pairs:
            base = self.between(measure, variant, against, BASE) if against else None
            for name, (low, high) in self.ends.items():
                first, last = (self.between(measure, variant, against, setting) for setting in (low, high))
                yield Swing(name, measure.id, variant, against, first, base, last)

    def ranks(self, measure: Definition) -> Iterator[Ranked]:
        """Yield how every parameter goes with every variant and every difference over the points."""
        if not self.points:
            return
        columns = {one.id: [numbers[one.id] for numbers in self.points.values()] for one in self.box}
        for variant, against in self.pairs:
            results = [self._mean(measure, variant, against, setting) for setting in self.points]
            alone = partial(columns, results)
            for name, column in columns.items():
                yield Ranked(name, measure.id, variant, against, spearman(column, results), alone[name])

    def _mean(self, measure: Definition, variant: str, against: str, setting: str) -> float:
        if against:
            return self.between(measure, variant, against, setting).mean
        return estimate(self.values.get((setting, variant, measure.id), {}).values()).mean

    def robust(self, measure: Definition) -> Iterator[Robust]:
        """Yield the share of the points at which each variant is better, if one direction is."""
        if measure.better not in ("lower", "higher") or not self.points:
            return
        sign = 1 if measure.better == "higher" else -1
        for variant, against in self.pairs:
            if against:
                found = [self.between(measure, variant, against, setting) for setting in self.points]
                yield _robust(measure, variant, against, self.between(measure, variant, against, BASE), found, sign)


def _robust(
    measure: Definition, variant: str, against: str, base: Difference, found: Iterable[Difference], sign: int
) -> Robust:
    known = [one for one in found if not math.isnan(one.mean)]
    n = len(known)
    ends = [sorted((sign * one.low, sign * one.high)) for one in known]  # NaN where there is no interval: never sure
    return Robust(
        measure.id, variant, against, base,
        share(sum(sign * one.mean > 0 for one in known), n),
        share(sum(sign * one.mean < 0 for one in known), n),
        share(sum(low > 0 for low, _ in ends), n),
        share(sum(high < 0 for _, high in ends), n),
    )  # fmt: skip
