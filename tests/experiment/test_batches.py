"""Replications that take little are sent several at once, and each is done once and told one by one."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from orgsim.experiment import backends
from orgsim.experiment.batches import Pace, each
from orgsim.experiment.records import Key, Result, Task
from orgsim.experiment.workers import Workers


def task(number: int) -> Task:
    variant: Any = None
    return Task(Key("one", "", number), 1, "digest", variant)


def done(*seconds: float) -> list[Result]:
    return [Result(Key("one", "", 1), "done", seconds=one) for one in seconds]


def test_a_batch_is_worth_its_seconds() -> None:
    pace = Pace(0.05)
    assert pace.size(1000, 4) == 1  # nothing is known yet
    pace.learn(done(0.005, 0.005))
    assert pace.size(1000, 4) == 10
    pace.learn(done(0.095, 0.095))
    assert pace.size(1000, 4) == 1


def test_a_replication_that_is_worth_sending_goes_alone() -> None:
    pace = Pace(0.05)
    pace.learn(done(3.0))
    assert pace.size(1000, 4) == 1
    never = Pace(0.0)
    never.learn(done(1e-6))
    assert never.size(1000, 4) == 1


def test_the_last_tasks_are_shared_out() -> None:
    pace = Pace(0.05)
    pace.learn(done(0.001))
    assert pace.size(1000, 4) == 50
    assert pace.size(40, 8) == 10
    assert pace.size(3, 8) == 1


def test_what_takes_no_time_does_not_make_one_batch_of_all() -> None:
    pace = Pace(0.05)
    pace.learn(done(1e-9))
    assert pace.size(10**6, 4) == 100


def test_failures_tell_nothing_of_the_pace() -> None:
    pace = Pace(0.05)
    pace.learn([Result(Key("one", "", 1), "failed"), *done(0.01)])
    assert pace.size(1000, 4) == 5


class Counted(ThreadPoolExecutor):
    """Keeps how many tasks each batch had."""

    def __init__(self) -> None:
        super().__init__(2)
        self.sizes: list[int] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        assert fn is each
        self.sizes.append(len(args[1]))
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize(("worth", "batched"), [(0.0, False), (0.02, True)])
def test_every_task_is_done_once_whatever_the_batches(worth: float, batched: bool) -> None:
    def work(one: Task) -> Result:
        time.sleep(0.001)
        return Result(one.key, "done", seconds=0.001)

    with Counted() as executor:
        tasks = [task(number) for number in range(300)]
        workers = Workers(executor, 4, work, worth=worth)
        results = list(backends._results(workers, tasks, backends.Answers(), lambda: None))
    assert sorted(one.key.replication for one in results) == list(range(300))
    assert sum(executor.sizes) == 300
    assert (max(executor.sizes) > 1) is batched
    assert executor.sizes[-1] == 1
