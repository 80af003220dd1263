"""Where replications run: in this process, in several on this machine, or on a cluster. The results are the same bits.

Every backend is an executor (see ``workers``); the parent alone takes the results and writes them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import AbstractContextManager
from itertools import islice

from orgsim.experiment.processes import processes
from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from orgsim.experiment.workers import BackendError, WorkerLostError, Workers, serial

LOCAL = "local"
_PATIENCE = 5.0

__all__ = ["LOCAL", "BackendError", "WorkerLostError", "check_backend", "execute"]


def check_backend(backend: str) -> None:
    """Raise BackendError when ``backend`` (``local``, or ``tcp://host:port``) is not there."""
    if backend != LOCAL:
        from orgsim.experiment.cluster import check_cluster

        check_cluster(backend)


def execute(tasks: Sequence[Task], jobs: int, backend: str = LOCAL) -> Generator[Result, None, None]:
    """Yield the result of each task as it is ready: ``jobs`` at a time here, or on the cluster at ``backend``.

    Raises WorkerLostError, BackendError. When the caller stops listening (or is interrupted) the work is ended.
    """
    if not tasks:
        return
    with _workers(len(tasks), jobs, backend) as workers:
        try:
            yield from _results(workers, tasks)
        except workers.lost:
            raise WorkerLostError("a worker ended without an answer") from None


def _workers(tasks: int, jobs: int, backend: str) -> AbstractContextManager[Workers]:
    if backend != LOCAL:
        from orgsim.experiment.cluster import cluster

        return cluster(backend)
    if jobs <= 1 or tasks <= 1:
        return serial(run_replication)
    return processes(min(jobs, tasks), run_replication)


def _results(workers: Workers, tasks: Sequence[Task]) -> Iterator[Result]:
    waiting = iter(tasks)
    running: set[Future[Result]] = set()
    while True:
        room = workers.in_hand - len(running)
        running |= {workers.executor.submit(workers.call, task) for task in islice(waiting, room)}
        if not running:
            return
        finished, running = wait(running, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        if not finished and not workers.alive():
            raise WorkerLostError("nobody is left to answer")
        for future in finished:
            yield future.result()
