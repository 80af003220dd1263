"""The two fates of the same visits: what became of each in one variant and in the other, and what the change cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.plots.colours import FAINT, INK, PAPER, QUIET, Look
from orgsim.plots.moments import called
from orgsim.plots.picture import Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, settings, sheet
from orgsim.plots.words import clean, duration, figure, lower_first, wrap

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

NAME = "13-two-fates"
STILL_INSIDE = Named("", "Neither")
MOST_SAID = 4
"""Changed fates told in words beside the picture."""
GAP = 0.075
"""Space between the blocks of a column, as a share of its height."""


@dataclass(frozen=True)
class Fates:
    """The cross-table of two variants, the reference first.

    ``a_week``: visits a week by fate in the first (rows) and in the second (columns). ``extra_hours``: mean hours from
    arrival to departure, first minus second, of the visits in the cell that left in both (NaN without any).
    """

    names: tuple[str, str]
    keys: tuple[str, str]
    looks: tuple[Look, Look]
    visit: str
    visits: str
    often: str
    fates: tuple[Named, ...]
    a_week: NDArray[np.float64]
    extra_hours: NDArray[np.float64]


def extract(results: Results, other: str | None = None) -> Fates | None:
    """Follow each visit of the reference into the variant ``other`` (default: the second); None if nobody was followed."""
    having = results.having("fates")
    sides = having[:1] + tuple(pair for pair in having[1:] if other in (None, pair[0].key))[:1]
    if len(sides) < 2 or not sides[0][0].variant.dispositions:
        return None
    (first, look), (second, second_look) = sides
    if first.variant.dispositions != second.variant.dispositions:
        return None
    count, hours = _cross(first, second)
    fates = [Named(key, called(first.variant.groups, key)) for key in first.variant.dispositions]
    kept = [place for place in range(len(fates) + 1) if count[place].sum() + count[:, place].sum() > 0]
    weeks = first.variant.calendar.length / 10080 * max(1, min(len(first.arrays("fates")), len(second.arrays("fates"))))
    return Fates(
        (first.name, second.name), (first.key, second.key), (look, second_look), results.words.visit, results.words.visits,
        results.often, tuple([*fates, STILL_INSIDE][place] for place in kept), count[kept][:, kept] / weeks, hours[kept][:, kept],
    )  # fmt: skip


def _cross(first: Side, second: Side) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    import numpy as np

    size = len(first.variant.dispositions) + 1
    count, known, minutes = (np.zeros((size, size)) for _ in range(3))
    for one, other in zip(first.arrays("fates"), second.arrays("fates"), strict=False):
        mine, yours = _same(one, other)
        cell = (mine["disposition"] % size, yours["disposition"] % size)
        longer = mine["inside"] - yours["inside"]
        np.add.at(count, cell, 1)
        np.add.at(known, cell, np.isfinite(longer))
        np.add.at(minutes, cell, np.nan_to_num(longer))
    return count, np.divide(minutes, known * 60, out=np.full((size, size), np.nan), where=known > 0)


def _same(one: NDArray[Any], other: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The rows of the visits that are in both, in the same order."""
    import numpy as np

    _, mine, yours = np.intersect1d(one["row"], other["row"], assume_unique=True, return_indices=True)
    return one[mine], other[yours]


def draw(fates: Fates) -> Picture:
    """Draw streams from the fates in one variant to those in the other; the ones that change stand out."""
    title = f"Does the same {fates.visit} meet another fate?"
    subtitle = f"{clean(fates.visits, 24).capitalize()} a week by what became of them in {fates.names[0]} and in {fates.names[1]}"
    with settings():
        figure_ = sheet(title, subtitle)
        figure_.text(0.978, 0.905, fates.often, size=SMALL, color=QUIET, va="top", ha="right")
        axes = figure_.add_axes((0.02, 0.04, 0.55, 0.82))
        _draw_streams(axes, fates)
        _tell(figure_.add_axes((0.6, 0.04, 0.38, 0.82)), fates)
    return Picture(NAME, title, _sentence(fates), figure_, _table(fates))


def _draw_streams(axes: Axes, fates: Fates) -> None:
    total = float(fates.a_week.sum())
    heights = (fates.a_week.sum(axis=1) / total, fates.a_week.sum(axis=0) / total)
    tops = [_tops(column) for column in heights]
    left, right = ([float(top) for top in column] for column in tops)
    size = len(fates.fates)
    for row in range(size):
        for column in range(size):
            share = float(fates.a_week[row, column]) / total
            if share > 0:
                _stream(axes, left[row], right[column], share, fates.looks[0].colour if row != column else FAINT)
            left[row] -= share
            right[column] -= share
    for side in (0, 1):
        _blocks(axes, fates, side, tops[side], heights[side], total)
    axes.set_xlim(0, 1)
    axes.set_ylim(-GAP * (size - 1) - 0.02, 1.09)
    axes.set_axis_off()


