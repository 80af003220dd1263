"""A replication that was finished before is kept when it is the same, and only then."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import orgsim
from orgsim.experiment import Run
from orgsim.experiment.design import grid
from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from orgsim.scenario import Scenario
from tests.experiment.conftest import SHOP


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int]]:
    """The replications that are really run, as they are."""
    found: list[tuple[str, str, int]] = []

    def replicate(task: Task) -> Result:
        found.append(tuple(task.key))
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", replicate)
    return found


@pytest.fixture
def output(run: Run, tmp_path: Path) -> Path:
    """A folder in which the shop was run three times, with seed 5."""
    shutil.copytree(run.path, tmp_path / run.path.name)
    return tmp_path


def test_more_replications_keep_the_first(shop: Scenario, output: Path, worked: list[tuple[str, str, int]]) -> None:
    more = orgsim.run(shop, replications=4, seed=5, output=output, reuse=True)
    assert worked == [("apart", "", 4), ("together", "", 4)]
    assert more.manifest["volatile"]["reused"] == {"shop-run-0001": 6}
    fresh = orgsim.run(shop, replications=4, seed=5, output=output)
    assert len(worked) == 2 + 8
    assert fresh.manifest["tables"] == more.manifest["tables"]
    assert [one.hash for one in fresh.replications()] == [one.hash for one in more.replications()]
    name = "bins:one_hour:all"
    assert more.series("apart", 2, name).tolist() == fresh.series("apart", 2, name).tolist()


def test_a_sweep_keeps_the_points_it_shares(shop: Scenario, tmp_path: Path, worked: list[tuple[str, str, int]]) -> None:
    path = "resources.fitter.number"
    orgsim.run(shop, ["apart"], replications=1, output=tmp_path, settings=grid({path: [1, 2]}))
    worked.clear()
    orgsim.run(shop, ["apart"], replications=1, output=tmp_path, settings=grid({path: [2, 3]}), reuse=True)
    assert worked == [("apart", f"{path}=3", 1)]


@pytest.mark.parametrize("change", ["seed", "scenario", "version", "code", "stream"])
def test_anything_else_is_run_again(
    shop: Scenario, output: Path, worked: list[tuple[str, str, int]], change: str
) -> None:
    manifest = json.loads((output / "shop-run-0001" / "run.json").read_text())
    if change in ("version", "code"):
        manifest["engine"]["orgsim" if change == "version" else "code"] = "another"
    if change == "stream":
        manifest["stream"] = "another"
    (output / "shop-run-0001" / "run.json").write_text(json.dumps(manifest))
    sets = ("calendar.length=1 day", "calendar.warm_up=6 h", "calendar.follow_up=6 h")
    scenario = orgsim.load(str(SHOP), sets) if change == "scenario" else shop
    orgsim.run(scenario, replications=1, seed=6 if change == "seed" else 5, output=output, reuse=True)
    assert len(worked) == 2


def test_what_was_changed_in_the_store_is_run_again(
    shop: Scenario, output: Path, worked: list[tuple[str, str, int]]
) -> None:
    connection = sqlite3.connect(output / "shop-run-0001" / "results.sqlite")
    connection.execute("UPDATE measures SET value = 1 WHERE variant = 'apart' AND replication = 2 AND value > 0")
    connection.commit()
    connection.close()
    orgsim.run(shop, replications=3, seed=5, output=output, reuse=True)
    assert worked == [("apart", "", 2)]


@pytest.mark.parametrize("name", ["run.json", "results.sqlite"])
def test_a_folder_that_is_not_whole_is_passed_over(
    shop: Scenario, output: Path, worked: list[tuple[str, str, int]], name: str
) -> None:
    path = output / "shop-run-0001" / name
    path.write_bytes(path.read_bytes()[:100])
    assert orgsim.run(shop, replications=1, seed=5, output=output, reuse=True).status == "complete"
    assert len(worked) == 2
