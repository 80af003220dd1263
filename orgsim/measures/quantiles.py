"""Quantiles by linear interpolation (type 7 of Hyndman and Fan 1996): the bits of ``numpy.quantile`` in a third of its time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def quantiles(values: NDArray[np.float64], at: Sequence[float]) -> list[float]:
    """Return the quantiles of ``values`` (n,), none of them NaN, at the shares ``at``; NaN where there are no values."""
    last = len(values) - 1
    if last < 0:
        return [math.nan] * len(at)
    places = [(share * last, int(share * last), min(int(share * last) + 1, last)) for share in at]
    ordered = np.partition(values, sorted({place for _, below, above in places for place in (below, above)}))
    return [_between(float(ordered[below]), float(ordered[above]), where - below) for where, below, above in places]


def _between(low: float, high: float, part: float) -> float:
    """Interpolate from the nearer end, as numpy does."""
    if part < 0.5:
        return low + (high - low) * part
    return high - (high - low) * (1 - part)