def _tops(heights: NDArray[np.float64]) -> list[float]:
    top, tops = 1.0, []
    for height in heights:
        tops.append(top)
        top -= float(height) + GAP
    return tops


LEFT, RIGHT, BLOCK = 0.27, 0.73, 0.025


def _stream(axes: Axes, start: float, end: float, share: float, colour: str) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    one, two, bend = LEFT + BLOCK, RIGHT - BLOCK, (LEFT + RIGHT) / 2
    points = [
        (one, start), (bend, start), (bend, end), (two, end),
        (two, end - share), (bend, end - share), (bend, start - share), (one, start - share), (one, start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    changed = colour != FAINT
    axes.add_patch(PathPatch(Path(points, codes), facecolor=colour, edgecolor=INK if changed else "none", linewidth=0.6, alpha=0.85 if changed else 1, zorder=3 if changed else 2))


def _blocks(axes: Axes, fates: Fates, side: int, tops: Sequence[float], heights: NDArray[np.float64], total: float) -> None:
    from matplotlib.patches import Rectangle

    edge, where = (LEFT, "right") if side == 0 else (RIGHT - BLOCK, "left")
    text = LEFT - 0.015 if side == 0 else RIGHT + 0.015
    axes.text(text, 1.06, fates.names[side], ha=where, size=TEXT, weight="bold", color=INK)
    for fate, top, height in zip(fates.fates, tops, heights, strict=True):
        axes.add_patch(Rectangle((edge, top - height), BLOCK, max(float(height), 0.004), facecolor=fates.looks[side].colour, linewidth=0, zorder=4))
        words = f"{wrap(clean(fate.label, 30), 15)}\n{figure(float(height) * total)} a week"
        axes.text(text, top - height / 2, words, ha=where, va="center", size=SMALL, linespacing=1.25)


def _tell(axes: Axes, fates: Fates) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    changed = _changed(fates)
    place = 0.93
    if not changed:
        axes.text(0, place, f"Every {clean(fates.visit, 24)} meets the same fate.", size=TEXT, va="top")
    for row, column in changed[:MOST_SAID]:
        number = figure(float(fates.a_week[row, column]))
        axes.text(0, place, number, size=30, weight="bold", va="top", bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0})
        words = f"a week: {_fate(fates, row)} in {fates.names[0]},\n{_fate(fates, column)} in {fates.names[1]};\n{_cost(fates, row, column)}"
        axes.text(0, place - 0.075, words, size=TEXT, va="top", linespacing=1.3)
        place -= 0.245


def _fate(fates: Fates, place: int) -> str:
    return clean(lower_first(fates.fates[place].label), 26)


def _cost(fates: Fates, row: int, column: int) -> str:
    hours = float(fates.extra_hours[row, column])
    if hours != hours:  # noqa: PLR0124
        return "time not known"
    way = "longer" if hours > 0 else "shorter"
    return f"{duration(60 * abs(hours))} {way} each in {fates.names[0]}"


def _changed(fates: Fates) -> list[tuple[int, int]]:
    size = len(fates.fates)
    cells = [(row, column) for row in range(size) for column in range(size) if row != column and fates.a_week[row, column] > 0]
    return sorted(cells, key=lambda cell: -float(fates.a_week[cell]))


def _sentence(fates: Fates) -> str:
    changed = _changed(fates)
    if not changed:
        return f"Every {fates.visit} meets the same fate in {fates.names[0]} and {fates.names[1]}."
    said = [
        f"{figure(float(fates.a_week[cell]))} {fates.visits} a week are {_fate(fates, cell[0])} in {fates.names[0]} but {_fate(fates, cell[1])} "
        f"in {fates.names[1]}, {_cost(fates, *cell)}"
        for cell in changed[:MOST_SAID]
    ]
    share = 100 * float(sum(fates.a_week[cell] for cell in changed)) / float(fates.a_week.sum())
    return f"{figure(share)}% of the same {fates.visits} meet another fate. {'; '.join(said)}."


def _table(fates: Fates) -> Table:
    columns = (f"fate_in_{fates.keys[0]}", f"fate_in_{fates.keys[1]}", "a_week", "mean_extra_hours_in_first")
    rows = [
        (one, other, float(fates.a_week[row, column]), float(fates.extra_hours[row, column]))
        for row, one in enumerate(fates.fates)
        for column, other in enumerate(fates.fates)
    ]
    return Table(columns, rows)
