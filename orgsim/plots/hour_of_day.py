"""Picture 8: hour by hour, what comes, who is there, who waits and what leaves.

Staff is all pools of people together, the queue all who wait for one of them. The hours of the day are drawn, as means over
the days of the week; the table has every hour of the week.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import Look
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, figure

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

    Floats = NDArray[np.float64]

NAME = "08-hour-of-day"
DAY, WEEK = 24, 168
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PARTS = ("arrivals", "departures", "on_duty", "waiting")


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

    def by_day(self, part: str) -> Floats:
        """A part by hour of the day, the mean over the days of the week that have it: (24,)."""
        import numpy as np

        found = np.asarray(getattr(self, part), dtype=np.float64).reshape(WEEK // DAY, DAY)
        known = ~np.isnan(found)
        total, days = np.where(known, found, 0.0).sum(axis=0), known.sum(axis=0)
        means: Floats = np.divide(total, days, out=np.full(DAY, np.nan), where=days > 0)
        return means


@dataclass(frozen=True)
class DayRhythm:
    """What is drawn: the hours of each variant, the noun of visits, and the pools that are the staff."""

    visits: str
    often: str
    pools: tuple[str, ...]
    hours: tuple[Hours, ...]


def extract(results: Results) -> DayRhythm | None:
    """The hours of every variant; None where arrivals were not kept by hour, or a whole day was not measured."""
    found = tuple(
        one for side, look in results.having("hours:arrivals") if (one := _hours(side, look, _staff(side))) is not None
    )
    pools = tuple(dict.fromkeys(key for side, _ in results.drawn for key in _staff(side)))
    return DayRhythm(results.words.visits, results.often, pools, found) if found else None


def _staff(side: Side) -> tuple[str, ...]:
    """Ids of the pools of people; of all pools where there are none."""
    pools = {key: one for key, one in side.variant.resources.items() if len(side.arrays(f"census:{key}"))}
    people = tuple(key for key, one in pools.items() if one.kind != "place")
    return people or tuple(pools)


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


def draw(rhythm: DayRhythm) -> Picture:
    """Draw four panels over the hours of a day: what comes and who is there above, who waits and what leaves below."""
    title = "Are people there in the hours when the work comes?"
    subtitle = "By hour of the day: means over all days and simulations (each hour of the week is in the table)"
    key = [(one.name, one.look._replace(marker="")) for one in rhythm.hours]
    with settings():
        slide = sheet(title, subtitle, key, rhythm.often)
        axes = slide.subplots(2, 2, sharex=True)
        slide.subplots_adjust(left=0.06, right=0.975, top=0.76, bottom=0.145, hspace=0.34, wspace=0.13)
        for part, what, words in zip(axes.flat, _ORDER, _titles(rhythm), strict=True):
            _draw_part(part, rhythm, what, words)
        for part in axes[-1]:
            part.set_xlabel("Hour of the day")
    return Picture(NAME, title, _sentence(rhythm), slide, _table(rhythm))


_ORDER = ("arrivals", "on_duty", "waiting", "departures")


def _titles(rhythm: DayRhythm) -> tuple[str, ...]:
    visits = clean(rhythm.visits, 20)
    return (
        f"Coming: {visits} an hour", "On duty: people in all pools", f"Waiting for them: {visits}",
        f"Leaving: {visits} an hour",
    )  # fmt: skip


def _draw_part(axes: Axes, rhythm: DayRhythm, what: str, words: str) -> None:
    import numpy as np

    for one in rhythm.hours:
        values, look = one.by_day(what), one.look
        if what == "waiting":  # seen at the whole hour; the rest holds all hour long
            (line,) = axes.plot(np.arange(DAY), values)
        else:
            (line,) = axes.step(np.arange(DAY + 1), np.append(values, values[-1]), where="post")
        line.set(color=look.colour, linestyle=look.line, linewidth=2.4)
    axes.set_title(words, size=TEXT, loc="left", pad=7)
    quiet_axes(axes)
    axes.set_xlim(0, DAY)
    axes.set_xticks(range(0, DAY + 1, 4), [f"{hour:02d}" for hour in range(0, DAY + 1, 4)])
    axes.set_ylim(0, 1.1 * axes.get_ylim()[1] or 1.0)
    axes.tick_params(labelsize=SMALL)
    axes.tick_params(axis="x", pad=9)
    axes.locator_params(axis="y", nbins=4)


def _sentence(rhythm: DayRhythm) -> str:
    first = rhythm.hours[0]
    said = [
        f"{one.name}: most are on duty at {_peak(one, 'on_duty')} and most wait at {_peak(one, 'waiting')}, on average "
        f"{figure(_most(one, 'waiting'))} {rhythm.visits}"
        for one in rhythm.hours
    ]
    return (
        f"Lines over the hours of the day. Most {rhythm.visits} come at {_peak(first, 'arrivals')}, "
        f"{figure(_most(first, 'arrivals'))} an hour. {'; '.join(said)}."
    )


def _peak(one: Hours, part: str) -> str:
    import numpy as np

    return f"{int(np.nanargmax(one.by_day(part))):02d}:00"


def _most(one: Hours, part: str) -> float:
    import numpy as np

    return float(np.nanmax(one.by_day(part)))


def _table(rhythm: DayRhythm) -> Table:
    columns = (
        "variant", "day", "hour", "arrivals_an_hour", "departures_an_hour", "people_on_duty", "waiting_for_them",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(one.key, one.name),
            _DAYS[hour // DAY],
            hour % DAY,
            *(float(getattr(one, part)[hour]) for part in _PARTS),
        )
        for one in rhythm.hours
        for hour in range(WEEK)
    ]
    return Table(columns, rows)
