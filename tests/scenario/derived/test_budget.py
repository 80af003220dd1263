"""The budget with the front line as what is left: by hand, its errors, and the same money in the measures."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures.money import costs_of
from orgsim.measures.view import View
from orgsim.plan import compile_plan
from orgsim.scenario.derived.budget import budget_account, hourly_of
from orgsim.scenario.schema import Variant
from tests.organisation.builder import variant

WEEKLY = 52 * 168
"""Hours a year of somebody who is always there."""
PAY: dict[str, Any] = {
    "pay_bands": {"hand": "£1,950 a year", "boss": "£3,900 a year"},  # 1 and 2 an hour
    "per_metric": "£1,000 a year",
    "per_link": "£200 a year",
    "other": "£500 a year",
}


def firm(total: float, front_line: dict[str, str], budget: dict[str, Any] | None = None, **rest: Any) -> Variant:
    positions: dict[str, Any] = {
        "boss": {"unit": "shop", "layer": "top", "pay_band": "boss"},
        "chief": {
            "unit": "shop",
            "layer": "middle",
            "reports_to": "boss",
            "number": 2,
            "on_duty": "weekdays 09:00-17:00",
        },
        "lead": {"unit": "shop", "layer": "front", "reports_to": "chief"},
        "guest": {"unit": "agency", "layer": "top", "pay_band": "boss"},
    }
    organisation = {
        "layers": ["front", "middle", "top"],
        "units": {"shop": {}, "agency": {"external": True}},
        "positions": positions,
        "links": {"phone": {"between": ["lead", "boss"]}},
        "meetings": {"huddle": {"members": ["lead", "boss", "guest"], "happens": "every day at 09:00", "lasts": "1 h"}},
        **rest.pop("organisation", {}),
    }  # fmt: skip
    return variant(
        organisation,
        resources={
            "hand": {"unit": "shop", "pay_band": "hand"},
            "half": {"unit": "shop", "pay_band": "hand", "hours": "08:00-20:00"},
            "porter": {"unit": "shop", "pay_band": "hand", "number": 3},
            "temp": {"unit": "agency", "pay_band": "boss", "number": 9},
        }
        | rest.pop("resources", {}),
        pathway={"serve": {"unit": "shop", "needs": {"hand": 1, "half": 1, "porter": 1, "temp": 1}, "next": "out"}},
        targets={"quick": {"owner": "boss", "clock": {}, "within": "1 h", "goal": "90%"}},
        budget={**PAY, "total": f"£{total} a year", "front_line": front_line, **(budget or {})},
        **rest,
    )


BEFORE = 2 * WEEKLY + 3 * WEEKLY + 7 * 52 * 1 + 1000 + 200 + 500
"""Boss, porters, the lead's hours in meetings, a metric, a link, the rest. The chiefs have no pay, and so cost nothing."""


def unused(made: Variant) -> dict[str, int | None]:
    return {key: pool.number for key, pool in made.resources.items()}


def test_what_is_left_by_hand():
    resources = {"half": {"unit": "shop", "pay_band": "hand", "hours": "08:00-20:00", "number": 1}}
    made = firm(BEFORE + WEEKLY / 2 + 4.5 * WEEKLY, {"hand": "100%"}, resources=resources)
    account = budget_account(made)
    assert account is not None
    assert account.managers == pytest.approx(2 * WEEKLY)
    assert account.positions == 0
    assert account.pools == pytest.approx(3 * WEEKLY + WEEKLY / 2)
    assert account.meetings == pytest.approx(7 * 52)
    assert (account.metrics, account.links, account.other) == (1000, 200, 500)
    assert account.left == pytest.approx(4.5 * WEEKLY)
    assert account.unspent == pytest.approx(0.5 * WEEKLY)
    assert unused(made)["hand"] == 4


def test_whole_people_are_not_lost_to_rounding():
    resources = {"half": {"unit": "shop", "pay_band": "hand", "number": 0}}
    for people in (1, 3, 7, 33, 999):
        assert unused(firm(BEFORE + people * WEEKLY, {"hand": "100%"}, resources=resources))["hand"] == people


