"""How many came, how they left, how busy everybody was: worked out by hand on the shop."""

from __future__ import annotations

import math

from orgsim.measures import use, visits
from orgsim.measures.view import View
from tests.measures.shop import shop, view_of


def test_visits(view: View) -> None:
    found = {(row.measure, row.group): row.value for row in visits.rows(view)}
    assert found["visits_per_day", ""] == 8 / 14
    assert found["time_inside", ""] == 1360 / 7
    assert found["time_inside", "quick"] == (100 + 250 + 30) / 3
    assert found["exit_share", "kept"] == 2 / 7
    assert found["exit_share", "home"] == 5 / 7
    assert found["still_inside_share", ""] == 1 / 8
    assert found["behaviour_acts_per_day", "rush"] == 2 / 14
    assert found["behaviour_acts_per_day", "doze"] == 0.0


def test_acts_on_pools_are_not_known_while_they_are_on() -> None:
    behaviours = {
        "fetch": {"who": "boss", "do": "pull", "pool": "bed", "switched": "on"},
        "fetch_not": {"who": "boss", "do": "pull", "pool": "bed"},
    }
    view = view_of(shop(behaviours=behaviours))
    found = {row.group: row.value for row in visits.rows(view) if row.measure == "behaviour_acts_per_day"}
    assert math.isnan(found["fetch"])
    assert found["fetch_not"] == 0.0


def test_use(view: View) -> None:
    found = {(row.measure, row.group): row.value for row in use.rows(view)}
    assert found["position_utilisation", "clerk"] == 0.25
    assert math.isnan(found["position_utilisation", "boss"])
    assert found["layer_utilisation", "front"] == 0.25
    assert math.isnan(found["layer_utilisation", "top"])
    assert found["pool_utilisation", "bed"] == 0.5


def test_nobody_came() -> None:
    found = {(row.measure, row.group): row.value for row in visits.rows(view_of(shop(), []))}
    assert found["visits_per_day", ""] == 0.0
    assert math.isnan(found["time_inside", ""])
    assert math.isnan(found["still_inside_share", ""])
