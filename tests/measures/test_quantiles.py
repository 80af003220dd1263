"""Quantiles are those of numpy, to the bit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.measures.quantiles import quantiles

SHARES = (0.5, 0.9, 0.95)


@pytest.mark.parametrize("size", [1, 2, 3, 10, 11, 21, 1000, 4097])
@pytest.mark.parametrize("digits", [0, 6])
def test_they_are_those_of_numpy_to_the_bit(size: int, digits: int) -> None:
    values = np.round(np.random.default_rng(size).exponential(100.0, size), digits)
    before = values.copy()
    assert quantiles(values, SHARES) == np.quantile(values, SHARES, method="linear").tolist()
    assert [quantiles(values, [one])[0] for one in SHARES] == quantiles(values, SHARES)
    assert np.array_equal(values, before)


def test_values_that_are_infinite_or_alike() -> None:
    assert quantiles(np.full(7, 3.25), SHARES) == [3.25] * 3
    assert quantiles(np.array([]), SHARES) == pytest.approx([math.nan] * 3, nan_ok=True)
