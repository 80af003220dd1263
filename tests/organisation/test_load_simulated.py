"""The load worked out from the routes is the load that a run shows."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal, simulate
from orgsim.engine.journal import Happening
from orgsim.measures import measure
from orgsim.organisation import build_graph
from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.load import position_loads
from orgsim.plan import compile_plan
from orgsim.scenario.offered_load import offered_load
from orgsim.scenario.schema import Variant
from orgsim.scenario.traffic import traffic
from orgsim.theory.hierarchy import layer_loads
from tests.organisation.builder import positions, tree, variant


def made() -> Variant:
    """Two decisions on different routes, part-time attention and a freed place that must be told."""
    decisions = {
        "far": {"asked_by": "a", "held_by": "d", "effort": {"exponential": {"mean": "12 min"}}, "passing_on": "4 min"},
        "free": {"asked_by": "b", "held_by": "left", "effort": "2 min", "route": "quickest"},
    }
    organisation = tree(decisions=decisions)
    organisation["positions"]["top"] |= {"attention": "40%"}
    organisation["positions"]["d"] |= {"number": 2, "attention": "50%"}
    return variant(
        organisation,
        calendar={"length": "12 weeks", "warm_up": "1 day", "follow_up": "1 day"},
        arrivals={"door": {"at": "serve", "per_day": 40, "classes": {"all": "100%"}}},
        pathway={
            "serve": {"unit": "shop", "needs": {"seat": 1}, "takes": "9 min", "next": {"ask": "75%", "out": "25%"}},
            "ask": {"unit": "shop", "asks": "far", "next": "out"},
        },
        resources={"seat": {"unit": "shop", "kind": "place", "number": 8, "free_again": {"told_by": "free"}}},
    )


def test_a_run_shows_the_load_that_was_worked_out() -> None:
    shop = made()
    worked_out = position_loads(build_graph(shop), shop, requests_a_day(shop))
    plan = compile_plan(shop)
    cohort = draw_cohort(plan, 1, 1)
    rows = measure(shop, plan, cohort, simulate(plan, cohort))
    shown = {row.group: row.value for row in rows if row.measure == "position_utilisation"}
    assert {key for key, load in worked_out.items() if load.work} == {"left", "top", "right", "d"}
    for key, load in worked_out.items():
        assert shown[key] == pytest.approx(load.utilisation, rel=0.05, abs=1e-9), key


def a_tree(span: int, layers: int, concerns: float) -> tuple[Variant, list[str]]:
    """A complete tree whose teams ask each other's consent: a share ``concerns`` of the requests, to any other team alike."""
    above: dict[str, str | None] = {"r": None}
    for _ in range(layers):
        tips = [key for key in above if not any(one == key for one in above.values())]
        above.update({f"{tip}{child}": tip for tip in tips for child in range(span)})
    teams = [key for key in above if len(key) == layers + 1]
    share = f"{100 * concerns / (len(teams) - 1):.6f}%"
    decisions = {
        f"of_{team}": {
            "asked_by": team, "held_by": team, "effort": "10 min", "passing_on": "10 min",
            "concerns": {other: share for other in teams if other != team},
        }
        for team in teams
    }  # fmt: skip
    each = {f"ask_{team}": {"unit": "shop", "asks": f"of_{team}", "next": "out"} for team in teams}
    arrivals = {f"at_{team}": {"at": f"ask_{team}", "per_day": 8, "classes": {"all": "100%"}} for team in teams}
    made = variant(
        {"positions": positions(**above), "decisions": decisions},
        calendar={"length": "40 weeks", "warm_up": "1 day", "follow_up": "0 min"},
        arrivals=arrivals,
        pathway=each,
        resources={},
    )
    return made, teams


def test_a_tree_of_teams_loads_its_managers_as_the_closed_form_says() -> None:
    """Worked out exactly; in a run within 4 standard errors of a count of requests, about one in 16,000 fails."""
    span, layers, concerns = 3, 2, 0.6
    made, teams = a_tree(span, layers, concerns)
    closed = layer_loads(span, layers, decisions=8 / 1440, coupling=concerns, handling=10)
    worked_out = position_loads(build_graph(made), made, requests_a_day(made))
    offered = {row.id: row for row in offered_load(made)}
    plan = compile_plan(made)
    cohort = draw_cohort(plan, 1, 1)
    rows = measure(made, plan, cohort, simulate(plan, cohort))
    shown = {row.group: row.value for row in rows if row.measure == "position_utilisation"}
    for key in worked_out:
        if key in teams:
            continue
        expected = closed[len(key) - 1]
        assert worked_out[key].utilisation == pytest.approx(expected, rel=1e-6)
        assert offered[key].ratio == pytest.approx(expected, rel=1e-6)
        requests = expected * 40 * 10080 / 10
        assert shown[key] == pytest.approx(expected, rel=4 / requests**0.5)


