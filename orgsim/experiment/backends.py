"""Where replications run: in this process or side by side in workers. The results are the same bits."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait as wait_for_any

from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication


class WorkerLostError(RuntimeError):
    """A worker process ended without an answer: the system stopped it, most likely for its memory."""


def execute(tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    """Yield the result of each task as it is ready, at most ``jobs`` at a time.

    Raises WorkerLostError. When the caller stops listening (or is interrupted) the workers are ended.
    """
    if jobs <= 1 or len(tasks) <= 1:
        yield from map(run_replication, tasks)
    else:
        yield from _in_processes(tasks, min(jobs, len(tasks)))


def _in_processes(tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=_start_worker)
    try:
        yield from _results(pool, tasks, jobs)
        pool.shutdown()
    except BrokenProcessPool:
        raise WorkerLostError("a worker process ended without an answer") from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()


def _results(pool: ProcessPoolExecutor, tasks: Sequence[Task], jobs: int) -> Iterator[Result]:
    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    while True:
        # two tasks a worker in hand: none waits for us, and few are lost when we are stopped
        running |= {pool.submit(run_replication, task) for task in islice(waiting, 2 * jobs - len(running))}
        if not running:
            return
        finished, running = wait(running, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future.result()


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


class TerminatedError(BaseException):
    """The system asked this process to end (SIGTERM). Not an Exception, so that nothing swallows it."""


@contextmanager
def heed_sigterm() -> Iterator[None]:
    """Turn SIGTERM into TerminatedError while work goes on (only the main thread can)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: object) -> None:
        raise TerminatedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
