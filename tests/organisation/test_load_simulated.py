"""The load worked out from the routes is the load that a run shows."""

from __future__ import annotations

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.organisation import build_graph
from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.load import position_loads
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.organisation.builder import tree, variant


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
