"""Rank correlations and shares against what is known by other means."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.analysis.rank import partial, share, spearman


def test_a_monotone_function_has_the_correlations_it_should() -> None:
    random = np.random.default_rng(11)
    up, down, nothing = (random.random(60) for _ in range(3))
    found = partial({"up": up, "down": down, "nothing": nothing}, np.exp(4 * up) - 5 * down**3)
    assert found["up"].low > 0.9
    assert found["down"].high < -0.5
    assert found["nothing"].low < 0 < found["nothing"].high
    assert {one.n for one in found.values()} == {60}


def test_with_two_columns_it_is_the_formula_of_the_partial_correlation() -> None:
    random = np.random.default_rng(5)
    first = random.random(40)
    last = first + random.random(40)
    answer = first + random.random(40) ** 2
    of_first, of_last, between = (spearman(*pair).value for pair in ((first, answer), (last, answer), (first, last)))
    formula = (of_first - of_last * between) / math.sqrt((1 - of_last**2) * (1 - between**2))
    assert partial({"first": first, "last": last}, answer)["first"].value == pytest.approx(formula, abs=1e-12)


def test_only_the_order_counts() -> None:
    values = [0.3, 0.9, 0.1, 0.5, 0.7, 0.2]
    assert spearman(values, [math.exp(9 * one) for one in values]).value == pytest.approx(1)
    assert spearman(values, [-one for one in values]).value == pytest.approx(-1)


def test_the_interval_covers_as_often_as_it_says() -> None:
    # 400 samples of a normal pair with correlation 0.5, whose rank correlation is 6/pi asin(0.25). With 95% cover the
    # number that covers is Binomial(400, 0.95): below 363 or above 393 once in 1,000 seeds or less.
    random, truth, covered = np.random.default_rng(2), 6 / math.pi * math.asin(0.25), 0
    for _ in range(400):
        first = random.normal(size=30)
        found = spearman(first, 0.5 * first + math.sqrt(0.75) * random.normal(size=30))
        covered += found.low <= truth <= found.high
    assert 363 <= covered <= 393


@pytest.mark.parametrize("results", [[1.0] * 8, [math.nan] * 8, [1.0, 2.0, *[math.nan] * 6]])
def test_where_there_is_no_answer_it_is_nan(results: list[float]) -> None:
    column = [float(place) for place in range(8)]
    other = [float(place % 3) for place in range(8)]
    assert math.isnan(spearman(column, results).value)
    assert all(math.isnan(one.value) for one in partial({"a": column, "b": other}, results).values())


def test_points_without_a_value_are_left_out() -> None:
    column = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert spearman(column, [1.0, 2.0, math.nan, 4.0, 3.0]).n == 4


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(0, 12, 0.0, 1 - 0.025 ** (1 / 12)), (12, 12, 0.025 ** (1 / 12), 1.0), (5, 10, 0.1871, 0.8129)],
)
def test_a_share_has_the_exact_interval(count: int, n: int, low: float, high: float) -> None:
    found = share(count, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.value == count / n


def test_a_share_of_nothing_is_nan() -> None:
    assert math.isnan(share(0, 0).value)
