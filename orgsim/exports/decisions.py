"""The decisions log: a row for each step of each request, which shows where a decision spent its time."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from orgsim.engine.journal import Journal, RequestEntry, Step
from orgsim.engine.trace import SettledBy, Trace
from orgsim.exports.stamps import timestamp
from orgsim.plan.change_tables import rights_in_turn
from orgsim.plan.tables import Plan


class DecisionStep(NamedTuple):
    """A row; the fields are the columns, in order.

    ``visit`` is the ``entity_id`` of the event log, empty where no visit waits for the answer. In minutes:
    ``time`` from the start of the run, ``waited`` since the step before, ``since_asked`` since it was asked. The last five
    are of the request: ``complexity``, whether it ``concerns_others``, its ``answer`` (yes or no, where it has one), whether
    that is ``right``, and its ``value``; empty where the decision does not say what its requests are about.
    """

    run_number: int
    request: int
    decision: str
    visit: int | None
    case_id: str | None
    time: float
    timestamp: str
    what: str
    position: str | None
    layer: str | None
    channel: str | None
    waited: float
    since_asked: float
    complexity: float | None = None
    concerns_others: bool | None = None
    answer: str | None = None
    right: bool | None = None
    value: float | None = None


Since = tuple[float, float]
"""Minutes of the step before and of asking."""


def decision_steps(plan: Plan, trace: Trace, journal: Journal, run_number: int) -> list[DecisionStep]:
    """Return every step of every request of one replication, in causal order."""
    last: dict[int, float] = {}
    rows: list[DecisionStep] = []
    for entry in journal.requests:
        asked = float(trace.requests.asked[entry.request])
        before = last.get(entry.request, asked)
        what = _what(entry, int(trace.requests.settled[entry.request]))
        rows.append(_row(plan, entry, run_number, what, (before, asked))._replace(**_about(plan, trace, entry)))
        last[entry.request] = float(entry.time)
    return rows


def _about(plan: Plan, trace: Trace, entry: RequestEntry) -> dict[str, Any]:
    """Return what the request is about and how it was answered in the end."""
    asked, number = trace.requests, entry.request
    later = plan.change is not None and asked.asked[number] >= plan.change.at
    row = rights_in_turn(plan, entry.decision)[later]
    complexity, value, right, answer = (
        one[number].item() for one in (asked.complexity, asked.value, asked.right, asked.answer)
    )
    several = len(row.ways) > 1 or row.ways[0].crosses
    return {
        "complexity": complexity if row.complexity >= 0 else None,
        "concerns_others": row.ways[int(asked.way[number])].crosses if several else None,
        "answer": ("no", "yes")[answer] if answer >= 0 and row.judged.kind else None,
        "right": right == 1 if right >= 0 else None,
        "value": None if math.isnan(value) else value,
    }


def _what(entry: RequestEntry, settled: int) -> str:
    if entry.what == Step.SETTLED:
        return f"settled_by_{SettledBy(settled).name.lower()}"
    return Step(entry.what).name.lower()


def _row(plan: Plan, entry: RequestEntry, run_number: int, what: str, since: Since) -> DecisionStep:
    """Make a row."""
    names, has_visit, at = plan.names, entry.visit >= 0, entry.position >= 0
    before, asked = since
    return DecisionStep(
        run_number=run_number,
        request=entry.request + 1,
        decision=names.decisions[entry.decision],
        visit=entry.visit + 1 if has_visit else None,
        case_id=f"{run_number}-{entry.visit + 1}" if has_visit else None,
        time=float(entry.time),
        timestamp=timestamp(plan.starts, entry.time),
        what=what,
        position=names.positions[entry.position] if at else None,
        layer=names.layers[plan.positions[entry.position].layer] if at else None,
        channel=names.channels[entry.channel] if entry.channel >= 0 else None,
        waited=float(entry.time) - before,
        since_asked=float(entry.time) - asked,
    )
