"""The rules as formulas: moments of the keyed draws, schedules, the moment a behaviour acts."""

from __future__ import annotations

import math

import pytest

from orgsim.cohort.families import stored
from orgsim.engine import rules

N = 20_000


def _draws(family: str, parameters: tuple[float, ...]) -> list[float]:
    row = stored(family, parameters)
    return [rules.draw(*row, rules.derive(99, place)) for place in range(N)]


@pytest.mark.parametrize(
    ("family", "parameters", "mean", "sd"),
    [
        ("exponential", (10.0,), 10.0, 10.0),
        ("uniform", (4.0, 10.0), 7.0, 6 / math.sqrt(12)),
        ("triangular", (2.0, 4.0, 12.0), 6.0, math.sqrt((4 + 16 + 144 - 8 - 24 - 48) / 18)),
        ("lognormal", (25.0, 18.0), 25.0, 18.0),
        ("gamma", (30.0, 60.0), 30.0, 60.0),
        ("gamma", (30.0, 10.0), 30.0, 10.0),
    ],
)
def test_keyed_draws_have_the_mean_and_spread_of_their_family(family, parameters, mean, sd):
    values = _draws(family, parameters)
    found = math.fsum(values) / N
    spread = math.sqrt(math.fsum((value - found) ** 2 for value in values) / (N - 1))
    assert abs(found - mean) < 4 * sd / math.sqrt(N)  # 4 standard errors: error level 6e-5 a case
    assert spread == pytest.approx(sd, rel=0.06)
    assert min(values) >= 0


def test_keys_give_the_same_numbers_for_ever():
    assert rules.derive(0, 0) == 0xE220A8397B1DCDAF  # first output of SplitMix64 from seed 0
    assert rules.derive(1, 2) != rules.derive(2, 1)
    assert 0 < rules.uniform(0) < rules.uniform(2**64 - 1) < 1


def test_the_next_moment_of_a_schedule():
    daily = tuple(day * 1440 + 600.0 for day in range(7))
    assert rules.until_next(daily, 0, len(daily), 0.0, 540.0, 0) == 60
    assert rules.until_next(daily, 0, len(daily), 0.0, 600.0, 0) == 0
    assert rules.until_next(daily, 0, len(daily), 0.0, 600.0, 1) == 1440
    assert rules.until_next((600.0,), 0, 1, 0.0, 601.0, 0) == 10079
    assert rules.until_next((600.0,), 0, 1, 540.0, 0.0, 0) == 60


@pytest.mark.parametrize(
    ("power", "integrity", "minute"),
    [(1.0, 0.0, 200.0), (1.0, 0.5, 220.0), (0.5, 0.25, 220.0), (0.8, 0.4, 220.0), (0.8, 0.7999999, 240.0)],
)
def test_a_behaviour_acts_when_power_times_closeness_reaches_integrity(power, integrity, minute):
    assert rules.acting_time(0.0, 200.0, 240.0, power, integrity) == pytest.approx(minute, abs=1e-4)


def test_a_behaviour_never_acts_on_integrity_above_its_power():
    assert math.isnan(rules.acting_time(0.0, 200.0, 240.0, 0.5, 0.5))
    assert math.isnan(rules.acting_time(0.0, 200.0, 240.0, 0.0, 0.0))


def test_a_need_is_seen_but_for_the_shares_missed_and_needless():
    assert rules.seen_need(True, 0.1, 0.0, 0.1)
    assert not rules.seen_need(True, 0.1, 0.0, 0.0999)
    assert rules.seen_need(False, 0.0, 0.05, 0.0499)
    assert not rules.seen_need(False, 0.0, 0.05, 0.05)


def test_picks_follow_the_cumulative_shares():
    shares = (0.2, 0.5, 1.0)
    assert [rules.picks(shares, 0, 3, u) for u in (0.0, 0.199, 0.2, 0.49, 0.5, 0.999)] == [0, 0, 1, 1, 2, 2]
