"""Intervals and paired differences over replications: never over visits, which depend on each other.

Student's t throughout, by ``scipy.special``. Every function takes what replications can give (one value,
equal values, none, NaN) and answers NaN where there is no answer, never an exception.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

NAN = math.nan
FEW = 10
"""Below this many replications an interval deserves a warning."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over ``n`` replications with its standard deviation and interval. NaN where there is none."""

    n: int
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """A mean paired difference. ``better_in`` of ``n`` pairs are better (None: no direction is good).

    ``p`` is two-sided. ``holm_low``, ``holm_high`` and ``holm_p`` hold for all differences of a family at
    once (NaN when it is in none).
    """

    n: int
    mean: float
    sd: float
    low: float
    high: float
    p: float
    better_in: int | None
    holm_low: float = NAN
    holm_high: float = NAN
    holm_p: float = NAN


def t_quantile(probability: float, degrees: int) -> float:
    """Return the quantile of Student's t with ``degrees`` of freedom (NaN when there are none)."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, probability)) if degrees > 0 else NAN


def t_p_value(t: float, degrees: int) -> float:
    """Return the two-sided p value of a t statistic."""
    from scipy.special import stdtr

    return float(2 * stdtr(degrees, -abs(t))) if degrees > 0 and not math.isnan(t) else NAN


def mean_sd(values: Sequence[float]) -> tuple[float, float]:
    """Return mean and standard deviation (n - 1) by exact sums; NaN where there are too few values."""
    n = len(values)
    if n == 0:
        return NAN, NAN
    mean = math.fsum(values) / n
    if min(values) == max(values):  # rounding must not make a spread where there is none
        return values[0], 0.0 if n > 1 else NAN
    return mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (n - 1))


def estimate(values: Iterable[float], level: float = 0.95) -> Estimate:
    """Return the mean of ``values`` with its t interval; NaN values are left out of ``n``."""
    known = [value for value in values if not math.isnan(value)]
    mean, sd = mean_sd(known)
    low, high = _interval(len(known), mean, sd, level)
    return Estimate(len(known), mean, sd, low, high)


def _interval(n: int, mean: float, sd: float, level: float) -> tuple[float, float]:
    if n < 2:
        return NAN, NAN
    half = t_quantile(0.5 + level / 2, n - 1) * sd / math.sqrt(n) if sd > 0 else 0.0
    return mean - half, mean + half


def quantile(values: Iterable[float], share: float) -> float:
    """Return the quantile of ``values`` by linear interpolation; NaN values are left out."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return NAN
    place = share * (len(known) - 1)
    below = math.floor(place)
    above = min(below + 1, len(known) - 1)
    return known[below] + (known[above] - known[below]) * (place - below)


def paired(values: Mapping[int, float], against: Mapping[int, float], better: str, level: float = 0.95) -> Difference:
    """Compare two variants on the same people: replication number to value for each.

    Only replications that both have count, and where neither is NaN. ``better``: lower, higher or neither.
    """
    common = sorted(set(values) & set(against))
    pairs = [values[number] - against[number] for number in common]
    known = [pair for pair in pairs if not math.isnan(pair)]
    n = len(known)
    mean, sd = mean_sd(known)
    low, high = _interval(n, mean, sd, level)
    return Difference(n, mean, sd, low, high, _p_value(n, mean, sd), _better_in(known, better))


def _p_value(n: int, mean: float, sd: float) -> float:
    if n < 2:
        return NAN
    if sd == 0:  # every pair differs by the same: by nothing, or beyond doubt
        return 1.0 if mean == 0 else 0.0
    return t_p_value(mean / (sd / math.sqrt(n)), n - 1)


def _better_in(differences: Sequence[float], better: str) -> int | None:
    if better not in ("lower", "higher"):
        return None
    sign = 1 if better == "higher" else -1
    return sum(sign * difference > 0 for difference in differences)


def holm(differences: Sequence[Difference], level: float = 0.95) -> list[Difference]:
    """Adjust a family of differences so that all hold at once with probability ``level`` (Holm 1979).

    The k-th smallest of m p values is multiplied by m - k + 1 (and never below the one before). Its interval
    is widened to the level at which the procedure decided on it, so that an interval leaves out 0 exactly when
    the adjusted p value is below 1 - ``level``. Differences without a p value stay as they are.
    """
    alpha = 1 - level
    order = sorted((i for i, one in enumerate(differences) if not math.isnan(one.p)), key=lambda i: differences[i].p)
    found = list(differences)
    adjusted, divisor = 0.0, len(order)
    for place, i in enumerate(order):
        one, left = differences[i], len(order) - place
        if adjusted < alpha:  # all before were decided: this one is judged by itself
            divisor = left
        adjusted = max(adjusted, min(1.0, left * one.p))
        low, high = _interval(one.n, one.mean, one.sd, 1 - alpha / divisor)
        found[i] = Difference(
            one.n, one.mean, one.sd, one.low, one.high, one.p, one.better_in, low, high, adjusted
        )  # fmt: skip
    return found
