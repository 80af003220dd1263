"""The backend of worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait as wait_for_any

from orgsim.experiment.batches import WORTH
from orgsim.experiment.records import Result, Task
from orgsim.experiment.workers import Workers


@contextmanager
def processes(jobs: int, call: Callable[[Task], Result]) -> Iterator[Workers]:
    """Work in ``jobs`` processes. They are ended when the work is, however it ends."""
    with pool_of(jobs) as pool:
        # two tasks a worker in hand: none waits for us
        yield Workers(pool, 2 * jobs, call, (BrokenProcessPool,), worth=WORTH)


@contextmanager
def pool_of(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start ``jobs`` processes that are ended when the work is, however it ends."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)
    try:
        yield pool
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()


def _context() -> multiprocessing.context.BaseContext:
    """Never plain fork: threads and open files of the caller must not leak into the workers."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["orgsim.experiment.warm"])
    return context


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for_any([sentinel])
    os._exit(1)
