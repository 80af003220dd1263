"""Statistics of arrays that give the same bits on every run; over nothing they are NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.exact import Exact

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}


def total(values: Floats) -> float:
    """Return the correctly rounded sum, whatever the order of summing."""
    return Exact(values).value()


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``; NaN when there is nothing to divide by."""
    return float(part) / float(whole) if whole > 0 else math.nan


def quantile(values: Floats, share: float) -> float:
    """Return a quantile of the values, none of them NaN; changes their order.

    It interpolates linearly between order statistics (type 7 of Hyndman and Fan 1996).
    """
    return float(np.quantile(values, share, method="linear", overwrite_input=True)) if len(values) else math.nan


def count(rows: Mask) -> int:
    """Return how many rows are in the mask."""
    return int(np.count_nonzero(rows))
