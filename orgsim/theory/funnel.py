"""Deming's funnel: what adjusting a process to its own noise does to it.

Source: Deming, Out of the Crisis (1986), after Lloyd Nelson. Variances are in units of one drop's variance.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from orgsim.theory import checks


def drops(rule: int, noise: Sequence[float], gain: float = 1.0) -> list[float]:
    """Return where the marble lands, relative to the target, for each drop's ``noise``.

    Rule 1 leaves the funnel alone; 2 moves it from where it is by minus ``gain`` times the last miss; 3 sets
    it as far beyond the target as the last miss; 4 sets it over the last drop. ``gain`` applies to rule 2.
    """
    if rule not in (1, 2, 3, 4):
        raise ValueError(f"rule must be 1, 2, 3 or 4; it is {rule!r}")
    aim, landed = 0.0, []
    for shake in noise:
        drop = aim + shake
        landed.append(drop)
        aim = (0.0, aim - gain * drop, -drop, drop)[rule - 1]
    return landed


def drop_variance(rule: int, drop: int) -> float:
    """Return the variance of the ``drop``-th drop (the first is 1) under one of Deming's four rules."""
    checks.whole("drop", drop)
    if rule not in (1, 2, 3, 4):
        raise ValueError(f"rule must be 1, 2, 3 or 4; it is {rule!r}")
    return (1.0, float(min(drop, 2)), float(drop), float(drop))[rule - 1]


def adjusted_variance(gain: float) -> float:
    """Return the long-run variance when a share ``gain`` of each miss is corrected and the process is stable.

    Raises ``ValueError`` unless 0 <= gain < 2, beyond which the variance grows for ever.
    """
    if not 0 <= gain < 2:
        raise ValueError(f"gain must be from 0 to below 2; it is {gain!r}")
    return 2 / (2 - gain)


def best_gain(drift: float) -> float:
    """Return the gain of least variance for a process that drifts as a random walk.

    ``drift`` is the variance of one step of the walk over that of the noise; 0 gives 0: leave it alone.
    """
    checks.not_negative("drift", drift)
    return (math.sqrt(drift**2 + 4 * drift) - drift) / 2


def mean_square_gap(gain: float, drift: float, noise: float, periods: range, kept: float = 1.0) -> float:
    """Return the mean over ``periods`` (numbered from 0) of the squared gap between what is needed and what is there.

    What is needed is 1 + a drift + noise of the variance ``noise``. Of the drift the share ``kept`` is left a period later, and a
    step of the variance ``drift`` is added: a random walk from 0 at 1, else in full swing from the start. What is there is 1 in
    period 0, and from then on the share ``gain`` of the last gap is made up. Exact whatever the noise.
    """
    checks.not_negative("drift", drift)
    checks.not_negative("noise", noise)
    needed, there, both = (
        (drift / (1 - kept**2) if kept < 1 else 0.0),
        0.0,
        0.0,
    )  # variances, and the covariance of the two
    found = []
    for _ in range(periods.stop):
        found.append(needed + there - 2 * both + noise)
        stays = 1 - gain
        there = stays**2 * there + 2 * gain * stays * both + gain**2 * (needed + noise)
        both = kept * (stays * both + gain * needed)
        needed = kept**2 * needed + drift
    chosen = [found[period] for period in periods]
    return math.fsum(chosen) / len(chosen)
