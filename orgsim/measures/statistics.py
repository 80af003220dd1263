"""Statistics of arrays that give the same bits on every run; over nothing they are NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.quantiles import quantiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}
_FEW = 300
_BITS = (20, 26, 26)
"""A number in binary: bits after the point, in three parts that are summed apart."""


def total(values: Floats) -> float:
    """Return the correctly rounded sum, whatever the order of summing."""
    parts = _in_parts(values) if len(values) > _FEW else None
    if parts is None:
        return math.fsum(values.tolist())
    whole = 0
    for part, bits in zip(parts, _BITS, strict=True):
        whole = (whole << bits) + part
    return whole / (1 << sum(_BITS))


def _in_parts(values: Floats) -> list[int] | None:
    """Return the exact sum in three whole numbers; None for values too large or too fine for that.

    A sum of whole numbers below 2**53 is exact in any order. Minutes to a millionth fit, whatever their number here.
    """
    rest, parts = values, []
    for bits in _BITS:
        rest = rest * float(1 << bits)  # exact: a power of two
        whole = np.rint(rest)
        if not len(whole) * max(whole.max(), -whole.min()) < 1 << 53:
            return None
        rest = rest - whole  # exact: no bit is left above the point
        parts.append(int(whole.sum()))
    return None if rest.any() else parts


def whole_parts(values: Floats, size: float) -> Floats:
    """Return how often ``size``, a whole number, goes into each value from 0 on: what ``//`` gives, in a third of the time."""
    number = np.floor(values / size)  # never too few: the nearest number to a quotient of k or more is not below k
    number -= number * size > values
    return number


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``; NaN when there is nothing to divide by."""
    return float(part) / float(whole) if whole > 0 else math.nan


def mean(values: Floats) -> float:
    """Return the mean of the values that are not NaN."""
    known = values[~np.isnan(values)]
    return ratio(total(known), len(known))


def statistic(values: Floats, name: str) -> float:
    """Return ``mean``, ``median``, ``p90`` or ``p95`` of the values that are not NaN.

    Quantiles interpolate linearly between order statistics (type 7 of Hyndman and Fan 1996).
    """
    if name == "mean":
        return mean(values)
    return statistics(values, [name])[0]


def statistics(values: Floats, names: Sequence[str]) -> list[float]:
    """Return several of ``median``, ``p90`` and ``p95`` of the values that are not NaN."""
    return quantiles(values[~np.isnan(values)], [QUANTILES[name] for name in names])


def count(rows: Mask) -> int:
    """Return how many rows are in the mask."""
    return int(np.count_nonzero(rows))


def share(part: Mask, whole: Mask) -> float:
    """Return the share of the rows in ``whole`` that are also in ``part``."""
    return ratio(count(part & whole), count(whole))
