"""Growing tables and the row numbers of names, while a plan is being compiled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from orgsim.cohort.families import stored
from orgsim.keys import name_key
from orgsim.plan.tables import NONE, DistRow, StreamRow
from orgsim.scenario.schema.distribution import ByClass, Distribution

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


Row = TypeVar("Row")


class PlanError(ValueError):
    """The variant cannot be compiled; the text says what is wrong and where in the scenario."""


class Builder:
    """Row numbers by name, and tables that many parts of the plan share (distributions, streams, schedules)."""

    def __init__(self, variant: Variant) -> None:
        self.variant = variant
        self.classes = _numbers(variant.classes)
        self.needs = _numbers(variant.needs)
        self.arrivals = _numbers(variant.arrivals)
        self.units = _numbers(variant.organisation.units)
        self.pools = _numbers(variant.resources)
        self.stages = _numbers(variant.pathway)
        self.exits = _numbers(variant.exits)
        self.layers = _numbers(variant.organisation.layers)
        self.positions = _numbers(variant.organisation.positions)
        self.decisions = _numbers(variant.organisation.decisions)
        self.targets = _numbers(variant.targets)
        self.behaviours = _numbers(key for key, row in variant.behaviours.items() if row.switched == "on")
        self.dists: list[DistRow] = []
        self.streams: list[StreamRow] = []
        self.uniforms: list[str] = []
        self.schedules: list[tuple[float, ...]] = []

    def dist(self, distribution: Distribution) -> int:
        """Row of a distribution, shared by equals."""
        return _row(self.dists, DistRow(*stored(distribution.family, distribution.parameters)))

    def stream(self, name: str, times: ByClass) -> int:
        """Row of a stream of times by class; raises PlanError when a class has none."""
        dists = []
        for visit_class in self.classes:
            distribution = times.of(visit_class)
            if distribution is None:
                raise PlanError(f"{name}: no time is given for the class `{visit_class}` and there is no default")
            dists.append(self.dist(distribution))
        return _row(self.streams, StreamRow(name, name_key(name), tuple(dists)))

    def uniform(self, name: str) -> int:
        """Row of a stream of uniforms."""
        return _row(self.uniforms, name)

    def schedule(self, minutes: tuple[float, ...]) -> int:
        """Row of a schedule; -1 for continuously."""
        return _row(self.schedules, minutes) if minutes else NONE

    def number(self, table: Mapping[str, int], name: str | None, what: str) -> int:
        """Row of ``name``, -1 for None; raises PlanError for an unknown name."""
        if name is None:
            return NONE
        if name not in table:
            raise PlanError(f"no {what} is called `{name}`")
        return table[name]

    def some(self, table: Mapping[str, int], names: Iterable[str], what: str) -> frozenset[int]:
        """Rows of several names."""
        return frozenset(self.number(table, name, what) for name in names)


def _numbers(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def _row(table: list[Row], row: Row) -> int:
    if row in table:
        return table.index(row)
    table.append(row)
    return len(table) - 1
