"""Stock and orders: the bullwhip, and waste against availability.

Sources: Chen, Drezner, Ryan and Simchi-Levi (2000) for the bullwhip with independent demand and a moving
average; the newsvendor with normal demand is textbook (Arrow, Harris and Marschak, 1951).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from orgsim.theory import checks


def bullwhip(lead_times: Sequence[int], periods: int, shared: bool = False) -> float:
    """Return the lower bound on the variance of the last stage's orders over that of demand.

    One lead time a stage; each stage forecasts by a moving average of ``periods``. With ``shared`` every
    stage sees customers' demand. The bound is exact for one stage, and for any number when shared.
    """
    checks.whole("periods", periods)
    if shared:
        return _amplification(sum(lead_times), periods)
    return math.prod(_amplification(lead, periods) for lead in lead_times)


def bullwhip_exact(lead_times: Sequence[int], periods: int) -> float:
    """Return the exact ratio for independent demand when every stage sees only its customer's orders.

    Orders are a fixed linear filter of demand, ``(1 + L/p) d[t] - (L/p) d[t-p]`` a stage, so the ratio is the
    sum of squares of the stages' filters convolved.
    """
    checks.whole("periods", periods)
    response = {0: 1.0}
    for lead in lead_times:
        checks.whole("lead time", lead, 0)
        longer: dict[int, float] = {}
        for lag, weight in response.items():
            longer[lag] = longer.get(lag, 0.0) + weight * (1 + lead / periods)
            longer[lag + periods] = longer.get(lag + periods, 0.0) - weight * lead / periods
        response = longer
    return sum(weight**2 for weight in response.values())


def waste_share(availability: float, variation: float) -> float:
    """Return leftover over stock for a product that keeps one day, at a given chance of not running out.

    Demand is normal with coefficient of variation ``variation`` (its left tail below 0 is neglected, so keep
    it below about 0.35). Raises ``ValueError`` unless 0 < availability < 1 and variation > 0.
    """
    from statistics import NormalDist

    checks.inside("availability", availability)
    checks.positive("variation", variation)
    normal = NormalDist()
    z = normal.inv_cdf(availability)
    short = normal.pdf(z) - z * (1 - availability)
    return variation * (z + short) / (1 + z * variation)


def _amplification(lead: int, periods: int) -> float:
    """Return the ratio of variances across one stage."""
    checks.whole("lead time", lead, 0)
    return 1 + 2 * lead / periods + 2 * (lead / periods) ** 2
