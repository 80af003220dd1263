"""One replication: a pure function of its task, in whatever process, order or number of jobs it runs."""

from __future__ import annotations

import math
import time
import traceback
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from orgsim.experiment.records import Result, Row, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.measures.tidy import Row as MeasuredRow
    from orgsim.plan.tables import Plan
    from orgsim.scenario.schema import Variant

    Found = tuple[list[MeasuredRow], dict[str, NDArray[np.generic[Any]]], int]

_PLANS_KEPT = 256  # of the built-in hospital about 160 kB each; a sweep comes back to each with every replication
_compiling = Lock()  # several threads may ask at once
_models: dict[str, Variant] = {}


def run_replication(task: Task) -> Result:
    """Run one replication. Never raises: what went wrong is in the result (``guarded`` or ``failed``)."""
    from orgsim.engine.guards import GuardError

    began = time.perf_counter()
    try:
        return _replicate(task, began)
    except GuardError as error:
        plan = plan_of(task)
        message = f"{error.message} (at {when(plan.starts, error.time)})"
        return Result(task.key, "guarded", error=message, code=error.code, stage=error.stage)
    except MemoryError:
        return Result(task.key, "guarded", error="there was not enough memory", code="ORG405")
    except Exception as error:  # a bug: recorded, so that the other replications are kept
        said = f"{type(error).__name__}: {error}"
        return Result(task.key, "failed", error=said, detail=traceback.format_exc())


def _replicate(task: Task, began: float) -> Result:
    from orgsim.cohort.parts import parts_wanted
    from orgsim.engine.guards import expected_visits

    plan = plan_of(task)
    number = parts_wanted(expected_visits(plan)) if task.engine == "compiled" else 1
    measured, arrays, events = _whole(task, plan) if number == 1 else _in_parts(task, plan, number)
    rows = tuple(Row(*row) for row in measured)
    _check_finite(rows)
    return Result(task.key, "done", rows, arrays, events, time.perf_counter() - began)


def _whole(task: Task, plan: Plan) -> Found:
    """Draw the whole cohort, simulate it and measure the trace."""
    from orgsim.cohort import draw_cohort
    from orgsim.engine import simulate
    from orgsim.engine.guards import check_room
    from orgsim.measures import measure_all

    check_room(plan)
    cohort = draw_cohort(plan, task.seed, task.key.replication)
    trace = simulate(plan, cohort, engine=task.engine)
    return *measure_all(task.variant, plan, cohort, trace), trace.events


def _in_parts(task: Task, plan: Plan, number: int) -> Found:
    """Do the same part by part, so that memory does not grow with the length of the run. The numbers are the same bits."""
    from orgsim.cohort.parts import CohortParts
    from orgsim.engine import simulate_parts
    from orgsim.engine.guards import check_room
    from orgsim.measures import Measured

    check_room(plan, in_parts=True)
    measured = Measured(task.variant, plan)
    parts = CohortParts(plan, task.seed, task.key.replication, number)
    cohort, trace = simulate_parts(plan, parts, measured.add)
    return *measured.finish(cohort, trace), trace.events


def _check_finite(rows: tuple[Row, ...]) -> None:
    for row in rows:
        if math.isinf(row.value):
            raise ArithmeticError(f"the measure {row.measure} came out infinite")


def plan_of(task: Task) -> Plan:
    """Compile the task's variant, once in each process. Raises PlanError."""
    with _compiling:
        _models[task.digest] = task.variant
        try:
            return _compiled(task.digest)
        finally:
            del _models[task.digest]


@lru_cache(maxsize=_PLANS_KEPT)
def _compiled(digest: str) -> Plan:
    from orgsim.plan import compile_plan

    return compile_plan(_models[digest])


def when(starts: float, minutes: float) -> str:
    """Say a moment of the run as a person would: ``Monday 08:05 of week 3``."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    of_week = (starts + minutes) % 10080
    hours, rest = divmod(int(of_week % 1440), 60)
    return f"{days[int(of_week // 1440)]} {hours:02d}:{rest:02d} of week {int((starts + minutes) // 10080) + 1}"
