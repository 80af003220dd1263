"""A replication in a thread stops when it is asked to, and no other does."""

from __future__ import annotations

import threading

import pytest

from orgsim.engine.guards import Guards, Watch
from orgsim.engine.stopping import StoppedError, heed, stop_if_asked


def _events(watch: Watch, number: int) -> None:
    for event in range(number):
        watch.step(float(event))


def test_only_the_thread_that_heeds_it_is_stopped():
    stop, stopped = threading.Event(), []

    def work() -> None:
        heed(stop)
        _events(Watch(Guards()), 200_000)
        stop.set()
        with pytest.raises(StoppedError):
            _events(Watch(Guards()), 200_000)
        stopped.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert stopped == [True]
    stop_if_asked()
