"""The two fates of the same visits: what became of each in one variant and in the other, and what the change cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.analysis.fates import NEITHER
from orgsim.plots.colours import FAINT, Look
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, settings, sheet
from orgsim.plots.words import clean, duration, figure, label, lower_first, wrap

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from orgsim.plots.source import Results

NAME = "13-two-fates"
MOST_SAID = 3
"""Changed fates told in words beside the picture."""
GAP = 0.085
"""Space between the blocks of a column, as a share of its height."""
LEFT, RIGHT, BLOCK = 0.27, 0.73, 0.025
"""Where the blocks stand and how wide they are, in widths of the axes."""


@dataclass(frozen=True)
class TwoFates:
    """The cross-table of two variants, the reference first.

    ``a_week``: visits a week by fate in the first (rows) and in the second (columns). ``extra_hours``: mean hours from
    arrival to departure, first minus second, of the visits in the cell that left in both (NaN without any).
    """

    names: tuple[str, str]
    keys: tuple[str, str]
    looks: tuple[Look, Look]
    entity: str
    entities: str
    visits: str
    often: str
    fates: tuple[Named, ...]
    a_week: NDArray[np.float64]
    extra_hours: NDArray[np.float64]

    @property
    def changed(self) -> list[tuple[int, int]]:
        """The cells of visits whose fate changes: first whom the first variant keeps longer, most visits first."""
        import numpy as np

        size = range(len(self.fates))
        cells = [(row, column) for row in size for column in size if row != column and self.a_week[row, column] > 0]
        hours = np.nan_to_num(self.extra_hours)
        return sorted(cells, key=lambda cell: (hours[cell] <= 0, -float(self.a_week[cell]), cell))


def extract(results: Results) -> TwoFates | None:
    """The fates in the reference and in the second variant; None if no visit was followed through both."""
    import numpy as np

    found = results.fates
    if found is None or not found.cells:
        return None
    keys = [*found.names, NEITHER]
    a_week, hours = np.zeros((len(keys), len(keys))), np.full((len(keys), len(keys)), np.nan)
    weeks = results.sides[0].variant.calendar.length / 10080
    for cell in found.cells:
        if (cell.before, cell.after) != (NEITHER, NEITHER):
            place = (keys.index(cell.before), keys.index(cell.after))
            a_week[place], hours[place] = cell.count.mean / weeks, cell.extra_minutes.mean / 60
    kept = [place for place in range(len(keys)) if a_week[place].sum() + a_week[:, place].sum() > 0]
    named = [Named(key, label(found.names.get(key), key) if key else "None of these") for key in keys]
    pair = (found.against, found.variant)
    return TwoFates(
        (results.named(pair[0]), results.named(pair[1])), pair, (results.look(pair[0]), results.look(pair[1])),
        results.words.entity, results.words.entities, results.words.visits, results.often,
        tuple(named[place] for place in kept), a_week[kept][:, kept], hours[kept][:, kept],
    ) if kept else None  # fmt: skip


def draw(fates: TwoFates) -> Picture:
    """Draw streams from the fates in one variant to those in the other; the ones that change stand out."""
    title = f"Does the same {fates.entity} meet another fate?"
    subtitle = (
        f"{label(fates.visits, '')} a week by what became of them in each variant; coloured: those whose fate changes"
    )
    with settings():
        figure_ = sheet(title, subtitle, often=fates.often)
        _draw_streams(figure_.add_axes((0.02, 0.035, 0.55, 0.76)), fates)
        _tell(figure_, fates)
    return Picture(NAME, title, _sentence(fates), figure_, _table(fates))


def _draw_streams(axes: Axes, fates: TwoFates) -> None:
    total = float(fates.a_week.sum())
    heights = (fates.a_week.sum(axis=1) / total, fates.a_week.sum(axis=0) / total)
    tops = [_tops(column) for column in heights]
    left, right = (list(column) for column in tops)
    size = len(fates.fates)
    for row in range(size):
        for column in range(size):
            share = float(fates.a_week[row, column]) / total
            if share > 0:
                _stream(axes, left[row], right[column], share, fates.looks[0].colour if row != column else None)
            left[row] -= share
            right[column] -= share
    for side in (0, 1):
        _blocks(axes, fates, side, tops[side], heights[side])
    axes.set_xlim(0, 1)
    axes.set_ylim(-GAP * (size - 1) - 0.02, 1.0)
    axes.set_axis_off()


def _tops(heights: NDArray[np.float64]) -> list[float]:
    top, tops = 1.0, []
    for height in heights:
        tops.append(top)
        top -= float(height) + GAP
    return tops


def _stream(axes: Axes, start: float, end: float, share: float, colour: str | None) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    one, two, bend = LEFT + BLOCK, RIGHT - BLOCK, (LEFT + RIGHT) / 2
    points = [
        (one, start), (bend, start), (bend, end), (two, end),
        (two, end - share), (bend, end - share), (bend, start - share), (one, start - share), (one, start),
    ]  # fmt: skip
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    edge, width, order = (colour, 1.2, 3) if colour else ("none", 0.0, 2)
    axes.add_patch(
        PathPatch(Path(points, codes), facecolor=colour or FAINT, edgecolor=edge, linewidth=width, zorder=order)
    )


def _blocks(axes: Axes, fates: TwoFates, side: int, tops: Sequence[float], heights: NDArray[np.float64]) -> None:
    from matplotlib.patches import Rectangle

    total = float(fates.a_week.sum())
    edge, text, where = (LEFT, LEFT - 0.015, "right") if side == 0 else (RIGHT - BLOCK, RIGHT + 0.015, "left")
    axes.text(
        side * edge,
        1.035,
        fates.names[side],
        ha="left",
        va="bottom",
        size=TEXT,
        weight="bold",
        transform=axes.transAxes,
    )
    for fate, top, height in zip(fates.fates, tops, heights, strict=True):
        axes.add_patch(
            Rectangle(
                (edge, top - height),
                BLOCK,
                max(float(height), 0.004),
                facecolor=fates.looks[side].colour,
                linewidth=0,
                zorder=4,
            )
        )
        words = f"{wrap(clean(fate.label, 30), 15)}\n{figure(float(height) * total)} a week"
        axes.text(text, top - height / 2, words, ha=where, va="center", size=SMALL, linespacing=1.2)


def _tell(figure_: Figure, fates: TwoFates) -> None:
    place = 0.77
    if not fates.changed:
        figure_.text(0.61, place, f"Every {clean(fates.entity, 24)} meets the same fate.", size=TEXT, va="top")
    for cell in fates.changed[:MOST_SAID]:
        figure_.text(0.61, place, f"{figure(float(fates.a_week[cell]))} a week", size=22, weight="bold", va="top")
        words = wrap(f"{_change(fates, cell)}; {_cost(fates, cell)}", 41)
        figure_.text(0.61, place - 0.062, words, size=TEXT, va="top", linespacing=1.3)
        place -= 0.115 + 0.045 * (words.count("\n") + 1)


def headline(fates: TwoFates) -> str:
    """The costliest change of fate in a line."""
    if not fates.changed:
        return f"Every {fates.entity} meets the same fate in both."
    cell = fates.changed[0]
    return f"The same {fates.entities}: {figure(float(fates.a_week[cell]))} a week {_change(fates, cell)}, {_cost(fates, cell)}"


def _change(fates: TwoFates, cell: tuple[int, int]) -> str:
    before, after = (clean(lower_first(fates.fates[place].label), 26) for place in cell)
    return f"{before} in {fates.names[0]}, {after} in {fates.names[1]}"


def _cost(fates: TwoFates, cell: tuple[int, int]) -> str:
    hours = float(fates.extra_hours[cell])
    if hours != hours:  # noqa: PLR0124
        return "times not known"
    return f"{duration(60 * abs(hours))} {'longer' if hours > 0 else 'shorter'} each in {fates.names[0]}"


def _sentence(fates: TwoFates) -> str:
    changed = fates.changed
    if not changed:
        return f"Every {fates.entity} meets the same fate in {fates.names[0]} and {fates.names[1]}."
    said = [
        f"{figure(float(fates.a_week[cell]))} {fates.visits} a week: {_change(fates, cell)}, {_cost(fates, cell)}"
        for cell in changed[:MOST_SAID]
    ]
    share = 100 * float(sum(fates.a_week[cell] for cell in changed)) / float(fates.a_week.sum())
    return f"{figure(share)}% of the same {fates.entities} meet another fate. {'; '.join(said)}."


def _table(fates: TwoFates) -> Table:
    columns = (f"fate_in_{fates.keys[0]}", f"fate_in_{fates.keys[1]}", "a_week", "mean_extra_hours_in_first")
    rows: list[tuple[Cell, ...]] = [
        (one, other, float(fates.a_week[row, column]), float(fates.extra_hours[row, column]))
        for row, one in enumerate(fates.fates)
        for column, other in enumerate(fates.fates)
    ]
    return Table(columns, rows)
