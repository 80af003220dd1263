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
    assert row["behaviours_off"]["n"] == 2


SEEDED = (*SHORT, "-n", "4", "--seed", "3", "--points", "10")
WORDS = {  # with behaviours, without: where the clerk decides, nobody waits for the boss
    "time_in_shop_mean": ("better", "better"),
    "decision_latency_mean": ("better", "better"),
    "one_hour_true": ("undecided", "undecided"),
    "asked_again_share": ("undecided", "undecided"),
}
TURNED = {"better": "worse", "worse": "better", "undecided": "undecided"}


def said(command: Command, *options: str) -> dict[str, dict]:
    """The verdicts by measure, each checked against its own interval."""
    rows = json.loads(command("verdict", "shop.yaml", *SEEDED, *options, "--json", "-q").out)["verdicts"]
    for row in rows:
        low, high = row["difference"]["low"], row["difference"]["high"]
        assert (row["verdict"] == "undecided") == (low is None or low <= 0 <= high)
    return {row["measure"]: row for row in rows}


def test_the_word_is_what_the_interval_says_and_turns_with_the_question(command: Command, tmp_path: Path) -> None:
    options = [word for measure in WORDS for word in ("--measure", measure)]
    rows = said(command, *options)
    assert {key: (one["verdict"], one["verdict_behaviours_off"]) for key, one in rows.items()} == WORDS
    assert [rows[key]["holds"]["count"] for key in ("time_in_shop_mean", "asked_again_share")] == [10, 0]
    turned = (tmp_path / "shop.yaml").read_text().replace("against: apart", "against: together")
    (tmp_path / "shop.yaml").write_text(turned)
    found = {key: one["verdict"] for key, one in said(command, *options).items()}
    assert found == {key: TURNED[word] for key, (word, _) in WORDS.items()}


def test_a_verdict_that_behaviours_make_is_undecided_without_them(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    text = text.replace("do: jump_queue\n    at: [repair]", "do: delay\n    at: [repair]\n    by: 30 min")
    text = text.replace("    when: {clock_over: 40 min}\n", "")
    text = text.replace("experiments:", '  calm: {change: {behaviours.hurry.switched: "off"}}\nexperiments:')
    (tmp_path / "shop.yaml").write_text(text)
    options = ("--variant", "apart", "--variant", "calm", "--measure", "time_in_shop_mean", "-n", "8")
    row = said(command, *options)["time_in_shop_mean"]
    assert (row["verdict"], row["verdict_behaviours_off"]) == ("better", "undecided")


def test_what_could_not_be_measured_is_no_number(command: Command) -> None:
    ended = command("verdict", "shop.yaml", *SEEDED, "--measure", "cost_per_visit")
    assert "nan" not in ended.out
    assert "undecided" in ended.out


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
