"""The logs of one replication, written by the worker that ran it: visits and decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.journal import Journal
    from orgsim.experiment.records import Key, Task
    from orgsim.plan.tables import Plan


def write_logs(task: Task, plan: Plan, cohort: Cohort, journal: Journal) -> None:
    """Write the event log ``<variant>-NNNN.csv`` and ``<variant>-NNNN-decisions.csv`` to ``task.events``."""
    from orgsim.exports import DecisionStep, EventRow, decision_steps, event_rows, write_csv
    from orgsim.exports.files import whole_file

    folder, number = Path(task.events or "."), task.key.replication
    with whole_file(folder / f"{log_name(task.key)}.csv") as file:
        write_csv(file, EventRow, event_rows(plan, cohort, journal, number))
    with whole_file(folder / f"{log_name(task.key)}-decisions.csv") as file:
        write_csv(file, DecisionStep, decision_steps(plan, journal, number))


def log_name(key: Key) -> str:
    """Return the stem of the log files of a replication, e.g. ``silo-0001``."""
    return f"{key.variant}-{key.replication:04d}"
