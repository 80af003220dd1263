"""What a trace and a journal show to have happened, by name."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from orgsim.cohort import Cohort
from orgsim.cohort.families import NUMBERS
from orgsim.engine import Journal
from orgsim.engine.journal import Happening, Step
from orgsim.engine.rules_defects import CAUSE_NAMES
from orgsim.engine.trace import SettledBy, Spent, Trace, came_by_failure, first_causes
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL, OpCode, Plan

FAMILIES = {number: name for name, number in NUMBERS.items()}
QUIET = ("lend", "pull", "reserve")
"""Actions on pools: no visit's journal tells of them."""
EXPECTED = {
    *(f"entry {what.name}" for what in Happening),
    *(f"step {what.name}" for what in Step),
    *(f"settled {by.name}" for by in SettledBy),
    *(f"spent {on.name}" for on in Spent),
    *(f"later time {family}" for family in NUMBERS),
    *(f"defective by {name}" for name in CAUSE_NAMES[1:]), "came back because it failed",
    *(f"acted {name}" for name in ACTION_NAMES if name not in QUIET),
    "later patience", "later delay", "later split by shares", "later split by need", "came back", "still inside",
    "clock from a moment", "clock from arrival", "clock not for everybody", "two clocks at once", "recorded otherwise",
    "lost and sent again at once", "lost and asked again", "handled by a holder who asks", "arrivals at one instant",
    "decided by the asker with authority", "decided on the way", "decided last", "went to the wrong door", "wrong answer",
    "refused", "judged by a meeting", "judged by the rule book", "a yes with stakes", "news is not judged",
    "departures at one instant", "census in a queue", "waited for the next moment of a channel",
}  # fmt: skip


def read(plan: Plan, cohort: Cohort, trace: Trace, journal: Journal) -> set[str]:
    """What the trace and the journal of a run show."""
    found = {f"entry {Happening(entry.what).name}" for entry in journal.visits}
    found |= {f"step {Step(entry.what).name}" for entry in journal.requests}
    found |= {f"settled {SettledBy(by).name}" for by in set(trace.requests.settled.tolist())}
    found |= {f"spent {on.name}" for on in Spent if trace.visit_spent[:, on].any()}
    found |= {f"defective by {CAUSE_NAMES[cause]}" for cause in set(first_causes(trace.faults).tolist()) if cause}
    found |= (
        {"came back because it failed"} if (came_by_failure(trace.faults) & ~np.isnan(trace.arrived)).any() else set()
    )
    found |= _acted(plan, journal) | _passes(plan, cohort, journal)
    return found | _clocks(plan, trace) | _decided(plan, trace) | _requests(plan, journal) | _ties(trace)


def _decided(plan: Plan, trace: Trace) -> set[str]:
    """Who decided requests, and how they were judged."""
    found: set[str] = set()
    asked = trace.requests
    for number, row in enumerate(asked.decision.tolist()):
        way = plan.decisions[row].ways[asked.way[number]]
        depth, judged = int(asked.depth[number]), int(asked.right[number]) >= 0
        settled = SettledBy(int(asked.settled[number]))
        found |= {"decided by the asker with authority"} if depth == 0 and way.steps else set()
        found |= {"decided on the way"} if 0 < depth < len(way.steps) else set()
        found |= {"decided last"} if depth == len(way.steps) > 0 else set()
        found |= {"went to the wrong door"} if way.detour > 0 else set()
        found |= {"wrong answer"} if asked.right[number] == 0 else set()
        found |= {"refused"} if asked.answer[number] == 0 else set()
        found |= {f"judged by {_BY[settled]}"} if judged and settled in _BY else set()
        found |= (
            {"a yes with stakes"}
            if (asked.value[number] < 0 or asked.value[number] > 0) and asked.answer[number] == 1
            else set()
        )
        if plan.decisions[row].judged.kind > 0 and asked.answer[number] >= 0 and not judged:
            found.add("news is not judged")
    return found


