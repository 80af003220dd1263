"""The measures a scenario declares, each kind worked out by hand on the shop."""

from __future__ import annotations

import math

import pytest

from orgsim.measures.declared import rows
from orgsim.measures.view import View
from tests.measures.shop import SHOP, shop, view_of


def values(view: View) -> dict[str, float]:
    return {row.measure: row.value for row in rows(view)}


def test_statistics_of_a_time(view: View) -> None:
    found = values(view)  # 205, 235, 240, 300; the fifth slow call is still inside
    assert found["stay_time_mean"] == 245.0
    assert found["stay_time_median"] == 237.5
    assert found["stay_time_p90"] == pytest.approx(240 + 0.7 * 60)
    assert found["stay_time_p95"] == pytest.approx(240 + 0.85 * 60)


def test_time_to_a_moment_needs_both_moments_in_order(view: View) -> None:
    # visits 2, 3, 5, 6, 7, 10: 5, 5, 7, 9, 11, 5 minutes; 4 has the desk before its arrival, 8 never
    assert values(view)["to_desk_median"] == 6.0


def test_share_in_another_group(view: View) -> None:
    assert values(view)["needless"] == 1 / 2


def test_share_of_times_between_limits(view: View) -> None:
    assert values(view)["just_before"] == 2 / 7  # 205 and 235; not 240, which is not below


def test_returns_within_a_time_of_leaving(view: View) -> None:
    found = values(view)
    assert found["back_3d"] == 1 / 7
    assert found["back_8d"] == 1 / 5  # visits 6 and 8 left less than eight days before the end


def test_a_return_that_comes_too_late_does_not_count() -> None:
    measures = {"back": {"returned": {"within": "1 day"}}, "to_desk": SHOP["measures"]["to_desk"]}
    assert values(view_of(shop(measures=measures)))["back"] == 0.0


def test_occupancy_of_pools_together(view: View) -> None:
    assert values(view)["in_use"] == (10080 + 20160) / (20160 + 40320)


def test_waiting_hours_count_turn_decision_and_boarding(view: View) -> None:
    assert values(view)["waiting"] == (840 + 420 + 420) / 60 / 14


def test_waiting_hours_of_a_group_are_not_known() -> None:
    measures = {
        "waiting": {"of": "slow", "waiting_hours": {"stages": ["back"]}},
        "to_desk": SHOP["measures"]["to_desk"],
    }
    assert math.isnan(values(view_of(shop(measures=measures)))["waiting"])


def test_expected_excess_harm(view: View) -> None:
    # 240 and 250 minutes: 1.1 - 0.9; 300: 1.5 - 0.9; the rest nothing
    assert values(view)["harm"] == pytest.approx(0.1 * (0.2 + 0.2 + 0.6))


@pytest.mark.parametrize("name", ["empty", "empty_time_mean", "empty_time_p95", "empty_harm"])
def test_a_value_over_nothing_is_nan(view: View, name: str) -> None:
    assert math.isnan(values(view)[name])
