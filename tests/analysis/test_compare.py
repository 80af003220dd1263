from __future__ import annotations

import csv
import json
import math

import pytest

import orgsim
from orgsim.analysis.compare import UnknownMeasureError, by_group, compare, known_measure, same_people
from orgsim.analysis.headlines import HEADLINES, headline_ids
from orgsim.analysis.statistics import estimate, paired
from orgsim.experiment import Definition, Run
from orgsim.measures import definitions
from orgsim.scenario import Scenario, load


def test_a_difference_is_that_of_the_pairs(run: Run) -> None:
    found = compare(run)["time_in_shop_mean"]
    values = run.by_replication("time_in_shop_mean")
    expected = paired(values["together"], values["apart"], "lower")
    difference = found.differences["together"]
    assert (difference.mean, difference.low, difference.high) == (expected.mean, expected.low, expected.high)
    assert difference.better_in == 4
    assert found.estimates["apart"] == estimate(values["apart"].values())
    assert difference.holm_low <= difference.low
    assert "apart" not in found.differences


def test_the_other_way_round_is_the_same_with_the_other_sign(run: Run) -> None:
    one = compare(run, "apart")["one_hour_reported"].differences["together"]
    other = compare(run, "together")["one_hour_reported"].differences["apart"]
    assert one.mean == pytest.approx(-other.mean)
    assert one.low == pytest.approx(-other.high)


def test_the_json_has_the_promised_form(run: Run) -> None:
    document = json.loads(json.dumps(compare(run).to_json(), allow_nan=False))
    first = document["measures"][0]
    assert {"measure", "unit", "variants", "differences"} <= set(first)
    assert {"mean", "low", "high"} <= set(first["variants"]["apart"])
    assert {"mean", "low", "high", "better_in", "n"} <= set(first["differences"]["together"])
    assert document["schema"] == "orgsim.compare/1"
    assert "one_hour_reported" in {one["measure"] for one in document["measures"]}


def test_few_replications_are_warned_of(run: Run) -> None:
    assert any("only 4 replications" in warning for warning in compare(run).warnings)


def test_other_arrivals_are_warned_of(shop: Scenario, tmp_path: object) -> None:
    text = next(iter(shop.sources.values())).decode()
    change = "resources.staff.number: 2"
    assert change in text
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "shop.yaml").write_text(text.replace(change, f"{change}\n      arrivals.door.per_day: 80"))
    other = orgsim.load(str(folder / "shop.yaml"), ("calendar.length=1 day",))
    with orgsim.run(other, replications=1, output=folder / "results") as run:
        assert not same_people(run)
        assert any("same arrivals" in warning for warning in compare(run).warnings)


def test_one_measure_by_its_target(run: Run) -> None:
    assert [one.definition.id for one in compare(run, measures=["one_hour"]).measures] == ["one_hour_reported"]
    with pytest.raises(UnknownMeasureError, match="time_in_shop_mean"):
        compare(run, measures=["time_in_shop_men"])
    assert known_measure("one_hour", ["one_hour", "one_hour_reported"]) == "one_hour"


def test_a_variant_that_is_not_there(run: Run) -> None:
    with pytest.raises(ValueError, match="holds no variant"):
        compare(run, "nobody")


def test_the_family_is_what_is_shown(run: Run) -> None:
    all_of_it, some = compare(run, everything=True), compare(run)
    assert len(some.headlines) <= HEADLINES
    hidden = [one for one in some.measures if one.definition.id not in some.shown]
    assert hidden
    assert all(math.isnan(one.differences["together"].holm_p) for one in hidden)
    assert len(all_of_it.shown) == len(all_of_it.measures) > HEADLINES


def test_groups_are_compared_one_by_one(run: Run) -> None:
    found = by_group(run, "time_inside")
    assert [one.group for one in found] == sorted(one.group for one in found)
    assert len(found) >= 2


def test_tables_are_rows_and_frames(run: Run) -> None:
    comparison = compare(run)
    assert len(comparison.table()) == len(comparison.measures)
    assert comparison.frame()["measure"][0] == comparison.measures[0].definition.id


def test_the_csv_says_the_same(run: Run) -> None:
    rows = list(csv.DictReader((run.path / "tables" / "comparison.csv").read_text().splitlines()))
    (row,) = [one for one in rows if one["measure"] == "one_hour_true" and not one["group"]]
    found = compare(run)["one_hour_true"].differences["together"]
    assert (float(row["difference"]), float(row["low"]), float(row["high"])) == (found.mean, found.low, found.high)
    summary = list(csv.DictReader((run.path / "tables" / "summary.csv").read_text().splitlines()))
    (row,) = [
        one for one in summary if one["measure"] == "one_hour_true" and one["variant"] == "apart" and not one["group"]
    ]
    assert float(row["mean"]) == compare(run)["one_hour_true"].estimates["apart"].mean


def defined(name: str, unit: str, family: str, better: str = "lower") -> Definition:
    return Definition(name, name, unit, better, "", "", family)


def test_headlines_are_chosen_by_kind() -> None:
    declared = [defined(f"wait_{k}_{s}", "min", "declared") for k in "abcdefgh" for s in ("mean", "p95")]
    shares = [defined(f"share_{k}", "share", "declared") for k in "abcdefgh"]
    plain = [defined("just_so", "share", "declared", "neither")]
    target = [defined(f"t_{k}", "share", "target") for k in ("reported", "true", "mean", "last_10_min", "last_20_min")]
    rest = [defined("decision_latency_mean", "min", "decisions"), defined("cost_per_visit", "£", "money")]
    found = headline_ids([*plain, *shares, *declared, *target, *rest])
    assert len(found) == HEADLINES
    assert {"t_reported", "t_true", "t_last_20_min", "decision_latency_mean", "cost_per_visit"} <= set(found)
    assert "wait_h_mean" in found
    assert not {"wait_a_p95", "just_so"} & set(found)
    assert list(found) == [one.id for one in [*plain, *shares, *declared, *target, *rest] if one.id in found]


def test_few_measures_are_all_shown() -> None:
    only = [defined("a", "min", "declared"), defined("b", "share", "visits", "neither")]
    assert headline_ids(only) == ("a", "b")
    assert headline_ids([]) == ()


def test_how_good_decisions_are_is_a_headline_where_it_is_judged() -> None:
    judged = definitions(load("regimes/empowerment").variant("narrow"))
    plain = definitions(load("shop-returns").variant("silo"))
    assert "decision_accuracy" in headline_ids(judged)
    assert "decision_accuracy" not in {one.id for one in plain}
