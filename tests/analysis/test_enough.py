"""Running means against scipy, and the number of replications that a half-width needs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from orgsim.analysis.enough import pairs, running

VALUES = np.random.default_rng(3).normal(50.0, 6.0, 25)


def test_every_step_has_the_interval_of_scipy() -> None:
    found = running([*VALUES[:7], math.nan, *VALUES[7:]])
    assert [one.n for one in found.steps] == list(range(1, 26))
    assert math.isnan(found.steps[0].low)
    for count in range(2, 26):
        part = VALUES[:count]
        low, high = stats.t.interval(0.95, count - 1, part.mean(), stats.sem(part))
        assert (found.steps[count - 1].low, found.steps[count - 1].high) == pytest.approx((low, high))


def test_the_number_needed_grows_with_the_square_of_the_precision() -> None:
    found = running(VALUES)
    assert found.needed(found.half_width) == 25
    assert found.needed(found.half_width / 2) == 100
    assert found.needed(1e9) == 2
    assert found.needed(0.0) is None
    assert found.needed(math.nan) is None
    assert running(VALUES[:1]).needed(1.0) is None
    assert running([]).last.n == 0


def test_the_number_said_is_about_the_number_that_does() -> None:
    """Half-widths at the number that 40 replications foretell, over 200 repeats: right to a tenth on average."""
    rng, found = np.random.default_rng(8), []
    for _ in range(200):
        values = rng.normal(0.0, 1.0, 400)
        needed = running(values[:40]).needed(0.15)
        assert needed is not None
        found.append(running(values[:needed]).half_width)
    assert np.mean(found) == pytest.approx(0.15, rel=0.1)


def test_an_interval_around_zero_decides_nothing() -> None:
    assert running([-1.0, 1.0, 2.0]).straddles
    assert running([5.0]).straddles
    assert not running([5.0, 5.5, 5.2]).straddles


def test_pairs_are_of_the_replications_that_both_have() -> None:
    assert pairs({1: 5.0, 2: 7.0, 4: 1.0}, {2: 4.0, 1: 1.0, 3: 0.0}) == [4.0, 3.0]
