"""Picture 8: hour by hour, what comes, who is there, who waits and what leaves.

Staff is all pools of people together, the queue all who wait for one of them; places count where there are no people, and are
then called so. The hours of the day are drawn, as means over the days of the week, weekdays and weekend apart where the
scenario has them differ; the table has every hour of the week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.plots.colours import QUIET
from orgsim.plots.hours import DAY, WEEK, WHAT, DayRhythm, Hours, extract
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.week import WEEKDAYS, WEEKEND, WHOLE, Part
from orgsim.plots.words import clean, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["NAME", "draw", "extract"]

NAME = "08-hour-of-day"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def draw(rhythm: DayRhythm) -> Picture:
    """Draw four panels over the hours of a day: what comes and who is there above, who waits and what leaves below."""
    title = f"Are {_noun(rhythm)} there in the hours when the work comes?"
    key = [(one.name, one.look._replace(marker="")) for one in rhythm.hours]
    with settings():
        slide = sheet(title, _subtitle(rhythm), key, rhythm.often)
        axes = slide.subplots(2, 2, sharex=True)
        slide.subplots_adjust(left=0.06, right=0.975, top=0.74, bottom=0.145, hspace=0.4, wspace=0.13)
        for panel, what, words in zip(axes.flat, _ORDER, _titles(rhythm), strict=True):
            _draw_panel(panel, rhythm, what, words)
        for panel in axes[-1]:
            panel.set_xlabel("Hour of the day")
    return Picture(NAME, title, _sentence(rhythm), slide, _table(rhythm))


def _noun(rhythm: DayRhythm) -> str:
    return "places" if rhythm.places else "people"


def _subtitle(rhythm: DayRhythm) -> str:
    days = " and over ".join(_of(part) for part in rhythm.parts)
    without = ". Places are not counted" if rhythm.uncounted else ""
    return f"Means over {days} and simulations; each hour of the week is in the table{without}"


def _of(part: Part) -> str:
    return {WHOLE: "all days", WEEKDAYS: "weekdays", WEEKEND: "the weekend"}[part]


_ORDER = ("arrivals", "on_duty", "waiting", "departures")


def _titles(rhythm: DayRhythm) -> tuple[str, ...]:
    visits = clean(rhythm.visits, 20)
    there = "Open: places in all pools" if rhythm.places else "On duty: people in all pools"
    return f"Coming: {visits} an hour", there, f"Waiting for them: {visits}", f"Leaving: {visits} an hour"


def _draw_panel(axes: Axes, rhythm: DayRhythm, what: str, words: str) -> None:
    for place, part in enumerate(rhythm.parts):
        for one in rhythm.hours:
            _draw_line(axes, one, what, part, DAY * place)
    many = len(rhythm.parts)
    axes.set_title(words, size=TEXT, loc="left", pad=7 if many == 1 else 26)
    quiet_axes(axes)
    axes.set_xlim(0, DAY * many)
    ticks = range(0, DAY * many + 1, 4 * many)
    axes.set_xticks(ticks, [f"{hour % DAY:02d}" if hour % (DAY * many) or not hour else f"{DAY}" for hour in ticks])
    axes.set_ylim(0, 1.1 * axes.get_ylim()[1] or 1.0)
    axes.tick_params(labelsize=SMALL)
    axes.tick_params(axis="x", pad=9)
    axes.locator_params(axis="y", nbins=4)
    for place, part in enumerate(rhythm.parts if many > 1 else ()):
        axes.text(
            (place + 0.01) / many, 1.03, part.name, transform=axes.transAxes, size=SMALL, color=QUIET, va="bottom"
        )
        if place:
            axes.axvline(DAY * place, color=QUIET, linewidth=1.0)


def _draw_line(axes: Axes, one: Hours, what: str, part: Part, start: int) -> None:
    import numpy as np

    values, look = one.by_day(what, part.days), one.look
    if what == "waiting":  # seen at the whole hour; the rest holds all hour long
        (line,) = axes.plot(start + np.arange(DAY), values)
    else:
        (line,) = axes.step(start + np.arange(DAY + 1), np.append(values, values[-1]), where="post")
    line.set(color=look.colour, linestyle=look.line, linewidth=2.4)


def _sentence(rhythm: DayRhythm) -> str:
    return "Lines over the hours of the day. " + " ".join(_said(rhythm, part) for part in rhythm.parts)


def _said(rhythm: DayRhythm, part: Part) -> str:
    first, there = rhythm.hours[0], "are open" if rhythm.places else "are on duty"
    said = [
        f"{one.name}: most {there} at {_peak(one, 'on_duty', part)} and most wait at {_peak(one, 'waiting', part)}, "
        f"on average {figure(_most(one, 'waiting', part))} {rhythm.visits}"
        for one in rhythm.hours
    ]
    when = "Most" if part == WHOLE else f"{part.name}: most"
    return (
        f"{when} {rhythm.visits} come at {_peak(first, 'arrivals', part)}, "
        f"{figure(_most(first, 'arrivals', part))} an hour. {'; '.join(said)}."
    )


def _peak(one: Hours, what: str, part: Part) -> str:
    import numpy as np

    found = one.by_day(what, part.days)
    return f"{int(np.nanargmax(found)):02d}:00" if np.isfinite(found).any() else "an unknown hour"


def _most(one: Hours, what: str, part: Part) -> float:
    import numpy as np

    found = one.by_day(what, part.days)
    return float(np.nanmax(found)) if np.isfinite(found).any() else float("nan")


def _table(rhythm: DayRhythm) -> Table:
    there = "places_open" if rhythm.places else "people_on_duty"
    columns = ("variant", "day", "hour", "arrivals_an_hour", "departures_an_hour", there, "waiting_for_them")
    rows: list[tuple[Cell, ...]] = [
        (
            Named(one.key, one.name),
            _DAYS[hour // DAY],
            hour % DAY,
            *(float(getattr(one, part)[hour]) for part in WHAT),
        )
        for one in rhythm.hours
        for hour in range(WEEK)
    ]
    return Table(columns, rows)
