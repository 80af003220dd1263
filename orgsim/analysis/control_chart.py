"""The XmR chart: what in a figure that is watched period by period is a signal, and what is noise.

Limits: mean +/- 2.66 x the mean moving range (Shewhart's three sigma, 3 / 1.128; Wheeler, Understanding Variation, 2000).
Rules: those of NHS England's Making Data Count. A point is a signal when it is

- outside a limit,
- in a run of ``SHIFT`` or more on one side of the mean,
- in a run of ``TREND`` or more that only rise, or only fall,
- one of two in three successive points that lie, on one side, more than two thirds of the way to the limit.

Of figures that vary by chance alone (independent, normal) 0.3% of points lie outside, 1 in 64 spans of seven lies on one
side, 1 in 360 spans of six only rises or falls, and 0.3% of spans of three have two near one limit. All four together call
something a signal in about a fifth of charts of 24 such points: a single mark is a reason to look, no proof.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

SHIFT, TREND = 7, 6
FEWEST = 12
"""Points below which limits are rough: the chart should say so."""
_WIDTH = 2.66
_NEAR = 2 / 3
_OF_THREE = 3

Rule = Literal["outside", "shift", "trend", "near"]
RULES: tuple[Rule, ...] = ("outside", "shift", "trend", "near")
Kind = Literal["common", "improvement", "concern", "change"]
Assurance = Literal["hit", "miss", "hit-and-miss"]


@dataclass(frozen=True, slots=True)
class Point:
    """One value; ``rules`` that it breaks upwards and downwards (a rise or high value is upwards)."""

    value: float
    up: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def is_signal(self) -> bool:
        """Whether any rule is broken."""
        return bool(self.up or self.down)

    def kind(self, better: str) -> Kind:
        """Say what a signal means where ``better`` is lower, higher or neither; the mean's far side is the stronger."""
        if not self.is_signal:
            return "common"
        if better not in ("lower", "higher") or (self.up and self.down):
            return "change"
        return "improvement" if bool(self.up) == (better == "higher") else "concern"


@dataclass(frozen=True, slots=True)
class ControlChart:
    """The points of a chart with its mean, mean moving range and limits, all in the unit of the values."""

    points: tuple[Point, ...]
    mean: float
    moving_range: float
    low: float
    high: float

    def variation(self, better: str) -> Kind:
        """Return what the latest point says: a signal that has gone by is drawn, but is no longer news."""
        return self.points[-1].kind(better)

    def assurance(self, goal: float, better: str) -> Assurance:
        """Say whether this process, if nothing changes, will meet ``goal``: its limits against it.

        Raises ``ValueError`` where neither direction is better.
        """
        if better not in ("lower", "higher"):
            raise ValueError("a goal needs a better direction: lower or higher")
        worst, best = (self.low, self.high) if better == "higher" else (-self.high, -self.low)
        wanted = goal if better == "higher" else -goal
        return "hit" if worst >= wanted else "miss" if best < wanted else "hit-and-miss"


def control_chart(values: Sequence[float]) -> ControlChart:
    """Return the chart of ``values`` in the order of time, limits from all of them.

    Raises ``ValueError`` for fewer than two values or one that is not finite.
    """
    if len(values) < 2 or not all(math.isfinite(value) for value in values):
        raise ValueError("a control chart needs two values or more, all of them finite")
    mean = math.fsum(values) / len(values)
    moving = math.fsum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    reach = _WIDTH * moving
    up = _broken([value - mean for value in values], list(values), reach)
    down = _broken([mean - value for value in values], [-value for value in values], reach)
    points = tuple(Point(value, *rules) for value, *rules in zip(values, up, down, strict=True))
    return ControlChart(points, mean, moving, mean - reach, mean + reach)


def _broken(above: Sequence[float], values: Sequence[float], reach: float) -> list[tuple[Rule, ...]]:
    """Return the rules that each point breaks upwards; ``above``: how far it is over the mean."""
    found: dict[Rule, set[int]] = {
        "outside": {place for place, one in enumerate(above) if one > reach},
        "shift": set(_long_runs([one > 0 for one in above], SHIFT)),
        "trend": set(_rising(values)),
        "near": set(_near(above, reach)),
    }
    return [tuple(rule for rule in RULES if place in found[rule]) for place in range(len(values))]


def _long_runs(true: Sequence[bool], fewest: int) -> Iterator[int]:
    """Yield the places in runs of ``fewest`` or more that are true."""
    begun = 0
    for place, one in enumerate([*true, False]):
        if not one:
            if place - begun >= fewest:
                yield from range(begun, place)
            begun = place + 1


def _rising(values: Sequence[float]) -> Iterator[int]:
    """Yield the places of points in runs of ``TREND`` or more, each above the one before."""
    for place in _long_runs([after > before for before, after in pairwise(values)], TREND - 1):
        yield from (place, place + 1)


def _near(above: Sequence[float], reach: float) -> Iterator[int]:
    near = [one > _NEAR * reach for one in above]
    for place in range(len(near) - _OF_THREE + 1):
        span = [at for at in range(place, place + _OF_THREE) if near[at]]
        if len(span) > 1:
            yield from span
