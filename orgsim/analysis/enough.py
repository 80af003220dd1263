"""How many replications are enough: the running mean with its interval, and the number that a half-width needs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgsim.analysis.statistics import NAN, Estimate, estimate


@dataclass(frozen=True)
class Running:
    """One measure, or its paired difference, after 1, 2, ... n replications; ``steps[k]`` is that after k + 1."""

    steps: tuple[Estimate, ...]

    @property
    def last(self) -> Estimate:
        """The estimate from all replications; of nothing if there are none."""
        return self.steps[-1] if self.steps else estimate(())

    @property
    def half_width(self) -> float:
        """Half of the 95% interval from all replications; NaN below two."""
        return (self.last.high - self.last.low) / 2

    @property
    def straddles(self) -> bool:
        """Whether the interval from all replications includes 0, or there is none: for a difference, undecided."""
        return not (self.last.low > 0 or self.last.high < 0)

    def needed(self, bound: float) -> int | None:
        """Say how many replications a half-width of ``bound`` needs; None where it cannot be said.

        The sequential estimate n (h / h*)^2 of Law (Simulation Modeling and Analysis, section 9.4.1): a guide, since
        it takes the spread found so far for the true one. Never below 2, as one replication has no interval.
        """
        half = self.half_width
        if math.isnan(half) or not bound > 0:
            return None
        # a hair is taken off first: a bound that is met exactly needs no replication more
        return max(2, math.ceil(self.last.n * (half / bound) ** 2 - 1e-9))


def running(values: Sequence[float]) -> Running:
    """Follow the mean of ``values`` and its t interval as replications come in; NaN values are left out."""
    known = [value for value in values if not math.isnan(value)]
    return Running(tuple(estimate(known[:count]) for count in range(1, len(known) + 1)))


def pairs(values: Mapping[int, float], against: Mapping[int, float]) -> list[float]:
    """Return the differences of the replications that both variants have, in order; NaN where either is."""
    return [values[number] - against[number] for number in sorted(set(values) & set(against))]


def half_of(value: float) -> float:
    """Return the half-width that is wanted where nobody says one: 5% of a mean; NaN for a mean of 0."""
    return 0.05 * abs(value) if value else NAN
