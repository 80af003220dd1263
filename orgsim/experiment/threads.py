"""The backend of worker threads: for an engine that lets go of Python's lock while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from orgsim.experiment.records import Result, Task
from orgsim.experiment.workers import Workers


@contextmanager
def threads(jobs: int, call: Callable[[Task], Result]) -> Iterator[Workers]:
    """Work in ``jobs`` threads of this process.

    A thread cannot be ended from outside. When the work is stopped none begins another replication, and this returns
    when those that were begun are finished, so that nothing runs on behind the caller's back.
    """
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="orgsim")
    try:
        # two tasks a worker in hand: none waits for us
        yield Workers(pool, 2 * jobs, call)
    finally:
        pool.shutdown(cancel_futures=True)
