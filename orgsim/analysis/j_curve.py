"""What a change of structure does week by week: worse before it gets better, or not.

The weeks are those of arrival. The reduced form that is fitted is the J-curve of ``orgsim.theory.transition``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.analysis.statistics import Difference, paired
from orgsim.theory.transition import break_even_time, crossing_time

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weeks = Sequence[NDArray[Any]]

FEWEST = 8
"""Weeks after the change without which nothing is fitted: there are three unknowns."""
_SHORTEST, _LONGEST, _STEPS = 0.25, 4.0, 2000
"""Time constants that are tried: from so many weeks to so many times the weeks there are, in even ratios."""


@dataclass(frozen=True)
class Fit:
    """The reduced form: minutes saved in the end, minutes lost at first, weeks. ``left``: share of variance left over."""

    gain: float
    dip: float
    tau: float
    left: float

    @property
    def crossing(self) -> float:
        """Weeks after the change at which a week is as good as without it."""
        return crossing_time(self.gain, self.dip, self.tau)

    @property
    def break_even(self) -> float:
        """Weeks after the change at which what was lost has been made good."""
        return break_even_time(self.gain, self.dip, self.tau)

    def difference(self, since: float) -> float:
        """Return the minutes by which it takes longer, so many weeks after the change."""
        from orgsim.theory.transition import relative_output

        return -relative_output(since, self.gain, self.dip, self.tau)


def by_week(changing: Weeks, staying: Weeks) -> list[Difference]:
    """Return for each week the mean time of the one less that of the other, paired by replication.

    Both have for each replication an array (W, 2): visits and the minutes they took.
    """
    weeks = min(min((len(one) for one in side), default=0) for side in (changing, staying))
    return [paired(_means(changing, week), _means(staying, week), "lower") for week in range(weeks)]


def _means(replications: Weeks, week: int) -> dict[int, float]:
    nothing = float("nan")
    return {
        number: float(one[week, 1] / one[week, 0]) if one[week, 0] else nothing
        for number, one in enumerate(replications)
    }


def fit(since: Sequence[float], minutes: Sequence[float]) -> Fit | None:
    """Fit the reduced form to mean differences (``minutes``) in the middle of weeks ``since`` the change.

    Weeks before the change and those without a difference are left out. None if there are too few, or the best fit has
    no dip or no gain, or a time constant that the weeks cannot show.
    """
    import numpy as np

    pairs = [(week, value) for week, value in zip(since, minutes, strict=True) if week > 0 and value == value]  # noqa: PLR0124
    if len(pairs) < FEWEST:
        return None
    times, saved = np.array([week for week, _ in pairs]), -np.array([value for _, value in pairs])
    best: Fit | None = None
    taus = np.geomspace(_SHORTEST, _LONGEST * float(times[-1]), _STEPS)
    spread = float(((saved - saved.mean()) ** 2).sum())
    place = -1
    for number, tau in enumerate(taus):
        fading = np.exp(-times / tau)
        (gain, dip), _, rank, _ = np.linalg.lstsq(np.stack([1 - fading, -fading], axis=1), saved, rcond=None)
        left = float(((saved - gain * (1 - fading) + dip * fading) ** 2).sum())
        left = left / spread if spread > 0 else 1.0
        if rank == 2 and (best is None or left < best.left):
            best, place = Fit(float(gain), float(dip), float(tau), left), number
    if best is None or not 0 < place < _STEPS - 1 or best.gain <= 0 or best.dip <= 0:
        return None
    return best
