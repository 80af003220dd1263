"""The rules of reviews: somebody looks at the work that came and corrects how many are on duty. As ``rules``, pure numbers.

What a pool is scaled by is 1 at the start. A correction of the share ``gain`` of the gap is exponential smoothing: best for
work that wanders (Muth 1960), and tampering with work that does not (Deming 1986).
"""

from __future__ import annotations

import math


def rostered(planned: int, scale: float) -> int:
    """Return how many are on duty where ``planned`` would be: scaled, rounded half up."""
    return math.floor(planned * scale + 0.5)


def needed(work: float, planned: float, use: float) -> float:
    """Return what the plan would have to be scaled by for ``work`` minutes to fill the share ``use`` of it.

    ``planned``: minutes that the plan had on duty, above 0.
    """
    return work / (planned * use)


def corrected(scale: float, gap: float, gain: float, least: float, most: float) -> float:
    """Return the new scale: the share ``gain`` of the gap is made up, from ``least`` to ``most``."""
    new = scale + gain * gap
    if new < least:
        return least
    if new > most:
        return most
    return new
