"""A change of structure in mid-run, as it is written: what it turns into, and what may not change."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.plan.change import later_variant
from orgsim.scenario import ScenarioError, SetError, load
from orgsim.scenario.file import Scenario

SHOP = """
orgsim: 1
name: A shop
calendar: {length: 4 weeks}
organisation:
  layers: [front, top]
  units: {shop: {}}
  positions:
    clerk: {unit: shop, layer: front, reports_to: boss}
    boss: {unit: shop, layer: top}
  decisions: {yes: {held_by: boss, asked_by: clerk, effort: 10 min}}
classes: {any: {}}
arrivals: {people: {at: desk, per_day: 20, classes: {any: 100%}}}
pathway: {desk: {unit: shop, asks: yes, needs: {till: 1}, takes: 5 min, next: out}}
exits: {out: {}}
resources: {till: {unit: shop, number: 2}}
variants:
  silo: {}
  systemic: {change: {organisation.decisions.yes.held_by: clerk, resources.till.number: 3}}
  turns: {change: {becomes: BECOMES}}
"""


@pytest.fixture
def shop(tmp_path: Path):
    def make(becomes: str, *sets: str) -> Scenario:
        path = tmp_path / "shop.yaml"
        path.write_text(SHOP.replace("BECOMES", becomes), encoding="utf-8")
        return load(path, sets)

    return make


def test_it_becomes_another_variant(shop) -> None:
    turns = shop("{at: 2 weeks, variant: systemic}").variant("turns")
    assert turns.becomes.at == 20160
    assert turns.organisation.decisions["yes"].held_by == "boss"
    assert turns.becomes.organisation == shop("{at: 2 weeks, variant: systemic}").variant("systemic").organisation
    assert turns.becomes.resources["till"].number == 3


def test_a_change_says_the_same_as_the_variant_that_has_it(shop) -> None:
    named = shop("{at: 2 weeks, variant: systemic}").variant("turns")
    laid = "{at: 2 weeks, change: {organisation.decisions.yes.held_by: clerk, resources.till.number: 3}}"
    assert shop(laid).variant("turns") == named


def test_settings_reach_both_structures(shop) -> None:
    for text in (
        "{at: 2 weeks, variant: systemic}",
        "{at: 2 weeks, change: {organisation.decisions.yes.held_by: clerk}}",
    ):
        turns = shop(text, "organisation.decisions.yes.effort=7 min").variant("turns")
        assert [one.decisions["yes"].effort.mean for one in (turns.organisation, turns.becomes.organisation)] == [7, 7]


def test_it_can_be_taken_out(shop) -> None:
    scenario = shop("{at: 2 weeks, variant: systemic}", "becomes=remove")
    assert scenario.variant("turns").becomes is None


def test_the_resolved_variant_says_the_same(shop, tmp_path: Path) -> None:
    scenario = shop("{at: 2 weeks, variant: systemic, shocks: {knowledge_lost: 20%}}")
    path = tmp_path / "resolved.yaml"
    path.write_text(scenario.resolved_yaml("turns"), encoding="utf-8")
    assert load(path).variant().becomes == scenario.variant("turns").becomes


def test_nothing_is_shocked_that_is_not_written(shop) -> None:
    shocks = shop("{at: 2 weeks}").variant("turns").becomes.shocks
    off = (shocks.attention_lost, shocks.knowledge_lost, shocks.wrong_address, shocks.links_survive)
    assert off == (0, 0, 0, 1)


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("{at: 2 weeks, change: {pathway.desk.takes: 6 min}}", "ORG361", "`pathway.desk.takes` cannot change"),
        ("{at: 2 weeks, change: {arrivals.people.per_day: 30}}", "ORG361", "`arrivals.people.per_day` cannot change"),
        ("{at: 2 weeks, change: {resources.till.kind: place}}", "ORG361", "`resources.till.kind` cannot change"),
        (
            "{at: 2 weeks, change: {organisation.people: {load: {}}}}",
            "ORG361",
            "`organisation.people` cannot change",
        ),
        ("{at: 2 weeks, variant: other}", "ORG311", "no variant is called `other`"),
        (
            "{at: 2 weeks, change: {organisation.decisions.no.held_by: clerk}}",
            "ORG312",
            "no `organisation.decisions.no`",
        ),
        (
            "{at: 2 weeks, change: {organisation.decisions.yes.held_by: nobody}}",
            "ORG3",
            "no position is called `nobody`",
        ),
        ("{at: 2 weeks, shocks: {knowledge_lost: 100%}}", "ORG204", "below"),
        ("{change: {}}", "ORG202", "at"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_written(shop, text: str, code: str, named: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        shop(text)
    found = [one for one in raised.value.problems if one.code.startswith(code)]
    assert any(named in one.message for one in found), str(raised.value)
    assert all(one.line == SHOP.count("\n") for one in found)


def test_a_variant_may_not_differ_in_what_visits_go_through(tmp_path: Path) -> None:
    text = SHOP.replace("BECOMES", "{at: 2 weeks, variant: systemic}").replace(
        "till.number: 3", "till.number: 3, calendar.length: 5 weeks"
    )
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"ORG361 `calendar\.length` cannot change in mid-run"):
        load(tmp_path / "shop.yaml")


QUICK = "{owner: boss, pressure: 40%, clock: {starts: arrival, stops: departure}, within: 1 h, goal: 90%}"
ATTENTION = "organisation.attention={per_metric: 10%, per_report: 0%}"


def test_what_only_the_later_structure_asks_for_takes_no_attention_and_no_money_before(tmp_path: Path) -> None:
    text = SHOP.replace("resources.till.number: 3", f"targets.quick: {QUICK}").replace(
        "BECOMES", "{at: 2 weeks, variant: systemic}"
    )
    (tmp_path / "shop.yaml").write_text(text + "budget: {per_metric: £364 a year}\n", encoding="utf-8")
    scenario = load(tmp_path / "shop.yaml", [ATTENTION])
    turns, later = scenario.variant("turns"), later_variant(scenario.variant("turns"))
    assert (turns.targets["quick"].imposed, turns.targets["quick"].pressure) == ("off", 0)
    assert turns.organisation.positions == scenario.variant("silo").organisation.positions
    assert later.organisation.positions == scenario.variant("systemic").organisation.positions
    assert later.organisation.positions["boss"].attention == pytest.approx(0.9)
    costs = {}
    for name in ("silo", "turns", "systemic"):
        model = scenario.variant(name)
        plan = compile_plan(model)
        cohort = draw_cohort(plan, 1, 1)
        rows = measure(model, plan, cohort, simulate(plan, cohort))
        costs[name] = next(row.value for row in rows if row.measure == "cost_per_day")
    assert costs["silo"] == 0
    assert costs["turns"] == pytest.approx(0.5)  # a pound a day for two of four weeks
    assert costs["systemic"] == pytest.approx(1.0)


def test_who_does_not_know_of_a_target_is_not_pressed_by_it(tmp_path: Path) -> None:
    hidden = QUICK.replace("pressure: 40%", "pressure: 40%, imposed: off")
    text = SHOP.replace("resources.till.number: 3", f"targets.quick: {hidden}").replace("BECOMES", "{at: 2 weeks}")
    (tmp_path / "shop.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load(tmp_path / "shop.yaml")
    (found,) = raised.value.problems
    assert "presses nobody" in found.message
    assert "`pressure: 0%`" in found.hint


BEHAVING = """
targets: {quick: {owner: boss, clock: {starts: arrival, stops: departure}, within: 1 h, goal: 90%}}
behaviours:
  rush: {who: boss, because_of: quick, do: shorten, at: [desk], share: 50%}
  keep: {who: boss, do: reserve, pool: till, number: 1, keeps_for: [people]}
