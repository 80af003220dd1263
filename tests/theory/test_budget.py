"""The best number of managers under a fixed budget: interior, and the engine has the times that say so."""

from __future__ import annotations

import math
from typing import Any

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from orgsim.theory.budget import best_managers, managed_time
from orgsim.theory.checks import UnstableError

BUDGET, WAGE, RATE, HANDLING, FAILING = 40, 2, 30.0, 0.25, 0.8
REPLICATIONS = 12


@pytest.mark.parametrize(("asking", "best"), [(0.02, 1), (0.05, 1), (0.1, 2), (0.2, 2), (0.3, 3)])
def test_the_best_number_is_neither_none_nor_many(asking: float, best: int) -> None:
    assert best_managers(BUDGET, WAGE, RATE, asking, HANDLING, FAILING) == best


def test_times_around_the_best_number() -> None:
    times = {m: managed_time(m, BUDGET - WAGE * m, RATE, 0.3, HANDLING, FAILING) for m in (0, 3, 4)}
    assert times == pytest.approx({0: 3.573, 3: 1.226, 4: 1.400}, abs=5e-4)
    for managers in (1, 2):
        with pytest.raises(UnstableError):
            managed_time(managers, BUDGET - WAGE * managers, RATE, 0.3, HANDLING, FAILING)
    with pytest.raises(UnstableError, match="no number of managers"):
        best_managers(10, 2, RATE, 0.3, HANDLING, FAILING)


def shop(managers: int, asking: float) -> Variant:
    """A unit of work is an hour. The budget is 40 people who are always there, at 8736 hours a year and 1 an hour."""
    yearly = 37.5 * 52
    tree: dict[str, Any] = {
        "orgsim": 1,
        "name": "Managers or hands",
        "calendar": {"warm_up": "4 days", "length": "20 days", "follow_up": "4 days"},
        "organisation": {
            "layers": ["front", "manager"],
            "units": {"shop": {}},
            "positions": {
                "manager": {"unit": "shop", "layer": "manager", "number": managers},
                "lead": {"unit": "shop", "layer": "front", "reports_to": "manager"},
            },
            "decisions": {"ask": {"asked_by": "lead", "held_by": "manager", "effort": {"exponential": {"mean": "15 min"}}}},
        },
        "classes": {"job": {}},
        "needs": {"asking": {"share": f"{100 * asking}%"}},
        "arrivals": {"jobs": {"at": "arrive", "per_day": 24 * RATE, "classes": {"job": "100%"}}},
        "pathway": {
            "arrive": {"unit": "shop", "next": {"by_need": "asking", "yes": "ask", "no": "work"}},
            "ask": {"unit": "shop", "asks": "ask", "next": "work"},
            "work": {"unit": "shop", "needs": {"worker": 1}, "takes": {"exponential": {"mean": "1 h"}}, "next": "out"},
        },
        "exits": {"out": {}},
        "resources": {"worker": {"unit": "shop", "pay_band": "one"}},
        "budget": {
            "total": f"£{40 * 8736} a year",
            "pay_bands": {"one": f"£{yearly} a year"},
            "layer_pay": {"base": f"£{yearly} a year", "ratio": 2.0},
            "front_line": {"worker": "100%"},
        },
    }  # fmt: skip
    return Variant.model_validate(tree)


@pytest.mark.parametrize("managers", [2, 3, 4])
def test_a_run_with_what_the_budget_leaves_has_the_times_of_the_closed_form(managers: int) -> None:
    """At a fifth asking: each mean within 4 of its standard errors, over replications of which none knows another."""
    made = shop(managers, 0.2)
    assert made.resources["worker"].number == BUDGET - WAGE * managers
    plan = compile_plan(made)
    means = []
    for replication in range(1, REPLICATIONS + 1):
        cohort = draw_cohort(plan, 1, replication)
        rows = measure(made, plan, cohort, simulate(plan, cohort))
        means.append(next(row.value for row in rows if row.measure == "time_inside" and not row.group) / 60)
    mean = math.fsum(means) / REPLICATIONS
    error = math.sqrt(math.fsum((one - mean) ** 2 for one in means) / (REPLICATIONS - 1) / REPLICATIONS)
    expected = managed_time(managers, BUDGET - WAGE * managers, RATE, 0.2, HANDLING, FAILING)
    assert abs(mean - expected) < 4 * error
    assert error < 0.03
