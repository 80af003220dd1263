"""Picture 2: which differences between two variants are real? Paired on the same visits, with 95% intervals.

Measures have many units, so the axis is the change as a percentage of the reference; beside each bar stand the
change in its natural unit and, in words, whether it is better. A measure whose reference is zero has no percentage: it is
listed in words only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK, QUIET, Look
from orgsim.plots.picture import Named, Picture, Table
from orgsim.plots.style import SMALL, looks, quiet_axes, settings, sheet
from orgsim.plots.words import clean, figure, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.plots.source import Difference, Results

NAME = "02-paired-differences"
MOST_ROWS = 13
CHANGE, WORDS = 1.04, 1.98
"""Where the columns of text start, in widths of the axes."""
WIDEST = 150.0
"""Percent at which the axis ends; an estimate beyond it is drawn as an arrow head at the end."""


@dataclass(frozen=True)
class Row:
    """One measure in one variant against the reference; ``change`` etc. are percentages of the reference's mean."""

    difference: Difference
    change: float
    low: float
    high: float
    look: Look
    natural: str
    interval: str
    verdict: str


@dataclass(frozen=True)
class Forest:
    """The rows to draw, the reference's name and the names of the variants compared with it."""

    reference: str
    names: dict[str, str]
    often: str
    visits: str
    rows: tuple[Row, ...]


def extract(results: Results, measures: Sequence[str] = ()) -> Forest | None:
    """The differences to draw: those of ``measures``, or the most telling ones; None if there are none."""
    others = [(side, look) for side, look in zip(results.sides, looks(len(results.sides)), strict=False)][1:]
    styles = {side.key: look for side, look in others}
    names = {side.key: side.name for side, _ in others}
    room = max(1, MOST_ROWS // max(1, len(others)))
    chosen = list(measures) or _telling(results.differences)[:room]
    found = {(one.measure, one.variant): one for one in results.differences}
    rows = tuple(
        _row(found[measure, key], styles[key]) for measure in chosen for key in styles if (measure, key) in found
    )
    return Forest(results.sides[0].name, names, results.often, results.words.visits, rows) if rows else None


def draw(forest: Forest) -> Picture:
    """Draw a line of text and a bar for each difference."""
    title = f"Which differences from {forest.reference} are real?"
    subtitle = f"Change as a percentage of {forest.reference}, with 95% interval"
    key = [(name, next(row.look for row in forest.rows if row.difference.variant == variant)) for variant, name in forest.names.items()]
    with settings():
        figure = sheet(title, subtitle, [(name, look._replace(line="-")) for name, look in key], forest.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.285, right=0.535, top=0.8, bottom=0.11)
        _draw(axes, forest)
    return Picture(NAME, title, _sentence(forest), figure, _table(forest))


def _telling(differences: Sequence[Difference]) -> list[str]:
    """Measures in display order, one statistic of each, those with a better and a worse direction first."""
    found: dict[str, Difference] = {}
    for one in differences:
        found.setdefault(one.measure, one)
    return sorted(found, key=lambda measure: found[measure].better == "neither")


def _row(one: Difference, look: Look) -> Row:
    scale = 100 / abs(one.base) if one.base else float("nan")
    change, low, high = (scale * part for part in (one.mean, one.low, one.high))
    return Row(one, change, low, high, look, *natural(one), verdict(one))


def natural(one: Difference) -> tuple[str, str]:
    """A difference in its own unit and its interval, e.g. ``-41 min`` and `` (-45 to -37)``; ``+2.3 points``; ``-£12``."""
    factor, before, after = 1.0, "", "" if one.unit in ("count", "ratio") else one.unit.replace(" per ", " a ")
    if one.unit == "share":
        factor, after = 100.0, "points"
    elif one.unit == "£":
        before, after = "£", ""
    elif one.unit == "min" and abs(one.mean) >= 120:
        factor, after = 1 / 60, "hours"

    def signed(value: float) -> str:
        sign = "+" if value > 0 else "\u2212" if value < 0 else ""
        return f"{sign}{before}{figure(abs(value * factor))}"

    interval = f" ({signed(one.low)} to {signed(one.high)})" if isfinite(one.low) and isfinite(one.high) else ""
    return f"{signed(one.mean)} {after}".rstrip(), interval


def verdict(one: Difference) -> str:
    """Whether the difference is real and which way it goes, in words."""
    if not (isfinite(one.low) and isfinite(one.high)):
        return "one run only" if one.n < 2 else "not known"
    if one.low <= 0 <= one.high:
        return "no clear change"
    if one.better == "neither":
        return "more" if one.mean > 0 else "less"
    return "better" if (one.mean > 0) == (one.better == "higher") else "worse"


def _draw(axes: Axes, forest: Forest) -> None:
    count = len(forest.rows)
    edge = _edge(forest.rows)
    for place, row in enumerate(forest.rows):
        _draw_row(axes, place, row, edge)
    axes.axvline(0, color=INK, linewidth=1.6)
    axes.set_ylim(count - 0.4, -1.3)
    axes.set_xlim(-edge, edge)
    axes.set_yticks(range(count), [_name(forest, place) for place in range(count)])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}%".replace("-", "\u2212") if value else "0")
    axes.set_xlabel(f"Change from {forest.reference} (% of {forest.reference})")
    for column, words in ((CHANGE, "change (95% interval)"), (WORDS, "in words, and how often")):
        axes.text(column, -0.85, words, transform=axes.get_yaxis_transform(), size=SMALL, color=QUIET, va="center")


