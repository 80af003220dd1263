"""The decisions log: a row for each step of each request, which shows where a decision spent its time."""

from __future__ import annotations

from typing import NamedTuple

from orgsim.engine.journal import Journal, RequestEntry, Step
from orgsim.exports.stamps import timestamp
from orgsim.plan.tables import Plan


class DecisionStep(NamedTuple):
    """A row; the fields are the columns, in order.

    ``visit`` is the ``entity_id`` of the event log, empty where no visit waits for the answer. All in
    minutes: ``time`` from the start of the run, ``waited`` since the step before, ``since_asked`` since
    it was first sent.
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


def decision_steps(plan: Plan, journal: Journal, run_number: int) -> list[DecisionStep]:
    """Return every step of every request of one replication, in causal order."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    rows: list[DecisionStep] = []
    for entry in journal.requests:
        time = float(entry.time)
        asked = first.setdefault(entry.request, time)
        before = last.get(entry.request, time)
        rows.append(_row(plan, entry, run_number, time - before, time - asked))
        last[entry.request] = time
    return rows


def _row(plan: Plan, entry: RequestEntry, run_number: int, waited: float, since_asked: float) -> DecisionStep:
    names, has_visit = plan.names, entry.visit >= 0
    at = entry.position >= 0
    return DecisionStep(
        run_number=run_number,
        request=entry.request + 1,
        decision=names.decisions[entry.decision],
        visit=entry.visit + 1 if has_visit else None,
        case_id=f"{run_number}-{entry.visit + 1}" if has_visit else None,
        time=float(entry.time),
        timestamp=timestamp(plan.starts, entry.time),
        what=Step(entry.what).name.lower(),
        position=names.positions[entry.position] if at else None,
        layer=names.layers[plan.positions[entry.position].layer] if at else None,
        channel=names.channels[entry.channel] if entry.channel >= 0 else None,
        waited=waited,
        since_asked=since_asked,
    )
