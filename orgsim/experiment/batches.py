"""Several replications handed to a worker at once, where one alone is too little work to be worth sending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import ceil

from orgsim.experiment.records import Result, Task

WORTH = 0.05
"""Seconds of work that are worth sending: handing over a batch takes a few milliseconds in all, however small it is."""

_MOST = 100
_A_WORKER = 2
"""Batches in hand for each worker, at least."""


def each(call: Callable[[Task], Result], batch: Sequence[Task]) -> list[Result]:
    """Do the tasks of a batch one after another: what is sent to a worker."""
    return [call(task) for task in batch]


class Pace:
    """How many tasks make a batch of at least ``worth`` seconds, by what those that are finished took.

    Which tasks share a batch never changes a result.
    """

    def __init__(self, worth: float) -> None:
        self._worth = worth
        self._seconds = 0.0
        self._done = 0

    def learn(self, results: Iterable[Result]) -> None:
        """Note what finished replications took; those that failed tell nothing."""
        for result in results:
            if result.status == "done":
                self._seconds += result.seconds
                self._done += 1

    def size(self, waiting: int, batches: int) -> int:
        """Return how many of ``waiting`` tasks to send next, with at most ``batches`` in hand.

        Never more than a worker's equal share of what is left: nobody waits long for the last one.
        """
        if not self._seconds:
            return 1
        wanted = ceil(self._worth * self._done / self._seconds)
        return max(1, min(wanted, _A_WORKER * waiting // batches, _MOST))
