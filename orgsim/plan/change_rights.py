"""Compile how decisions are asked for after a change of structure, and which ways the change itself puts at risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from orgsim.keys import name_key
from orgsim.organisation.errors import NoRouteError
from orgsim.plan.builder import Builder
from orgsim.plan.change_tables import RightChange, ShockRow, WayChange
from orgsim.plan.people import decision_rows
from orgsim.plan.tables import NONE, ChannelRow, DecisionRow, Plan

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.becomes import Shocks


class Structure(NamedTuple):
    """One of the two: its variant, and the channels of both under the names that this one has for them, in their order."""

    variant: Variant
    channels: dict[str, ChannelRow]


def moved_staff(before: Variant, after: Variant) -> frozenset[str]:
    """Return the positions that are new, or whose unit, layer, superior or decisions are not what they were."""
    first, then = before.organisation, after.organisation
    moved = set()
    for name, position in then.positions.items():
        was = first.positions.get(name)
        if (
            was is None
            or (was.unit, was.layer, was.reports_to) != (position.unit, position.layer, position.reports_to)
            or _held(before, name) != _held(after, name)
        ):
            moved.add(name)
    return frozenset(moved)


def _held(variant: Variant, position: str) -> set[str]:
    return {name for name, right in variant.organisation.decisions.items() if right.held_by == position}


def shock_row(before: Variant, after: Variant, shocks: Shocks, positions: Mapping[str, int]) -> ShockRow:
    """Compile what the change costs."""
    top = after.organisation.layers[1:]
    return ShockRow(
        shocks.attention_lost, shocks.attention_for, shocks.links_survive, shocks.knowledge_lost, shocks.relearning,
        shocks.wrong_address,
        manages=frozenset(positions[name] for name, row in after.organisation.positions.items() if row.layer in top),
        moved=frozenset(positions[name] for name in moved_staff(before, after)),
    )  # fmt: skip


def changed_rights(
    plan: Plan, builder: Builder, before: Variant, after: Structure, shocks: Shocks
) -> tuple[tuple[RightChange, ...], tuple[DecisionRow, ...]]:
    """Return what is new about decisions, and rows for those that only the later structure has.

    Until the change nobody asks for those; from it on nobody asks for those that only the structure before has.
    """
    first = dict(zip(plan.names.decisions, plan.decisions, strict=True))
    later = dict(zip(after.variant.organisation.decisions, decision_rows(builder, after.channels), strict=True))
    added = tuple(row._replace(check=NONE) for name, row in later.items() if name not in first)
    gone = {name: row._replace(check=NONE) for name, row in first.items() if name not in later and row.check >= 0}
    without = _without_links(builder, before, after, shocks)
    changes = []
    for name, row in {**gone, **later}.items():
        was = first.get(name, row._replace(check=NONE))
        mortal = without.get(name, ())
        if row == was and not mortal:
            continue
        now = _way(was, row, shocks)
        links = tuple(name_key(f"link:{link}") for link, _ in mortal)
        instead = _way(was, mortal[0][1], shocks) if mortal else None
        changes.append(RightChange(builder.decisions[name], now, links, instead))
    return tuple(sorted(changes, key=lambda one: one.decision)), added


def _way(was: DecisionRow, row: DecisionRow, shocks: Shocks) -> WayChange:
    """Return a way, and the one that begins with the way to who decided before."""
    elsewhere = was.holder != row.holder and was.asker == row.asker and was.steps and row.steps
    if shocks.wrong_address <= 0 or not elsewhere:
        return WayChange(row, None, 0)
    ways = tuple(way._replace(steps=was.steps + way.steps) for way in row.ways)
    return WayChange(row, row._replace(steps=was.steps + row.steps, ways=ways), len(was.steps))


def _without_links(
    builder: Builder, before: Variant, after: Structure, shocks: Shocks
) -> dict[str, tuple[tuple[str, DecisionRow], ...]]:
    """Return for each decision whose way uses informal links of moved staff: those links, with the way without any."""
    links = after.variant.organisation.links
    moved = moved_staff(before, after.variant)
    mortal = [name for name, link in links.items() if link.informal and moved & {*link.between}]
    if shocks.links_survive >= 1.0 or not mortal:
        return {}
    found = {}
    numbers = dict(enumerate(after.channels))
    organisation = after.variant.organisation
    fewer = {name: link for name, link in links.items() if name not in mortal}
    for name, row in zip(organisation.decisions, decision_rows(builder, after.channels), strict=True):
        used = [numbers[channel] for way in row.ways for channel, _ in way.steps if numbers[channel] in mortal]
        one = organisation.model_copy(update={"links": fewer, "decisions": {name: organisation.decisions[name]}})
        try:
            instead = _rows_of(builder, after, one) if used else ()
        except NoRouteError:
            continue
        found[name] = tuple((link, instead[0]) for link in dict.fromkeys(used)) if used else ()
    return found


def _rows_of(builder: Builder, after: Structure, organisation: object) -> tuple[DecisionRow, ...]:
    """Compile decisions of another organisation with the builder of the later one."""
    own = builder.variant
    builder.variant = own.model_copy(update={"organisation": organisation})
    try:
        return decision_rows(builder, after.channels)
    finally:
        builder.variant = own