_BY = {SettledBy.MEETING: "a meeting", SettledBy.RULE_BOOK: "the rule book"}


def _acted(plan: Plan, journal: Journal) -> set[str]:
    acting = (Happening.JUMP, Happening.TURN, Happening.HOLD, Happening.PROLONG, Happening.RELABEL)
    return {
        f"acted {ACTION_NAMES[plan.behaviours[entry.a].action]}" for entry in journal.visits if entry.what in acting
    }


def _passes(plan: Plan, cohort: Cohort, journal: Journal) -> set[str]:
    """Numbers of later passes are drawn by key: which kinds of them were needed."""
    found: set[str] = set()
    passes: Counter[tuple[int, int]] = Counter()
    after = {op.a: plan.ops[place + 1] for place, op in enumerate(plan.ops) if op.code == OpCode.END}
    timed = {op.a for op in plan.ops if op.code == OpCode.TAKE}
    for _, visit, what, a, b in journal.visits:
        if what == Happening.ARRIVE and b >= 0:
            found.add("came back")
        if what == Happening.REACH:
            passes[visit, a] += 1
        if what == Happening.REACH and passes[visit, a] > 1 and plan.stages[a].leave >= 0:
            found.add("later patience")
        if what == Happening.BEGIN and passes[visit, a] > 1 and a in timed:
            dist = plan.streams[plan.stages[a].take].dists[cohort.visit_class[visit]]
            found.add(f"later time {FAMILIES[plan.dists[dist].family]}")
        if what == Happening.PROLONG and passes[visit, b] > 1 and plan.behaviours[a].by >= 0:
            found.add("later delay")
        if what == Happening.END and passes[visit, a] > 1:
            op = after[a]
            found |= {"later split by shares"} if op.code == OpCode.SPLIT else set()
            found |= (
                {"later split by need"} if op.code == OpCode.NEED and plan.need_splits[op.a].uniform >= 0 else set()
            )
    return found


def _clocks(plan: Plan, trace: Trace) -> set[str]:
    found: set[str] = set()
    came, runs = ~np.isnan(trace.arrived), ~np.isnan(trace.clock_start)
    for number, row in enumerate(plan.targets):
        if runs[:, number].any():
            found.add("clock from arrival" if row.start == ARRIVAL else "clock from a moment")
            found |= {"clock not for everybody"} if (came & ~runs[:, number]).any() and row.start == ARRIVAL else set()
    found |= {"two clocks at once"} if (runs.sum(axis=1) > 1).any() else set()
    length = trace.clock_stop - trace.clock_start
    found |= {"recorded otherwise"} if (trace.clock_recorded < length).any() else set()
    return found | ({"still inside"} if (came & np.isnan(trace.departed)).any() else set())


def _requests(plan: Plan, journal: Journal) -> set[str]:
    found: set[str] = set()
    sent: dict[tuple[int, int], float] = {}
    lost: set[int] = set()
    for time, request, decision, _, what, position, channel in journal.requests:
        right = plan.decisions[decision]
        if what == Step.SENT:
            found |= (
                {"lost and asked again" if right.again >= 0 else "lost and sent again at once"}
                if request in lost
                else set()
            )
            lost.discard(request)
            sent[request, channel] = time
        if what == Step.LOST:
            lost.add(request)
        if what == Step.ARRIVED and plan.channels[channel].schedule >= 0 and time > sent[request, channel]:
            found.add("waited for the next moment of a channel")
        if what == Step.DECIDED and not right.steps and position == right.asker:
            found.add("handled by a holder who asks")
    return found


def _ties(trace: Trace) -> set[str]:
    def tied(times: Any) -> bool:
        times = times[~np.isnan(times)]
        return len(np.unique(times)) < len(times)

    found = {"arrivals at one instant"} if tied(trace.arrived) else set()
    found |= {"departures at one instant"} if tied(trace.departed) else set()
    return found | ({"census in a queue"} if trace.pools.census_queue.any() else set())
