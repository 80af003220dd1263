"""Picture 20: the people of units over time: their motivation, their standard, and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from orgsim.engine.trace import UnitDay
from orgsim.plots.colours import INK, Look
from orgsim.plots.moments import called
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, figure, lower_first, percent

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

NAME = "20-people"
MOST_UNITS = 3
PARTS = ("motivation", "standard", "people there")
_LEVELS = (50.0, 100.0, 100.0)
"""Per cent, drawn dashed: motivation at rest, the full standard, all posts."""
_STILL = 0.05
"""Per cent: what stays so near to its level all through is not drawn."""


@dataclass(frozen=True)
class Course:
    """One variant's course of one unit: for each of ``PARTS``, 10th percentile, median and 90th (3, 3, days), in per cent."""

    key: str
    name: str
    look: Look
    bands: NDArray[np.float64]


@dataclass(frozen=True)
class UnitCourse:
    """One unit: its name and the course in each variant."""

    key: str
    name: str
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class PeopleOverTime:
    """The units drawn, and how many days."""

    often: str
    days: int
    units: tuple[UnitCourse, ...]

    @property
    def moving(self) -> tuple[int, ...]:
        """Places of ``PARTS`` that leave their level in some unit; motivation is always among them."""
        courses = [course for unit in self.units for course in unit.courses]
        return (0, *(place for place in (1, 2) if any(_moves(one.bands[place], _LEVELS[place]) for one in courses)))


def _moves(band: NDArray[np.float64], level: float) -> bool:
    return any(not isnan(value) and abs(value - level) > _STILL for value in band.ravel().tolist())


def extract(results: Results) -> PeopleOverTime | None:
    """The first units whose people change in any variant; None where there are none, or for less than two days."""
    units = dict.fromkeys(
        unit
        for side, _ in results.drawn
        for unit in side.variant.organisation.units
        if len(side.arrays(f"people:{unit}"))
    )
    keys = list(units)[:MOST_UNITS]
    lengths = [array.shape[1] for key in keys for side, _ in results.drawn for array in side.arrays(f"people:{key}")]
    days = min(lengths, default=0)
    if days < 2:
        return None
    return PeopleOverTime(results.often, days, tuple(_unit(results, key, days) for key in keys))


def _unit(results: Results, key: str, days: int) -> UnitCourse:
    having = results.having(f"people:{key}")
    name = called(having[0][0].variant.organisation.units, key)
    return UnitCourse(key, name, tuple(_course(side, look, key, days) for side, look in having))


def _course(side: Side, look: Look, key: str, days: int) -> Course:
    import numpy as np

    states = np.array([array[:, :days] for array in side.arrays(f"people:{key}")], dtype=float)
    staff = states[:, UnitDay.STAFF]
    there = staff - states[:, UnitDay.VACANT] - states[:, UnitDay.ABSENT]
    share = np.divide(there, staff, out=np.full_like(staff, np.nan), where=staff > 0)
    parts = (states[:, UnitDay.MOTIVATION], states[:, UnitDay.STANDARD], _last_week(share))
    return Course(
        side.key, side.name, look, np.stack([100 * np.quantile(one, (0.1, 0.5, 0.9), axis=0) for one in parts])
    )


def _last_week(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each day and the six before it (replications, days): in a small unit one who is absent is many per cent."""
    import numpy as np

    days = values.shape[1]
    return np.stack([values[:, max(0, day - 6) : day + 1].mean(axis=1) for day in range(days)], axis=1)


def draw(people: PeopleOverTime) -> Picture:
    """Draw a row for each unit: motivation, standard, and the share of its posts that are there."""
    title = "What becomes of the people: do they stay, and stay willing?"
    parts = people.moving
    still = [PARTS[place] for place in range(len(PARTS)) if place not in parts]
    subtitle = "Line: median over simulations; band: 10% to 90% of them; each midnight" + (
        "; people there: mean of a week" if 2 in parts else ""
    )
    subtitle += f"; stays at 100%: {' and '.join(still)}" if still else ""
    key = [(course.name, course.look._replace(marker="")) for course in people.units[0].courses]
    with settings():
        figure_ = sheet(title, subtitle, key, people.often)
        axes = figure_.subplots(len(people.units), len(parts), sharex=True, squeeze=False)
        figure_.subplots_adjust(left=0.07, right=0.975, top=0.755, bottom=0.115, hspace=0.45, wspace=0.22)
        for row, unit in zip(axes, people.units, strict=True):
            _draw_unit(row, unit, people.days, parts)
        for part in axes[-1]:
            part.set_xlabel("Day")
    return Picture(NAME, title, _sentence(people), figure_, _table(people))


def _draw_unit(row: Sequence[Axes], unit: UnitCourse, days: int, parts: Sequence[int]) -> None:
    import numpy as np

    at = np.arange(1, days + 1)
    for axes, place in zip(row, parts, strict=True):
        axes.set_title(f"{clean(unit.name, 16)}: {PARTS[place]}", size=TEXT, loc="left", pad=7)
        quiet_axes(axes)
        axes.set_xlim(0, days + 1)
        axes.axhline(_LEVELS[place], color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
        for course in unit.courses:
            low, middle, high = course.bands[place]
            axes.fill_between(at, low, high, color=course.look.colour, alpha=0.25, linewidth=0)
            axes.plot(at, middle, color=course.look.colour, linestyle=course.look.line, linewidth=2.4)
        _limits(axes, [course.bands[place] for course in unit.courses], _LEVELS[place])


def _limits(axes: Axes, bands: Sequence[NDArray[np.float64]], level: float) -> None:
    """Show what varies, and no less than 10 points, so that small changes look small."""
    import numpy as np

    known = [band[np.isfinite(band)] for band in bands]
    low = min([level, *(float(one.min()) for one in known if one.size)])
    high = max([level, *(float(one.max()) for one in known if one.size)])
    spare = max(0.0, 10 - (high - low)) / 2 + 1
    axes.set_ylim(low - spare, high + spare)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.tick_params(labelsize=SMALL)
    axes.locator_params(axis="y", nbins=3, integer=True)
    axes.locator_params(axis="x", nbins=4, integer=True)


def _sentence(people: PeopleOverTime) -> str:
    said = []
    for unit in people.units:
        each = [f"{course.name} {_last_day(course)}" for course in unit.courses]
        said.append(f"{lower_first(unit.name)}: {'; '.join(each)}")
    return f"Lines over {figure(float(people.days))} days. On the last day, {'. '.join(said)}."


def _last_day(course: Course) -> str:
    levels = [float(band[1, -1]) / 100 for band in course.bands]
    return ", ".join(f"{part} {percent(level)}" for part, level in zip(PARTS, levels, strict=True) if not isnan(level))


def _table(people: PeopleOverTime) -> Table:
    names = [f"{part.replace(' ', '_')}_percent_{which}" for part in PARTS for which in ("p10", "median", "p90")]
    rows: list[tuple[Cell, ...]] = [
        (
            Named(unit.key, unit.name), Named(course.key, course.name), float(day + 1),
            *(float(value) for value in course.bands[:, :, day].reshape(-1)),
        )
        for unit in people.units
        for course in unit.courses
        for day in range(people.days)
    ]  # fmt: skip
    return Table(("unit", "variant", "day", *names), rows)
