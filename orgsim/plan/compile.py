"""Compile a variant into a plan: the one place where names become numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.plan.builder import Builder
from orgsim.plan.change import with_change, with_later_behaviours
from orgsim.plan.demand import arrival_rows, need_rows
from orgsim.plan.failing import defect_rows
from orgsim.plan.judged import Moments, behaviour_rows, moment_key, target_rows
from orgsim.plan.pathway import Pathway
from orgsim.plan.people import channel_rows, decision_rows, meeting_rows, position_rows
from orgsim.plan.places import pool_rows, review_rows
from orgsim.plan.staff import midnights, people_rows
from orgsim.plan.tables import ARRIVAL, DEPARTURE, NONE, BehaviourRow, ChannelRow, Names, Plan
from orgsim.scenario.schema.targets import Moment, When

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


def compile_plan(variant: Variant) -> Plan:
    """Compile ``variant``; raises PlanError (a ValueError) with the place in the scenario when it cannot be."""
    written, variant = variant, with_later_behaviours(variant)
    builder = Builder(variant)
    moments = Moments(builder)
    targets = target_rows(builder, moments)
    channels = channel_rows(builder)
    unplaced = behaviour_rows(builder, targets)
    pathway = Pathway(builder, unplaced)
    behaviours = _placed(builder, unplaced, pathway)
    entries = {name: pathway.entries[name] for name in variant.pathway}
    calendar = variant.calendar
    decisions = decision_rows(builder, channels)
    rows = {
        "arrivals": arrival_rows(builder, entries),
        "needs": need_rows(builder),
        "stages": pathway.stage_rows(),
        "exits": pathway.exit_rows(),
        "pools": pool_rows(builder, behaviours),
        "positions": position_rows(builder),
        "meetings": meeting_rows(builder),
        "defects": defect_rows(builder),
        "people": (people := people_rows(builder, decisions)),
        "midnights": midnights(builder) if people else NONE,
        "reviews": review_rows(builder),
    }
    plan = Plan(
        starts=calendar.starts, warm_up=calendar.warm_up, length=calendar.length, end=calendar.end,
        ops=pathway.ops(), splits=pathway.splits(), class_splits=pathway.class_splits(),
        need_splits=pathway.need_splits(), ranks=tuple(row.rank for row in variant.classes.values()),
        channels=tuple(channels.values()), decisions=decisions, targets=targets, behaviours=behaviours,
        moments=tuple(moments.rows), moment_index=dict(moments.index), names=_names(builder, channels),
        dists=tuple(builder.dists), streams=tuple(builder.streams), uniforms=tuple(builder.uniforms),
        schedules=tuple(builder.schedules), **rows,  # type: ignore[arg-type]
    )  # fmt: skip
    return with_change(written, plan)


def _placed(builder: Builder, rows: tuple[BehaviourRow, ...], pathway: Pathway) -> tuple[BehaviourRow, ...]:
    """Fill in where diverted visits go."""
    on = [row for row in builder.variant.behaviours.values() if row.switched == "on"]
    return tuple(
        row._replace(to=pathway.at(written.to)) if written.to is not None else row
        for row, written in zip(rows, on, strict=True)
    )


def _names(builder: Builder, channels: dict[str, ChannelRow]) -> Names:
    variant = builder.variant
    organisation = variant.organisation
    return Names(
        stages=tuple(variant.pathway), exits=tuple(variant.exits), classes=tuple(variant.classes),
        needs=tuple(variant.needs), arrivals=tuple(variant.arrivals), units=tuple(organisation.units),
        pools=tuple(variant.resources), layers=tuple(organisation.layers), positions=tuple(organisation.positions),
        channels=tuple(channels), decisions=tuple(organisation.decisions), meetings=tuple(organisation.meetings),
        targets=tuple(variant.targets), behaviours=tuple(builder.behaviours),
    )  # fmt: skip


def moment_number(plan: Plan, when: When) -> int:
    """Return the number of a moment in ``plan``: -1 arrival, -2 departure; KeyError if nothing in the file uses it."""
    if isinstance(when, Moment):
        return plan.moment_index[moment_key(when)]
    return ARRIVAL if when == "arrival" else DEPARTURE
