from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from tests.cli.shop import SHORT, Command

FITTERS = ("--vary", "resources.fitter.number=1:2:1")
TABLES = Path("results") / "shop-sweep-0001" / "tables"


def test_a_line_for_each_setting_and_variant(command: Command, tmp_path: Path) -> None:
    ended = command("sweep", "shop.yaml", *SHORT, *FITTERS, "--vary", "arrivals.door.per_day=50,60", "-n", "2")
    assert ended.code == 0
    lines = [line.split()[:3] for line in ended.out.splitlines() if " apart " in line or " together " in line]
    places = [[fitters, arrivals] for fitters in "12" for arrivals in ("50", "60")]
    assert lines == [[*place, variant] for place in places for variant in ("apart", "together")]
    assert "16/16 done" in ended.err
    with (tmp_path / TABLES / "summary.csv").open() as file:
        found = {(row["setting"], row["variant"]) for row in csv.DictReader(file)}
    assert len(found) == 8
    assert ("resources.fitter.number=2, arrivals.door.per_day=50", "together") in found


def test_json_has_estimates_and_differences(command: Command) -> None:
    options = ("-n", "2", "--measure", "time_in_shop_mean", "--json", "-q")
    document = json.loads(command("sweep", "shop.yaml", *SHORT, *FITTERS, *options).out)
    assert document["paths"] == ["resources.fitter.number"]
    assert [one["point"]["resources.fitter.number"] for one in document["lines"]] == [1, 1, 2, 2]
    apart, together = document["lines"][:2]
    assert apart["differences"] == {}
    means = [one["estimates"]["time_in_shop_mean"]["mean"] for one in (apart, together)]
    assert together["differences"]["time_in_shop_mean"]["mean"] == pytest.approx(means[1] - means[0])


def test_a_named_experiment_says_what_to_vary(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    sweep = "  more: {compare: [apart], replications: 2, seed: 3, vary: {resources.fitter.number: [1, 2]}}\n"
    (tmp_path / "shop.yaml").write_text(text + sweep)
    ended = command("sweep", "shop.yaml", "--experiment", "more", *SHORT, "--measure", "time_in_shop_mean")
    assert ended.code == 0
    assert len(ended.out.splitlines()) >= 4
    assert "results/shop-more-0001" in ended.err


def test_the_main_experiment_says_what_to_vary_if_none_is_named(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    assert text.count("  main: {") == 1
    (tmp_path / "shop.yaml").write_text(text.replace("  main: {", "  main: {vary: {resources.fitter.number: [1, 2]}, "))
    ended = command("sweep", "shop.yaml", *SHORT, "-n", "1", "--json", "-q")
    assert ended.code == 0
    assert {line["point"]["resources.fitter.number"] for line in json.loads(ended.out)["lines"]} == {1, 2}


def test_a_latin_hypercube(command: Command) -> None:
    vary = ("--vary", "arrivals.door.per_day=40:60", "--vary", "resources.fitter.number=1:3")
    shape = ("--design", "lhs", "--points", "3", "--variant", "apart", "-n", "1")
    ended = command("sweep", "shop.yaml", *SHORT, *vary, *shape, "--json", "-q")
    document = json.loads(ended.out)
    assert sorted(one["point"]["resources.fitter.number"] for one in document["lines"]) == [1, 2, 3]


def test_dry_run_says_how_long_and_writes_nothing(command: Command, tmp_path: Path) -> None:
    ended = command("sweep", "shop.yaml", *SHORT, *FITTERS, "-n", "3", "--dry-run", "--json")
    document = json.loads(ended.out)
    assert document["total"] == 12
    assert document["expected_seconds"] > 0
    assert document["known_from"] == "one replication, timed now"
    assert document["output"] == "results/shop-sweep-NNNN"
    assert not (tmp_path / "results").exists()
    assert command("sweep", "shop.yaml", *SHORT, *FITTERS, "-n", "1").code == 0
    again = command("sweep", "shop.yaml", *SHORT, *FITTERS, "-n", "3", "--dry-run")
    assert "expected time: " in again.out
    assert "(from shop-sweep-0001)" in again.out


@pytest.mark.parametrize("status", ["failed", "guarded"])
def test_a_replication_that_fails_is_recorded_and_the_rest_goes_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: str
) -> None:
    def replicate(task: Task) -> Result:
        if task.key == ("apart", "resources.fitter.number=1", 1):
            return Result(task.key, status, error="too many events", code="ORG402")  # type: ignore[arg-type]
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", replicate)
    ended = command("sweep", "shop.yaml", *SHORT, *FITTERS, "-n", "2", "-j", "1")
    assert ended.code == 1
    assert "1 replication failed" in ended.err
    assert "means of 1 to 2 replications" in ended.out
    failures = (tmp_path / TABLES / "failures.csv").read_text().splitlines()
    assert failures[1:] == ["apart,resources.fitter.number=1,1,too many events"]
    manifest = json.loads((tmp_path / TABLES.parent / "run.json").read_text())
    assert manifest["replications"] == {"wanted": 2, "done": 7, "failed": 1}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to vary"),
        (("--vary", "resources.fitter.number=1,2", "--design", "lhs"), "go together"),
        (("--vary", "resources.fitter.number=1,2", "--points", "3"), "go together"),
        (("--vary", "resources.fitter.number=1,2", "--set", "resources.fitter.number=2"), "both varied and --set"),
        (("--vary", "resources.fiter.number=1,2"), "fitter"),
        (("--vary", "resources.fitter.number=1:3"), "no step"),
    ],
)
def test_wrong_use_is_said(command: Command, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = command("sweep", "shop.yaml", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "results").exists()


def test_the_same_command_again_keeps_what_was_run(command: Command) -> None:
    arguments = ("sweep", "shop.yaml", *SHORT, *FITTERS, "--variant", "apart")
    first = command(*arguments, "-n", "1")
    assert "kept" not in first.err
    document = json.loads(command(*arguments, "-n", "3", "--dry-run", "--json").out)
    assert document["kept_from_earlier_runs"] == 2
    again = command(*arguments, "-n", "1")
    assert "2 kept from shop-sweep-0001" in again.err
    assert again.out == first.out
    assert "kept" not in command(*arguments, "-n", "1", "--fresh").err


@pytest.mark.parametrize("verb", ["run", "compare"])
def test_what_is_varied_cannot_be_set_too(command: Command, tmp_path: Path, verb: str) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    (tmp_path / "shop.yaml").write_text(text.replace("  main: {", "  main: {vary: {resources.fitter.number: [1, 2]}, "))
    ended = command(verb, "shop.yaml", *SHORT, "--set", "resources.fitter.number=3")
    assert ended.code == 2
    assert "both varied and --set" in ended.err
