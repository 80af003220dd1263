"""Draws that scenarios made at random are made of, from any source of random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

Kind = TypeVar("Kind")
FAMILIES: dict[str, Callable[[str, str, str], Any]] = {
    "fixed": lambda low, middle, high: middle,
    "exponential": lambda low, middle, high: {"exponential": {"mean": middle}},
    "uniform": lambda low, middle, high: {"uniform": {"low": low, "high": high}},
    "triangular": lambda low, middle, high: {"triangular": {"low": low, "mode": middle, "high": high}},
    "lognormal": lambda low, middle, high: {"lognormal": {"mean": middle, "sd": high}},
    "gamma": lambda low, middle, high: {"gamma": {"mean": middle, "sd": high}},
}
"""How to write a time of each family from a low, a middle and a high length of time."""
SPREADS = [
    ("0 min", "2 min", "5 min"),
    ("1 min", "8 min", "9 min"),
    ("5 min", "12 min", "40 min"),
    ("90 s", "25 min", "26 min"),
]
HOURS = ["always", "08:00-18:00", "06:00-14:00", "22:00-06:00", "weekdays 09:00-17:00; sat 10:00-12:00"]
MOMENTS = [
    "every day at 09:00, 15:00", "every day at 00:00, 08:00, 08:30, 12:00, 20:00", "continuously",
    "weekdays at 10:00; sun at 22:00", "every day at 01:00, 07:15, 09:05, 11:00, 13:00, 16:45, 19:00, 22:00",
]  # fmt: skip


class Dice:
    """Draws by a source of random numbers, and names what exists so far, so that parts can refer to each other.

    ``grid``: all times are whole multiples of so many minutes, so that many things happen at one instant; 0 for
    distributions of every family.
    """

    def __init__(self, source: Random) -> None:
        self.source = source
        self.grid = self.one([0, 0, 0, 1, 5])
        self.classes = ["calm", "urgent", "worst"][: self.whole(1, 3)]
        self.needs = ["care", "test"][: self.whole(0, 2)]
        self.stages = ["one", "two", "three", "four", "five"][: self.whole(2, 5)]
        self.exits = ["out", "gone"]
        self.pools = ["clerk", "room", "bed", "spare"]
        self.units = ["shop", "ward", "yard"]
        self.positions = ["boss", "chief", "clerk", "nurse"]
        self.decisions = ["small", "large", "news", "more"]
        self.arrivals = ["walking", "regular", "before"]
        self.targets: dict[str, float | None] = {}
        """Name of each target to its limit in minutes, None without one."""

    def whole(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self.source.randint(low, high)

    def often(self, percent: int) -> bool:
        """True that often."""
        return self.source.randrange(100) < percent

    def one(self, of: Sequence[Kind]) -> Kind:
        """One of them."""
        return of[self.source.randrange(len(of))]

    def some(self, of: Sequence[Kind], least: int = 0, most: int | None = None) -> list[Kind]:
        """Some of them, each once, in any order."""
        most = len(of) if most is None else min(most, len(of))
        left = list(of)
        return [left.pop(self.source.randrange(len(left))) for _ in range(self.whole(min(least, most), most))]

    def percent(self, *of: int) -> str:
        """One of these shares."""
        return f"{self.one(of)}%"

    def length(self, *minutes: int) -> str:
        """One of these lengths of time, on the grid."""
        return f"{self.one(minutes) * max(self.grid, 1)} min"

    def time(self) -> Any:
        """A time that may vary; in a scenario on a grid it is fixed."""
        if self.grid:
            return self.length(0, 1, 1, 2, 3, 6)
        if self.often(10):
            return "0 min"
        return FAMILIES[self.one(list(FAMILIES))](*self.one(SPREADS))

    def time_by_class(self) -> Any:
        """A time, for all or by class."""
        if self.often(70):
            return self.time()
        named = self.some(self.classes)
        return {"by_class": {**{name: self.time() for name in named}, "default": self.time()}}
