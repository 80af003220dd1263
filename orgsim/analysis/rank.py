"""Rank correlations and shares with their intervals; NaN where there is no answer, never an exception."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import NAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FLAT = 1e-9


@dataclass(frozen=True, slots=True)
class Correlation:
    """A correlation of ranks over ``n`` points, from -1 to 1, with its 95% interval (NaN where there is none)."""

    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``n`` with the 95% interval of Clopper and Pearson for the share."""

    count: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; NaN of none."""
        return self.count / self.n if self.n else NAN


def share(count: int, n: int, level: float = 0.95) -> Share:
    """Return ``count`` of ``n`` with the exact interval of its share (Clopper and Pearson 1934)."""
    if n == 0:
        return Share(count, n, NAN, NAN)
    from scipy.stats import binomtest

    found = binomtest(count, n).proportion_ci(level, method="exact")
    return Share(count, n, float(found.low), float(found.high))


def spearman(values: Sequence[float], results: Sequence[float], level: float = 0.95) -> Correlation:
    """Return Spearman's rank correlation; pairs with a NaN are left out."""
    pairs = [pair for pair in zip(values, results, strict=True) if not any(map(math.isnan, pair))]
    if len(pairs) < 3:
        return Correlation(len(pairs), NAN, NAN, NAN)
    first, last = (_ranks([pair[side] for pair in pairs]) for side in (0, 1))
    return _with_interval(len(pairs), _correlation(first, last), 0, level)


def partial(
    columns: Mapping[str, Sequence[float]], results: Sequence[float], level: float = 0.95
) -> dict[str, Correlation]:
    """Return the partial rank correlation coefficient of each column: what is left when all others are held.

    The ranks of the column and of the results are each freed of what the ranks of the other columns explain in a
    straight line, and what remains is correlated. Points with a NaN are left out.
    """
    import numpy as np

    kept = [place for place, value in enumerate(results) if not math.isnan(value)]
    n, others = len(kept), len(columns) - 1
    if n < others + 4:
        return dict.fromkeys(columns, Correlation(n, NAN, NAN, NAN))
    ranks = {name: _ranks([column[place] for place in kept]) for name, column in columns.items()}
    answer = _ranks([results[place] for place in kept])
    found = {}
    for name, mine in ranks.items():
        rest = np.column_stack([np.ones(n), *(one for other, one in ranks.items() if other != name)])
        left, right = (one - rest @ np.linalg.lstsq(rest, one, rcond=None)[0] for one in (mine, answer))
        found[name] = _with_interval(n, _correlation(left, right), others, level)
    return found


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """Return the ranks from 0 in the middle outwards, equal values sharing theirs."""
    import numpy as np
    from scipy.stats import rankdata

    ranks: NDArray[np.float64] = np.asarray(rankdata(values), dtype=float)
    return ranks - float(ranks.mean())


def _correlation(first: NDArray[np.float64], last: NDArray[np.float64]) -> float:
    """Return the correlation of two columns with mean 0; NaN when one is flat (up to rounding)."""
    one, other = float(first @ first), float(last @ last)
    if min(one, other) <= _FLAT * len(first):
        return NAN
    return max(-1.0, min(1.0, float(first @ last) / math.sqrt(one * other)))


def _with_interval(n: int, value: float, others: int, level: float) -> Correlation:
    """Give a rank correlation its interval: Fisher's z with the variance of Bonett and Wright (2000)."""
    room = n - others - 3
    if room < 1 or math.isnan(value) or abs(value) >= 1 - _FLAT:
        return Correlation(n, value, NAN, NAN)
    from scipy.special import ndtri

    half = float(ndtri(0.5 + level / 2)) * math.sqrt((1 + value**2 / 2) / room)
    middle = math.atanh(value)
    return Correlation(n, value, math.tanh(middle - half), math.tanh(middle + half))
