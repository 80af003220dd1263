from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.scenario.schema import Variant
from orgsim.scenario.traffic import Traffic
from tests.cli.shop import SHORT, Command


def test_compare_prints_the_table_and_says_where_the_results_are(command: Command, tmp_path: Path) -> None:
    ended = command("compare", "shop.yaml", *SHORT)
    assert ended.code == 0
    header, *rows = ended.out.splitlines()
    assert header.split() == ["apart", "together", "difference", "(95%", "CI)", "better", "in"]
    assert any(row.startswith("Time in the shop, mean") and "of 4" in row for row in rows)
    assert "Holm-adjusted" in ended.out
    assert "same people" in ended.out
    assert "8/8 done" in ended.err
    assert "results/shop-main-0001" in ended.err
    assert "only 4 replications" in ended.err
    assert "orgsim report results/shop-main-0001" in ended.err
    again = command("compare", "results/shop-main-0001")
    assert again.out == ended.out


def test_compare_json(command: Command) -> None:
    ended = command("compare", "shop.yaml", *SHORT, "-n", "2", "--seed", "3", "--json", "-q")
    document = json.loads(ended.out)
    assert ended.err == ""
    assert document["seed"] == 3
    assert document["replications"] == 2
    first = document["measures"][0]
    assert set(first["variants"]) == {"apart", "together"}
    assert set(first["differences"]["together"]) >= {"mean", "low", "high", "better_in", "n"}
    assert document["fates"][0]["visits"] > 0


def test_compare_against_another(command: Command) -> None:
    ended = command("compare", "shop.yaml", *SHORT, "-n", "2", "--against", "together", "--measure", "one_hour")
    assert ended.out.split()[:2] == ["together", "apart"]
    assert "on the record" in ended.out
    assert "in truth" not in ended.out


def test_run_shows_one_variant_with_intervals(command: Command) -> None:
    ended = command("run", "shop.yaml", *SHORT, "-n", "2", "--variant", "apart", "--all")
    assert "apart (95% CI)" in ended.out
    assert "Cost per order" in ended.out or "Time to a decision" in ended.out


def test_run_writes_event_logs(command: Command, tmp_path: Path) -> None:
    assert command("run", "shop.yaml", *SHORT, "-n", "1", "--events", "1", "--variant", "apart").code == 0
    names = sorted(path.name for path in (tmp_path / "results" / "shop-main-0001" / "events").iterdir())
    assert len(names) == 2
    assert all(name.startswith("apart-") and name.endswith(".csv") for name in names)


def test_requirements_that_hold(command: Command) -> None:
    ended = command("run", "shop.yaml", *SHORT, "-n", "2", "--require", "one_hour >= 1%", "--json", "-q")
    assert ended.code == 0
    assert {one["verdict"] for one in json.loads(ended.out)["requirements"]} == {"pass"}


def test_dry_run_writes_nothing(command: Command, tmp_path: Path) -> None:
    ended = command("compare", "shop.yaml", "-n", "7", "--dry-run", "--json")
    document = json.loads(ended.out)
    assert (document["total"], document["replications"], document["seed"]) == (14, 7, 7)
    assert not (tmp_path / "results").exists()


def test_a_run_cannot_be_changed_by_comparing_it(command: Command) -> None:
    command("run", "shop.yaml", *SHORT, "-n", "1")
    ended = command("compare", "results/shop-main-0001", "-n", "30")
    assert ended.code == 2
    assert "has been run" in ended.err


