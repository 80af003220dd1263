"""What every backend is: an executor as ``concurrent.futures`` has them, and how many tasks to keep in its hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, NamedTuple

from orgsim.experiment.records import Result, Task
from orgsim.scenario.problems import UsageError


class WorkerLostError(RuntimeError):
    """A worker ended without an answer: the system stopped it, most likely for its memory."""


class BackendError(UsageError):
    """A backend that is not there or cannot do the work; the message says what to do."""


class Workers(NamedTuple):
    """Where tasks go. At most ``in_hand`` are submitted and not answered: few are lost when a run is stopped.

    ``call`` is what is done with a task; ``lost`` are the errors that mean that a worker is gone.
    ``alive`` says whether an answer can still come. ``worth`` is how many seconds of work are worth sending: several
    tasks go together where one takes less.
    """

    executor: Executor
    in_hand: int
    call: Callable[[Task], Result]
    lost: tuple[type[BaseException], ...] = ()
    alive: Callable[[], bool] = lambda: True
    worth: float = 0.0


class SerialExecutor(Executor):
    """Does what is submitted at once, in this thread. Ctrl-C and SIGTERM go through to the caller."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that has its result, or its error, already."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # an executor keeps errors for whoever asks
            future.set_exception(error)
        return future


@contextmanager
def serial(call: Callable[[Task], Result]) -> Iterator[Workers]:
    """Work in this process, one task after another."""
    yield Workers(SerialExecutor(), 1, call)
