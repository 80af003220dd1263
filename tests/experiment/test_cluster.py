"""A real Dask scheduler with two worker processes, one of which is killed half-way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from orgsim.experiment.backends import BackendError, check_backend
from orgsim.experiment.cluster import Sealed, replicate, unseal
from orgsim.experiment.records import Key, Task
from tests.engine.stand_in import StandIn
from tests.engines import USABLE
from tests.experiment.processes import SHOP, SURROUNDINGS, orgsim_command, tables_of

pytest.importorskip("distributed")
SECONDS = 60


class Cluster:
    """A scheduler and two workers on this machine, in processes of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show")
        self.address = self._said("scheduler", r"Scheduler at:\s+(tcp://127\.0\.0\.1:\d+)")
        options = ("--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")
        self.workers = [self._start("worker", self.address, *options, log=f"worker{n}") for n in range(2)]
        for number in range(2):
            self._said(f"worker{number}", r"(Registered to)")

    def _start(self, part: str, *arguments: str, log: str = "") -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *arguments, "--no-dashboard"]
        with (self._folder / f"{log or part}.log").open("wb") as file:
            return subprocess.Popen(command, stdout=file, stderr=file, env=SURROUNDINGS, cwd=self._folder)

    def _said(self, log: str, pattern: str) -> str:
        path, until = self._folder / f"{log}.log", time.monotonic() + SECONDS
        while time.monotonic() < until:
            if match := re.search(pattern, path.read_text()):
                return match[1]
            time.sleep(0.05)
        raise TimeoutError(path.read_text())

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    (tmp_path / "logs").mkdir()
    found = Cluster(tmp_path / "logs")
    yield found
    found.end()


@pytest.mark.parametrize("engine", USABLE)
def test_tables_are_those_of_one_process_although_a_worker_is_killed(
    cluster: Cluster, tmp_path: Path, engine: str
) -> None:
    what = ("compare", str(SHOP), "-n", "12", "--set", "calendar.length=1 day", "--set", "calendar.warm_up=0 h")
    reference = orgsim_command(*what, "-j", "1", "--engine", "simpy", "-o", tmp_path / "alone")
    assert subprocess.run(reference, env=SURROUNDINGS, check=False).returncode == 0
    command = orgsim_command(*what, "--backend", cluster.address, "--engine", engine, "-o", tmp_path / "many")
    with subprocess.Popen(command, env=SURROUNDINGS, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if re.match(r"\s+[5-9]/24 done", line) and cluster.workers[0].poll() is None:
                cluster.workers[0].kill()
    assert process.returncode == 0, "".join(said)
    assert cluster.workers[0].poll() is not None, "".join(said)
    assert tables_of(tmp_path / "many") == tables_of(tmp_path / "alone")


def test_what_is_sealed_is_done_as_it_would_be_and_its_errors_are_told() -> None:
    with ThreadPoolExecutor(1) as workers:
        sealed = Sealed(workers)
        assert sealed.submit(divmod, 17, 5).result() == (3, 2)
        assert sealed.submit(sorted, [2, 3, 1], reverse=True).result() == [3, 2, 1]
        with pytest.raises(ZeroDivisionError):
            sealed.submit(divmod, 1, 0).result()


def test_a_worker_with_another_orgsim_is_refused_before_it_unpacks_anything() -> None:
    with pytest.raises(BackendError, match=r"has orgsim .*; this is 0\.0\.1: install the same"):
        unseal("0.0.1", b"not even packed")


def test_a_worker_without_the_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    StandIn(reason="numba is not installed").put(monkeypatch)
    variant: Any = None
    with pytest.raises(BackendError, match=r"on a worker of the cluster .* numba is not installed"):
        replicate(Task(Key("one", "", 1), 1, "digest", variant, "compiled"))


@pytest.mark.parametrize("address", ["tcp://", "http://host:80", "host", "tcp://host", "tcp://a b:1", "--help"])
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(BackendError, match="is not a backend"):
        check_backend(address)


def test_no_scheduler_and_no_workers_are_said(cluster: Cluster, tmp_path: Path) -> None:
    for process in cluster.workers:
        process.kill()
        process.wait()
    what = ("run", str(SHOP), "-n", "1", "-o", tmp_path / "results", "--backend")
    time.sleep(0.5)
    found = subprocess.run(orgsim_command(*what, cluster.address), capture_output=True, text=True, check=False,
                           env=SURROUNDINGS)  # fmt: skip
    assert found.returncode == 2
    assert "has no workers" in found.stderr
    assert "Traceback" not in found.stderr
    assert not (tmp_path / "results").exists()
    assert os.listdir(tmp_path) == ["logs"]  # noqa: PTH208


def test_a_lost_scheduler_is_said_and_what_is_done_is_kept(cluster: Cluster, tmp_path: Path) -> None:
    what = ("compare", str(SHOP), "-n", "12", "--set", "calendar.length=1 day", "-o", tmp_path / "results")
    command = orgsim_command(*what, "--backend", cluster.address)
    with subprocess.Popen(command, env=SURROUNDINGS, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if re.match(r"\s+[5-9]/24 done", line):
                cluster.scheduler.kill()
    text = "".join(said)
    assert process.returncode == 4, text
    assert re.search(r"[1-9]\d* of 24 replications are safely stored", text)
    assert "Traceback" not in text