def test_authority_keeps_from_those_above_what_it_reaches() -> None:
    """With exponential complexity a share exp(-a) passes an authority a; the same worked out two ways."""
    decision = {
        "asked_by": "a", "held_by": "top", "effort": "20 min", "passing_on": "6 min",
        "complexity": {"exponential": {"mean": 1}}, "unclear": {"share": "25%", "goes_to": "d"},
    }  # fmt: skip
    organisation = tree(decisions={"far": decision})
    organisation["positions"]["a"]["authority"] = 0.5
    organisation["positions"]["left"]["authority"] = 2
    made = variant(
        organisation,
        arrivals={"door": {"at": "ask", "per_day": 40, "classes": {"all": "100%"}}},
        pathway={"ask": {"unit": "shop", "asks": "far", "next": "out"}},
        resources={},
    )
    found = position_loads(build_graph(made), made, requests_a_day(made))
    own, middle = 1 - math.exp(-0.5), math.exp(-0.5) - math.exp(-2)
    assert found["a"].decides == pytest.approx(30 * own)
    assert (found["left"].decides, found["left"].passes_on) == pytest.approx((30 * middle, 30 * math.exp(-2) + 10))
    # by the wrong door: left, top and right pass it on, then d, then right again, and top decides
    assert found["d"].passes_on == pytest.approx(10)
    assert found["right"].passes_on == pytest.approx(20)
    assert found["top"].decides == pytest.approx(30 * math.exp(-2) + 10)
    for row in offered_load(made):
        if row.kind == "position":
            assert row.ratio == pytest.approx(found[row.id].utilisation), row.id


def counted(made: Variant) -> dict[str, float]:
    """Return how many visits a day came to each stage in one run."""
    plan, journal = compile_plan(made), Journal()
    simulate(plan, draw_cohort(plan, 1, 1), journal)
    came = Counter(entry.a for entry in journal.visits if entry.what == Happening.REACH)
    return {name: came[number] * 1440 / made.calendar.length for number, name in enumerate(made.pathway)}


def returning(stages: dict[str, dict[str, Any]], judged: dict[str, str], **way_out: Any) -> Variant:
    """Ten visits a day through two units; of the defective 60% come back."""
    pathway: dict[str, dict[str, Any]] = {
        "serve": {"unit": "shop", "takes": "5 min", "next": "check"},
        "check": {"unit": "office", "takes": "2 min", "next": "out"},
    }
    for key, said in stages.items():
        pathway[key] |= said
    return variant(
        tree(decisions={"leave": {"asked_by": "a", "held_by": "top", "effort": "1 min", "judged": judged}}),
        calendar={"length": "400 weeks", "warm_up": "0 min", "follow_up": "1 week"},
        needs={"good": {"share": "40%"}},
        pathway=pathway,
        exits={"out": {"failure": {"share": "60%", "after": "1 day", "at": "serve"}, **way_out}},
    )


OFTEN = {"best": "80%"}
LINEAR = {  # what goes wrong, and the chance of it
    "the work": ({"serve": {"defects": {"base": "30%"}}}, 0.3),
    "the work or a hand-off": (
        {"serve": {"defects": {"base": "20%", "hand_off": "90%"}}, "check": {"defects": {"base": "10%", "hand_off": "30%"}}},
        1 - 0.8 * 0.9 * 0.7,
    ),
    "an answer": ({"serve": {"asks": "leave"}}, 0.2),
    "an answer or the work": ({"serve": {"asks": "leave", "defects": {"base": "30%"}}}, 1 - 0.8 * 0.7),
}  # fmt: skip


@pytest.mark.parametrize("wrong", LINEAR)
def test_failure_demand_multiplies_visits_by_one_over_one_less_p(wrong: str) -> None:
    """Worked out, and within 4 standard errors of the count of a run: a chain of returns has the variance p / (1 - p)^2."""
    stages, chance = LINEAR[wrong]
    back = 0.6 * chance
    made = returning(stages, OFTEN)
    flow, days = traffic(made), made.calendar.length / 1440
    assert flow.exact
    assert flow.visits("serve") == flow.visits("check") == pytest.approx(10 / (1 - back))
    spread = math.sqrt(10 * (1 + back) / (1 - back) ** 2 / days)
    for stage, seen in counted(made).items():
        assert seen == pytest.approx(flow.visits(stage), abs=4 * spread), stage


