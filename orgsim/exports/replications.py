"""Export files of replications in a run folder, each simulated again with a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from orgsim.experiment.errors import StoreError
from orgsim.exports.again import Replication, simulate_again
from orgsim.exports.decisions import DecisionStep, decision_steps
from orgsim.exports.event_log import event_rows
from orgsim.exports.events import EventRow
from orgsim.exports.files import whole_file, write_csv, write_parquet
from orgsim.exports.xes import write_xes

if TYPE_CHECKING:
    from orgsim.experiment.run import Run

EVENTS = "events"
"""The folder inside a run that holds its logs."""


def again(run: Run, variant: str, number: int, setting: str = "") -> Replication:
    """Simulate replication ``number`` of ``variant`` of a run again.

    Raises StoreError when the run has no such variant or setting, GuardError as the run itself would.
    """
    name = {one.id: one.name for one in run.variants}.get(variant)
    if name is None:
        known = _known(one.id for one in run.variants)
        raise StoreError(f"the run has no variant `{variant}`", f"it has {known}")
    if setting not in run.settings:
        raise StoreError(f"the run has no setting `{setting}`", f"it has {_known(run.settings)}")
    if number < 1:
        raise StoreError(f"there is no replication {number}", "they are numbered from 1")
    return simulate_again(variant, name, run.variant(variant, setting), run.seed, number)


def _known(names: Iterable[str]) -> str:
    return ", ".join(name or "(none)" for name in names)


def write_events(replication: Replication, folder: Path) -> Path:
    """Write ``<variant>-<number>.csv``, the event log; returns its path. Raises StoreError if it cannot."""
    rows = _event_rows(replication)
    with whole_file(folder / f"{_stem(replication)}.csv") as (path, file):
        write_csv(file, EventRow, rows)
    return path


def write_decisions(replication: Replication, folder: Path) -> Path:
    """Write ``<variant>-<number>-decisions.csv``; returns its path. Raises StoreError if it cannot."""
    rows = decision_steps(replication.plan, replication.trace, replication.journal, replication.number)
    with whole_file(folder / f"{_stem(replication)}-decisions.csv") as (path, file):
        write_csv(file, DecisionStep, rows)
    return path


def write_xes_log(replication: Replication, folder: Path) -> Path:
    """Write ``<variant>-<number>.xes``; returns its path. Raises StoreError if it cannot."""
    rows = _event_rows(replication)
    with whole_file(folder / f"{_stem(replication)}.xes") as (path, file):
        write_xes(file, rows, _stem(replication))
    return path


def write_parquet_log(replication: Replication, folder: Path) -> Path:
    """Write ``<variant>-<number>.parquet``; returns its path.

    Raises StoreError if it cannot be written, ModuleNotFoundError without the extra ``parquet``.
    """
    path = folder / f"{_stem(replication)}.parquet"
    write_parquet(path, EventRow, _event_rows(replication))
    return path


WRITERS: dict[str, Callable[[Replication, Path], Path]] = {
    "events": write_events,
    "decisions": write_decisions,
    "xes": write_xes_log,
    "parquet": write_parquet_log,
}
"""What writes each format, by its name on the command line."""


def write_event_logs(run: Run | Path | str, replications: Iterable[int]) -> list[Path]:
    """Write event and decisions logs of these replications of every variant and setting into ``events/``.

    Returns the paths. Raises StoreError if the run cannot be read or the files not be written.
    """
    from orgsim.experiment.run import Run, open_run

    if not isinstance(run, Run):
        with open_run(run) as opened:
            return write_event_logs(opened, replications)
    written = []
    for number in replications:
        for setting in run.settings:
            folder = events_folder(run, setting)
            for variant in run.variants:
                one = again(run, variant.id, number, setting)
                written += [write_events(one, folder), write_decisions(one, folder)]
    return written


def events_folder(run: Run, setting: str = "") -> Path:
    """Return where the logs of a run go; those of a point of a sweep have a folder of their own."""
    if not setting:
        return run.path / EVENTS
    return run.path / EVENTS / f"{list(run.settings).index(setting) + 1:02d}"


def _event_rows(replication: Replication) -> list[EventRow]:
    return event_rows(replication.plan, replication.cohort, replication.journal, replication.number)


def _stem(replication: Replication) -> str:
    return f"{replication.key}-{replication.number}"
