from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from tests.cli.shop import SHORT, Command

FOLDER = Path("results") / "shop-regions-0001"
FEW = ("--regions", "3", *SHORT)


def test_it_says_how_much_regions_differ(command: Command, tmp_path: Path) -> None:
    ended = command("regions", "shop.yaml", *FEW)
    assert ended.code == 0
    assert "2 variants x 3 settings x 3 replications" in ended.err
    assert "How much regions differ beyond chance" in ended.out
    assert "region 03" in ended.out
    assert "SCV: systematic component of variation" in ended.out
    assert f"orgsim plot {FOLDER} funnel" in ended.err
    assert (tmp_path / FOLDER / "tables" / "regions.csv").is_file()


def test_json_and_what_is_counted(command: Command) -> None:
    ended = command("regions", "shop.yaml", *FEW, "-n", "2", "--json", "-q", "--count", "visits")
    found = json.loads(ended.out)
    assert found["schema"] == "orgsim.regions/1"
    assert [one["basis"] for one in found["variation"]] == ["per head", "per head"]
    assert set(found["regions"]["region 01"]) == {"number", "demand", "staff", "need", "misjudged", "optimum"}
    assert (found["status"], found["path"]) == ("complete", FOLDER.as_posix())


def test_fewer_replications_than_regions_are_warned_of(command: Command) -> None:
    assert "some share their luck" in command("regions", "shop.yaml", *FEW, "-n", "1").err
    assert "some share their luck" not in command("regions", "shop.yaml", *FEW, "-n", "3").err


SPREADS = "regions:\n  {}\n"


@pytest.mark.parametrize(
    ("written", "said"),
    [("", "demand_sd: 15%, staff_sd: 10%, need_sd: 20%"), ("demand_sd: 30%", "staff_sd: 10%, need_sd: 20%"),
     ("{demand_sd: 30%, staff_sd: 10%, need_sd: 0%}", "")],
)  # fmt: skip
@pytest.mark.parametrize("options", [("-n", "3"), ("--dry-run",)])
def test_spreads_that_nobody_wrote_are_said(
    command: Command, tmp_path: Path, written: str, said: str, options: tuple[str, ...]
) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    (tmp_path / "shop.yaml").write_text(text + (SPREADS.format(written) if written else ""))
    ended = command("regions", "shop.yaml", *FEW, *options)
    assert ended.code == 0
    assert ("the file does not say how much regions differ" in ended.err) == bool(said)
    assert f"taken is `regions: {{{said}}}`" in ended.err or not said


def test_dry_run_writes_nothing(command: Command, tmp_path: Path) -> None:
    plan = json.loads(command("regions", "shop.yaml", *FEW, "--dry-run", "--json").out)
    assert plan["settings"] == ["region 01", "region 02", "region 03"]
    assert (plan["total"], plan["replications"]) == (2 * 3 * 3, 3)
    assert not (tmp_path / "results").exists()


def test_what_cannot_be_is_refused(command: Command) -> None:
    ended = command("regions", "shop.yaml", *FEW, "--count", "nobody")
    assert ended.code == 2
    assert "nothing called `nobody` can be counted" in ended.err


@pytest.mark.parametrize("stop", [4, 7])
def test_stopped_and_resumed_it_has_the_same_tables(
    stop: int, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("regions", "shop.yaml", *FEW, "-n", "3", "-j", "1", "--fresh")
    assert command(*arguments).code == 0
    done = []

    def interrupted(task: Task) -> Result:
        if len(done) == stop:
            raise KeyboardInterrupt
        done.append(task.key)
        return run_replication(task)

    with monkeypatch.context() as patch:
        patch.setattr("orgsim.experiment.backends.run_replication", interrupted)
        assert command(*arguments).code == 130
    second = tmp_path / "results" / "shop-regions-0002"
    assert command("resume", str(second), "-j", "1").code == 0
    assert command("verify", str(second), "--sample", "1").code == 0
    for name in ("regions.csv", "summary.csv", "replications.csv"):
        assert (second / "tables" / name).read_bytes() == (tmp_path / FOLDER / "tables" / name).read_bytes()
