"""Statistics that do not depend on order and have no value over nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.measures.statistics import ratio, total
from orgsim.measures.tallies import mean, share, statistics


def test_sums_are_correctly_rounded_in_any_order() -> None:
    values = np.array([1e16, 1.0, -1e16, 1e-3])
    assert total(values) == total(values[::-1]) == 1.001


def statistic(values: list[float], name: str) -> float:
    found: float = dict(statistics(np.array(values), [name]))[name].value()
    return found


@pytest.mark.parametrize("name", ["mean", "median", "p90", "p95"])
def test_nothing_has_no_statistic(name: str) -> None:
    assert math.isnan(statistic([], name))
    assert math.isnan(statistic([math.nan], name))


def test_statistics_leave_out_nan() -> None:
    assert statistic([3.0, math.nan, 1.0], "median") == 2.0
    assert mean(np.array([3.0, math.nan, 1.0])).value() == 2.0


def test_shares() -> None:
    part, whole = np.array([True, True, False]), np.array([True, False, True])
    assert share(part, whole).value() == 0.5
    assert math.isnan(share(part, np.zeros(3, dtype=np.bool_)).value())
    assert math.isnan(ratio(0, 0))


KINDS = {
    "minutes": lambda random, size: np.round(random.lognormal(5, 1, size), 6),
    "differences": lambda random, size: random.random(size) * 1e5 - random.random(size) * 1e5,
    "whole": lambda random, size: random.integers(-5, 5, size).astype(float),
    "tiny": lambda random, size: random.random(size) * 1e-30,
    "huge": lambda random, size: random.normal(size=size) * 1e290,
    "mixed": lambda random, size: random.normal(size=size) * 10.0 ** random.integers(-20, 20, size),
    "cancelling": lambda random, size: np.tile([1e16, 1.0, -1e16, 2.0**-60], size)[:size],
    "nothing": lambda random, size: np.full(size, -0.0),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 299, 301, 5000, 40001])
def test_a_total_is_rounded_correctly_however_many_and_however_fine(kind, size):
    values = KINDS[kind](np.random.default_rng(size), size)
    found, exact = total(values), math.fsum(values.tolist())
    assert found.hex() == exact.hex()
    assert total(values[::-1]).hex() == exact.hex()


def test_a_total_of_halfway_cases_rounds_to_even():
    for last in (1.0, 3.0):
        values = np.concatenate([np.zeros(500), [2.0**52, 0.5, last]])
        assert total(values) == math.fsum(values.tolist())
    assert math.isinf(total(np.full(400, np.inf)))
    assert math.isnan(total(np.full(400, np.nan)))
