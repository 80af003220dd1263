"""Small-area variation: how much of the difference between areas is more than chance.

Source: McPherson, Wennberg, Hovind and Clifford (1982) for the systematic component of variation (SCV).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from orgsim.theory import checks


def systematic_component(observed: Sequence[float], expected: Sequence[float]) -> float:
    """Return the SCV x 100 of areas' ``observed`` numbers of events, given the numbers ``expected`` of each.

    What chance adds (1 / expected) is taken off, so it may come out below 0. Raises ``ValueError`` for unequal lengths or
    an expected number that is not above 0.
    """
    areas = list(zip(observed, expected, strict=True))
    for _, wanted in areas:
        checks.positive("expected", wanted)
    return 100 * sum((seen / wanted - 1) ** 2 - 1 / wanted for seen, wanted in areas) / len(areas)


def expected_component(spread: float) -> float:
    """Return the SCV x 100 when areas' true rates differ with coefficient of variation ``spread``."""
    checks.not_negative("spread", spread)
    return 100 * spread**2


def funnel_limits(expected: float, z: float) -> tuple[float, float]:
    """Return the limits of observed / expected events between which chance alone keeps a region.

    Poisson counts, normal approximation (Spiegelhalter 2005): 1 -/+ z / sqrt(expected), not below 0; ``z`` is 1.96 for 95%,
    3.09 for 99.8%. Good from about 20 expected events on. Raises ``ValueError`` for ``expected`` not above 0.
    """
    checks.positive("expected", expected)
    reach = z / math.sqrt(expected)
    return max(0.0, 1 - reach), 1 + reach


def share_off_threshold(share: float, spread: float) -> float:
    """Return the mean share of errors when thresholds lie off the best by a normal error of sd ``spread``.

    ``share`` is the errors at the best threshold, above 0 and below 1, and ``spread`` is in standard deviations of normal
    evidence: E Phi(z + spread Z) = Phi(z / sqrt(1 + spread^2)) with z = Phi^-1(share). It grows with the spread for shares
    below one half, so of two ways to set thresholds the one with the smaller spread makes fewer errors.
    """
    checks.not_negative("spread", spread)
    if not 0 < share < 1:
        raise ValueError(f"share must be above 0 and below 1; it is {share!r}")
    normal = NormalDist()
    return normal.cdf(normal.inv_cdf(share) / math.sqrt(1 + spread**2))
