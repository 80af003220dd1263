"""Small-area variation: how much of the difference between areas is more than chance.

Source: McPherson, Wennberg, Hovind and Clifford (1982) for the systematic component of variation (SCV).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

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
