from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from tests.cli.shop import SHORT, Command

BOX = """
plausible:
  orders: {name: Orders a day, path: arrivals.door.per_day, from: 50, to: 70, why: a guess}
  line: {path: organisation.line.delay, from: 1 min, to: 30 min}
"""
FOLDER = Path("results") / "shop-sensitivity-0001"
ONE = ("--design", "one-at-a-time")
TABLES = ("tornado.csv", "rank_correlation.csv", "sign_robustness.csv", "points.csv", "summary.csv", "comparison.csv")


@pytest.fixture(autouse=True)
def box(command: Command, tmp_path: Path) -> None:
    with (tmp_path / "shop.yaml").open("a", encoding="utf-8") as file:
        file.write(BOX)


def test_it_does_both_and_says_where_verdicts_hold(command: Command, tmp_path: Path) -> None:
    ended = command("sensitivity", "shop.yaml", *SHORT, "-n", "2", "--points", "10")
    assert ended.code == 0
    assert "2 variants x 15 settings x 2 replications" in ended.err
    assert "At what share of the points is together better or worse than apart?" in ended.out
    assert "Out within an hour, on the record: together less apart" in ended.out
    row = next(line for line in ended.out.splitlines() if line.startswith("Orders a day"))
    assert row.split()[3:5] == ["50", "70"]
    assert "shares of 10 points" in ended.out
    assert f"orgsim plot {FOLDER} tornado" in ended.err
    assert all((tmp_path / FOLDER / "tables" / name).is_file() for name in TABLES)


def test_each_design_alone(command: Command) -> None:
    options = (*SHORT, "-n", "1", "--json", "-q", "--measure", "time_in_shop_mean")
    one = json.loads(command("sensitivity", "shop.yaml", *options, *ONE).out)
    assert one["points"] == {}
    assert one["rank_correlations"] == one["sign_robustness"] == []
    assert {row["parameter"] for row in one["one_at_a_time"]} == {"orders", "line"}
    many = json.loads(command("sensitivity", "shop.yaml", *options, "--design", "lhs", "--points", "10").out)
    assert len(many["points"]) == 10
    assert many["one_at_a_time"] == []
    assert many["sign_robustness"][0]["points"] == 10
    assert many["sign_robustness"][0]["better_for_sure"]["count"] == 0  # one replication is never sure


def test_one_variant_alone_is_compared_with_itself(command: Command) -> None:
    ended = command("sensitivity", "shop.yaml", *SHORT, *ONE, "--variant", "apart", "-n", "2")
    assert ended.code == 0
    assert "apart, less what it is as the file has it" in ended.out


def test_only_two_variants_unless_more_are_named(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text().replace("  together:\n", "  third: {}\n  together:\n")
    text = text.replace("compare: [apart, together]", "compare: [third, apart, together]")
    (tmp_path / "shop.yaml").write_text(text)
    plan = json.loads(command("sensitivity", "shop.yaml", *SHORT, "--dry-run", "--json").out)
    assert plan["variants"] == ["apart", "third"]
    assert plan["total"] == 2 * 35 * 5
    assert not (tmp_path / "results").exists()
    plan = json.loads(command("sensitivity", "shop.yaml", *SHORT, "--experiment", "main", "--dry-run", "--json").out)
    assert plan["variants"] == ["third", "apart", "together"]


def test_stopped_and_resumed_it_has_the_same_tables(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("sensitivity", "shop.yaml", *SHORT, "-n", "2", "--points", "10", "-j", "1", "--fresh")
    assert command(*arguments).code == 0
    done = []

    def interrupted(task: Task) -> Result:
        if len(done) == 25:
            raise KeyboardInterrupt
        done.append(task.key)
        return run_replication(task)

    with monkeypatch.context() as patch:
        patch.setattr("orgsim.experiment.backends.run_replication", interrupted)
        assert command(*arguments).code == 130
    second = FOLDER.with_name("shop-sensitivity-0002")
    half = (tmp_path / second / "tables" / "sign_robustness.csv").read_bytes()
    assert command("resume", str(second), "-j", "1").code == 0
    for name in TABLES:
        assert (tmp_path / second / "tables" / name).read_bytes() == (tmp_path / FOLDER / "tables" / name).read_bytes()
    assert half != (tmp_path / second / "tables" / "sign_robustness.csv").read_bytes()
    assert command("verify", str(second), "--sample", "1").code == 0


def test_a_replication_that_fails_is_recorded_and_the_rest_goes_on(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replicate(task: Task) -> Result:
        if task.key == ("apart", "orders=70", 1):
            return Result(task.key, "guarded", error="too many events", code="ORG402")
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", replicate)
    ended = command("sensitivity", "shop.yaml", *SHORT, *ONE, "-n", "2", "-j", "1", "--json")
    assert ended.code == 1
    assert "1 replication failed" in ended.err
    assert "apart,orders=70,1,too many events" in (tmp_path / FOLDER / "tables" / "failures.csv").read_text()
    swing = next(
        one for one in json.loads(ended.out)["one_at_a_time"] if one["parameter"] == "orders" and one["against"]
    )
    assert (swing["low"]["n"], swing["high"]["n"]) == (2, 1)


def test_pictures_and_report(command: Command, tmp_path: Path) -> None:
    command("sensitivity", "shop.yaml", *SHORT, "-n", "2", "--points", "10")
    ended = command("plot", str(FOLDER), "tornado", "rank-correlation", "sign-robustness")
    assert [Path(line).name for line in ended.out.splitlines()] == [
        "16-tornado.svg", "17-rank-correlation.svg", "18-sign-robustness.svg",
    ]  # fmt: skip
    assert command("report", str(FOLDER), "--picture", "sign-robustness").code == 0
    assert "Do the verdicts hold" in (tmp_path / FOLDER / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--parameter", "order"), "Did you mean `orders`?"),
        (("--points", "5"), "10<=x<=10000"),
        (("--set", "arrivals.door.per_day=50"), "both --set and varied by `orders`"),
        (("--measure", "time_in_shop"), "there is no measure"),
        (("--design", "grid"), "one-at-a-time"),
    ],
)
def test_wrong_use_is_said(command: Command, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = command("sensitivity", "shop.yaml", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "results").exists()


def test_list_names_the_ranges(command: Command) -> None:
    ended = command("list", "plausible", "shop.yaml")
    assert ended.out.splitlines()[0].split() == ["orders", "Orders", "a", "day", "[50", "to", "70,", "now", "60]"]
