"""How long a run takes to settle: Welch's moving average and the truncation point of MSER-5.

Both look at the ensemble mean: the mean over replications of what is counted at each whole hour from time 0.

Welch: P. D. Welch (1983), The statistical analysis of simulation results, in S. S. Lavenberg (ed.), The Computer
Performance Modeling Handbook; the window that grows from 1 at the start is that of Law, Simulation Modeling and
Analysis, section 9.5.1. MSER-5: K. P. White (1997), An effective truncation heuristic for bias reduction in simulation
output, Simulation 69(6), and White, Cobb and Spratt (2000), WSC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BATCH = 5
"""Hours of a batch of MSER-5."""
LAST = 5
"""Batches at the end that are never all that is left: so few are alike by chance."""
DAY, WEEK = 24, 168
WEEKLY_FROM = 3 * WEEK
"""Hours: from this length on the moving average is over a week, so that the weekly rhythm does not hide the course."""


@dataclass(frozen=True)
class Settling:
    """How one hourly series settles. ``mean`` and ``average``: (h,) and (h - reach,) hours from time 0.

    ``reach``: the moving average takes that many hours to each side. ``warm_up``: hours of warm-up that were
    declared. ``settled``: hours that MSER-5 would leave out; None where it finds no point in the first half of the
    series, which means that the series is too short for it, or does not settle.
    """

    mean: Floats
    average: Floats
    reach: int
    warm_up: float
    settled: int | None

    @property
    def long_enough(self) -> bool:
        """Whether the declared warm-up reaches as far as MSER-5 suggests."""
        return self.settled is not None and self.warm_up >= self.settled


def settling(hourly: Sequence[NDArray[Any]], warm_up: float) -> Settling:
    """Look at one series, given hour by hour for each replication, and a warm-up in hours.

    Replications of unequal length are cut to the shortest. Raises ValueError if there is nothing to look at.
    """
    hours = min((len(one) for one in hourly), default=0)
    if not hours:
        raise ValueError("there are no hours to look at")
    mean = np.mean([np.asarray(one[:hours], dtype=np.float64) for one in hourly], axis=0)
    reach = min((WEEK if hours >= WEEKLY_FROM else DAY) // 2, (hours - 1) // 4)
    return Settling(mean, welch(mean, reach), reach, warm_up, mser(mean))


def welch(values: Floats, reach: int) -> Floats:
    """Return Welch's moving average (n - reach,): the mean of 2 ``reach`` + 1 values, of fewer near the start."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    place = np.arange(len(values) - reach)
    side = np.minimum(place, reach)
    return np.asarray((sums[place + side + 1] - sums[place - side]) / (2 * side + 1), dtype=np.float64)


def mser(values: Floats, batch: int = BATCH) -> int | None:
    """Return how many of ``values`` to leave out at the start: what makes the mean of the rest most certain.

    Means of ``batch`` values x_1..x_n; the point d makes the sum of (x_i - mean)^2 over i > d, over (n - d)^2, the
    smallest. As the rule has it, a point in the second half is no answer: None. None too below 10 batches.
    """
    count = len(values) // batch
    if count < 10:
        return None
    means = np.asarray(values[: count * batch], dtype=np.float64).reshape(count, batch).mean(axis=1)
    centred = means - means[count // 2 :].mean()  # so that squares of a large level do not swamp their spread
    left = np.arange(count, 0, -1)
    sums, squares = (np.cumsum(part[::-1])[::-1] for part in (centred, centred**2))
    spread = np.maximum(squares - sums**2 / left, 0.0) / left**2
    best = int(np.argmin(spread[: count - LAST]))
    return best * batch if best <= count // 2 else None
