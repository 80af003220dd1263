"""Compile a change of structure: two organisations in one plan, and what happens to each row at the change.

The plan of the structure before comes first, so its row numbers stand. Rows that only the later structure has are added
after it; what both have, but not alike, is told by the tables of the change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from orgsim.plan.builder import Builder, PlanError
from orgsim.plan.change_places import changed_pools, changed_positions
from orgsim.plan.change_rights import Structure, changed_rights, shock_row
from orgsim.plan.change_tables import AFTER, ChangeRow, Lasts
from orgsim.plan.judged import power
from orgsim.plan.people import channel_rows, meeting_rows, position_rows
from orgsim.plan.places import pool_rows
from orgsim.plan.staff import people_changes
from orgsim.plan.tables import ChannelRow, MeetingRow, Names, Plan, PoolRow
from orgsim.scenario.derived import derived

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


def later_variant(variant: Variant) -> Variant:
    """Return the variant that ``variant`` becomes, itself if it stays. Raises PlanError if that is not written out."""
    becomes = variant.becomes
    if becomes is None:
        return variant
    if becomes.change or becomes.variant is not None:
        raise PlanError("`becomes` is not written out: read the scenario with `orgsim.load`")
    written = variant.as_written  # what follows from the organisation follows from the later one anew
    parts: dict[str, object] = {"becomes": None, "organisation": becomes.organisation or written.organisation}
    for block in ("resources", "targets", "behaviours"):
        before, after = getattr(written, block), getattr(becomes, block)
        if after is not None and set(after) != set(before):
            raise PlanError(f"`becomes.{block}` must have the {block} that there are, no more and no less")
        parts[block] = before if after is None else {name: after[name] for name in before}
    return derived(written.model_copy(update=parts))


def with_later_behaviours(variant: Variant) -> Variant:
    """Return the variant with the behaviours of both structures switched on: those to come have no strength yet."""
    if variant.becomes is None:
        return variant
    later = later_variant(variant).behaviours
    both = {
        name: row.model_copy(update={"switched": "on", "strength": 0.0})
        if row.switched == "off" and later[name].switched == "on"
        else row
        for name, row in variant.behaviours.items()
    }
    return variant.model_copy(update={"behaviours": both})


def _powers(later: Variant, plan: Plan) -> tuple[tuple[int, float], ...]:
    """Return the behaviours whose power is another from the change on, with that power."""
    found = []
    for number, name in enumerate(plan.names.behaviours):
        row = later.behaviours[name]
        later_power = 0.0 if row.switched == "off" else power(later, row)
        if later_power != plan.behaviours[number].power:
            found.append((number, later_power))
    return tuple(found)


def _off(variant: Variant, plan: Plan) -> frozenset[int]:
    """Return the behaviours of the plan that are switched off in one of the two structures."""
    names = enumerate(plan.names.behaviours)
    return frozenset(number for number, name in names if variant.behaviours[name].switched == "off")


def _without(rows: tuple[PoolRow, ...], off: frozenset[int]) -> tuple[PoolRow, ...]:
    """Return pools that keep no units back for behaviours that are off."""
    return tuple(row._replace(reserves=tuple(one for one in row.reserves if one not in off)) for row in rows)


def with_change(variant: Variant, plan: Plan) -> Plan:
    """Return ``plan``, compiled from ``variant`` with the behaviours of both structures, with what it becomes.

    Raises PlanError.
    """
    becomes = variant.becomes
    if becomes is None:
        return plan
    later = later_variant(variant)
    if any(pool.reviewed != later.resources[name].reviewed for name, pool in variant.resources.items()):
        raise PlanError("`reviewed` of a resource cannot change in mid-run")
    builder = _builder(variant, later, plan)
    channels, seen = _channels(plan, channel_rows(builder))
    seats = dict(zip(later.organisation.positions, position_rows(builder), strict=True))
    off_before, off_after = _off(variant, plan), _off(later, plan)
    plan = replace(plan, pools=_without(plan.pools, off_before))
    later_pools = _without(pool_rows(builder, plan.behaviours), off_after)
    pools, new_pools = changed_pools(plan, later_pools, becomes.at)
    positions, new_seats = changed_positions(plan, list(builder.positions), seats, becomes.at)
    rights, added = changed_rights(plan, builder, variant, Structure(later, seen), becomes.shocks)
    sittings = dict(zip(later.organisation.meetings, meeting_rows(builder), strict=True))
    meetings, lasting = _meetings(plan, sittings)
    powers = _powers(later, plan)
    shocks = shock_row(variant, later, becomes.shocks, builder.positions)
    decisions = (*plan.decisions, *added)
    asked = {right.decision: right.now.row for right in rights}
    people = people_changes(builder, plan.people, tuple(asked.get(n, row) for n, row in enumerate(decisions)))
    return replace(
        plan, dists=tuple(builder.dists), schedules=tuple(builder.schedules), channels=tuple(channels.values()),
        pools=pools, positions=positions, decisions=decisions, meetings=meetings,
        names=_names(plan.names, builder, channels),
        change=ChangeRow(
            becomes.at, (*new_pools, *new_seats), rights, lasting, powers, off_before, off_after, shocks, people
        ),
    )  # fmt: skip


def _builder(variant: Variant, later: Variant, plan: Plan) -> Builder:
    """Return a builder for the later structure that goes on with the tables and the numbers of the plan."""
    builder = Builder(later)
    builder.dists, builder.schedules = list(plan.dists), list(plan.schedules)
    first, then = variant.organisation, later.organisation
    builder.positions = _numbered(first.positions, then.positions)
    builder.decisions = _numbered(first.decisions, then.decisions)
    builder.layers = _numbered(dict.fromkeys(first.layers), dict.fromkeys(then.layers))
    builder.units = _numbered(first.units, then.units)
    return builder


def _numbered(first: Mapping[str, object], then: Mapping[str, object]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys((*first, *then)))}


def _channels(plan: Plan, own: Mapping[str, ChannelRow]) -> tuple[dict[str, ChannelRow], dict[str, ChannelRow]]:
    """Return the channels of both structures by name, and the same, in the same order, by the later structure's names.

    A channel that is not what it was has a row for each; the name that is not the later structure's tells which.
    """
    rows = dict(zip(plan.names.channels, plan.channels, strict=True))
    seen = {name if own.get(name, row) == row else f"{name} (before)": row for name, row in rows.items()}
    new = {name: row for name, row in own.items() if rows.get(name) != row}
    rows |= {f"{name}{AFTER}" if name in rows else name: row for name, row in new.items()}
    return rows, seen | new


def _meetings(plan: Plan, later: Mapping[str, MeetingRow]) -> tuple[tuple[MeetingRow, ...], tuple[Lasts, ...]]:
    """Return the meetings of both, in the order of their names, and when each sits."""
    first = dict(zip(plan.names.meetings, plan.meetings, strict=True))
    rows: list[tuple[MeetingRow, Lasts]] = []
    for name in dict.fromkeys((*first, *later)):
        one, other = first.get(name), later.get(name)
        if one is not None:
            rows.append((one, Lasts.THROUGHOUT if one == other else Lasts.UNTIL))
        if other is not None and one != other:
            rows.append((other, Lasts.SINCE))
    return tuple(row for row, _ in rows), tuple(lasts for _, lasts in rows)


def _names(names: Names, builder: Builder, channels: Mapping[str, ChannelRow]) -> Names:
    meetings = dict.fromkeys((*names.meetings, *builder.variant.organisation.meetings))
    return replace(
        names, layers=tuple(builder.layers), positions=tuple(builder.positions), decisions=tuple(builder.decisions),
        units=tuple(builder.units), channels=tuple(channels), meetings=tuple(meetings),
    )  # fmt: skip
