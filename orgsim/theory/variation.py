"""Small-area variation: how much of the difference between areas is more than chance.

Source: McPherson, Wennberg, Hovind and Clifford (1982) for the systematic component of variation (SCV).
"""

from __future__ import annotations

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
