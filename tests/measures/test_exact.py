"""Exact sums: the same bits in any order and in any parts; and the tallies that are made of them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.measures.exact import Exact, Summed, in_parts, tally
from orgsim.measures.tallies import Meaned, MeansByPlace, Moments, Quantile, Values
from tests.measures.test_statistics import KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("cuts", [(), (1,), (150, 299, 600), (2000,), (10, 20, 30, 4000)])
def test_parts_of_a_sum_add_up_to_its_bits(kind, cuts):
    values = KINDS[kind](np.random.default_rng(len(cuts)), 5000)
    parts = [Exact(part) for part in np.split(values, cuts)]
    for order in (parts, parts[::-1]):
        found = Exact(np.empty(0))
        for part in order:
            found.add(part)
        assert found.value().hex() == math.fsum(values.tolist()).hex()
        assert found.value().hex() == math.fsum(values.tolist()).hex(), "asking again changes nothing"


def test_what_is_not_finite_stays_so():
    found = Exact(np.array([1.0] * 400 + [math.inf]))
    found.add(Exact(np.ones(400)))
    assert found.value() == math.inf
    found.add(Exact(np.full(400, -math.inf)))
    assert math.isnan(found.value())


def test_what_is_too_large_or_too_fine_is_not_summed_in_two_parts():
    assert in_parts(np.array([2.0**40])) is None
    assert in_parts(np.array([2.0**-80])) is None
    assert in_parts(np.array([math.nan])) is None
    assert in_parts(np.array([0.1, -(2.0**20)])) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_sums_by_place(kind):
    random = np.random.default_rng(3)
    values, places = KINDS[kind](random, 3000), random.integers(-1, 4, 3000)
    found = Summed(values).by_place(places, 5)
    assert [one.value() for one in found] == [math.fsum(values[places == place].tolist()) for place in range(5)]
    assert tally(places, 5, 1) == [int((places == place).sum()) for place in range(5)]


def test_means_by_place_of_values_and_of_truths():
    places = np.array([0, 0, 2, -1, 2])
    values = [one.value() for one in Meaned(np.array([1.0, 2.0, 7.0, 9.0, 8.0])).by_place(places, 3)]
    assert values[0] == 1.5 and math.isnan(values[1]) and values[2] == 7.5
    shares = [one.value() for one in Meaned(np.array([True, False, True, True, True])).by_place(places, 3)]
    assert shares[0] == 0.5 and math.isnan(shares[1]) and shares[2] == 1.0


def test_means_by_place_of_parts():
    one = MeansByPlace(np.array([1.0, 3.0, 5.0]), np.array([2.0, 2.0, -1.0]), 4)
    one.add(MeansByPlace(np.array([8.0, 6.0, 1.0]), np.array([2.0, 3.0, 4.0]), 4))
    one.add(MeansByPlace(np.empty(0), np.empty(0), 4))
    assert {place: mean.value() for place, mean in one.value().items()} == {2: 4.0, 3: 6.0}


def test_moments_are_counted_at_the_first_step_that_is_not_before_them():
    step, number = 0.1, 2000
    edges = np.arange(number) * step
    random = np.random.default_rng(1)
    moments = np.concatenate([
        edges, np.nextafter(edges, -np.inf), np.nextafter(edges, np.inf), random.random(5000) * 199, [199.9, 205.0, 0.0]
    ])  # fmt: skip
    wanted = np.bincount(np.searchsorted(edges, moments, side="left"), minlength=number + 1)[:number]
    found = Moments(moments[:3000], step, number)
    found.add(Moments(moments[3000:], step, number))
    assert found.value().tolist() == wanted.tolist()


def test_values_that_several_quantiles_share_are_added_once():
    mine, theirs = Values(np.array([1.0, 5.0])), Values(np.array([3.0, 4.0]))
    median, largest = Quantile([mine], 0.5), Quantile([mine], 1.0)
    for one, other in ((median, Quantile([theirs], 0.5)), (largest, Quantile([theirs], 1.0))):
        one.add(other)
    assert (median.value(), largest.value()) == (3.5, 5.0)
    assert sorted(mine.known.tolist()) == [1.0, 3.0, 4.0, 5.0]