def test_one_number_decides_on_both_returns_for_a_defect_first() -> None:
    """Of the defective 60% come back, of the others 25%, to the second stage, where nothing goes wrong."""
    anyway = {"share": "25%", "after": "1 day", "at": "check"}
    made = returning({"serve": {"defects": {"base": "30%"}}}, OFTEN, returns=anyway)
    served = 10 / (1 - 0.3 * 0.6)
    expected = {"serve": served, "check": served * (1 + 0.7 * 0.25 / 0.75)}
    flow = traffic(made)
    assert flow.exact
    assert {stage: flow.visits(stage) for stage in made.pathway} == pytest.approx(expected)
    assert counted(made) == pytest.approx(expected, rel=0.03)  # the spread of the count is about 0.7%


def test_the_refused_come_back_as_often_as_a_no_is_wrong() -> None:
    """A no is wrong where the need is there; who is refused never gets to the work of the stage."""
    about = {"best": "80%", "about": "good"}
    made = returning({"serve": {"asks": "leave", "refused": "out", "defects": {"base": "50%"}}}, about)
    wrong = 0.4 * (0.2 + 0.8 * 0.5) + 0.6 * 0.2
    served = 10 / (1 - 0.6 * wrong)
    expected = {"serve": served, "check": served * (0.4 * 0.8 + 0.6 * 0.2)}
    flow = traffic(made)
    assert flow.exact
    assert {stage: flow.visits(stage) for stage in made.pathway} == pytest.approx(expected)
    assert counted(made) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize(
    ("stages", "judged"),
    [
        ({"serve": {"asks": "leave"}}, {"best": "80%", "drift": 0.1}),
        ({"serve": {"defects": {"over": {"pool": "seat", "at_full": "10%"}}}}, OFTEN),
    ],
    ids=["an answer that fades", "a full pool"],
)
def test_what_waiting_decides_is_said_to_be_left_out(stages: dict[str, dict[str, Any]], judged: dict[str, Any]) -> None:
    made = returning(stages, judged)
    assert not traffic(made).exact
    sure = made.model_copy(update={"exits": {"out": made.exits["out"].model_copy(update={"failure": None})}})
    assert traffic(sure).exact


BOARD = {"members": ["a", "chair"], "happens": "weekdays at 10:00", "lasts": "20 min", "settles": ["leave"]}


def sitting(held_by: str, **more: Any) -> Variant:
    """Eight a day ask leave of somebody who is there only when the board sits, or else of `top`."""
    organisation = tree(
        decisions={"leave": {"asked_by": "a", "held_by": held_by, "effort": "3 min"}},
        meetings={"board": BOARD | {"members": ["a", held_by]} | more},
    )
    organisation["positions"]["chair"] = {"unit": "shop", "layer": "front_line", "reports_to": "top", "number": 0}
    return variant(
        organisation,
        calendar={"length": "100 weeks", "warm_up": "1 week", "follow_up": "2 weeks"},
        arrivals={"door": {"at": "ask", "per_day": 8, "classes": {"all": "100%"}}},
        pathway={"ask": {"unit": "shop", "asks": "leave", "next": "out"}},
        resources={},
    )


@pytest.mark.parametrize(("agenda", "items"), [(None, 56), (20, 56), (5, 25)])
def test_items_of_an_agenda_take_their_time_of_the_members(agenda: int | None, items: float) -> None:
    """All that come, or as many as the agenda has: in hours of the members, as worked out, and as measured in a run."""
    made = sitting("chair", per_item="4 min", **({"agenda": agenda} if agenda else {}))
    (row,) = (one for one in offered_load(made) if one.id == "a")
    assert row.has_hours == pytest.approx(24 - (5 * 20 + items * 4) / 60 / 7)
    assert row.exact
    assert position_loads(build_graph(made), made, requests_a_day(made))["a"].available == pytest.approx(
        row.has_hours * 60
    )
    plan = compile_plan(made)
    cohort = draw_cohort(plan, 1, 1)
    rows = measure(made, plan, cohort, simulate(plan, cohort))
    (hours,) = (one.value for one in rows if one.measure == "meeting_hours_per_week")
    assert hours == pytest.approx(2 * (5 * 20 + items * 4) / 60, rel=0.04)


def test_items_that_somebody_else_may_settle_first_are_said_to_be_left_out() -> None:
    loads = {row.id: row for row in offered_load(sitting("top", per_item="4 min"))}
    assert not loads["a"].exact
    assert not loads["top"].exact
    assert loads["a"].has_hours == pytest.approx(24 - 5 * 20 / 60 / 7)
    assert {row.id: row.exact for row in offered_load(sitting("chair"))}["a"]
