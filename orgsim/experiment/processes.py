"""The backend of worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import wait as wait_for_any
from typing import TypeVar

from orgsim.experiment.batches import WORTH
from orgsim.experiment.records import Result, Task
from orgsim.experiment.workers import Workers

Answer = TypeVar("Answer")
_GRACE = 1.0
"""Seconds that a worker has, once it is asked to end, for sending what it has in hand."""


class WorkerEndedError(BaseException):
    """The work was ended in its middle, since nobody wants it any more. Not an Exception, so that nothing swallows it."""


@contextmanager
def processes(jobs: int, call: Callable[[Task], Result]) -> Iterator[Workers]:
    """Work in ``jobs`` processes. They are ended when the work is, however it ends."""
    with pool_of(jobs) as pool:
        # two tasks a worker in hand: none waits for us
        yield Workers(pool, 2 * jobs, partial(endable, call), (BrokenProcessPool,), worth=WORTH)


@contextmanager
def pool_of(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start ``jobs`` processes that are ended when the work is, however it ends. What is submitted goes through ``endable``."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)
    try:
        yield pool
        pool.shutdown()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        _end(set(multiprocessing.active_children()) - before)


def _end(workers: set[multiprocessing.process.BaseProcess]) -> None:
    for worker in workers:
        worker.terminate()
    for worker in workers:
        worker.join(2 * _GRACE)
        if worker.is_alive():
            worker.kill()


class _Work:
    """What this worker is doing, for the one who asks it to end."""

    going = False
    ending = False


def endable(call: Callable[..., Answer], *arguments: object) -> Answer:
    """Call unless, and until, this worker is asked to end: what a pool's work goes through. Raises WorkerEndedError."""
    _Work.going = True
    try:
        if _Work.ending:
            raise WorkerEndedError
        return call(*arguments)
    finally:
        _Work.going = False


def _ask_to_end(_number: int, _frame: object) -> None:
    """End the work, not the process: killed while it sends an answer, it leaves half of one, on which the caller waits.

    A process that is idle, or whose work goes on all the same, ends when the time is over.
    """
    signal.setitimer(signal.ITIMER_REAL, _GRACE)
    _Work.ending = True
    if _Work.going:
        raise WorkerEndedError


def _context() -> multiprocessing.context.BaseContext:
    """Never plain fork: threads and open files of the caller must not leak into the workers."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["orgsim.experiment.warm"])
    return context


def _start_worker() -> None:
    """Leave Ctrl-C to the parent, end when it asks, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, _ask_to_end)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for_any([sentinel])
    os._exit(1)
