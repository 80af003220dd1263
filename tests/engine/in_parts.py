"""A run whose cohort is drawn in parts, put together again so that it can be compared with a run of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from orgsim.cohort import Cohort
from orgsim.cohort.parts import CohortParts
from orgsim.engine import GuardError, Guards
from orgsim.engine.compiled.replication import Machine
from orgsim.engine.compiled.streamed import Streamed
from orgsim.engine.trace import Requests, Trace, Use
from orgsim.plan import Plan
from tests.engine.equality import Stopped

OF_VISITS = (
    "arrived", "departed", "exit", "clock_start", "clock_stop", "clock_recorded", "moments", "touched", "faults", "reached",
    "begun", "visit_spent",
)  # fmt: skip


@dataclass
class Pieces:
    """Copies of what was handed on: which rows of the cohort, and the columns of their visits and of requests."""

    rows: list[Any] = field(default_factory=list)
    visits: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def keep(self, cohort: Cohort, trace: Trace) -> None:
        """Copy a part: its memory is used again."""
        assert cohort.rows is not None
        self.rows.append(cohort.rows.copy())
        self.visits.append({name: getattr(trace, name).copy() for name in OF_VISITS})
        requests = trace.requests
        self.requests.append({one.name: getattr(requests, one.name).copy() for one in fields(requests)})


def outcome_in_parts(
    plan: Plan, cohort: Cohort, number: int, machine: Machine, guards: Guards | None = None
) -> tuple[Trace | Stopped, Streamed]:
    """Run the cohort of the same seed in up to ``number`` parts; the trace is as ``comparable`` makes one."""
    parts, pieces = CohortParts(plan, cohort.seed, cohort.replication, number), Pieces()
    run = Streamed(plan, parts, guards or Guards(), machine, pieces.keep)
    try:
        nobody, trace = run.run()
    except GuardError as error:
        return Stopped(error.code, error.message, error.time, error.stage), run
    pieces.keep(nobody, trace)
    order = np.argsort(np.concatenate(pieces.rows), kind="stable")
    visits = {name: np.concatenate([one[name] for one in pieces.visits])[order] for name in OF_VISITS}
    requests = {one.name: np.concatenate([each[one.name] for each in pieces.requests]) for one in fields(Requests)}
    pools = {one.name: getattr(trace.pools, one.name) for one in fields(Use)}
    wide = {name: array.astype(np.int64) if array.dtype == np.int32 else array for name, array in pools.items()}
    return comparable(replace(trace, **visits, requests=Requests(**requests), pools=Use(**wide))), run


def comparable(done: Trace | Stopped) -> Trace | Stopped:
    """Return a trace with its requests in an order that follows from themselves, and no census of positions."""
    if isinstance(done, Stopped):
        return done
    requests = {one.name: getattr(done.requests, one.name) for one in fields(Requests)}
    order = np.lexsort([np.ascontiguousarray(one).view(np.int64) for one in requests.values()])
    none = done.positions.census_busy[:, :0]
    positions = replace(done.positions, census_busy=none, census_queue=none, census_capacity=none)
    return replace(done, requests=Requests(**{name: one[order] for name, one in requests.items()}), positions=positions)
