"""Picture 2: which differences between two variants are real? Paired on the same visits, with 95% intervals.

Measures have many units, so the axis is the change as a percentage of the reference; beside each bar stand the
change in its natural unit and, in words, whether it is better. A measure whose reference is zero has no percentage: it is
listed in words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK, QUIET
from orgsim.plots.forest import Forest, Row, extract
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet
from orgsim.plots.words import clean, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["NAME", "draw", "extract"]

NAME = "02-paired-differences"
MOST_SAID = 4
"""Differences of each kind named in the sentence."""
WIDEST = 150.0
"""Percent at which the axis ends; an estimate beyond it is drawn as an arrow head at the end."""
CHANGE, WORDS = 0.55, 0.805
"""Where the columns of text start, in widths of the slide."""


def draw(forest: Forest) -> Picture:
    """Draw a line of text and a bar for each difference."""
    title = f"Which differences from {forest.reference} are real?"
    subtitle = "Bars: 95% intervals; hollow: no clear change; bold: clear even allowing for all these measures together"
    shown = {row.variant: row.look._replace(line="-") for row in forest.rows}
    with settings():
        figure = sheet(title, subtitle, [(forest.names[key], look) for key, look in shown.items()], forest.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.365, right=0.54, top=0.805, bottom=0.11)
        _draw(axes, forest)
    return Picture(NAME, title, _sentence(forest), figure, _table(forest))


def _draw(axes: Axes, forest: Forest) -> None:
    count, edge = len(forest.rows), _edge(forest.rows)
    for place, row in enumerate(forest.rows):
        _draw_row(axes, place, row, edge)
        axes.text(
            0.355,
            place,
            _name(forest, place),
            transform=row_labels(axes),
            size=SMALL,
            ha="right",
            va="center",
        )
    axes.axvline(0, color=INK, linewidth=1.6)
    axes.set_ylim(count - 0.4, -1.3)
    axes.set_xlim(-edge, edge)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}%".replace("-", "\u2212") if value else "0")
    axes.set_xlabel(f"Change (% of {forest.reference})")
    for column, words in ((CHANGE, "change (95% interval)"), (WORDS, "in words, and how often")):
        axes.text(column, -0.9, words, transform=row_labels(axes), size=SMALL, color=QUIET, va="center")


def _draw_row(axes: Axes, place: int, row: Row, edge: float) -> None:
    one = row.difference
    if isfinite(row.scale):
        low, high = (min(max(row.scale * end, -edge), edge) for end in (one.low, one.high))
        axes.plot([low, high], [place, place], color=row.look.colour, linewidth=4, solid_capstyle="butt")
        middle = min(max(row.scale * one.mean, -edge), edge)
        marker = row.look.marker if abs(middle) < edge else (">" if middle > 0 else "<")
        fill = row.look.colour if row.clear else "white"
        axes.plot(
            [middle],
            [place],
            marker,
            color=row.look.colour,
            markerfacecolor=fill,
            markersize=11,
            markeredgewidth=2.2,
            clip_on=False,
        )
    arrow = "" if not row.clear else "\u25b2 " if one.mean > 0 else "\u25bc "
    axes.text(CHANGE, place, row.natural, transform=row_labels(axes), size=SMALL, va="center")
    words = f"{arrow}{row.verdict}{row.agreeing}"
    axes.text(
        WORDS,
        place,
        words,
        transform=row_labels(axes),
        size=SMALL,
        va="center",
        weight="bold" if row.clear and "likely" not in words else "normal",
    )


def _edge(rows: Sequence[Row]) -> float:
    ends = [
        abs(row.scale * part) for row in rows for part in (row.difference.low, row.difference.high, row.difference.mean)
    ]
    return min(WIDEST, 1.12 * max((end for end in ends if isfinite(end)), default=1.0)) or 1.0


def _name(forest: Forest, place: int) -> str:
    one = forest.rows[place].measure
    repeated = place > 0 and forest.rows[place - 1].measure.id == one.id
    return "" if repeated else clean(one.name, 44)


def _sentence(forest: Forest) -> str:
    verdicts = sorted({row.verdict for row in forest.rows}, key=_clear_first)
    parts = [f"{verdict}: {_few(list(_said(forest, verdict)))}" for verdict in verdicts]
    said = "; ".join(parts)
    return f"Differences from {forest.reference} on the same {forest.entities}. {said[:1].upper()}{said[1:]}."


def _clear_first(verdict: str) -> tuple[bool, str]:
    return verdict.startswith(("no ", "too ")), verdict


def _few(said: list[str]) -> str:
    """The first few, and how many more."""
    return (
        listed(said)
        if len(said) <= MOST_SAID + 1
        else f"{', '.join(said[:MOST_SAID])} and {len(said) - MOST_SAID} more"
    )


def _said(forest: Forest, verdict: str) -> Iterator[str]:
    for row in forest.rows:
        if row.verdict == verdict:
            name = f"{forest.names[row.variant]}, " if len(forest.names) > 1 else ""
            yield f"{clean(row.measure.name, 60)} ({name}{row.natural.split(' (')[0]})"


def _table(forest: Forest) -> Table:
    columns = (
        "variant", "measure", "unit", "reference_mean", "difference", "low", "high", "low_for_all", "high_for_all",
        "change_percent", "better_in", "of", "verdict",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(row.variant, forest.names[row.variant]), Named(row.measure.id, clean(row.measure.name, 80)),
            row.measure.unit, row.base, one.mean, one.low, one.high, one.holm_low, one.holm_high, row.scale * one.mean,
            one.better_in, one.n, row.verdict,
        )
        for row in forest.rows
        for one in (row.difference,)
    ]  # fmt: skip
    return Table(columns, rows)
