"""Picture 6: how full places are over time and how many wait: whether it settles, whether it blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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

NAME = "06-occupancy-over-time"
MOST_POOLS = 3
HOURLY_UP_TO = 14 * 24
"""Hours: a longer span is shown as means of whole days, so that the daily rhythm does not hide the course."""


@dataclass(frozen=True)
class Course:
    """One variant's course of one pool: rows of 10th percentile, median and 90th over replications, at ``days``."""

    key: str
    name: str
    look: Look
    full: NDArray[np.float64]
    queue: NDArray[np.float64]


@dataclass(frozen=True)
class PoolCourse:
    """One pool: its name and the course in each variant."""

    key: str
    name: str
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Occupancy:
    """The pools drawn; ``days`` (t,) since the measured time began."""

    visits: str
    often: str
    step: str
    days: NDArray[np.float64]
    pools: tuple[PoolCourse, ...]


def extract(results: Results, pools: Sequence[str] = ()) -> Occupancy | None:
    """The course of ``pools``, or of the biggest places of the reference (staff where there are no places)."""
    import numpy as np

    keys = [key for key in (pools or main_pools(results)) if results.having(f"census:{key}")]
    if not keys:
        return None
    hours = min(
        array.shape[1]
        for key in keys
        for side, _ in results.having(f"census:{key}")
        for array in side.arrays(f"census:{key}")
    )
    step = 24 if hours > HOURLY_UP_TO else 1
    points = hours // step
    if points < 2:
        return None
    drawn = tuple(_pool(results, key, points, step) for key in keys)
    words = "a day's mean" if step == 24 else "each hour"
    return Occupancy(results.words.visits, results.often, words, (np.arange(points) + 0.5) * step / 24, drawn)


def main_pools(results: Results) -> list[str]:
    """Ids of the pools to show: the two biggest places (staff where there are none), and the one most waited for."""
    resources = results.sides[0].variant.resources
    sizes = {key: max(_mean(side, key, 2) for side, _ in results.drawn) for key in resources}
    there = [key for key in resources if sizes[key] > 0]
    kind = [key for key in there if resources[key].kind == "place"] or there
    biggest = sorted(kind, key=lambda key: -sizes[key])
    rest = sorted(biggest[MOST_POOLS - 1 :], key=lambda key: -max(_mean(side, key, 1) for side, _ in results.drawn))
    return biggest[: MOST_POOLS - 1] + rest[:1]


def _mean(side: Side, key: str, row: int) -> float:
    """The mean of a row of the census (1 queue, 2 capacity) in the first replication."""
    arrays = side.arrays(f"census:{key}")
    return float(arrays[0][row].mean()) if len(arrays) and arrays[0].size else 0.0


def _pool(results: Results, key: str, points: int, step: int) -> PoolCourse:
    having = results.having(f"census:{key}")
    name = called(having[0][0].variant.resources, key)
    return PoolCourse(key, name, tuple(_course(side, look, key, points, step) for side, look in having))


def _course(side: Side, look: Look, key: str, points: int, step: int) -> Course:
    import numpy as np

    census = np.array([array[:, : points * step] for array in side.arrays(f"census:{key}")], dtype=float)
    busy, queue, capacity = census.reshape(len(census), 3, points, step).sum(axis=3).transpose(1, 0, 2)
    full = np.divide(busy, capacity, out=np.full_like(busy, np.nan), where=capacity > 0)
    return Course(side.key, side.name, look, _band(full), _band(queue / step))


def _band(values: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    known = ~np.isnan(values).all(axis=0)
    band = np.full((3, values.shape[1]), np.nan)
    if known.any():
        quantile = np.nanquantile if np.isnan(values[:, known]).any() else np.quantile  # the second is far quicker
        band[:, known] = quantile(values[:, known], (0.1, 0.5, 0.9), axis=0)
    return band


def draw(occupancy: Occupancy) -> Picture:
    """Draw a row for each pool: how full on the left, how many wait on the right."""
    title = "How full is it over time, and how many wait?"
    subtitle = f"Line: median over simulations; band: 10% to 90% of them; {occupancy.step}"
    key = [(course.name, course.look._replace(marker="")) for course in occupancy.pools[0].courses]
    with settings():
        figure_ = sheet(title, subtitle, key, occupancy.often)
        axes = figure_.subplots(len(occupancy.pools), 2, sharex=True, squeeze=False)
        figure_.subplots_adjust(left=0.07, right=0.975, top=0.755, bottom=0.115, hspace=0.4, wspace=0.14)
        for row, pool in zip(axes, occupancy.pools, strict=True):
            _draw_pool(row, pool, occupancy)
        for part in axes[-1]:
            part.set_xlabel("Day")
    return Picture(NAME, title, _sentence(occupancy), figure_, _table(occupancy))


def _draw_pool(row: Sequence[Axes], pool: PoolCourse, occupancy: Occupancy) -> None:
    name = clean(pool.name, 34)
    for axes, words in zip(row, (f"{name}: % in use", f"{name}: {clean(occupancy.visits, 16)} waiting"), strict=True):
        axes.set_title(words, size=TEXT, loc="left", pad=7)
        quiet_axes(axes)
        axes.set_xlim(0, float(occupancy.days[-1] + occupancy.days[0]))
    for course in pool.courses:
        for axes, band in ((row[0], 100 * course.full), (row[1], course.queue)):
            axes.fill_between(occupancy.days, band[0], band[2], color=course.look.colour, alpha=0.25, linewidth=0)
            axes.plot(occupancy.days, band[1], color=course.look.colour, linestyle=course.look.line, linewidth=2.4)
    row[0].axhline(100, color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
    low = min(float(_least(course.full)) for course in pool.courses)
    row[0].set_ylim(100 * (0 if low < 0.5 else 0.5), 112)
    row[1].set_ylim(0, max(1.0, 1.08 * row[1].get_ylim()[1]))
    row[0].yaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    for axes in row:
        axes.tick_params(labelsize=SMALL)
        axes.locator_params(axis="y", nbins=3, integer=True)


def _least(band: NDArray[np.float64]) -> float:
    import numpy as np

    return float(np.nanmin(band)) if np.isfinite(band).any() else 0.0


def _sentence(occupancy: Occupancy) -> str:
    import numpy as np

    said = []
    for pool in occupancy.pools:
        means = [(one.name, float(np.nanmean(one.full[1])), float(np.nanmean(one.queue[1]))) for one in pool.courses]
        each = [f"{name} {percent(full)} in use and {figure(queue)} waiting" for name, full, queue in means]
        said.append(f"{lower_first(pool.name)}: {', '.join(each)}")
    return f"Lines over {figure(float(occupancy.days[-1] + occupancy.days[0]))} days. On average, {'; '.join(said)}."


def _table(occupancy: Occupancy) -> Table:
    columns = (
        "pool",
        "variant",
        "day",
        *(f"{what}_{part}" for what in ("in_use_percent", "waiting") for part in ("p10", "median", "p90")),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Named(pool.key, pool.name), Named(course.key, course.name), float(occupancy.days[place]),
            *(100 * float(value) for value in course.full[:, place]), *(float(value) for value in course.queue[:, place]),
        )
        for pool in occupancy.pools
        for course in pool.courses
        for place in range(len(occupancy.days))
    ]  # fmt: skip
    return Table(columns, rows)
