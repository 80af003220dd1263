"""The hours of picture 8: what comes, leaves, is there and waits in each hour of the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import Look
from orgsim.plots.week import WHOLE, Part, parts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

    Floats = NDArray[np.float64]

DAY, WEEK = 24, 168
WHAT = ("arrivals", "departures", "on_duty", "waiting")


@dataclass(frozen=True)
class Hours:
    """One variant: means over simulations by hour of the week, (168,) each; NaN for an hour that was not measured."""

    key: str
    name: str
    look: Look
    arrivals: Floats
    departures: Floats
    on_duty: Floats
    waiting: Floats

    def by_day(self, what: str, days: range = WHOLE.days) -> Floats:
        """Arrivals or another by hour of the day, the mean over those of the days that have it: (24,)."""
        import numpy as np

        found = np.asarray(getattr(self, what), dtype=np.float64).reshape(WEEK // DAY, DAY)[list(days)]
        known = ~np.isnan(found)
        total, seen = np.where(known, found, 0.0).sum(axis=0), known.sum(axis=0)
        means: Floats = np.divide(total, seen, out=np.full(DAY, np.nan), where=seen > 0)
        return means


@dataclass(frozen=True)
class DayRhythm:
    """What is drawn: the hours of each variant, the noun of visits, and the pools that are the staff.

    ``places``: the pools are places, for there are no people. ``uncounted``: how many pools of places are left out.
    ``parts``: the days of the week that are drawn apart.
    """

    visits: str
    often: str
    pools: tuple[str, ...]
    hours: tuple[Hours, ...]
    parts: tuple[Part, ...] = (WHOLE,)
    places: bool = False
    uncounted: int = 0


def extract(results: Results) -> DayRhythm | None:
    """The hours of every variant; None where arrivals were not kept by hour, or a whole day was not measured."""
    counted = {side.key: _counted(side) for side, _ in results.drawn}
    places = all(kind == "place" for kinds in counted.values() for kind in kinds.values())
    chosen = {
        key: tuple(pool for pool, kind in kinds.items() if places or kind != "place") for key, kinds in counted.items()
    }
    found = tuple(
        one
        for side, look in results.having("hours:arrivals")
        if (one := _hours(side, look, chosen[side.key])) is not None
    )
    if not found:
        return None
    pools = tuple(dict.fromkeys(pool for pools in chosen.values() for pool in pools))
    without = {pool for kinds in counted.values() for pool in kinds} - set(pools)
    week = tuple(part for part in parts(side.variant for side, _ in results.drawn) if _measured(found, part))
    return DayRhythm(results.words.visits, results.often, pools, found, week, places, len(without))


def _counted(side: Side) -> dict[str, str]:
    """The kind of each pool whose census was kept."""
    return {key: one.kind for key, one in side.variant.resources.items() if len(side.arrays(f"census:{key}"))}


def _measured(hours: Sequence[Hours], part: Part) -> bool:
    import numpy as np

    return any(np.isfinite(one.by_day(what, part.days)).any() for one in hours for what in WHAT)


def _hours(side: Side, look: Look, pools: tuple[str, ...]) -> Hours | None:
    import numpy as np

    calendar = side.variant.calendar
    first = int((calendar.starts + calendar.warm_up) // 60)
    measured = np.bincount((np.arange(int(calendar.length // 60)) + first) % WEEK, minlength=WEEK).astype(float)
    if calendar.length < DAY * 60 or not pools:
        return None
    counts = [np.mean(np.stack(side.arrays(f"hours:{what}")), axis=0) for what in ("arrivals", "departures")]
    rates = [np.divide(count, measured, out=np.full(WEEK, np.nan), where=measured > 0) for count in counts]
    start = int(np.ceil(calendar.warm_up / 60)) + int(calendar.starts // 60)
    staff, queue = (sum(_census(side, pool, row, start) for pool in pools) for row in (2, 1))
    return Hours(side.key, side.name, look, rates[0], rates[1], np.asarray(staff), np.asarray(queue))


def _census(side: Side, pool: str, row: int, start: int) -> Floats:
    """A row of the census of a pool (1 queue, 2 there) by hour of the week, the mean over simulations."""
    import numpy as np

    series = np.mean(np.stack([array[row] for array in side.arrays(f"census:{pool}")]).astype(float), axis=0)
    hour = (np.arange(len(series)) + start) % WEEK
    seen = np.bincount(hour, minlength=WEEK).astype(float)
    total = np.bincount(hour, weights=series, minlength=WEEK)
    means: Floats = np.divide(total, seen, out=np.full(WEEK, np.nan), where=seen > 0)
    return means
