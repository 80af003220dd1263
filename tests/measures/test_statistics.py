"""Statistics that do not depend on order and have no value over nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.measures.statistics import mean, ratio, share, statistic, total


def test_sums_are_correctly_rounded_in_any_order() -> None:
    values = np.array([1e16, 1.0, -1e16, 1e-3])
    assert total(values) == total(values[::-1]) == 1.001


@pytest.mark.parametrize("name", ["mean", "median", "p90", "p95"])
def test_nothing_has_no_statistic(name: str) -> None:
    assert math.isnan(statistic(np.array([]), name))
    assert math.isnan(statistic(np.array([math.nan]), name))


def test_statistics_leave_out_nan() -> None:
    assert statistic(np.array([3.0, math.nan, 1.0]), "median") == 2.0
    assert mean(np.array([3.0, math.nan, 1.0])) == 2.0


def test_shares() -> None:
    part, whole = np.array([True, True, False]), np.array([True, False, True])
    assert share(part, whole) == 0.5
    assert math.isnan(share(part, np.zeros(3, dtype=np.bool_)))
    assert math.isnan(ratio(0, 0))
