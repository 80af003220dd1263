"""Incentives for several tasks when only some can be measured.

Source: Holmstrom and Milgrom (1991): linear pay, normal noise, constant absolute risk aversion.
"""

from __future__ import annotations

from collections.abc import Sequence

from orgsim.engine.rules_people import effort
from orgsim.theory import checks
from orgsim.theory.linear import Matrix, solve


def best_strengths(benefits: Sequence[float], costs: Matrix, risk_aversion: float, noise: Matrix) -> list[float]:
    """Return the strength of incentive for each of n measured tasks, ``(I + r C S)^-1 B``.

    ``benefits`` (n) are the principal's marginal benefits of effort, ``costs`` (n by n) the second
    derivatives of the agent's cost, ``noise`` (n by n) the covariance of the measures. Raises
    ``ValueError`` for shapes that disagree.
    """
    checks.not_negative("risk aversion", risk_aversion)
    size = len(benefits)
    system = [
        [(i == j) + risk_aversion * sum(costs[i][k] * noise[k][j] for k in range(size)) for j in range(size)]
        for i in range(size)
    ]
    return solve(system, benefits)


def one_measured_task(
    benefits: tuple[float, float], cost: float, substitution: float, risk_aversion: float, noise: float
) -> tuple[float, float, float]:
    """Return the best strength on task 1 and the efforts on tasks 1 and 2, when task 2 cannot be measured.

    ``cost`` is the curvature of each task's cost, ``substitution`` (absolute value below it) how far effort
    on one makes the other dearer, ``noise`` the variance of the measure. Efforts are relative to those
    chosen with no incentive, so a negative one is effort withdrawn.
    """
    checks.positive("cost", cost)
    if not abs(substitution) < cost:
        raise ValueError(f"substitution must be below the cost {cost!r} in absolute value; it is {substitution!r}")
    residual = cost - substitution**2 / cost
    strength = (benefits[0] - substitution / cost * benefits[1]) / (1 + risk_aversion * noise * residual)
    return strength, effort(strength, 0.0, cost, substitution), effort(0.0, strength, cost, substitution)
