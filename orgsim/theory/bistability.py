"""Failure demand that grows with load: two stable states, and shocks that tip one into the other.

The load on capacity satisfies ``x = design (1 - p(0 load)) / (1 - p(x))`` where p is the share of work that
must be done again. The curve of p is an assumption, given as parameters.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from orgsim.theory import checks


@dataclass(frozen=True, slots=True)
class FailureCurve:
    """Share of work failing at load x: ``base + rise / (1 + exp(-(x - middle) / width))``; assumptions."""

    base: float = 0.1
    rise: float = 0.5
    middle: float = 1.05
    width: float = 0.06

    def at(self, load: float) -> float:
        """Return the failing share at ``load`` (work over capacity, no unit)."""
        return self.base + self.rise / (1 + math.exp(-(load - self.middle) / self.width))


def fed_back(design: float, load: float, curve: FailureCurve) -> float:
    """Return the load that ``load`` itself causes through failure demand, for first-time work ``design``."""
    return design * (1 - curve.base) / (1 - curve.at(load))


def fixed_points(design: float, curve: FailureCurve | None = None, steps: int = 4000) -> tuple[float, ...]:
    """Return the loads that cause themselves, in rising order; with three, the middle one is unstable.

    Searched on a grid of ``steps`` between 0 and twice the largest load failure can cause, then by bisection.
    """
    checks.positive("design load", design)
    shape = curve or FailureCurve()
    high = 2 * design * (1 - shape.base) / (1 - shape.base - shape.rise)
    grid = [high * i / steps for i in range(steps + 1)]

    def excess(load: float) -> float:
        return fed_back(design, load, shape) - load

    return tuple(
        checks.root(excess, low, up) for low, up in itertools.pairwise(grid) if (excess(low) > 0) != (excess(up) > 0)
    )


def load_after_shock(
    design: float, shock: float, weeks: float, adjustment: float = 4.0, curve: FailureCurve | None = None
) -> float:
    """Return the load long after first-time work rose by a share ``shock`` for ``weeks``.

    The load starts at the lowest fixed point and follows ``dx/dt = (fed_back - x) / adjustment`` (weeks), by
    Euler steps of 1/200 of the adjustment.
    """
    checks.positive("weeks", weeks)
    checks.positive("adjustment", adjustment)
    shape = curve or FailureCurve()
    load = fixed_points(design, shape)[0]
    step = 1 / 200
    for i in range(math.ceil((weeks / adjustment + 100) / step)):
        work = design * (1 + shock) if i * step * adjustment < weeks else design
        load += step * (fed_back(work, load, shape) - load)
    return load
