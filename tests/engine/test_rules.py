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


def _bits(found: float, bits: str, *, exact: bool = True) -> bool:
    """Whether a number has these bits; those that come of logarithms may differ in the last one between C libraries."""
    return found == float.fromhex(bits) if exact else found == pytest.approx(float.fromhex(bits), rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("key", "part", "derived"),
    [
        (0x0, 0, 0xE220A8397B1DCDAF),
        (0x0, 1, 0x6E789E6AA1B965F4),
        (0x1, 0, 0x910A2DEC89025CC1),
        (0xFFFFFFFFFFFFFFFF, 0, 0xE4D971771B652C20),
        (0xFFFFFFFFFFFFFFFF, 7, 0x405DA438A39E8064),
        (0x9E3779B97F4A7C15, 3, 0x1B39896A51A8749B),
        (0x3039, -1, 0xF36CF1164265DD51),
    ],
)
def test_derived_keys_never_change(key, part, derived):
    assert rules.derive(key, part) == derived
    assert rules.derive(rules.as_signed(key), part) & (2**64 - 1) == derived


@pytest.mark.parametrize(
    ("key", "bits"),
    [
        (0x0, "0x1.0000000000000p-53"),
        (0xFFF, "0x1.0000000000000p-53"),
        (0x1000, "0x1.8000000000000p-52"),
        (0x8000000000000000, "0x1.0000000000001p-1"),
        (0xFFFFFFFFFFFFFFFF, "0x1.fffffffffffffp-1"),
        (0xE220A8397B1DCDAF, "0x1.c4415072f63b9p-1"),
    ],
)
def test_uniform_numbers_never_change(key, bits):
    assert _bits(rules.uniform(key), bits)
    assert _bits(rules.uniform(rules.as_signed(key)), bits)


@pytest.mark.parametrize(
    ("key", "bits"),
    [
        (0x1, "0x1.b7c251a5470ccp-2"),
        (0x2, "0x1.182c8556d1abep-1"),
        (0x3, "-0x1.524881309a3cfp-1"),
        (0x8000000000000005, "-0x1.ab95dddaa2e4ep-3"),
    ],
)
def test_normal_numbers_never_change(key, bits):
    assert _bits(rules.normal(key), bits, exact=False)


@pytest.mark.parametrize(
    ("family", "parameters", "bits"),
    [
        ("fixed", (7.5,), ["0x1.e000000000000p+2", "0x1.e000000000000p+2", "0x1.e000000000000p+2"]),
        ("exponential", (10.0,), ["0x1.ad2f787f1830ep+3", "0x1.1438c4f8dfe9dp+5", "0x1.ce5d746822198p+0"]),
        ("uniform", (4.0, 10.0), ["0x1.646d7dd1726b2p+2", "0x1.0c2815a4cb6c2p+2", "0x1.20461c27b4316p+3"]),
        ("triangular", (2.0, 4.0, 12.0), ["0x1.14156a1b986e0p+2", "0x1.65d9d794dcb86p+1", "0x1.0ba752bb50596p+3"]),
        ("lognormal", (25.0, 18.0), ["0x1.4946ca50e6d85p+4", "0x1.2597da5552d9bp+4", "0x1.6eee2a16fa1e0p+4"]),
        ("gamma", (30.0, 60.0), ["0x1.01993715efc19p+0", "0x1.4c8c25e259957p+0", "0x1.05ac224f672c8p+6"]),
        ("gamma", (30.0, 10.0), ["0x1.14778d912f943p+4", "0x1.3a5d3e32d3c3fp+4", "0x1.9bf51d3711fa3p+4"]),
    ],
)
def test_draws_never_change(family, parameters, bits):
    exact = family in ("fixed", "uniform", "triangular")
    row = stored(family, parameters)
    for place, expected in enumerate(bits):
        assert _bits(rules.draw(*row, rules.derive(99, place)), expected, exact=exact)


def test_a_family_that_there_is_not_has_no_number():
    assert math.isnan(rules.draw(99, 1.0, 1.0, 1.0, 5))
