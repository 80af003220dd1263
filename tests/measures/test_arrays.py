"""The arrays that pictures are drawn from, worked out by hand on the shop."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.measures import series
from orgsim.measures.arrays import binned
from orgsim.measures.view import View
from tests.measures.shop import shop, view_of


def arrays(view: View) -> dict[str, np.ndarray]:
    return series(view.variant, view.plan, view.cohort, view.trace)  # type: ignore[return-value]


def counts(array: np.ndarray) -> dict[int, int]:
    return {int(place): int(array[place]) for place in np.flatnonzero(array)}


def test_the_names(view: View) -> None:
    assert set(arrays(view)) == {
        "bins:prompt:all", "bins:prompt:kept", "bins:prompt:home", "bins_recorded:prompt", "weekly:prompt",
        "bins:average:all", "bins:average:kept", "bins:average:home", "bins_recorded:average",
        "stage_minutes", "stage_visits", "census:till", "census:bed", "census:van",
        "census_before:till", "census_before:bed", "census_before:van", "inside",
        "latency:ask_boss", "latency:own", "hours:arrivals", "hours:departures", "weeks", "fates",
    }  # fmt: skip


def test_bins_hold_their_upper_edge_and_the_last_is_open() -> None:
    assert counts(binned(np.array([0.0, 10.0, 10.1, 240.0, 720.0, 720.1, 5000.0]))) == {
        0: 2,
        1: 1,
        23: 1,
        71: 1,
        72: 2,
    }


def test_bins_of_a_clock(view: View) -> None:
    found = arrays(view)
    assert found["bins:prompt:all"].shape == (73,)
    assert counts(found["bins:prompt:all"]) == {2: 1, 9: 1, 20: 1, 23: 2, 24: 1, 29: 1}
    assert counts(found["bins:prompt:kept"]) == {23: 2}
    assert counts(found["bins_recorded:prompt"]) == {2: 1, 9: 1, 20: 1, 23: 3, 29: 1}


def test_weeks_of_a_target(view: View) -> None:
    assert arrays(view)["weekly:prompt"].tolist() == [[5, 5, 4], [2, 1, 1]]


def test_census_covers_the_measured_hours(view: View) -> None:
    census = arrays(view)["census:bed"]
    assert census.shape == (3, 336)
    assert census[0].tolist() == [2] * 168 + [0] * 168
    assert census[1, 0] == 384 + 24  # queue of the first measured hour
    assert set(census[2].tolist()) == {2}


def test_the_hours_of_the_warm_up_are_kept_apart(view: View) -> None:
    found = arrays(view)
    pools = view.trace.pools
    parts = (pools.census_busy, pools.census_queue, pools.census_capacity)
    assert found["census_before:bed"].tolist() == [part[1, :24].tolist() for part in parts]


def test_those_inside_are_counted_from_time_0(view: View) -> None:
    inside = arrays(view)["inside"]
    assert inside.shape == (24 + 336,)
    assert counts(inside[:30]) == {17: 1, 18: 1, 24: 2, 25: 1}  # minutes 1000 to 1100, 1440 to 1500 and to 1540
    assert inside[-1] == 1  # the one that never left


def test_latency_bins_hold_their_lower_edge(view: View) -> None:
    found = arrays(view)
    assert counts(found["latency:ask_boss"]) == {6: 1, 7: 1, 9: 1}  # 40, 60 and 300 minutes
    assert counts(found["latency:own"]) == {0: 1}
    assert found["latency:own"].shape == (14,)


def test_hours_of_the_week(view: View) -> None:
    found = arrays(view)
    # minutes 1440, 2000, 3000, 4000, 4420, and 12000, 13000, 14000 in the second week of the run
    assert counts(found["hours:arrivals"]) == {24: 1, 33: 1, 50: 1, 66: 1, 73: 1, 32: 1, 48: 1, 65: 1}
    assert found["hours:departures"].sum() == 7


def test_hours_follow_the_start_of_the_week() -> None:
    calendar = {"starts": "Sunday 23:00", "warm_up": "1 day", "length": "2 weeks", "follow_up": "1 day"}
    hours = arrays(view_of(shop(calendar=calendar)))["hours:arrivals"]
    assert hours[23] == 1  # the arrival at minute 1440: 24 hours after Sunday 23:00


def test_fates_of_measured_first_visits(view: View) -> None:
    fates = arrays(view)["fates"]
    assert fates["row"].tolist() == [2, 3, 4, 5, 6, 7, 8]
    assert fates["disposition"].tolist() == [1, 0, 0, 1, 1, -1, 1]
    assert fates["exit"].tolist() == [0, 1, 1, 0, 0, -1, 0]
    clocks = [100.0, 240.0, 235.0, 250.0, 205.0, np.nan, 300.0]
    assert fates["inside"].tolist() == pytest.approx(clocks, nan_ok=True)
    assert fates["clock"].tolist() == pytest.approx(clocks, nan_ok=True)
    assert fates["touched"].tolist() == [0, 1, 3, 0, 0, 0, 0]
    assert fates.dtype.names == ("row", "disposition", "exit", "inside", "clock", "touched")


def test_fates_without_a_timed_target_have_no_clock() -> None:
    fates = arrays(view_of(shop(targets={})))["fates"]
    assert np.isnan(fates["clock"]).all()


def test_nothing_happened() -> None:
    found = arrays(view_of(shop(), [], []))
    assert found["fates"].shape == (0,)
    assert found["bins:prompt:all"].sum() == 0
    assert found["weekly:prompt"].tolist() == [[0, 0, 0], [0, 0, 0]]


def test_weeks_have_the_visits_that_have_left_and_their_minutes(view: View) -> None:
    found, trace = arrays(view)["weeks"], view.trace
    left = view.measured & view.departed & (trace.arrived < view.start + 2 * 10080)
    assert found.shape == (2, 2)
    assert found[:, 0].sum() == left.sum() > 0
    assert found[:, 1].sum() == pytest.approx((trace.departed - trace.arrived)[left].sum())
    first = left & (trace.arrived < view.start + 10080)
    assert found[0].tolist() == pytest.approx([first.sum(), (trace.departed - trace.arrived)[first].sum()])
