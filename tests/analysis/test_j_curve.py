"""The J-curve: weekly differences on the same people, and the reduced form that is fitted to them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.analysis.j_curve import FEWEST, Fit, by_week, fit
from orgsim.theory.transition import break_even_time, crossing_time, relative_output

WEEKS = [week + 0.5 for week in range(-5, 40)]


def minutes(gain: float, dip: float, tau: float) -> list[float]:
    return [0.0 if week < 0 else -relative_output(week, gain, dip, tau) for week in WEEKS]


@pytest.mark.parametrize(("gain", "dip", "tau"), [(60, 40, 3.0), (10, 15, 26.0), (5, 50, 8.0)])
def test_a_curve_without_noise_is_found_again(gain: float, dip: float, tau: float) -> None:
    found = fit(WEEKS, minutes(gain, dip, tau))
    assert found is not None
    assert (found.gain, found.dip, found.tau) == pytest.approx((gain, dip, tau), rel=0.02)
    assert found.left < 1e-4
    assert found.crossing == pytest.approx(crossing_time(gain, dip, tau), rel=0.02)
    assert found.break_even == pytest.approx(break_even_time(gain, dip, tau), rel=0.02)
    assert found.difference(4.0) == pytest.approx(-relative_output(4.0, gain, dip, tau), abs=0.1)


def test_weeks_before_the_change_do_not_count() -> None:
    before = [100.0 if week < 0 else value for week, value in zip(WEEKS, minutes(60, 40, 3.0), strict=True)]
    assert fit(WEEKS, before) == fit(WEEKS, minutes(60, 40, 3.0))


@pytest.mark.parametrize(
    ("what", "series"),
    [
        ("it only gets worse", minutes(-30, 10, 5.0)),
        ("it gets better at once", minutes(30, -10, 5.0)),
        ("nothing happens", [0.0] * len(WEEKS)),
        ("a straight line", list(WEEKS)),
        ("nobody was there", [math.nan] * len(WEEKS)),
    ],
)
def test_nothing_is_fitted_where(what: str, series: list[float]) -> None:
    assert fit(WEEKS, series) is None, what


def test_nothing_is_fitted_to_a_few_weeks() -> None:
    few = WEEKS[: 5 + FEWEST - 1]
    assert fit(few, minutes(60, 40, 3.0)[: len(few)]) is None
    enough = WEEKS[: 5 + FEWEST]
    assert isinstance(fit(enough, minutes(60, 40, 3.0)[: len(enough)]), Fit)


def test_weeks_are_paired_by_replication() -> None:
    changing = [np.array([[2.0, 30.0], [0.0, 0.0]]), np.array([[4.0, 80.0], [1.0, 7.0]])]
    staying = [np.array([[2.0, 20.0], [1.0, 5.0]]), np.array([[4.0, 40.0], [1.0, 5.0]])]
    first, second = by_week(changing, staying)
    assert (first.n, first.mean, first.better_in) == (2, 7.5, 0)  # 15 - 10 and 20 - 10
    assert (second.n, second.mean) == (1, 2.0)
    assert by_week([], staying) == by_week(changing, []) == []
