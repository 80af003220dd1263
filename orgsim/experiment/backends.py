"""Where replications run: in this process, in several or in threads, or on a cluster. The results are the same bits.

Every backend is an executor (see ``workers``); the parent alone takes the results and writes them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from queue import Empty, SimpleQueue

from orgsim.engine.choice import EngineName
from orgsim.experiment.batches import Pace, each
from orgsim.experiment.processes import processes
from orgsim.experiment.records import Result, Task
from orgsim.experiment.signals import postponed
from orgsim.experiment.task import run_replication
from orgsim.experiment.threads import threads
from orgsim.experiment.workers import BackendError, WorkerLostError, Workers, serial

LOCAL = "local"
_SIDE_BY_SIDE: dict[EngineName, Callable[..., AbstractContextManager[Workers]]] = {
    "simpy": processes,  # all of it is Python, which runs in one thread at a time
    "compiled": threads,  # begins at once; processes work too, but each first has to load numba and the machine code
}
_PATIENCE = 1.0
Answers = SimpleQueue[Future[list[Result]] | None]
"""Batches as they are done, and None when a signal has come: a queue that may be filled at any moment, by a signal too."""

__all__ = ["LOCAL", "BackendError", "WorkerLostError", "check_backend", "execute"]


def check_backend(backend: str) -> None:
    """Raise BackendError when ``backend`` (``local``, or ``tcp://host:port``) is not there."""
    if backend != LOCAL:
        from orgsim.experiment.cluster import check_cluster

        check_cluster(backend)


def execute(tasks: Sequence[Task], jobs: int, backend: str = LOCAL) -> Generator[Result, None, None]:
    """Yield the result of each task as it is ready: ``jobs`` at a time here, or on the cluster at ``backend``.

    All have the same engine. Raises WorkerLostError, BackendError.
    When the caller stops listening (or is interrupted) the work is ended.
    """
    if not tasks:
        return
    answers = Answers()
    alone = backend == LOCAL and min(jobs, len(tasks)) == 1
    heeding = nullcontext(lambda: None) if alone else postponed(lambda: answers.put(None))
    with heeding as heard, _workers(tasks, jobs, backend) as workers:
        try:
            yield from _results(workers, tasks, answers, heard)
        except workers.lost:
            raise WorkerLostError("a worker ended without an answer") from None


def _workers(tasks: Sequence[Task], jobs: int, backend: str) -> AbstractContextManager[Workers]:
    if backend != LOCAL:
        from orgsim.experiment.cluster import cluster

        return cluster(backend)
    jobs = min(jobs, len(tasks))
    return _SIDE_BY_SIDE[tasks[0].engine](jobs, run_replication) if jobs > 1 else serial(run_replication)


def _results(workers: Workers, tasks: Sequence[Task], answers: Answers, heard: Callable[[], None]) -> Iterator[Result]:
    waiting, pace, running = deque(tasks), Pace(workers.worth), 0
    while waiting or running:
        heard()
        while waiting and running < workers.in_hand:
            batch = [waiting.popleft() for _ in range(pace.size(len(waiting), workers.in_hand))]
            workers.executor.submit(each, workers.call, batch).add_done_callback(answers.put)
            running += 1
        try:
            future = answers.get(timeout=_PATIENCE)
        except Empty:
            if not workers.alive():
                raise WorkerLostError("nobody is left to answer") from None
            continue
        if future is not None:
            running -= 1
            results = future.result()
            pace.learn(results)
            yield from results
