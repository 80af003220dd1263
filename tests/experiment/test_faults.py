"""A worker that dies, a disk that fills, many that start at once: what was stored stays, and the run goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import orgsim
from orgsim.experiment import Run, StoreError
from orgsim.experiment.folder import make_folder
from orgsim.experiment.records import Key, Result, Row
from orgsim.experiment.runner import RunStopped
from orgsim.experiment.store import Store
from orgsim.scenario import Scenario


def test_a_worker_that_dies_is_said_and_the_rest_is_kept(shop: Scenario, run: Run, tmp_path: Path) -> None:
    before = {process.pid for process in multiprocessing.active_children()}

    def kill_one(done: int, _total: int) -> None:
        workers = [one for one in multiprocessing.active_children() if one.pid not in before]
        if done == 1 and workers:
            os.kill(workers[0].pid or 0, signal.SIGKILL)

    with pytest.raises(RunStopped) as caught:
        orgsim.run(shop, replications=3, seed=5, jobs=2, output=tmp_path, progress=kill_one)
    assert caught.value.reason == "lost"
    stopped = caught.value.run
    assert stopped.status == "partial"
    assert 1 <= len(stopped.replications()) < 6
    assert orgsim.resume(stopped.path).manifest["tables"] == run.manifest["tables"]


def test_a_full_disk_leaves_what_was_stored(tmp_path: Path) -> None:
    def big(number: int) -> Result:
        values = tuple(Row(f"measure_{place}", "", float(place)) for place in range(400))
        return Result(Key("one", "", number), "done", values)

    with Store.create(tmp_path) as store:
        store.add(big(1))
        store._connection.execute("PRAGMA max_page_count = 40")  # what a full disk is to SQLite
        with pytest.raises(StoreError, match="disk is full"):
            for number in range(2, 50):
                store.add(big(number))
        stored = store.done()
    with Store.read(tmp_path) as store:
        assert store.done() == stored
        assert Key("one", "", 1) in stored
        assert sum(1 for _ in store.measures()) == 400 * len(stored)


def failing_at(number: int, work: Callable[..., Any]) -> Callable[..., Any]:
    """Let the call with this number (from 0) fail as a full disk does."""
    calls = iter(range(10_000))

    def call(*arguments: Any, **options: Any) -> Any:
        if next(calls) == number:
            raise OSError(28, "No space left on device")
        return work(*arguments, **options)

    return call


@pytest.mark.parametrize("where", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.mkdir"])
def test_whichever_write_fails_the_run_can_be_done_again(
    shop: Scenario, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    owner, name = {"os.fsync": (os, "fsync")}.get(where, (Path, where.rsplit(".", 1)[-1]))
    whole, number = False, 0
    while not whole:
        output = tmp_path / str(number)
        with monkeypatch.context() as patched:
            patched.setattr(owner, name, failing_at(number, getattr(owner, name)))
            try:
                orgsim.run(shop, replications=1, seed=5, output=output)
                whole = True
            except StoreError as error:
                assert "No space left" in str(error)
        for folder in output.iterdir() if output.exists() else ():
            if (folder / "results.sqlite").exists() and (folder / "run.json").exists():
                again = orgsim.resume(folder)
                assert again.status == "complete"
                assert {key.replication for key in again._store.done()} == {1}
        assert not list(tmp_path.rglob("*.tmp"))
        number += 1
    assert number > 3


def test_many_that_start_at_once_get_a_folder_each(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_folder(tmp_path / "results", "shop", "run"), range(40)))
    assert len(set(made)) == 40
