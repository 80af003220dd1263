from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from tests.cli.shop import SHORT, Command

FOLDER = Path("results") / "shop-conflicts-0001"
TABLES = ("conflicts.csv", "pairs.csv", "summary.csv", "comparison.csv", "replications.csv")
SECOND = """targets:
  spoken_to:
    name: Spoken to at once
    owner: boss
    pressure: 80%
    clock: {starts: arrival, stops: departure}
    mean_below: 50 min
"""


@pytest.fixture(autouse=True)
def two(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text(encoding="utf-8")
    text = text.replace("targets:\n", SECOND).replace(
        "behaviours:\n",
        "behaviours:\n  brisk: {who: boss, because_of: spoken_to, switched: 'on', do: shorten, at: [repair], share: 50%}\n",
    )
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")


def test_it_says_what_each_does_and_which_pairs_fight(command: Command, tmp_path: Path) -> None:
    ended = command("conflicts", "shop.yaml", *SHORT, "-n", "3")
    assert ended.code == 0
    assert "1 variants x 4 settings x 3 replications" in ended.err
    assert "What each target does alone, against none" in ended.out
    assert "What two do together, less the sum of each alone" in ended.out
    assert "Out within an hour acts through hurry (jump_queue, " in ended.out
    assert "Spoken to at once and Out within an hour" in ended.out
    assert "every combination of targets was run" in ended.out
    assert f"orgsim plot {FOLDER} target-conflict" in ended.err
    assert all((tmp_path / FOLDER / "tables" / name).is_file() for name in TABLES)


def test_json_and_the_measures_asked_for(command: Command) -> None:
    ended = command("conflicts", "shop.yaml", *SHORT, "-n", "2", "--json", "-q", "--measure", "time_in_shop_mean")
    found = json.loads(ended.out)
    assert found["schema"] == "orgsim.conflicts/1"
    assert [one["id"] for one in found["measures"]] == ["spoken_to_mean_value", "one_hour_true", "time_in_shop_mean"]
    assert {one["kind"] for one in found["effects"]} == {"alone", "others_on", "both", "beyond_the_sum"}
    assert found["pairs"][0]["targets"] == ["spoken_to", "one_hour"]
    assert (found["status"], found["path"]) == ("complete", FOLDER.as_posix())


def test_one_variant_unless_more_are_named(command: Command, tmp_path: Path) -> None:
    plan = json.loads(command("conflicts", "shop.yaml", *SHORT, "--dry-run", "--json").out)
    assert (plan["variants"], plan["total"]) == (["apart"], 4 * 10)
    assert plan["settings"] == ["", "none of the targets", "spoken_to", "one_hour"]
    plan = json.loads(command("conflicts", "shop.yaml", *SHORT, "--experiment", "main", "--dry-run", "--json").out)
    assert plan["variants"] == ["apart", "together"]
    plan = json.loads(command("conflicts", "shop.yaml", "--variant", "together", "--dry-run", "--json").out)
    assert plan["variants"] == ["together"]
    assert not (tmp_path / "results").exists()


def test_stopped_and_resumed_it_has_the_same_tables(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("conflicts", "shop.yaml", *SHORT, "-n", "3", "-j", "1", "--fresh")
    assert command(*arguments).code == 0
    done = []

    def interrupted(task: Task) -> Result:
        if len(done) == 9:
            raise KeyboardInterrupt
        done.append(task.key)
        return run_replication(task)

    with monkeypatch.context() as patch:
        patch.setattr("orgsim.experiment.backends.run_replication", interrupted)
        assert command(*arguments).code == 130
    second = FOLDER.with_name("shop-conflicts-0002")
    half = (tmp_path / second / "tables" / "conflicts.csv").read_bytes()
    assert command("resume", str(second), "-j", "1").code == 0
    for name in TABLES:
        assert (tmp_path / second / "tables" / name).read_bytes() == (tmp_path / FOLDER / "tables" / name).read_bytes()
    assert half != (tmp_path / second / "tables" / "conflicts.csv").read_bytes()
    assert command("verify", str(second), "--sample", "1").code == 0


def test_a_replication_that_fails_is_recorded_and_the_rest_goes_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replicate(task: Task) -> Result:
        if task.key == ("apart", "one_hour", 1):
            return Result(task.key, "guarded", error="too many events", code="ORG402")
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", replicate)
    ended = command("conflicts", "shop.yaml", *SHORT, "-n", "3", "-j", "1", "--json")
    assert ended.code == 1
    assert "1 replication failed" in ended.err
    assert "apart,one_hour,1,too many events" in (tmp_path / FOLDER / "tables" / "failures.csv").read_text()
    pairs = {
        (one["kind"], *one["targets"]): one["effect"]["n"]
        for one in json.loads(ended.out)["effects"]
        if one["measure"] == "one_hour_true"
    }
    assert pairs["alone", "one_hour"] == pairs["beyond_the_sum", "spoken_to", "one_hour"] == 2
    assert pairs["alone", "spoken_to"] == pairs["both", "spoken_to", "one_hour"] == 3


def test_a_setting_that_failed_altogether_leaves_no_number(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def replicate(task: Task) -> Result:
        if task.key.setting in ("one_hour", "none of the targets"):
            return Result(task.key, "guarded", error="too many events", code="ORG402")
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", replicate)
    ended = command("conflicts", "shop.yaml", *SHORT, "-n", "2", "-j", "1")
    assert ended.code == 1
    assert "no effect on each other is told apart from nothing" in ended.out
    assert command("plot", str(FOLDER), "target-conflict").code == 0


def test_picture_and_report(command: Command, tmp_path: Path) -> None:
    command("conflicts", "shop.yaml", *SHORT, "-n", "2", "--experiment", "main")
    ended = command("plot", str(FOLDER), "target-conflict")
    assert [Path(line).name for line in ended.out.splitlines()] == [
        "19-target-conflict.svg", "19-target-conflict-together.svg",
    ]  # fmt: skip
    assert command("report", str(FOLDER), "--picture", "target-conflict").code == 0
    page = (tmp_path / FOLDER / "report.html").read_text(encoding="utf-8")
    assert "Which targets fight each other" in page
    assert "orgsim conflicts shop.yaml --variant apart --variant together" in page


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--set", "targets.one_hour.pressure=50%"), "is --set"),
        (("--measure", "time_in_shop"), "there is no measure"),
        (("--variant", "apar"), "apart"),
    ],
)
def test_wrong_use_is_said(command: Command, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = command("conflicts", "shop.yaml", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "results").exists()


def test_without_targets_there_is_nothing_to_do(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text(encoding="utf-8")
    text = text[: text.index("targets:")] + text[text.index("measures:") :]
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    ended = command("conflicts", "shop.yaml")
    assert ended.code == 2
    assert "no target" in ended.err
