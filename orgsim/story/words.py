"""The words of a story: names as people wrote them, times of day, lengths of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orgsim.measures import structures
from orgsim.plan.change_tables import AFTER
from orgsim.plan.tables import Plan
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.base import Named
from orgsim.scenario.schema.scalars import MINUTES_A_DAY, MINUTES_A_WEEK
from orgsim.scenario.schema.times import LONG_DAYS


def duration(minutes: float) -> str:
    """Say a length of time: ``under a minute``, ``25 min``, ``3 h 40 min`` or ``2 days 3 h``."""
    whole = round(minutes)
    if whole == 0:
        return "no time" if minutes == 0 else "under a minute"
    if whole < 60:
        return f"{whole} min"
    if whole < MINUTES_A_DAY:
        return _two(whole // 60, "h", whole % 60, "min")
    days, hours = divmod(round(minutes / 60), 24)
    return _two(days, "day" if days == 1 else "days", hours, "h")


def _two(large: int, name: str, small: int, smaller: str) -> str:
    return f"{large} {name}" + (f" {small} {smaller}" if small else "")


def clock(starts: float, minutes: float) -> str:
    """Say the time of ``minutes`` into a run that starts at minute ``starts`` of the week: ``Tue 14:05``."""
    whole = int((starts + minutes) % MINUTES_A_WEEK)
    day, minute = divmod(whole, int(MINUTES_A_DAY))
    return f"{LONG_DAYS[day][:3]} {minute // 60:02d}:{minute % 60:02d}"


def listed(parts: Iterable[str]) -> str:
    """Join names as one does in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def name_of(key: str, block: Named | None) -> str:
    """Return the name a person gave, or the id made readable."""
    return block.name if block is not None and block.name else key.replace("_", " ")


@dataclass(frozen=True)
class Names:
    """Readable names for the rows of a plan."""

    variant: Variant
    plan: Plan

    def stage(self, row: int) -> str:
        """Name a stage."""
        return _named(self.plan.names.stages, self.variant.pathway, row)

    def unit(self, row: int) -> str:
        """Name a unit of the organisation."""
        return _named(self.plan.names.units, self.variant.organisation.units, row)

    def exit(self, row: int) -> str:
        """Name an exit."""
        return _named(self.plan.names.exits, self.variant.exits, row)

    def pool(self, row: int) -> str:
        """Name a pool."""
        return _named(self.plan.names.pools, self.variant.resources, row)

    def visit_class(self, row: int) -> str:
        """Name a class of visit."""
        return _named(self.plan.names.classes, self.variant.classes, row)

    def arrivals(self, row: int) -> str:
        """Name a stream of arrivals."""
        return _named(self.plan.names.arrivals, self.variant.arrivals, row)

    def need(self, row: int) -> str:
        """Name a need."""
        return _named(self.plan.names.needs, self.variant.needs, row)

    def position(self, row: int) -> str:
        """Name a position."""
        return _named(self.plan.names.positions, structures.positions(self.variant), row)

    def decision(self, row: int) -> str:
        """Name a decision."""
        return _named(self.plan.names.decisions, structures.decisions(self.variant), row)

    def target(self, row: int) -> str:
        """Name a target."""
        return _named(self.plan.names.targets, self.variant.targets, row)

    def behaviour(self, row: int) -> str:
        """Name a behaviour."""
        return _named(self.plan.names.behaviours, self.variant.behaviours, row)

    def channel(self, row: int) -> str:
        """Name a link, or say that it is a reporting line."""
        key = self.plan.names.channels[row].removesuffix(AFTER)
        link = structures.links(self.variant).get(key)
        return "the reporting line" if link is None else name_of(key, link)

    def group(self, key: str) -> str:
        """Name a group of visits."""
        return name_of(key, self.variant.groups.get(key))


def _named(keys: Sequence[str], blocks: dict[str, Named] | dict[str, object] | object, row: int) -> str:
    """Name row ``row`` of a table whose ids are ``keys`` and whose blocks are in ``blocks`` by id."""
    block = blocks.get(keys[row]) if isinstance(blocks, dict) else None
    return name_of(keys[row], block if isinstance(block, Named) else None)
