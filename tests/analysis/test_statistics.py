from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.analysis.statistics import Difference, estimate, holm, mean_sd, paired, quantile, t_quantile


def numbered(*values: float) -> dict[int, float]:
    return dict(enumerate(values, 1))


def test_the_interval_of_a_textbook_sample() -> None:
    # n = 10, mean 10, sd 1.0540926: half-width 2.262157 * sd / sqrt(10), t from printed tables
    found = estimate([9, 11, 9, 11, 9, 11, 9, 11, 10, 10])
    assert found.mean == 10
    assert found.sd == pytest.approx(math.sqrt(8 / 9))
    assert found.high - found.mean == pytest.approx(2.262157 * found.sd / math.sqrt(10), rel=1e-6)
    assert found.mean - found.low == pytest.approx(found.high - found.mean)


@pytest.mark.parametrize(("degrees", "t"), [(1, 12.7062), (9, 2.2622), (29, 2.0452), (1000, 1.9623)])
def test_t_quantiles_of_printed_tables(degrees: int, t: float) -> None:
    assert t_quantile(0.975, degrees) == pytest.approx(t, abs=5e-5)


def test_intervals_cover_as_often_as_they_say() -> None:
    generator = np.random.default_rng(7)
    samples = generator.normal(3.0, 2.0, size=(20_000, 8))
    covered = sum(found.low <= 3.0 <= found.high for found in map(estimate, samples.tolist()))
    assert 0.945 <= covered / 20_000 <= 0.955


def test_one_value_has_no_interval() -> None:
    found = estimate([4.0])
    assert (found.n, found.mean) == (1, 4.0)
    assert all(math.isnan(part) for part in (found.sd, found.low, found.high))


def test_no_value_has_no_mean() -> None:
    found = estimate([math.nan, math.nan])
    assert found.n == 0
    assert math.isnan(found.mean)


def test_equal_values_have_an_interval_of_no_width() -> None:
    found = estimate([0.1] * 7)
    assert (found.mean, found.sd, found.low, found.high) == (0.1, 0.0, 0.1, 0.1)


def test_nan_is_left_out_and_counted() -> None:
    found = estimate([1.0, math.nan, 3.0])
    assert (found.n, found.mean) == (2, 2.0)


def test_sums_are_exact_whatever_the_order() -> None:
    values = [1e16, 1.0, -1e16, 3.0]
    assert mean_sd(values)[0] == mean_sd(sorted(values))[0] == 1.0


def test_pairs_cancel_what_both_share() -> None:
    noise = [3.0, 90.0, -40.0, 12.0]
    found = paired(numbered(*(x - 2 for x in noise)), numbered(*noise), "lower")
    assert (found.mean, found.sd, found.better_in, found.n, found.p) == (-2.0, 0.0, 4, 4, 0.0)


def test_only_replications_that_both_have_are_paired() -> None:
    found = paired({1: 5.0, 2: math.nan, 4: 7.0}, {1: 4.0, 2: 1.0, 3: 9.0}, "higher")
    assert (found.n, found.mean, found.better_in) == (1, 1.0, 1)
    assert math.isnan(found.p)


def test_direction_decides_what_is_better() -> None:
    values, against = numbered(1.0, 2.0, 2.0), numbered(2.0, 1.0, 2.0)
    assert paired(values, against, "lower").better_in == 1
    assert paired(values, against, "higher").better_in == 1
    assert paired(values, against, "neither").better_in is None


def test_no_difference_at_all_is_no_news() -> None:
    found = paired(numbered(1.0, 2.0), numbered(1.0, 2.0), "lower")
    assert (found.mean, found.p, found.better_in) == (0.0, 1.0, 0)


def of_p(p: float, mean: float = 1.0) -> Difference:
    """A difference over 30 pairs whose t test gives ``p``."""
    sd = mean / t_quantile(1 - p / 2, 29) * math.sqrt(30)
    return Difference(30, mean, sd, math.nan, math.nan, p, 0)


def test_holm_of_a_published_example() -> None:
    # p values 0.01, 0.04, 0.03, 0.005: adjusted 0.03, 0.06, 0.06, 0.02 (Holm's step-down, worked by hand)
    found = holm([of_p(p) for p in (0.01, 0.04, 0.03, 0.005)])
    assert [one.holm_p for one in found] == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_an_interval_leaves_out_zero_exactly_when_its_p_value_says_so() -> None:
    generator = np.random.default_rng(3)
    for _ in range(200):
        family = [of_p(float(p)) for p in generator.beta(0.4, 4.0, size=7).clip(1e-9, 1 - 1e-9)]
        for one in holm(family):
            assert (one.holm_low > 0) == (one.holm_p < 0.05)


def test_holm_widens_and_leaves_the_rest_alone() -> None:
    alone = paired(numbered(1.0), numbered(2.0), "lower")
    one, other = holm([of_p(0.001), alone])
    assert other == alone
    assert one.holm_p == pytest.approx(0.001)
    assert holm([]) == []


def test_family_error_is_kept() -> None:
    generator = np.random.default_rng(11)
    wrong = 0
    for _ in range(400):
        draws = generator.normal(size=(6, 12))
        family = [paired(numbered(*row), numbered(*[0.0] * 12), "lower") for row in draws.tolist()]
        wrong += any(one.holm_p < 0.05 for one in holm(family))
    assert wrong / 400 < 0.08


def test_quantiles_interpolate() -> None:
    assert quantile([3.0, 1.0, math.nan, 2.0], 0.5) == 2.0
    assert quantile([0.0, 10.0], 0.9) == 9.0
    assert math.isnan(quantile([], 0.5))
