"""What other tools read: the event log (CSV, Parquet, XES) and the decisions log of a replication."""

from __future__ import annotations

from orgsim.exports.decisions import DecisionStep, decision_steps
from orgsim.exports.event_log import event_rows
from orgsim.exports.events import EventRow
from orgsim.exports.files import as_csv, write_csv, write_parquet
from orgsim.exports.xes import write_xes

__all__ = [
    "DecisionStep",
    "EventRow",
    "as_csv",
    "decision_steps",
    "event_rows",
    "write_csv",
    "write_parquet",
    "write_xes",
]
