"""The backend of worker threads: for an engine that lets go of Python's lock while it works."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from threading import enumerate as enumerate_threads

from orgsim.engine.stopping import heed
from orgsim.experiment.records import Result, Task
from orgsim.experiment.workers import Workers


@contextmanager
def threads(jobs: int, call: Callable[[Task], Result]) -> Iterator[Workers]:
    """Work in ``jobs`` threads of this process.

    A thread cannot be ended from outside. When the work is stopped none begins another replication, those that were
    begun are asked to stop, and this returns when they have: nothing runs on behind the caller's back.
    """
    stop = Event()
    name = f"orgsim-{id(stop):x}"
    pool = ThreadPoolExecutor(jobs, thread_name_prefix=name, initializer=heed, initargs=(stop,))
    try:
        # two tasks a worker in hand: none waits for us
        yield Workers(pool, 2 * jobs, call)
        pool.shutdown()
    finally:
        stop.set()
        pool.shutdown(cancel_futures=True)
        for thread in enumerate_threads():  # Ctrl-C while one was being started: the pool does not know of it
            if thread.name.startswith(name):
                thread.join()
