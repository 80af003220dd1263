"""Running trials, one after the other or several at a time; which of the two never changes a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from functools import cache
from typing import TYPE_CHECKING

from orgsim.theory.simulated.families import by_name, trials
from orgsim.theory.simulated.judging import Row, judge
from orgsim.theory.simulated.trial import Trial

if TYPE_CHECKING:
    from orgsim.engine.choice import EngineName

Progress = Callable[[int, int], None]
Found = Sequence[Mapping[str, float]]
"""The statistics of each replication."""


@cache
def compared() -> int:
    """Return how many rows of the whole table have an interval: they share the error of the family."""
    return sum(len(trial.checks) for trial in trials() if trial.by != "exact")


def table(
    chosen: Sequence[Trial], *, engine: EngineName = "simpy", jobs: int = 1, progress: Progress | None = None
) -> Iterator[Row]:
    """Run ``chosen``, ``jobs`` at a time, and yield their rows in order; ``progress`` is told trials done and wanted.

    With more than one job the trials must be those of ``trials()``.
    """
    run = _in_turn if jobs == 1 else _at_once
    for trial, found in run(chosen, engine, jobs, progress or _unheard):
        yield from (judge(one, trial.by, [each[one.statistic] for each in found], compared()) for one in trial.checks)


def values(trial: Trial, engine: EngineName) -> Found:
    """Return the statistics of each replication of ``trial``."""
    return [trial.run(replication, engine) for replication in range(trial.replications)]


def _in_turn(
    chosen: Sequence[Trial], engine: EngineName, _jobs: int, progress: Progress
) -> Iterator[tuple[Trial, Found]]:
    for done, trial in enumerate(chosen, 1):
        yield trial, values(trial, engine)
        progress(done, len(chosen))


def _at_once(
    chosen: Sequence[Trial], engine: EngineName, jobs: int, progress: Progress
) -> Iterator[tuple[Trial, Found]]:
    from orgsim.experiment.processes import endable, pool_of

    with pool_of(jobs) as pool:
        waiting = [pool.submit(endable, _named, trial.name, engine) for trial in chosen]
        for done, _ in enumerate(as_completed(waiting), 1):
            progress(done, len(chosen))
        yield from ((trial, future.result()) for trial, future in zip(chosen, waiting, strict=True))


def _named(name: str, engine: EngineName) -> Found:
    return values(by_name()[name], engine)


def _unheard(_done: int, _wanted: int) -> None:
    """Tell nobody."""