def test_check_says_that_all_is_well_and_what_next(command: Command) -> None:
    ended = command("check", "shop.yaml")
    assert ended.code == 0
    assert "no problems" in ended.err
    assert "orgsim compare shop.yaml" in ended.err
    assert json.loads(command("check", "shop.yaml", "--json").out)["load"][0]["rows"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_check_finds_the_load_of_each_variant_once(
    command: Command, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    from orgsim.scenario import offered_load

    found: list[Variant] = []
    held = offered_load.holding

    def counted(variant: Variant, flow: Traffic) -> object:
        found.append(variant)
        return held(variant, flow)

    monkeypatch.setattr(offered_load, "holding", counted)
    assert command("check", "shop.yaml", "--format", form).code == 0
    assert len(found) == 2


def test_check_strict_fails_on_warnings(command: Command) -> None:
    heavy = ("--set", "arrivals.door.per_day=200")
    assert command("check", "shop.yaml", *heavy).code == 0
    ended = command("check", "shop.yaml", *heavy, "--strict")
    assert ended.code == 3
    assert "warning ORG350" in ended.out
    assert "::warning file=" in command("check", "shop.yaml", *heavy, "--format", "github").out


def test_show(command: Command) -> None:
    assert "One counter" in command("show", "shop.yaml").out
    why = command("show", "shop.yaml", "--why", "resources.staff.number", "--variant", "together").out
    assert why.startswith("resources.staff.number = 2\nset by variant together (shop.yaml:")
    assert "number: 2" in command("show", "shop.yaml", "--resolved", "--variant", "together").out
    assert json.loads(command("show", "shop.yaml", "--json").out)["targets"] == {"one_hour": "Out within an hour"}


@pytest.mark.parametrize("what", ["scenarios", "variants", "measures", "plots", "experiments", "codes", "behaviours"])
def test_list(command: Command, what: str) -> None:
    ended = command("list", what, "shop.yaml")
    assert ended.code == 0
    assert ended.out.strip()
    assert len(json.loads(command("list", what, "shop.yaml", "--json").out)[what]) == len(ended.out.splitlines())


@pytest.mark.parametrize(
    ("topic", "said"),
    [("ORG201", "ORG201"), ("201", "ORG201"), ("divert", "goes to the stage"), ("one_hour_true", "truly stopped")],
)
def test_explain(command: Command, topic: str, said: str) -> None:
    ended = command("explain", topic, "shop.yaml")
    assert ended.code == 0
    assert said in ended.out


def test_every_behaviour_is_explained(command: Command) -> None:
    from orgsim.scenario.schema.targets import ACTIONS

    for action in ACTIONS:
        document = json.loads(command("explain", action, "--json").out)
        assert len(document["does"]) > 20


def test_new_makes_a_scenario_that_checks(command: Command) -> None:
    assert command("new", "mine").code == 0
    assert command("check", "mine/scenario.yaml").code == 0
    assert command("new", "mine").code == 2


def test_schema_is_json(command: Command) -> None:
    assert json.loads(command("schema").out)["type"] == "object"


def test_doctor(command: Command) -> None:
    ended = command("doctor", "--json")
    assert {"orgsim", "Python", "numpy"} <= {one["what"] for one in json.loads(ended.out)["findings"]}


def test_quiet_and_colour(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert command("-q", "check", "shop.yaml").err == ""
    assert command("check", "shop.yaml", "--quiet").err == ""
    assert "\x1b[" in command("--color", "always", "show", "shop.yaml").out
    assert "\x1b[" not in command("show", "shop.yaml").out
    assert "\x1b[" not in command("--color", "never", "show", "shop.yaml").out


def test_a_sweep_gives_a_table_for_each_point(command: Command, tmp_path: Path) -> None:
    text = (tmp_path / "shop.yaml").read_text()
    sweep = "  sweep: {compare: [apart, together], replications: 2, vary: {resources.fitter.number: [1, 2]}}\n"
    (tmp_path / "shop.yaml").write_text(text + sweep)
    ended = command("compare", "shop.yaml", "--experiment", "sweep", *SHORT, "--measure", "time_in_shop_mean")
    assert ended.code == 0
    assert "resources.fitter.number=1" in ended.out
    assert "resources.fitter.number=2" in ended.out
    assert ended.out.count("Time in the shop, mean") == 2
    document = json.loads(command("compare", "results/shop-sweep-0001", "--json").out)
    assert [one["setting"] for one in document["settings"]] == [
        "resources.fitter.number=1",
        "resources.fitter.number=2",
    ]
    assert (tmp_path / "results" / "shop-sweep-0001" / "resolved" / "apart-02.yaml").exists()
