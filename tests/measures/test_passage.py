"""What is left of requests, how far they climb and through whom they pass: by hand, and in a run worked out beforehand."""

from __future__ import annotations

import copy
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import decisions, measure, use
from orgsim.measures.view import View
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.measures.shop import shop, view_of

CLIMB: dict[str, Any] = {
    "orgsim": 1,
    "name": "A question for the top",
    "calendar": {"warm_up": "1 day", "length": "1 week", "follow_up": "1 day"},
    "organisation": {
        "layers": ["front", "middle", "top"],
        "line": {"delay": "1 min", "fidelity": "100%"},
        "units": {"office": {}},
        "positions": {
            "clerk": {"unit": "office", "layer": "front", "reports_to": "lead", "attention": "100%"},
            "lead": {"unit": "office", "layer": "middle", "reports_to": "boss", "attention": "100%"},
            "boss": {"unit": "office", "layer": "top", "attention": "100%"},
        },
        "decisions": {
            "large": {"held_by": "boss", "asked_by": "clerk", "effort": "4 min", "passing_on": "1 min"},
            "small": {"held_by": "clerk", "asked_by": "clerk", "effort": "2 min"},
        },
    },
    "classes": {"all": {}},
    "arrivals": {
        "many": {"at": "ask_small", "at_times": {"times": "every day at 09:00, 15:00", "number": 1}, "classes": {"all": "100%"}},
        "few": {"at": "ask_large", "at_times": {"times": "every day at 12:00", "number": 1}, "classes": {"all": "100%"}},
    },
    "pathway": {
        "ask_small": {"unit": "office", "asks": "small", "next": "done"},
        "ask_large": {"unit": "office", "asks": "large", "next": "done"},
    },
    "exits": {"done": {}},
}  # fmt: skip


def found(variant: Variant) -> dict[tuple[str, str], float]:
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 1, 1)
    return {(row.measure, row.group): row.value for row in measure(variant, plan, cohort, simulate(plan, cohort))}


def climb(**changes: Any) -> Variant:
    made = copy.deepcopy(CLIMB)
    made["organisation"] |= changes
    return Variant.model_validate(made)


def test_who_passes_on_and_who_is_asked() -> None:
    values = found(climb())
    assert values["decided_where_raised_share", ""] == pytest.approx(2 / 3)
    assert values["escalation_depth", ""] == pytest.approx(2 / 3)
    assert (values["escalation_depth", "large"], values["escalation_depth", "small"]) == (2, 0)
    passing = {name: values["betweenness_load", name] for name in ("clerk", "lead", "boss")}
    assert passing == {"clerk": 0, "lead": pytest.approx(1 / 3), "boss": 0}
    assert values["position_load_gini", ""] == pytest.approx(2 / 9)  # 1, 4 and 4 minutes a day
    assert values["fidelity_per_decision", ""] == 1


def test_what_is_left_is_the_product_of_the_steps_that_were_taken() -> None:
    values = found(climb(line={"delay": "1 min", "fidelity": "99.999%"}))
    assert values["fidelity_per_decision", "large"] == pytest.approx(0.99999**2, abs=1e-12)
    assert values["fidelity_per_decision", "small"] == 1


def test_authority_moves_who_decides_and_the_latency_goes_with_them() -> None:
    made = copy.deepcopy(CLIMB["organisation"])
    made["positions"]["lead"]["authority"] = 5
    made["decisions"]["large"]["complexity"] = 1
    values = found(climb(**made))
    assert values["betweenness_load", "lead"] == 0
    assert values["decision_latency_by_decider", "middle"] == pytest.approx(1 + 4 + 1)
    assert values["decision_latency_by_decider", "front"] == pytest.approx(2)
    assert math.isnan(values["decision_latency_by_decider", "top"])
    assert values["decision_latency_by_layer", "top"] == pytest.approx(6)  # who holds it, not who decided


def test_slowest_answers_and_fidelity_of_the_shop(view: View) -> None:
    kept = np.array([0.1, 0.9, 0.5, 1.0, 0.2, 0.8])  # the first asked in the warm-up, the fifth still open
    requests = replace(view.trace.requests, kept=kept)
    seen = View(view.variant, view.plan, view.cohort, replace(view.trace, requests=requests))
    values = {(row.measure, row.group): row.value for row in decisions.rows(seen)}
    assert values["fidelity_per_decision", ""] == pytest.approx(3.2 / 4)
    assert values["fidelity_per_decision", "ask_boss"] == pytest.approx(2.2 / 3)
    assert values["decision_latency_p95", ""] == pytest.approx(60 + 0.85 * 240)  # 0, 40, 60, 300
    assert math.isnan(values["decided_where_raised_share", ""])  # nobody is said to have decided


def test_nobody_asks() -> None:
    values = {(row.measure, row.group): row.value for row in use.rows(view_of(shop(), [], []))}
    assert math.isnan(values["betweenness_load", "boss"])
