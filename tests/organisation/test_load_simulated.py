"""The load worked out from the routes is the load that a run shows."""

from __future__ import annotations

import math

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.organisation import build_graph
from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.load import position_loads
from orgsim.plan import compile_plan
from orgsim.scenario.offered_load import offered_load
from orgsim.scenario.schema import Variant
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
