"""The closed forms of regimes in which one side decides better, not sooner: see ``regimes``, which has the table.

The figures are those of the scenarios.
"""

from __future__ import annotations

from collections.abc import Callable

from orgsim.theory import deciding, screening

BEST = 0.95
"""How often the best decider is right (``judged.best``), save for those who screen."""


def screened(*, series: bool) -> Callable[[float], float]:
    """Return what errors cost a proposal, by the cost of a bad one let through; a good one turned down forgoes 1,000."""
    accepted = screening.hierarchy if series else screening.polyarchy

    def cost(loss: float) -> float:
        profit = screening.screening_profit(0.6, 1000, loss, accepted(0.8, 2), accepted(0.2, 2))
        return 0.6 * 1000 - profit

    return cost


def local(others: float) -> float:
    """Return the mean worth of a decision by those who ask, who count a tenth of the effect on ``others`` (its sd)."""
    return deciding.mean_worth(1, others, 0.1, (0.2, 1))


def central(others: float) -> float:
    """Return the mean worth of a decision by the centre, which counts all and hears over two steps."""
    kept = 0.9**2
    return deciding.mean_worth(1, others, 1, (0.2 / kept, 1 / kept))


def far_centre(drift: float) -> float:
    """Return how often a centre that masters all, two steps of 4 hours away, is right while the world drifts (per hour)."""
    return deciding.accuracy(BEST, 0.97**2 * deciding.mean_left_of_way(0.97, 2, 4, drift))


def near(_drift: float) -> float:
    """Return how often those on the spot are right at once with the knowledge they have."""
    return deciding.accuracy(BEST, deciding.mean_mastery(1))


def expert(minutes: float) -> float:
    """Return how often one expert is right who takes ``minutes`` for each of 2 problems an hour."""
    return deciding.accuracy(BEST, 0.95 * deciding.mean_left(60 / minutes - 2, 0.2))


def spot(minutes: float) -> float:
    """Return how often those on the spot are right, of whom one is always free."""
    return deciding.accuracy(BEST, deciding.mean_mastery(1, 2) * deciding.mean_left(60 / minutes, 0.2))


def authority(up_to: float) -> Callable[[float], float]:
    """Return, by what those in front master, how often answers are right when they decide problems ``up_to`` a hardness."""
    return lambda knowledge: deciding.accuracy(BEST, deciding.with_authority(up_to, knowledge, 0.9))