variants:
"""


def test_pressure_and_behaviours_may_change_but_not_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    fine = "{at: 2 weeks, change: {targets.quick.pressure: 10%, behaviours.rush.switched: on}}"
    path.write_text(SHOP.replace("variants:\n", BEHAVING.lstrip()).replace("BECOMES", fine), encoding="utf-8")
    becomes = load(path).variant("turns").becomes
    assert (becomes.targets["quick"].pressure, becomes.behaviours["rush"].switched) == (0.1, "on")
    for change in ("targets.quick.within: 2 h", "behaviours.keep.number: 2", "behaviours.rush.share: 20%"):
        wrong = f"{{at: 2 weeks, change: {{{change}}}}}"
        path.write_text(SHOP.replace("variants:\n", BEHAVING.lstrip()).replace("BECOMES", wrong), encoding="utf-8")
        with pytest.raises(ScenarioError, match=f"ORG361 `{change.split(':')[0]}` cannot change in mid-run"):
            load(path)


def test_what_only_one_of_the_two_has_is_there_in_both_without_effect(tmp_path: Path) -> None:
    gone = "{at: 2 weeks, change: {behaviours: remove, targets: remove}}"
    new = "{clock: {starts: arrival, stops: departure}, owner: boss, within: 2 h, goal: 50%}"
    other = f"{{at: 2 weeks, change: {{targets.slow: {new}}}}}"
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace("variants:\n", BEHAVING.lstrip()).replace("BECOMES", gone), encoding="utf-8")
    becomes = load(path).variant("turns").becomes
    assert becomes.targets["quick"].pressure == 0
    assert [row.switched for row in becomes.behaviours.values()] == ["off", "off"]
    path.write_text(SHOP.replace("variants:\n", BEHAVING.lstrip()).replace("BECOMES", other), encoding="utf-8")
    turns = load(path).variant("turns")
    assert (turns.targets["slow"].pressure, turns.becomes.targets["slow"].pressure) == (0, 0.5)
    assert turns.becomes.targets["quick"].pressure == turns.targets["quick"].pressure == 0.5


def test_a_setting_that_does_not_fit_the_later_structure_is_refused(shop) -> None:
    with pytest.raises(SetError, match=r"`pathway\.desk\.takes` cannot change in mid-run"):
        shop("{at: 2 weeks}").variant("turns", {"becomes.change": {"pathway.desk.takes": "6 min"}})


def test_no_setting_makes_a_change_of_structure(shop) -> None:
    scenario = shop("{at: 2 weeks}", "becomes.shocks.knowledge_lost=10%")
    assert scenario.variant("turns").becomes.shocks.knowledge_lost == 0.1
    with pytest.raises(SetError, match="there is no `becomes`"):
        scenario.variant("silo")
    file = shop("{at: 2 weeks}")
    assert [file.has(name, "becomes.shocks.knowledge_lost") for name in ("silo", "turns")] == [False, True]


@pytest.mark.parametrize("other", ["change: {resources.till.number: 3}", "resources: {till: {unit: shop, number: 3}}"])
def test_a_variant_and_something_else_is_one_too_many(shop, other: str) -> None:
    with pytest.raises(ScenarioError, match="ORG204 it is not said what it becomes: `variant: systemic`, or what"):
        shop(f"{{at: 2 weeks, variant: systemic, {other}}}")
    assert shop("{at: 2 weeks, variant: systemic, change: {}}").variant("turns").becomes is not None