def test_several_pools_share_what_is_left():
    made = firm(BEFORE + 10 * WEEKLY, {"hand": "60%", "half": "40%"})
    assert unused(made) == {"hand": 6, "half": 8, "porter": 3, "temp": 9}  # a half costs half


def test_pay_by_layer_is_for_those_above_the_front_line_without_a_band():
    made = firm(
        BEFORE + 40 * WEEKLY, {"hand": "50%", "half": "50%"}, {"layer_pay": {"base": "£1,950 a year", "ratio": 2}}
    )
    positions = made.organisation.positions
    assert [hourly_of(made, positions[key]) for key in ("boss", "chief", "lead")] == [2, 2, 0]
    account = budget_account(made)
    assert account is not None
    assert account.managers == pytest.approx(2 * WEEKLY + 2 * 40 * 52 * 2)


def test_on_costs_are_paid_too():
    made = firm(2 * (BEFORE - 1700) + 1700 + 10 * WEEKLY, {"hand": "50%", "half": "50%"}, {"on_costs": "100%"})
    account = budget_account(made)
    assert account is not None
    assert account.left == pytest.approx(10 * WEEKLY)
    assert [one.number for one in account.front_line] == [2, 5]


def test_informal_links_cost_what_links_cost():
    made = firm(
        BEFORE + 10 * WEEKLY + 400, {"hand": "50%", "half": "50%"}, organisation={"informal": {"per_position": 0.5}}
    )
    account = budget_account(made)
    assert account is not None
    assert account.links == 600
    assert account.left == pytest.approx(10 * WEEKLY)


def test_the_plan_has_the_people():
    made = firm(BEFORE + 10 * WEEKLY, {"hand": "60%", "half": "40%"})
    plan = compile_plan(made)
    assert plan.pools[plan.names.pools.index("hand")].capacity == 6
    assert made.as_written.resources["hand"].number is None


def test_the_measures_count_the_same_money():
    """All that is paid by the hour or the year is spent, but for meetings, whose unpaid members are in no pool."""
    made = firm(BEFORE + 10 * WEEKLY, {"hand": "60%", "half": "40%"})
    account = budget_account(made)
    assert account is not None
    plan = compile_plan(made)
    cohort = draw_cohort(plan, 1, 1)
    costs = costs_of(View(made, plan, cohort, simulate(plan, cohort)))
    week = account.total - account.meetings - account.unspent
    assert costs.total == pytest.approx(week / 52)
    assert costs.overhead == pytest.approx(1700 / 52)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"total": f"£{BEFORE + 0.9 * WEEKLY} a year"}, "not one `hand`, who costs £8,736 a year"),
        ({"total": "£10 a year"}, "nothing is left for the front line, for £[0-9,]+ a year of £10 goes elsewhere"),
        ({"total": "€10 a year"}, "for €[0-9,]+ a year of €10 goes elsewhere: not one `hand`, who costs €8,736 a year"),
        ({"total": "10 a year"}, "for £[0-9,]+ a year of £10 goes elsewhere"),
        ({"total": None}, "needs a `total`"),
        ({"front_line": {"hand": "90%"}}, "add to 90%, not 100%"),
    ],
)
def test_a_budget_that_cannot_be_is_refused(change: dict[str, Any], words: str):
    with pytest.raises(ValidationError, match=words):
        firm(BEFORE, {"hand": "100%"}, change)


def test_a_front_line_that_costs_nothing_is_refused():
    with pytest.raises(ValidationError, match="costs nothing"):
        firm(BEFORE + WEEKLY, {"hand": "100%"}, resources={"hand": {"unit": "shop"}})


def test_without_a_front_line_nothing_is_decided():
    plain = firm(BEFORE, {"hand": "100%"}, {"front_line": None}, resources={"hand": {"unit": "shop", "number": 2}})
    assert budget_account(plain) is None
    assert plain.as_written is plain
    assert math.isclose(hourly_of(plain, plain.organisation.positions["boss"]), 2)
