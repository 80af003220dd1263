"""Ending worker processes in the middle of their work, whatever they are doing."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

import pytest

from orgsim.experiment.processes import WorkerEndedError, endable, pool_of

MUCH = 40_000_000
"""Bytes of an answer that takes a while to send."""


class EnoughError(Exception):
    """Why the work is ended."""


def big(size: int) -> bytes:
    return bytes(size)


def slow(flag: Path) -> None:
    flag.write_text("begun")
    time.sleep(600)


def stubborn(flag: Path) -> None:
    while True:
        with suppress(BaseException):  # which must not keep a worker alive
            slow(flag)


def no_threads_but(before: set[threading.Thread], seconds: float) -> bool:
    """Whether the threads that are not in ``before`` end within ``seconds``."""
    deadline = time.monotonic() + seconds
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    return set(threading.enumerate()) <= before


@pytest.mark.parametrize("wait_for", [0.0, 0.01, 0.03, 0.05])
def test_ended_while_answers_are_sent_nobody_waits_for_the_rest_of_one(wait_for: float) -> None:
    before = set(threading.enumerate())

    def work(pool: ProcessPoolExecutor) -> None:
        wait([pool.submit(endable, big, MUCH) for _ in range(8)], return_when=FIRST_COMPLETED)
        time.sleep(wait_for)
        raise EnoughError

    with pytest.raises(EnoughError), pool_of(2) as pool:
        work(pool)
    assert no_threads_but(before, 20.0)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGTERM")
@pytest.mark.parametrize("call", [slow, stubborn])
def test_ended_in_the_middle_of_a_task_the_worker_does_not_finish_it(tmp_path: Path, call: object) -> None:
    before = set(threading.enumerate())
    flag = tmp_path / "flag"

    def work(pool: ProcessPoolExecutor) -> None:
        pool.submit(endable, call, flag)  # type: ignore[arg-type]
        while not flag.exists():
            time.sleep(0.01)
        raise EnoughError

    with pytest.raises(EnoughError), pool_of(1) as pool:
        work(pool)
    assert no_threads_but(before, 20.0)


@pytest.mark.skipif(os.name == "nt", reason="needs SIGTERM")
def test_what_was_waiting_is_not_begun() -> None:
    with pool_of(1) as pool:
        pid = pool.submit(os.getpid).result()
        os.kill(pid, signal.SIGTERM)
        time.sleep(0.1)
        with pytest.raises(WorkerEndedError):
            pool.submit(endable, big, 1).result(timeout=20)
