"""Contrasts of made-up values whose effects are known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.analysis.conflict_reader import Effect, Reader, contrast
from orgsim.analysis.pairs import is_better, overlapping, pairs_of
from orgsim.analysis.statistics import Difference
from orgsim.experiment import Definition
from orgsim.experiment.factorial import combinations_of, label_of

TIME = Definition("time", "Time", "min", "lower", "", "", "declared")
TRUTH = {"a": -5.0, "b": 3.0}
BEYOND = 2.0


def reader(seed: int, replications: int = 12, beyond: float = BEYOND) -> Reader:
    """Make two targets with known effects, noise of its own at every setting and a common one of the people."""
    random = np.random.default_rng(seed)
    people = random.normal(100, 20, replications)
    values = {}
    for pressing in combinations_of(("a", "b")):
        mean = sum(TRUTH[one] for one in pressing) + beyond * (len(pressing) == 2)
        drawn = people + mean + random.normal(0, 2, replications)
        values[label_of(pressing, ("a", "b")), "v", "time"] = dict(enumerate(map(float, drawn), 1))
    return Reader(values, ("a", "b"), full=True)


def effects(of: Reader) -> dict[tuple[str, tuple[str, ...]], Effect]:
    return {(one.kind, one.targets): one for one in of.effects("v", ["a", "b"], [TIME])}


def test_the_interval_of_the_interaction_holds_as_often_as_it_says() -> None:
    found = [effects(reader(seed))["beyond_the_sum", ("a", "b")].found for seed in range(400)]
    inside = sum(one.low <= BEYOND <= one.high for one in found)
    assert abs(inside / 400 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 400)
    # four independent noises of sd 2: the contrast has sd 4, its mean over 12 x 400 an error of 0.06
    assert np.mean([one.mean for one in found]) == pytest.approx(BEYOND, abs=0.25)
    assert np.mean([one.sd for one in found]) == pytest.approx(4 * 0.9776, abs=0.2)  # c4 of 12


def test_effects_add_up() -> None:
    found = {key: one.found.mean for key, one in effects(reader(1)).items()}
    assert found["beyond_the_sum", ("a", "b")] == pytest.approx(
        found["both", ("a", "b")] - found["alone", ("a",)] - found["alone", ("b",)]
    )
    assert found["others_on", ("a",)] == pytest.approx(found["both", ("a", "b")] - found["alone", ("b",)])


def test_size_is_in_standard_deviations_over_people() -> None:
    one = effects(reader(5, replications=400))["alone", ("a",)]
    assert one.size == pytest.approx(-5 / math.sqrt(20**2 + 2**2), abs=0.03)


def test_equal_values_leave_exactly_nothing() -> None:
    one, other = ({1: 0.1 + 0.2, 2: 1e16}, {1: 1 / 3, 2: 0.7})
    found = contrast([(1, one), (-1, one), (-1, other), (1, other)], "lower")
    assert (found.n, found.mean, found.sd, found.p) == (2, 0.0, 0.0, 1.0)


def test_only_replications_that_all_settings_have_count() -> None:
    found = contrast([(1, {1: 1.0, 2: 2.0, 3: math.nan}), (-1, {2: 0.5, 3: 1.0, 4: 1.0})], "lower")
    assert (found.n, found.mean) == (1, 1.5)


def effect(mean: float, kind: str = "alone", targets: tuple[str, ...] = ("a",), half: float = 0.5) -> Effect:
    return Effect("v", kind, targets, "time", Difference(9, mean, 1.0, mean - half, mean + half, 0.01, 0), 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "beyond", "overlap"),
    [
        (-10, -5, 3, True),  # -12 of -15
        (-10, -5, 5, True),  # the second adds nothing, and takes nothing away
        (-10, -5, 7, False),  # the second spoils what the first did
        (-10, 5, 3, False),
        (-10, -5, -3, False),
        (6, 9, -2, True),
        (0, 9, -2, False),
    ],
)
def test_overlap_is_less_than_the_sum_and_no_less_than_either(
    one: float, other: float, beyond: float, *, overlap: bool
) -> None:
    assert overlapping(effect(one), effect(other), effect(beyond)) is overlap


def test_what_is_better_follows_the_direction_and_is_sure() -> None:
    assert is_better(effect(-2), "lower") is True
    assert is_better(effect(-2), "higher") is False
    assert is_better(effect(-2, half=3), "lower") is None
    assert is_better(effect(-2), "neither") is None


def test_a_pair_that_does_both_is_said_to_do_both() -> None:
    made = [effect(-2, targets=("a",)), effect(4, targets=("b",)), effect(-9, "beyond_the_sum", ("a", "b"))]
    (pair,) = pairs_of(made, {"v": {"a": "other", "b": "time"}}, {"time": "lower", "other": "lower"})
    assert pair.verdict == "help"  # a improves b's figure; nothing is known of a's
    (pair,) = pairs_of(made, {"v": {"a": "time", "b": "time"}}, {"time": "lower"})
    assert pair.verdict == "fight and help"
