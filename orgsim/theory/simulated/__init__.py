"""The closed forms against simulations that do not know them, behind ``orgsim verify --theory``.

``trials()`` gives all of it; ``table(...)`` runs it and judges every row. The tests run and judge the same rows. Wherever
the scenario format can say what a closed form assumes, the simulation is a scenario run by the engine; else it is a
short program that plays those assumptions out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.theory.simulated.judging import FAMILY_ERROR, Row, Verdict, judge
from orgsim.theory.simulated.trial import By, Check, Trial

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from orgsim.engine.choice import EngineName

__all__ = ["FAMILY_ERROR", "By", "Check", "Row", "Trial", "Verdict", "judge", "table", "trials"]


def trials() -> tuple[Trial, ...]:
    """Return every trial, in order of the code of its first row."""
    from orgsim.theory.simulated import families

    found = [trial for family in families.FAMILIES for trial in family()]
    return tuple(sorted(found, key=lambda trial: int(trial.checks[0].code[1:])))


def table(
    chosen: Sequence[Trial], *, engine: EngineName = "simpy", progress: Callable[[int, int], None] | None = None
) -> Iterator[Row]:
    """Run ``chosen`` and yield their rows as they come; ``progress`` is told replications done and wanted."""
    total, done = sum(trial.replications for trial in chosen), 0
    compared = sum(len(trial.checks) for trial in chosen if trial.by != "exact")
    for trial in chosen:
        found = []
        for replication in range(trial.replications):
            found.append(trial.run(replication, engine))
            done += 1
            if progress is not None:
                progress(done, total)
        yield from (judge(check, trial.by, [run[check.statistic] for run in found], compared) for check in trial.checks)
