"""What a structure costs, worked out by hand on the shop.

Low pay is 31,200 / (52 x 37.5) x 1.25 = 20 an hour, high pay 40. Two weeks from a Tuesday are measured.
"""

from __future__ import annotations

import math

import pytest

from orgsim.measures.money import costs_of, duty_minutes, hourly, rows
from orgsim.measures.view import View
from orgsim.scenario.schema.times import parse_hours
from tests.measures.shop import SHOP, shop, view_of


def test_costs_by_kind(view: View) -> None:
    costs = costs_of(view)
    assert hourly(view.variant, "low") == 20.0
    assert costs.pools == 336 * 20  # the till; the van belongs to somebody else
    assert costs.places == 14 * 100  # one bed in use on average
    assert costs.front_line == 2 * 80 * 20
    assert costs.management == 336 * 40  # the inspector belongs to somebody else
    assert costs.visits == 8 * 5


def test_cost_measures(view: View) -> None:
    found = {row.measure: row.value for row in rows(view)}
    assert found["cost_per_day"] == 24_800 / 14
    assert found["cost_per_visit"] == 24_800 / 8
    assert found["management_cost_share"] == 13_440 / 24_800
    assert found["meeting_hours_per_week"] == 5.0


def test_without_a_price_the_cost_is_unknown() -> None:
    organisation = SHOP["organisation"]
    unpaid = {
        key: {field: value for field, value in position.items() if field != "pay_band"}
        for key, position in organisation["positions"].items()
    }
    resources = {
        "till": {"unit": "shop", "number": 1},
        "bed": {"unit": "shop", "number": 2},
        "van": {"unit": "shop", "number": 1},
    }
    variant = shop(organisation=organisation | {"positions": unpaid}, resources=resources, budget={})
    found = {row.measure: row.value for row in rows(view_of(variant))}
    assert math.isnan(found["cost_per_day"])
    assert math.isnan(found["cost_per_visit"])
    assert math.isnan(found["management_cost_share"])
    assert found["meeting_hours_per_week"] == 5.0


@pytest.mark.parametrize(
    ("hours", "length", "minutes"),
    [
        ("always", "1 day", 1440),
        ("08:00-12:00", "1 day", 240),
        ("mon 08:00-12:00", "1 day", 0),
        ("mon 22:00-06:00", "1 day", 360),  # the night into the Tuesday that is measured
        ("tue 22:00-06:00", "1 day", 120),
        ("sun 22:00-06:00", "1 week", 480),
        ("sun 22:00-06:00", "6 days", 120),  # Tuesday to Sunday midnight
    ],
)
def test_minutes_on_duty_in_the_measured_span(hours: str, length: str, minutes: float) -> None:
    calendar = {"starts": "Monday 00:00", "warm_up": "1 day", "length": length, "follow_up": "1 day"}
    assert duty_minutes(parse_hours(hours), view_of(shop(calendar=calendar))) == minutes


def test_a_structure_that_changes_costs_what_each_costs_for_its_time() -> None:
    """From the middle of the measured span there is a second boss, a clerk less, and no meeting any more."""
    organisation = SHOP["organisation"]
    seats = organisation["positions"]
    later = {
        key: one
        for key, one in (
            organisation
            | {
                "positions": seats | {"boss": seats["boss"] | {"number": 2}, "clerk": seats["clerk"] | {"number": 1}},
            }
        ).items()
        if key != "meetings"
    }
    changing = view_of(shop(becomes={"at": "8 days", "organisation": later}))
    costs = costs_of(changing)
    assert costs.management == 168 * 40 + 168 * 2 * 40
    assert costs.front_line == (2 * 40 + 1 * 40) * 20
    assert {row.measure: row.value for row in rows(changing)}["meeting_hours_per_week"] == 2.5


@pytest.mark.parametrize(("at", "times"), [("0 min", 2), ("1 day", 2), ("16 days", 1)])
def test_a_change_outside_the_measured_span_counts_whole(at: str, times: int) -> None:
    seats = SHOP["organisation"]["positions"]
    later = SHOP["organisation"] | {"positions": seats | {"boss": seats["boss"] | {"number": 2}}}
    costs = costs_of(view_of(shop(becomes={"at": at, "organisation": later})))
    assert costs.management == times * 336 * 40
