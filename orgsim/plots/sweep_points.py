"""What the pictures of a sweep are drawn from: its axes in words, and what was found at each setting."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

from orgsim.analysis.statistics import Estimate, estimate
from orgsim.plots.words import clean, label

if TYPE_CHECKING:
    from orgsim.analysis.sweep import Line, Sweep
    from orgsim.experiment import Run
    from orgsim.scenario.schema import Variant

MOST_MEASURES, MOST_READ = 2, 6
"""Measures that are drawn, and those there are to choose a delay from."""
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(.*)", re.ASCII)
_CAPACITY = re.compile(r"resources\.(\w+)\.number")


@dataclass(frozen=True)
class Axis:
    """One path that is varied: its name in words and its values, sorted if they are numbers of one ``unit``."""

    path: str
    name: str
    values: tuple[Any, ...]
    numbers: tuple[float, ...]
    unit: str
    ordered: bool

    @property
    def title(self) -> str:
        """The name with the unit, for an axis."""
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def at(self, value: Any) -> float:
        """Where a value is drawn."""
        return self.numbers[self.values.index(value)]

    @property
    def words(self) -> tuple[str, ...]:
        """The values as ticks; the unit is in the title if they have one in common."""
        return tuple(f"{number:g}" for number in self.numbers) if self.ordered else tuple(
            clean(str(value), 18) for value in self.values
        )  # fmt: skip


@dataclass(frozen=True)
class Swept:
    """A sweep. ``grid``: every combination is there. ``pool`` is the one whose use is in ``full``; None: none is.

    ``full``: (setting, variant) to the share of the pool in use.
    """

    found: Sweep
    axes: tuple[Axis, ...]
    grid: bool
    pool: str | None
    pool_name: str
    full: Mapping[tuple[str, str], Estimate]

    @property
    def settings(self) -> tuple[str, ...]:
        """The settings in the order of the sweep; of one axis of numbers, from the lowest."""
        points = {line.setting: line.point for line in self.found.lines}
        if len(self.axes) == 1:
            axis = self.axes[0]
            return tuple(sorted(points, key=lambda one: axis.at(points[one][axis.path])))
        return tuple(points)

    def line(self, setting: str, variant: str) -> Line:
        """What was found for a variant at a setting. Raises KeyError."""
        return self._lines[setting, variant]

    @cached_property
    def _lines(self) -> dict[tuple[str, str], Line]:
        return {(line.setting, line.variant): line for line in self.found.lines}


def swept(run: Run) -> Swept | None:
    """Return what the pictures of a sweep need; None where the run has one setting only."""
    if len(run.settings) < 2:
        return None
    from orgsim.analysis.sweep import sweep
    from orgsim.plots.telling import telling_first

    variant = run.variant(run.against, run.settings[0])
    found = sweep(run, measures=telling_first(variant, run.definitions)[:MOST_READ])
    axes = axes_of(run.points, variant)
    uses = _uses(run)
    pool = _pool(axes, uses, run.against)
    full = {(setting, who): estimate(values) for (setting, who, of), values in uses.items() if of == pool}
    name = _called(variant, "resources", pool) if pool else ""
    return Swept(found, axes, is_grid(run.points, axes), pool, name, full)


def _uses(run: Run) -> dict[tuple[str, str, str], list[float]]:
    """Shares of pools in use: (setting, variant, pool) to a value for each replication."""
    found: dict[tuple[str, str, str], list[float]] = {}
    for key, row in run.values("pool_utilisation"):
        if row.group:
            found.setdefault((key.setting, key.variant, row.group), []).append(row.value)
    return found


def _pool(axes: Sequence[Axis], uses: Mapping[tuple[str, str, str], Sequence[float]], against: str) -> str | None:
    """The pool whose capacity is varied, or the fullest of the reference."""
    pools = dict.fromkeys(pool for _, _, pool in uses)
    for axis in axes:
        match = _CAPACITY.fullmatch(axis.path)
        if match and match[1] in pools:
            return match[1]
    means = {pool: [estimate(of).mean for (_, who, key), of in uses.items() if (who, key) == (against, pool)]
             for pool in pools}  # fmt: skip
    return max(pools, key=lambda pool: estimate(means[pool]).mean, default=None)


def axes_of(points: Sequence[Mapping[str, Any]], variant: Variant) -> tuple[Axis, ...]:
    """The paths that are varied, in their order."""
    paths = dict.fromkeys(path for point in points for path in point)
    return tuple(_axis(path, [point[path] for point in points if path in point], variant) for path in paths)


def is_grid(points: Sequence[Mapping[str, Any]], axes: Sequence[Axis]) -> bool:
    """Whether the points are all combinations of the values of the axes."""
    return len(points) == prod(len(axis.values) for axis in axes)


def _axis(path: str, values: Sequence[Any], variant: Variant) -> Axis:
    known = list(dict.fromkeys(values))
    read = [_NUMBER.fullmatch(str(value)) for value in known]
    units = {match[2] for match in read if match}
    ordered = all(match is not None for match in read) and len(units) == 1
    name = path_words(path, variant)
    if not ordered:
        return Axis(path, name, tuple(known), tuple(float(place) for place in range(len(known))), "", False)
    pairs = sorted(((float(match[1]), value) for match, value in zip(read, known, strict=True) if match), key=_first)
    return Axis(path, name, tuple(two for _, two in pairs), tuple(one for one, _ in pairs), units.pop(), True)


def _first(pair: tuple[float, Any]) -> float:
    return pair[0]


def path_words(path: str, variant: Variant) -> str:
    """A dotted path in words: ``resources.bed.number`` is ``Beds: number``."""
    table, *rest = path.split(".")
    if len(rest) < 2:
        return clean(label(None, ".".join([table, *rest]).replace(".", ": ")))
    things = table if len(rest) == 2 else rest[-3]  # organisation.decisions.x.effort
    return clean(f"{_called(variant, things, rest[-2])}: {rest[-1].replace('_', ' ')}")


def _called(variant: Variant, table: str, key: str) -> str:
    for holder in (variant, variant.organisation):
        things = getattr(holder, table, None)
        if isinstance(things, Mapping) and key in things:
            return label(getattr(things[key], "name", None), key)
    return label(None, key)
