"""The truncation point and the moving average, on series whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.analysis.warm_up import DAY, WEEK, mser, settling, welch


def shifted(at: int, length: int, *, by: float = 8.0, seed: int = 1) -> np.ndarray:
    """Noise around 20 that is ``by`` lower for the first ``at`` hours."""
    noise = np.random.default_rng(seed).normal(20.0, 1.0, length)
    noise[:at] -= by
    return noise


@pytest.mark.parametrize("at", [0, 40, 100, 150])
@pytest.mark.parametrize("seed", range(5))
def test_mser_leaves_out_all_of_a_known_shift_and_little_more(at: int, seed: int) -> None:
    found = mser(shifted(at, 1000, seed=seed))
    assert found is not None
    assert at <= found <= at + 40


@pytest.mark.parametrize("at", [0, 5, 60, 200])
def test_mser_finds_a_shift_in_even_noise_to_the_batch(at: int) -> None:
    even = 20.0 + np.tile([1.0, -1.0], 200)
    even[:at] -= 8
    assert mser(even) == at


def test_mser_is_the_least_of_the_definition() -> None:
    values = shifted(60, 300, by=1.5, seed=4)
    means = values.reshape(-1, 5).mean(axis=1)
    spread = [float(((means[d:] - means[d:].mean()) ** 2).sum()) / (60 - d) ** 2 for d in range(55)]
    assert mser(values) == 5 * spread.index(min(spread))


def test_a_shift_in_the_second_half_is_no_answer() -> None:
    assert mser(shifted(300, 400)) is None
    assert mser(np.arange(400.0)) is None


def test_a_level_series_needs_no_warm_up_and_a_short_one_has_no_answer() -> None:
    assert mser(np.full(100, 1e9)) == 0
    assert mser(np.ones(49)) is None


def test_welch_is_the_mean_of_a_window_that_grows_from_the_start() -> None:
    values = np.array([1.0, 2.0, 6.0, 4.0, 8.0, 9.0])
    assert welch(values, 2).tolist() == pytest.approx([1.0, 3.0, 21 / 5, 29 / 5])
    assert welch(values, 0).tolist() == values.tolist()


def test_settling_looks_at_the_mean_over_replications() -> None:
    found = settling([shifted(50, 500, seed=1), shifted(50, 510, seed=2)], 72.0)
    assert found.mean == pytest.approx((shifted(50, 500, seed=1) + shifted(50, 510, seed=2)[:500]) / 2)
    assert found.settled is not None
    assert 50 <= found.settled <= 60
    assert found.long_enough
    assert found.reach == DAY // 2
    assert len(found.average) == 500 - DAY // 2
    assert not settling([shifted(50, 500)], 24.0).long_enough
    assert not settling([np.arange(500)], 400.0).long_enough


def test_a_long_series_is_averaged_over_a_week() -> None:
    rhythm = 10 + np.sin(2 * np.pi * np.arange(6 * WEEK) / WEEK)
    assert np.ptp(settling([rhythm], 0.0).average[WEEK:]) < 0.02
    with pytest.raises(ValueError, match="no hours"):
        settling([], 0.0)
