"""Which features a compiled plan has, by name; ``EXPECTED`` is what the random scenarios must be able to say."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.cohort.families import NUMBERS
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL, AS_TRUTH, BY_STAKES, DEPARTURE, BehaviourRow, OpCode, Plan
from tests.engine import random_reviews, random_states, transition_features

ARRIVAL_KINDS = ("poisson", "at_times", "at_start")
FROM_TABLES = {
    *(f"operation {code.name}" for code in OpCode),
    *(f"action {name}" for name in ACTION_NAMES),
    *(f"family {name}" for name in NUMBERS),
    *(f"arrivals {kind}" for kind in ARRIVAL_KINDS),
}
"""Names that follow from the tables themselves: a new member must be known to the generator."""
EXPECTED = FROM_TABLES | transition_features.EXPECTED | random_states.EXPECTED | random_reviews.EXPECTED | {
    "trigger clock_over", "trigger occupancy_of", "trigger free", "trigger queue_of", "divert by clock", "divert without clock",
    "behaviour without target", "behaviour of half strength", "behaviour for some classes", "hold without time",
    "channel schedule", "channel capacity", "channel fidelity", "channel delay", "channel without delay",
    "asks again", "never asks again over a lossy channel", "passing on", "standing check", "effect on a pool", "told by",
    "held by the asker", "route of two steps or more", "position by class", "position of nobody", "attention below 1",
    "meeting settles", "meeting of one", "meeting of no length", "meeting with an agenda", "time for each item",
    "votes", "votes on stakes",
    "shifts of a pool", "shifts of a position", "pool of nobody",
    "shared pool", "units above 1", "reserve", "pull", "queue by class", "holds", "waits in", "patience", "patience by class",
    "patience of no length", "return", "return by need", "split by class", "split by need with errors",
    "split by need without errors", "defects of work", "defects of hand-off", "defects of cut time", "defects of load",
    "failure demand", "failure demand beside returns", "defective when diverted", "defective when given up",
    "split by shares", "nested split", "loop", "dependent need", "need by class",
    "moment reaches", "moment reaches an exit", "moment begins", "moment leaves", "clock from arrival", "clock to departure",
    "clock from a moment", "clock to a moment", "clock without limit", "target without clock", "target of some streams",
    "target of some classes", "two targets with clocks", "no target", "starts in mid-week", "starts off the hour", "no warm-up",
    "complexity", "authority", "knowledge", "weight of a position", "several ways", "way that concerns another",
    "way by a wrong door", "nobody decides before the end", "judged as the truth", "judged about a need", "judged by stakes",
    "quality that drifts", "refused elsewhere",
    "no follow-up", "rates by hour", "informal link on a route", "time on the minute", "time on the five minutes",
}  # fmt: skip


def features(plan: Plan) -> set[str]:
    """The features that ``plan`` has."""
    return {name for part in PARTS for name, there in part(plan) if there}


def _flow(plan: Plan) -> Iterator[tuple[str, bool]]:
    for code, _, b, _ in plan.ops:
        yield f"operation {OpCode(code).name}", True
        yield "units above 1", code == OpCode.SEIZE and b > 1
    for family, number in NUMBERS.items():
        yield f"family {family}", any(row.family == number for row in plan.dists)
    for row in plan.arrivals:
        yield f"arrivals {ARRIVAL_KINDS[row.kind]}", True
        yield "rates by hour", len(set(row.rates)) > 1
    for stage in plan.stages:
        yield "queue by class", stage.by_class
        yield "holds", bool(stage.holds)
        yield "waits in", bool(stage.waits_in)
        yield "patience", stage.leave >= 0
        dists = plan.streams[stage.leave].dists if stage.leave >= 0 else ()
        yield "patience by class", len(set(dists)) > 1
        yield "patience of no length", any(plan.dists[dist] == (0, 0.0, 0.0, 0.0) for dist in dists)
    for pool in plan.pools:
        yield "shifts of a pool", bool(pool.changes)
        yield "pool of nobody", pool.capacity == 0
        yield "shared pool", len(pool.serves) > 1
        yield "reserve", bool(pool.reserves)
        yield "pull", bool(pool.pulls) and pool.told >= 0
        yield "told by", pool.told >= 0
    yield from _routes(plan)
    for way in plan.exits:
        yield "return", way.at >= 0
        yield "return by need", way.need >= 0 and way.need_share != way.share
        yield "failure demand", way.failed_at >= 0
        yield "failure demand beside returns", way.failed_at >= 0 and way.at >= 0
        yield "defective when diverted", way.diverted > 0
        yield "defective when given up", way.gave_up > 0
    for row in plan.defects:
        yield "defects of work", row.base > 0
        yield "defects of hand-off", row.hand_off > 0
        yield "defects of cut time", row.cut > 0
        yield "defects of load", row.pool >= 0
    for need in plan.needs:
        yield "dependent need", need.given >= 0
        yield "need by class", len(set(need.chance)) > 1


def _routes(plan: Plan) -> Iterator[tuple[str, bool]]:
    branching = (OpCode.SPLIT, OpCode.CLASS, OpCode.NEED)
    entries = [stage.entry for stage in plan.stages]
    for split in plan.splits:
        yield "split by shares", True
        yield "nested split", any(plan.ops[to].code in branching for to in split.to)
    for to in plan.class_splits:
        yield "split by class", len(set(to)) > 1
    for row in plan.need_splits:
        yield "split by need with errors", row.missed > 0 and row.needless > 0
        yield "split by need without errors", row.uniform < 0
    for place, op in enumerate(plan.ops):
        if op.code == OpCode.SPLIT:
            own = max(entry for entry in entries if entry < place)
            yield "loop", any(to in entries and to <= own for to in plan.splits[op.a].to)


def _people(plan: Plan) -> Iterator[tuple[str, bool]]:
    for channel in plan.channels:
        yield "channel schedule", channel.schedule >= 0
        yield "channel capacity", channel.capacity >= 0
        yield "channel fidelity", channel.fidelity < 1
        silent = plan.dists[channel.delay] == (0, 0.0, 0.0, 0.0)
        yield "channel without delay" if silent else "channel delay", True
    for right in plan.decisions:
        lossy = any(plan.channels[channel].fidelity < 1 for channel, _ in right.steps)
        yield "asks again", right.again >= 0
        yield "never asks again over a lossy channel", lossy and right.again < 0
        yield "passing on", len(right.steps) > 1 and plan.dists[right.passing] != (0, 0.0, 0.0, 0.0)
        yield "standing check", right.check >= 0
        yield "effect on a pool", right.effect_pool >= 0
        yield "held by the asker", right.holder == right.asker
        yield "route of two steps or more", len(right.steps) > 1
        names = [plan.names.channels[channel] for channel, _ in right.steps]
        yield "informal link on a route", any(name.startswith("informal:") for name in names)
    for seat in plan.positions:
        yield "position by class", seat.by_class
        yield "position of nobody", seat.capacity == 0
        yield "attention below 1", seat.attention < 1
        yield "shifts of a position", bool(seat.changes)
    for meeting in plan.meetings:
        yield "meeting settles", bool(meeting.settles)
        yield "meeting of one", len(meeting.members) == 1
        yield "meeting of no length", meeting.lasts == 0
        yield "meeting with an agenda", meeting.agenda >= 0 and bool(meeting.settles)
        yield "time for each item", meeting.per_item > 0 and bool(meeting.settles)
        kinds = {plan.decisions[one].judged.kind for one in meeting.settles} if meeting.passes_with else set()
        yield "votes", AS_TRUTH in kinds
        yield "votes on stakes", BY_STAKES in kinds


def _asked(plan: Plan) -> Iterator[tuple[str, bool]]:
    for right in plan.decisions:
        yield "complexity", right.complexity >= 0
        yield "several ways", len(right.ways) > 1
        yield "judged as the truth", right.judged.kind == AS_TRUTH
        yield "judged about a need", right.judged.need >= 0
        yield "judged by stakes", right.judged.kind == BY_STAKES
        yield "quality that drifts", right.judged.kind > 0 and right.judged.drift > 0
        for way in right.ways:
            yield "way that concerns another", way.crosses
            yield "way by a wrong door", way.detour > 0
            yield "nobody decides before the end", way.decides_from == len(way.steps) > 1
    for seat in plan.positions:
        yield "authority", seat.authority >= 0
        yield "knowledge", seat.knowledge >= 0
        yield "weight of a position", seat.weighs >= 0
    yield "refused elsewhere", any(op.code == OpCode.ASK and op.b >= 0 for op in plan.ops)


def _judged(plan: Plan) -> Iterator[tuple[str, bool]]:
    for row in plan.behaviours:
        yield f"action {ACTION_NAMES[row.action]}", True
        yield "behaviour without target", row.target < 0
        yield "behaviour for some classes", 0 < len(row.classes) < len(plan.ranks)
        yield "behaviour of half strength", 0 < row.power < 1
        yield "hold without time", ACTION_NAMES[row.action] == "hold" and row.lasts == 0
        yield from _trigger(row)
    for moment in plan.moments:
        yield "moment reaches", moment.kind == 0
        yield "moment reaches an exit", bool(moment.exits)
        yield "moment begins", moment.kind == 1 and not moment.or_departs
        yield "moment leaves", moment.or_departs
    for target in plan.targets:
        yield "clock from arrival", target.timed and target.start == ARRIVAL
        yield "clock to departure", target.timed and target.stop == DEPARTURE
        yield "clock from a moment", target.timed and target.start >= 0
        yield "clock to a moment", target.timed and target.stop >= 0
        yield "clock without limit", target.timed and target.limit < 0
        yield "target without clock", not target.timed
        yield "target of some streams", len(target.streams) < len(plan.arrivals)
        yield "target of some classes", len(target.classes) < len(plan.ranks)
    yield "two targets with clocks", sum(target.timed for target in plan.targets) > 1
    yield "no target", not plan.targets


def _trigger(row: BehaviourRow) -> Iterator[tuple[str, bool]]:
    yield "trigger clock_over", row.clock_over >= 0
    yield "trigger occupancy_of", row.pool_full >= 0
    yield "trigger free", row.pool_free >= 0
    yield "trigger queue_of", row.pool_queue >= 0
    if ACTION_NAMES[row.action] == "divert":
        yield "divert by clock" if row.clock_over >= 0 else "divert without clock", True


def _calendar(plan: Plan) -> Iterator[tuple[str, bool]]:
    yield "starts in mid-week", plan.starts >= 1440
    yield "starts off the hour", plan.starts % 60 > 0
    yield "no warm-up", plan.warm_up == 0
    yield "no follow-up", plan.end == plan.warm_up + plan.length
    times = {row.a for row in plan.dists}
    fixed = all(row.family == NUMBERS["fixed"] for row in plan.dists)
    yield "time on the minute", fixed and all(time == int(time) for time in times) and any(time % 5 for time in times)
    yield "time on the five minutes", fixed and all(time % 5 == 0 for time in times)


PARTS = (
    _flow,
    _people,
    _asked,
    _judged,
    _calendar,
    random_states.features,
    random_reviews.features,
    transition_features.features,
)
