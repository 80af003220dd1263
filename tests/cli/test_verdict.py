from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.shop import SHORT, Command

BOX = """
plausible:
  orders: {name: Orders a day, path: arrivals.door.per_day, from: 50, to: 70, why: a guess}
  line: {path: organisation.line.delay, from: 1 min, to: 30 min}
"""
FOLDER = Path("results") / "shop-verdict-0001"


@pytest.fixture(autouse=True)
def box(command: Command, tmp_path: Path) -> None:
    with (tmp_path / "shop.yaml").open("a", encoding="utf-8") as file:
        file.write(BOX)


def test_it_says_difference_share_of_the_box_and_what_is_left_without_behaviours(
    command: Command, tmp_path: Path
) -> None:
    ended = command("verdict", "shop.yaml", *SHORT, "-n", "2", "--points", "10")
    assert ended.code == 0
    assert "2 variants x 12 settings x 2 replications" in ended.err
    assert "Is together better than apart?" in ended.out
    header = ended.out.splitlines()[1].split("  ")
    assert [one.strip() for one in header if one.strip()] == [
        "difference (95% CI)", "verdict", "holds in", "for sure", "behaviours off",
    ]  # fmt: skip
    assert "share of 10 points all over the box of 2 plausible ranges" in ended.out
    assert (tmp_path / FOLDER / "tables" / "sign_robustness.csv").is_file()
    report = command("report", str(FOLDER))
    assert report.code == 0
    page = (tmp_path / FOLDER / "report.html").read_text("utf-8")
    assert "orgsim verdict shop.yaml" in page


def test_what_never_happens_has_no_verdict_unless_it_is_asked_for(command: Command) -> None:
    judged = ("--set", "organisation.decisions.discount.judged={best: 80%}")
    ended = command("verdict", "shop.yaml", *SHORT, *judged, "-n", "2", "--points", "10")
    assert ended.code == 0
    assert "Right decisions" in ended.out
    assert "Worth" not in ended.out  # nothing is at stake
    assert "nan" not in ended.out
    asked = command(
        "verdict", "shop.yaml", *SHORT, *judged, "-n", "2", "--points", "10", "--measure", "decision_value_mean"
    )
    (row,) = [line for line in asked.out.splitlines() if line.startswith("Worth")]
    assert row.split()[-5:] == ["undecided", "-", "-", "-,", "undecided"]


def test_its_json_has_every_part_of_a_verdict(command: Command) -> None:
    ended = command(
        "verdict", "shop.yaml", *SHORT, "-n", "2", "--points", "10", "--json", "-q", "--measure", "time_in_shop_mean"
    )
    told = json.loads(ended.out)
    (row,) = told["verdicts"]
    assert (told["schema"], told["points"], told["parameters"]) == ("orgsim.verdict/1", 10, ["orders", "line"])
    assert row["measure"] == "time_in_shop_mean"
    assert row["holds"]["n"] == 10
    assert row["holds"]["share"] == row["holds"]["count"] / 10
    assert row["verdict"] in ("better", "worse", "undecided")
    assert row["behaviours_off"]["n"] == 2


def test_one_variant_and_a_behaviour_that_is_set_are_refused(command: Command) -> None:
    assert command("verdict", "shop.yaml", "--variant", "apart").code == 2
    ended = command("verdict", "shop.yaml", "--set", "behaviours.hurry.switched=on", "--dry-run")
    assert ended.code == 2
    assert "should be off" in ended.err


def test_a_scenario_without_behaviours_has_no_such_column(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text().replace('switched: "on"', 'switched: "off"')
    (tmp_path / "shop.yaml").write_text(text)
    ended = command("verdict", "shop.yaml", *SHORT, "-n", "1", "--points", "10")
    assert "2 variants x 11 settings" in ended.err
    assert "behaviours off" not in ended.out
