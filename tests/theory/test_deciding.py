"""The closed forms of how good decisions are, against sums of the rules that the engines use."""

from __future__ import annotations

import math

import numpy as np
import pytest

from orgsim.engine import rules_decisions as rules
from orgsim.theory import deciding

STEPS = 200_000


def averaged(mean: float, up_to: float, knowledge: float) -> float:
    """Sum ``rules.mastery`` over exponential complexities up to ``up_to``, each the middle of an equal share."""
    chances = (np.arange(STEPS) + 0.5) / STEPS
    hardness = -mean * np.log1p(-chances)
    return float(sum(rules.mastery(float(z), knowledge) for z in hardness if z <= up_to) / STEPS)


@pytest.mark.parametrize(
    ("mean", "up_to", "knowledge"), [(1, math.inf, 1), (2, math.inf, 1), (1, 1.5, 0.3), (1, 0.5, 2)]
)
def test_mean_mastery_is_the_sum_of_the_rule(mean: float, up_to: float, knowledge: float) -> None:
    expected = averaged(mean, up_to, knowledge)
    assert deciding.mean_mastery(knowledge, mean, up_to) == pytest.approx(expected, abs=1e-4)


def test_with_authority_over_all_there_is_only_knowledge_and_with_none_only_the_way() -> None:
    assert deciding.with_authority(50, 1, 0.9) == pytest.approx(deciding.mean_mastery(1))
    assert deciding.with_authority(0, 1, 0.9) == pytest.approx(0.9)


@pytest.mark.parametrize(("rate", "drift"), [(4.0, 0.2), (0.3, 0.2), (1.0, 0.0)])
def test_mean_left_is_the_sum_of_the_rule(rate: float, drift: float) -> None:
    hours = -np.log1p(-(np.arange(STEPS) + 0.5) / STEPS) / rate
    expected = sum(rules.left_of(1.0, drift, 60 * float(one)) for one in hours) / STEPS
    assert deciding.mean_left(rate, drift) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("others", "weight", "noise"), [(2.0, 1.0, (0.0, 0.0)), (2.0, 0.1, (0.2, 1.0)), (0.5, 1.0, (0.3, 1.3))]
)
def test_mean_worth_is_that_of_many_drawn_decisions(others: float, weight: float, noise: tuple[float, float]) -> None:
    """A million draws: within four standard errors, wrong for less than 1 of 15,000 seeds."""
    drawn = np.random.default_rng(5).standard_normal((4, 1_000_000))
    benefit, effect = drawn[0], others * drawn[1]
    yes = benefit + noise[0] * drawn[2] > weight * (effect + noise[1] * drawn[3])
    worth = np.where(yes, benefit - effect, 0.0)
    assert deciding.mean_worth(1.0, others, weight, noise) == pytest.approx(
        worth.mean(), abs=4 * worth.std() / math.sqrt(worth.size)
    )


@pytest.mark.parametrize(("fidelity", "steps", "drift"), [(0.97, 2, 0.05), (0.6, 3, 0.2), (1.0, 2, 0.1)])
def test_mean_left_of_way_is_that_of_attempts_played_out(fidelity: float, steps: int, drift: float) -> None:
    """Sum over all numbers of failed attempts: what one attempt multiplies, then a geometric series cut where it is nothing."""
    step = rules.left_of(1.0, drift, 4 * 60.0)
    failed = sum(fidelity**done * (1 - fidelity) * step ** (done + 1) for done in range(steps))
    expected = sum(failed**attempts for attempts in range(400)) * (fidelity * step) ** steps
    assert deciding.mean_left_of_way(fidelity, steps, 4, drift) == pytest.approx(expected)


def test_on_a_sure_way_only_its_time_counts_and_in_a_stable_world_nothing() -> None:
    assert deciding.mean_left_of_way(1, 2, 4, 0.05) == pytest.approx(math.exp(-0.4))
    assert deciding.mean_left_of_way(0.6, 3, 4, 0.0) == pytest.approx(1)


def test_accuracy_runs_from_a_toss_to_the_best() -> None:
    assert [deciding.accuracy(0.95, kept) for kept in (0.0, 0.5, 1.0)] == pytest.approx([0.5, 0.725, 0.95])


@pytest.mark.parametrize(
    "call",
    [
        lambda: deciding.accuracy(1.2, 1),
        lambda: deciding.mean_mastery(-1),
        lambda: deciding.mean_left(0, 0.1),
        lambda: deciding.mean_left_of_way(0, 2, 4, 0.1),
        lambda: deciding.mean_left_of_way(1.1, 2, 4, 0.1),
        lambda: deciding.with_authority(1, 1, 1.5),
        lambda: deciding.mean_worth(0, 1, 1),
        lambda: deciding.mean_worth(1, 1, 1, (-1, 0)),
    ],
)
def test_arguments_outside_the_domain_are_refused(call) -> None:
    with pytest.raises(ValueError, match="must"):
        call()
