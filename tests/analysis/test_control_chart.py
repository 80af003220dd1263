"""The XmR chart on series made by hand, and how often it cries wolf."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.analysis.control_chart import SHIFT, TREND, control_chart

STEADY = [10.0, 12.0] * 8
"""Mean 11, every moving range 2: limits 11 -/+ 5.32."""


def broken(values, rule):
    """Places that break a rule upwards, and those that break it downwards."""
    points = control_chart(values).points
    return tuple([place for place, one in enumerate(points) if rule in way(one)]
                 for way in (lambda one: one.up, lambda one: one.down))  # fmt: skip


def test_limits_are_2_66_moving_ranges_from_the_mean() -> None:
    chart = control_chart(STEADY)
    assert (chart.mean, chart.moving_range) == (11.0, 2.0)
    assert (chart.low, chart.high) == pytest.approx((5.68, 16.32))
    assert not any(one.is_signal for one in chart.points)


def test_a_point_outside_is_a_signal() -> None:
    up, down = broken([*STEADY, 30.0, *STEADY], "outside")
    assert (up, down) == ([16], [])
    assert broken([*STEADY, -9.0, *STEADY], "outside") == ([], [16])


@pytest.mark.parametrize(("length", "found"), [(SHIFT - 1, []), (SHIFT, list(range(7, 14)))])
def test_seven_on_one_side_are_a_signal_and_six_are_not(length: int, found: list[int]) -> None:
    high = [13.0, 12.0, 13.0, 12.0, 13.0, 12.0, 13.0][:length]
    low = [8.0, 9.0, 8.0, 9.0, 8.0, 9.0]
    values = [*low, 14.0, 8.0, *high, 8.0] if length < SHIFT else [*low, 8.0, *high, 8.0, 14.0]
    assert broken(values, "shift")[0] == found


@pytest.mark.parametrize(("length", "is_signal"), [(TREND - 1, False), (TREND, True)])
def test_six_that_only_rise_are_a_signal_and_five_are_not(length: int, is_signal: bool) -> None:
    rise = [9.0 + place for place in range(length)]
    values = [12.0, 10.0, 12.0, *rise, 8.0, 12.0]
    up, down = broken(values, "trend")
    assert up == (list(range(3, 3 + length)) if is_signal else [])
    assert down == []
    assert broken([-value for value in values], "trend") == (down, up)


def test_equal_neighbours_end_a_trend() -> None:
    assert broken([1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0], "trend") == ([], [])


def test_two_of_three_near_one_limit_are_a_signal() -> None:
    values = [10.0, 12.0] * 20
    values[20:23] = [15.5, 11.0, 15.5]
    chart = control_chart(values)
    assert 15.5 - chart.mean > 2 / 3 * (chart.high - chart.mean)
    assert broken(values, "near") == ([20, 22], [])
    values[22] = 12.0
    assert broken(values, "near") == ([], [])


def test_near_opposite_limits_is_no_signal() -> None:
    values = [10.0, 12.0] * 20
    values[20:23] = [15.5, 11.0, 6.5]
    assert broken(values, "near") == ([], [])


def test_better_decides_what_a_signal_means() -> None:
    chart = control_chart([*STEADY, 30.0])
    assert [chart.variation(better) for better in ("higher", "lower", "neither")] == [
        "improvement",
        "concern",
        "change",
    ]
    assert control_chart(STEADY).variation("higher") == "common"


@pytest.mark.parametrize(
    ("goal", "better", "said"),
    [(5.0, "higher", "hit"), (17.0, "higher", "miss"), (11.0, "higher", "hit-and-miss"),
     (17.0, "lower", "hit"), (5.0, "lower", "miss"), (11.0, "lower", "hit-and-miss")],
)  # fmt: skip
def test_assurance_is_limits_against_the_goal(goal: float, better: str, said: str) -> None:
    assert control_chart(STEADY).assurance(goal, better) == said


def test_what_cannot_be_charted_is_refused() -> None:
    for values in ([], [1.0], [1.0, math.nan], [1.0, math.inf]):
        with pytest.raises(ValueError, match="two values"):
            control_chart(values)
    with pytest.raises(ValueError, match="better direction"):
        control_chart(STEADY).assurance(3.0, "neither")


def test_equal_values_have_no_signal() -> None:
    assert not any(one.is_signal for one in control_chart([3.0] * 20).points)


@pytest.mark.parametrize(
    ("rule", "span", "chance"),
    [("outside", 1, math.erfc(3 / math.sqrt(2))), ("shift", 7, 2 / 2**7), ("trend", 6, 2 / 720),
     ("near", 3, 2 * (3 * 0.02275**2 * 0.97725 + 0.02275**3))],
)  # fmt: skip
def test_false_alarms_of_each_rule_are_as_often_as_theory_says(rule: str, span: int, chance: float) -> None:
    """30,000 spans side by side of independent normal figures: 4.5 standard errors (wrong in 1 of 100,000)."""
    spans = 30_000
    points = control_chart(np.random.default_rng(7).normal(size=spans * span).tolist()).points
    rows = [points[place : place + span] for place in range(0, len(points), span)]
    found = sum(_by_itself(row, rule) for row in rows) / spans
    assert found == pytest.approx(chance, abs=4.5 * math.sqrt(chance / spans))


def _by_itself(row, rule: str) -> bool:
    """Whether the points of a span break the rule without those around it."""
    counts = [sum(rule in way for way in ways) for ways in ([one.up for one in row], [one.down for one in row])]
    values = [one.value for one in row]
    one_way = rule != "trend" or values in (sorted(values), sorted(values, reverse=True))
    return one_way and max(counts) >= (2 if rule == "near" else len(row))


def test_all_rules_together_mark_a_fifth_of_charts_of_chance() -> None:
    """2,000 charts of 24 independent normal figures; the share is known to 0.03 (3 standard errors: wrong in 1 of 370)."""
    rng = np.random.default_rng(11)
    charts = [control_chart(values.tolist()) for values in rng.normal(size=(2000, 24))]
    assert np.mean([any(one.is_signal for one in chart.points) for chart in charts]) == pytest.approx(0.2, abs=0.03)
