"""Compile the organisation: positions, channels, decision rights with their routes, meetings."""

from __future__ import annotations

from orgsim.keys import name_key
from orgsim.organisation import build_graph
from orgsim.organisation.routes import ways
from orgsim.plan.builder import Builder
from orgsim.plan.tables import (
    AS_TRUTH,
    BY_STAKES,
    NONE,
    ChannelRow,
    DecisionRow,
    JudgedRow,
    MeetingRow,
    PositionRow,
    WayRow,
)
from orgsim.plan.weekly import weekly_numbers
from orgsim.scenario.schema.organisation import Decision, Judged


def position_rows(builder: Builder) -> tuple[PositionRow, ...]:
    """Compile the positions in the order of the file."""
    rows = []
    for position in builder.variant.organisation.positions.values():
        shifts = [(position.on_duty, position.number)]
        capacity, changes = weekly_numbers(shifts, builder.variant.calendar.starts)
        layer = builder.number(builder.layers, position.layer, "layer")
        rows.append(
            PositionRow(
                capacity, changes, position.attention, layer, position.queue == "by_class",
                *(_given(one) for one in (position.authority, position.knowledge, position.weighs_others)),
            )
        )  # fmt: skip
    return tuple(rows)


def channel_rows(builder: Builder) -> dict[str, ChannelRow]:
    """Compile every channel: ``line:<position>`` for a position's line to its superior, or the id of a link."""
    organisation = builder.variant.organisation
    rows: dict[str, ChannelRow] = {}
    for key, position in organisation.positions.items():
        if position.reports_to is not None:
            line = position.line or organisation.line
            rows[f"line:{key}"] = ChannelRow(builder.dist(line.delay), line.fidelity, NONE, NONE)
    for key, link in organisation.links.items():
        schedule = builder.schedule(link.happens.minutes)
        rows[key] = ChannelRow(builder.dist(link.delay), link.fidelity, link.capacity or NONE, schedule)
    return rows


def decision_rows(builder: Builder, channels: dict[str, ChannelRow]) -> tuple[DecisionRow, ...]:
    """Compile the decision rights; the organisation graph gives each its route."""
    variant = builder.variant
    graph = build_graph(variant)
    numbers = {name: number for number, name in enumerate(channels)}
    rows = []
    for key, decision in variant.organisation.decisions.items():
        total, found = 0.0, []
        for way in ways(graph, variant, key):
            total += way.share
            steps = tuple((numbers[channel], builder.positions[to]) for channel, to in way.steps)
            found.append(WayRow(total, steps, way.decides_from, way.crosses, way.detour))
        rows.append(_decision(builder, key, decision, tuple(found)))
    return tuple(rows)


def _given(number: float | None) -> float:
    return float(NONE) if number is None else number


def _judged(builder: Builder, judged: Judged | None) -> JudgedRow:
    if judged is None:
        return JudgedRow()
    need, stakes = builder.number(builder.needs, judged.about, "need"), judged.stakes
    if stakes is None:
        return JudgedRow(AS_TRUTH, judged.best, judged.drift, need)
    numbers = (stakes.benefit_sd, stakes.externality_sd, stakes.weight, stakes.noise_own, stakes.noise_others)
    return JudgedRow(BY_STAKES, judged.best, judged.drift, NONE, *numbers)


def _decision(builder: Builder, key: str, decision: Decision, found: tuple[WayRow, ...]) -> DecisionRow:
    again, asked, effect = decision.asks_again, decision.asked_when, decision.effect
    return DecisionRow(
        key=name_key(f"decision:{key}"),
        asker=builder.number(builder.positions, decision.asked_by, "position"),
        holder=builder.number(builder.positions, decision.held_by, "position"),
        steps=found[0].steps,
        effort=builder.dist(decision.effort),
        passing=builder.dist(decision.passing_on),
        again=again.after if again else float(NONE),
        at_most=again.at_most if again else 0,
        check=builder.schedule(asked.checked.minutes) if asked else NONE,
        check_pool=builder.number(builder.pools, asked.occupancy_of if asked else None, "pool"),
        check_above=asked.above if asked else 0.0,
        effect_pool=builder.number(builder.pools, effect.pool if effect else None, "pool"),
        effect_number=effect.number if effect else 0,
        effect_lasts=effect.lasts if effect else 0.0,
        complexity=builder.dist(decision.complexity) if decision.complexity else NONE,
        ways=found,
        judged=_judged(builder, decision.judged),
    )


def meeting_rows(builder: Builder) -> tuple[MeetingRow, ...]:
    """Compile the meetings."""
    return tuple(
        MeetingRow(
            builder.schedule(meeting.happens.minutes),
            meeting.lasts,
            tuple(builder.number(builder.positions, member, "position") for member in meeting.members),
            builder.some(builder.decisions, meeting.settles, "decision"),
            meeting.agenda or NONE,
            meeting.per_item,
            meeting.passes_with or 0,
        )
        for meeting in builder.variant.organisation.meetings.values()
    )
