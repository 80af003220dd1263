"""The little arithmetic that pictures need beyond ``orgsim.analysis``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