def _draw_row(axes: Axes, place: int, row: Row, edge: float) -> None:
    one, across = row.difference, axes.get_yaxis_transform()
    real = row.verdict in ("better", "worse", "more", "less")
    if isfinite(row.change):
        low, high, middle = (min(max(part, -edge), edge) for part in (row.low, row.high, row.change))
        axes.plot([low, high], [place, place], color=row.look.colour, linewidth=4, solid_capstyle="butt")
        marker = row.look.marker if abs(row.change) <= edge else (">" if row.change > 0 else "<")
        fill = row.look.colour if real else "white"
        axes.plot([middle], [place], marker, color=row.look.colour, markerfacecolor=fill, markersize=11, markeredgewidth=2.2)
    arrow = "" if one.mean == 0 or not real else "\u25b2 " if one.mean > 0 else "\u25bc "
    often = f" in {_agreeing(row)} of {one.n}" if row.verdict in ("better", "worse") else ""
    axes.text(CHANGE, place, row.natural + row.interval, transform=across, size=SMALL, va="center")
    words = arrow + row.verdict + often
    axes.text(WORDS, place, words, transform=across, size=SMALL, va="center", weight="bold" if real else "normal")


def _agreeing(row: Row) -> int:
    """In how many replications the difference went the way the verdict says."""
    return row.difference.better_in if row.verdict == "better" else row.difference.n - row.difference.better_in


def _edge(rows: Sequence[Row]) -> float:
    ends = [abs(part) for row in rows for part in (row.low, row.high, row.change) if isfinite(part)]
    return min(WIDEST, 1.12 * max(ends, default=1.0)) or 1.0


def _name(forest: Forest, place: int) -> str:
    one = forest.rows[place].difference
    repeated = place > 0 and forest.rows[place - 1].difference.measure == one.measure
    return "" if repeated else clean(one.name, 34)


def _sentence(forest: Forest) -> str:
    def said(wanted: str) -> Iterator[str]:
        many = len(forest.names) > 1
        for row in forest.rows:
            if row.verdict == wanted:
                yield f"{clean(row.difference.name, 60)} ({forest.names[row.difference.variant] + ', ' if many else ''}{row.natural})"

    parts = [f"{wanted}: {listed(list(said(wanted)))}" for wanted in ("better", "worse", "more", "less", "no clear change") if any(said(wanted))]
    return f"Differences from {forest.reference} on the same {forest.visits}. {'; '.join(parts) or 'too few runs to say'}."


def _table(forest: Forest) -> Table:
    columns = (
        "variant", "measure", "unit", "reference_mean", "difference", "low", "high", "change_percent", "low_percent",
        "high_percent", "better_in", "of", "verdict",
    )  # fmt: skip
    rows = [
        (
            Named(one.variant, forest.names[one.variant]), Named(one.measure, clean(one.name, 80)), one.unit, one.base, one.mean,
            one.low, one.high, row.change, row.low, row.high, one.better_in, one.n, row.verdict,
        )
        for row in forest.rows
        for one in (row.difference,)
    ]  # fmt: skip
    return Table(columns, rows)
