"""All the trials, family by family."""

from __future__ import annotations

from functools import cache

from orgsim.theory.simulated import (
    adjusting,
    counting,
    deciding,
    exact,
    failing,
    flow,
    messages,
    queueing,
    searching,
    voting,
)
from orgsim.theory.simulated.trial import Trial

FAMILIES = (
    *queueing.FAMILIES,
    *flow.FAMILIES,
    *failing.FAMILIES,
    *deciding.FAMILIES,
    *messages.FAMILIES,
    *voting.FAMILIES,
    *counting.FAMILIES,
    *searching.FAMILIES,
    *adjusting.FAMILIES,
    *exact.FAMILIES,
)


@cache
def trials() -> tuple[Trial, ...]:
    """Return every trial, in order of the code of its first row."""
    found = [trial for family in FAMILIES for trial in family()]
    return tuple(sorted(found, key=lambda trial: int(trial.checks[0].code[1:])))


@cache
def by_name() -> dict[str, Trial]:
    """Return every trial by its name, by which it is known in another process."""
    return {trial.name: trial for trial in trials()}
