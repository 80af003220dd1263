"""The measures of people from day to day, on days written by hand. The shop's calendar: see ``tests/measures/shop.py``."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from orgsim.engine.trace import UnitDay
from orgsim.measures import definitions, measure, series
from orgsim.measures.view import View
from orgsim.plan import compile_plan
from tests.measures.shop import SHOP, shop, view_of

UNIT = next(row["unit"] for row in SHOP["resources"].values() if row.get("kind", "staff") == "staff")


@pytest.fixture
def changing() -> View:
    """The hand-made visits of the shop, and the days of a unit of 4 posts: motivation falls, one quits each day."""
    plain = view_of(shop())
    variant = shop(organisation=SHOP["organisation"] | {"people": {"motivation": {}, "leaving": {}}})
    plan = compile_plan(variant)
    count = int(plan.end // 1440)
    days = np.zeros((count, len(plan.people), len(UnitDay)))
    steps = np.arange(count)[:, None]
    days[..., UnitDay.MOTIVATION] = 0.5 - 0.01 * steps
    days[..., UnitDay.STAFF] = 4
    days[..., UnitDay.VACANT] = 1
    days[..., UnitDay.QUITS] = steps + 1
    return View(variant, plan, plain.cohort, dataclasses.replace(plain.trace, people=days))


def measured_days(view: View) -> range:
    """Numbers of the midnights that end a measured day, the run beginning at one."""
    return range(int(view.start // 1440), int(view.stop // 1440))


def values(view: View) -> dict[tuple[str, str], float]:
    rows = measure(view.variant, view.plan, view.cohort, view.trace)
    return {(row.measure, row.group): row.value for row in rows}


def test_means_are_over_the_midnights_of_the_measured_span(changing: View) -> None:
    assert changing.plan.starts % 1440 == 0
    found, days = values(changing), measured_days(changing)
    assert 0 < len(days) < len(changing.trace.people)
    assert found["unit_motivation", UNIT] == pytest.approx(np.mean([0.5 - 0.01 * day for day in days]))
    assert found["unit_motivation", ""] == found["unit_motivation", UNIT]
    assert found["unit_vacant_share", UNIT] == 0.25
    assert found["unit_absent_share", UNIT] == 0.0


def test_turnover_is_for_each_post_and_day(changing: View) -> None:
    assert values(changing)["unit_turnover", UNIT] == pytest.approx(1 / 4)


def test_the_series_has_the_measured_days(changing: View) -> None:
    array = series(changing.variant, changing.plan, changing.cohort, changing.trace)[f"people:{UNIT}"]
    assert array.shape == (len(UnitDay), len(measured_days(changing)))
    assert array[UnitDay.QUITS].tolist() == [day + 1 for day in measured_days(changing)]


def test_a_span_without_a_midnight_has_nothing_to_measure(changing: View) -> None:
    none = dataclasses.replace(changing.trace, people=changing.trace.people[:0])
    found = values(View(changing.variant, changing.plan, changing.cohort, none))
    assert all(math.isnan(found[one.id, UNIT]) for one in definitions(changing.variant) if one.family == "people")


def test_every_measure_of_people_is_defined_only_where_people_change(changing: View) -> None:
    given = dict.fromkeys(name for name, _ in values(changing))
    assert list(given) == [one.id for one in definitions(changing.variant)]
    assert not [one for one in definitions(shop()) if one.family == "people"]


def test_units_together_are_counted_by_their_posts(changing: View) -> None:
    people = {"people": {"leaving": {}}}
    units = SHOP["organisation"]["units"]
    both = shop(organisation=SHOP["organisation"] | {"units": {name: row | people for name, row in units.items()}})
    plan = compile_plan(both)
    assert [plan.names.units[row.unit] for row in plan.people] == [UNIT, "outside"]
    days = np.repeat(changing.trace.people, 2, axis=1)
    days[:, 1, UnitDay.STAFF], days[:, 1, UnitDay.VACANT], days[:, 1, UnitDay.QUITS] = 12, 0, 0
    days[:, 1, UnitDay.MOTIVATION] = 0.5
    found = values(View(both, plan, changing.cohort, dataclasses.replace(changing.trace, people=days)))
    assert (found["unit_vacant_share", ""], found["unit_vacant_share", "outside"]) == (1 / 16, 0.0)
    assert found["unit_turnover", ""] == pytest.approx(1 / 16)
    assert found["unit_motivation", ""] == pytest.approx((found["unit_motivation", UNIT] + 0.5) / 2)
