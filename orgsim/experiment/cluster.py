"""The backend of many machines: a Dask cluster that someone else started, through ``dask.distributed``.

Dask gives the tasks of a worker that is lost to the others, and says so when no one can do them.
"""

from __future__ import annotations

import logging
import pickle
import re
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any

from orgsim.experiment.batches import WORTH
from orgsim.experiment.records import Result, Task
from orgsim.experiment.workers import BackendError, Workers

_ADDRESS = re.compile(r"(?:tcp|tls)://[^\s/:]+(?:\.[^\s/:]+)*:\d{1,5}", re.ASCII)
_SECONDS = 10
_TALKATIVE = ("distributed", "distributed.client", "distributed.core", "distributed.utils", "tornado.application")
_LEAST_IN_HAND = 32
_QUICK = 1


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Work on the Dask cluster whose scheduler is at ``address`` (``tcp://host:8786``). Raises BackendError."""
    client = connect(address)
    from distributed.scheduler import KilledWorker

    executor = client.get_executor(pure=False)
    in_hand = max(_LEAST_IN_HAND, 4 * sum(client.nthreads().values()))
    try:
        lost = (KilledWorker, CancelledError, OSError)
        yield Workers(Sealed(executor), in_hand, replicate, lost, lambda: client.status == "running", WORTH)
        executor.shutdown()
    finally:
        executor.shutdown(wait=False)
        client.close(timeout=_SECONDS)


def connect(address: str) -> Any:
    """Connect to a scheduler that has workers: a ``distributed.Client``. Raises BackendError."""
    if not _ADDRESS.fullmatch(address):
        raise BackendError(f"`{address[:80]}` is not a backend: write e.g. `tcp://scheduler:8786`")
    try:
        import distributed
    except ImportError:
        raise BackendError('a cluster needs the extra `cluster`: pip install "orgsim[cluster]"') from None
    for name in _TALKATIVE:  # what matters of it is said as our own errors
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    make: Any = distributed.Client
    try:
        client = make(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError):
        raise BackendError(f"no Dask scheduler answers at {address}: start one with `dask scheduler`") from None
    if not client.nthreads():
        client.close()
        raise BackendError(f"the scheduler at {address} has no workers: start some with `dask worker {address}`")
    return client


def check_cluster(address: str) -> None:
    """Raise BackendError when there is no cluster that can work at ``address``."""
    connect(address).close()


class Sealed(Executor):
    """Sends what is submitted in one sealed piece, which the scheduler hands on without looking into it.

    It would otherwise unpack every variant that passes, which costs it more than all else it does for a task.
    """

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return the future of ``fn`` called on a worker."""
        from orgsim import __version__

        return self._executor.submit(unseal, __version__, zlib.compress(pickle.dumps((fn, args, kwargs)), _QUICK))


def unseal(version: str, sealed: bytes) -> Any:
    """Do on a worker what was submitted. Raises BackendError when another orgsim is installed there."""
    from orgsim import __version__

    if __version__ != version:  # found out before anything is unpacked that may not fit
        raise BackendError(f"a worker of the cluster has orgsim {__version__}; this is {version}: install the same")
    function, args, kwargs = pickle.loads(zlib.decompress(sealed))  # noqa: S301 (a cluster runs what it is sent)
    return function(*args, **kwargs)


def replicate(task: Task) -> Result:
    """Run one replication on a worker. Raises BackendError when its engine is not there."""
    from orgsim.engine.choice import EngineError, check_engine
    from orgsim.experiment.engines import make_ready
    from orgsim.experiment.task import run_replication

    try:
        check_engine(task.engine)
    except EngineError as error:
        raise BackendError(f"on a worker of the cluster {error}") from None
    make_ready(task.engine)
    return run_replication(task)
