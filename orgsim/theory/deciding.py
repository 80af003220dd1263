"""How good decisions are: knowledge, information that wears and ages, and effects on others.

An answer is right with 1/2 + (best - 1/2) x what is left of the information x how far knowledge reaches. Sources: Garicano (2000)
for problems of exponential complexity; Alonso, Dessein and Matouschek (2008) for the trade-off between local bias and what a
centre hears. The forms of fading (exponential beyond what is known, and with age) are the model's assumptions.
"""

from __future__ import annotations

import math

from orgsim.theory import checks


def accuracy(best: float, kept: float) -> float:
    """Return the probability of a right answer where ``kept`` (0-1) is left of information and knowledge together."""
    checks.share("best", best)
    checks.share("kept", kept)
    return 0.5 + (best - 0.5) * kept


def mean_mastery(knowledge: float, mean: float = 1.0, up_to: float = math.inf) -> float:
    """Return the integral of knowledge over all problems up to the complexity ``up_to``.

    Complexity is exponential with ``mean``; knowledge is 1 up to ``knowledge`` and exp(-excess) beyond. With all problems
    (the default) this is the mean: 1 - exp(-knowledge / mean) mean / (1 + mean).
    """
    checks.not_negative("knowledge", knowledge)
    checks.positive("mean", mean)
    known = min(knowledge, up_to)
    whole = 1 - math.exp(-known / mean)
    faded = math.exp(-known / mean) - math.exp(known - up_to * (1 + 1 / mean))
    return whole + faded / (1 + mean)


def with_authority(authority: float, knowledge: float, kept: float) -> float:
    """Return what is left on average where problems up to ``authority`` are decided in front, the rest by somebody above.

    Complexity is exponential with mean 1; above all is mastered, and ``kept`` of the information gets there.
    """
    checks.not_negative("authority", authority)
    checks.share("kept", kept)
    return mean_mastery(knowledge, 1.0, authority) + math.exp(-authority) * kept


def mean_left(rate: float, drift: float) -> float:
    """Return the mean of exp(-drift T) for an exponential time T of ``rate``.

    The time in a queue M/M/1, served as they come, is exponential with the rate of service less the rate of arrivals.
    """
    checks.positive("rate", rate)
    checks.not_negative("drift", drift)
    return rate / (rate + drift)


def mean_left_of_way(fidelity: float, steps: int, hours: float, drift: float) -> float:
    """Return the mean of exp(-drift T), T being the time of a message over ``steps`` of ``hours`` each.

    A step loses the message with 1 - ``fidelity``, when it would have arrived; then the message sets out anew at once. With
    x = exp(-drift hours) the mean is (fidelity x)^steps / (1 - sum of fidelity^(k-1) (1 - fidelity) x^k, k from 1 to steps).
    """
    checks.positive("fidelity", fidelity)
    checks.share("fidelity", fidelity)
    checks.whole("steps", steps)
    checks.not_negative("hours", hours)
    checks.not_negative("drift", drift)
    aged = math.exp(-drift * hours)
    lost = sum(fidelity ** (step - 1) * (1 - fidelity) * aged**step for step in range(1, steps + 1))
    return (fidelity * aged) ** steps / (1 - lost)


def mean_worth(benefit_sd: float, others_sd: float, weight: float, noise: tuple[float, float] = (0.0, 0.0)) -> float:
    """Return the mean of b - y over all decisions, 0 for a no, where a yes is given if b seen exceeds ``weight`` times y seen.

    b (benefit) and y (effect on others) are normal around 0 and independent; ``noise`` has the standard deviations of the errors
    with which they are seen, which are normal too.
    """
    checks.positive("benefit sd", benefit_sd)
    for name, value in (
        ("others' sd", others_sd),
        ("weight", weight),
        ("noise", noise[0]),
        ("noise of others", noise[1]),
    ):
        checks.not_negative(name, value)
    seen = benefit_sd**2 + noise[0] ** 2 + weight**2 * (others_sd**2 + noise[1] ** 2)
    return (benefit_sd**2 + weight * others_sd**2) / math.sqrt(2 * math.pi * seen)
