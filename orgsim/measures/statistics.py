"""Statistics of arrays that give the same bits on every run; over nothing they are NaN."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.exact import Exact
from orgsim.measures.quantiles import quantiles

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Mask = NDArray[np.bool_]

QUANTILES = {"median": 0.5, "p90": 0.9, "p95": 0.95}


def total(values: Floats) -> float:
    """Return the correctly rounded sum, whatever the order of summing."""
    return Exact(values).value()


def whole_parts(values: Floats, size: float) -> Floats:
    """Return how often ``size``, a whole number, goes into each value from 0 on: what ``//`` gives, in a third of the time."""
    number = np.floor(values / size)  # never too few: the nearest number to a quotient of k or more is not below k
    number -= number * size > values
    return number


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``; NaN when there is nothing to divide by."""
    return float(part) / float(whole) if whole > 0 else math.nan


def quantile(values: Floats, share: float) -> float:
    """Return a quantile of the values, none of them NaN.

    It interpolates linearly between order statistics (type 7 of Hyndman and Fan 1996).
    """
    return quantiles(values, [share])[0]


def count(rows: Mask) -> int:
    """Return how many rows are in the mask."""
    return int(np.count_nonzero(rows))
