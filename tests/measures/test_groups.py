"""Measures by group, worked out by hand on the shop."""

from __future__ import annotations

import math

import pytest

from orgsim.measures import definitions, groups
from orgsim.measures.view import View
from tests.measures.shop import SHOP, shop, view_of


def by_group(view: View) -> dict[tuple[str, str], float]:
    return {(row.measure, row.group): row.value for row in groups.rows(view)}


@pytest.mark.parametrize(
    ("measure", "group", "value"),
    [
        ("time_inside_by_need", "with_stay", 240.0),
        ("time_inside_by_need", "without_stay", (100 + 235 + 250 + 205 + 300 + 30) / 6),
        ("time_inside_by_mode", "door", 1360 / 7),
        ("time_inside_by_time_of_day", "night", (100 + 235 + 30) / 3),
        ("time_inside_by_time_of_day", "morning", (240 + 205) / 2),
        ("time_inside_by_time_of_day", "afternoon", 300.0),
        ("time_inside_by_time_of_day", "evening", 250.0),
        ("time_inside_by_disposition", "kept", (240 + 235) / 2),
        ("time_inside_by_disposition", "home", (100 + 250 + 205 + 300 + 30) / 5),
        ("prompt_time_by_class", "quick", (100 + 250 + 30) / 3),
        ("prompt_time_by_class", "slow", (240 + 235 + 205 + 300) / 4),
        ("needless_by_class", "slow", 0.5),
        ("needless_by_need", "with_stay", 0.0),
        ("needless_by_need", "without_stay", 1.0),
    ],
)
def test_means_by_group(view: View, measure: str, group: str, value: float) -> None:
    assert by_group(view)[measure, group] == pytest.approx(value)


def test_a_group_with_nobody_in_it_has_no_mean(view: View) -> None:
    found = by_group(view)
    assert math.isnan(found["time_inside_by_mode", "by_road"]), "that visit was put there at the start"
    assert math.isnan(found["needless_by_class", "quick"])


def test_a_start_at_noon_moves_the_time_of_day() -> None:
    calendar = SHOP["calendar"] | {"starts": "Monday 12:00"}
    found = by_group(view_of(shop(calendar=calendar)))
    assert found["time_inside_by_time_of_day", "afternoon"] == pytest.approx((100 + 235 + 30) / 3)


def test_only_the_groupings_that_are_there_are_given() -> None:
    bare = shop(needs={}, dispositions=[], pathway={"desk": SHOP["pathway"]["desk"] | {"next": "home"}},
                groups={"kept": {}}, measures={}, targets={}, behaviours={}, exits={"home": {}})  # fmt: skip
    assert groups.groupings(bare) == ("class", "mode", "time_of_day")
    found = [one.id for one in definitions(bare) if one.family == "groups"]
    assert found == ["time_inside_by_mode", "time_inside_by_time_of_day"]


def test_a_share_that_is_no_merit_is_not_given_by_group() -> None:
    measures = {
        "to_desk": SHOP["measures"]["to_desk"],
        "kept_share": {"are": "kept", "better": "neither"},
        "kept_less": {"are": "kept", "better": "lower"},
    }
    variant = shop(measures=measures)
    assert groups.grouped_shares(variant) == ("kept_less",)
    assert {row.measure for row in groups.rows(view_of(variant)) if row.measure.startswith("kept")} == {
        f"kept_less_by_{one}" for one in groups.groupings(variant)
    }


def test_nobody_came() -> None:
    assert all(math.isnan(row.value) for row in groups.rows(view_of(shop(), [])))
