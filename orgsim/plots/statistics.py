"""The little arithmetic pictures need on values across replications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Estimate(NamedTuple):
    """A mean over replications with its 95% t-interval; ``low`` and ``high`` are NaN with fewer than two."""

    mean: float
    low: float
    high: float


def estimate(values: Sequence[float]) -> Estimate:
    """The mean and 95% t-interval of ``values``, NaN left out. All NaN if there are none."""
    import numpy as np

    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if known.size == 0:
        return Estimate(np.nan, np.nan, np.nan)
    middle = float(known.mean())
    if known.size == 1:
        return Estimate(middle, np.nan, np.nan)
    half = t_quantile(known.size - 1) * float(known.std(ddof=1)) / known.size**0.5
    return Estimate(middle, middle - half, middle + half)


def t_quantile(degrees: int) -> float:
    """The 97.5% quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, 0.975))


def bin_quantile(counts: NDArray[Any], edges: NDArray[np.float64], share: float) -> float:
    """The quantile of binned counts, straight-line within its bin; the lower edge if it falls in an endless bin.

    ``edges`` has one more entry than ``counts``; the last may be infinite. NaN if the counts are all zero.
    """
    import numpy as np

    total = float(counts.sum())
    if total == 0:
        return float("nan")
    cumulative = np.cumsum(counts) / total
    place = int(np.searchsorted(cumulative, share - 1e-12))
    before = float(cumulative[place - 1]) if place else 0.0
    low, high = float(edges[place]), float(edges[place + 1])
    if not np.isfinite(high):
        return low
    return low + (high - low) * (share - before) / (float(cumulative[place]) - before)
