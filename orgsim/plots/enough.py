"""Picture 12, second half: were there enough replications? Running means and their intervals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.analysis.enough import Running, half_of, pairs, running
from orgsim.plots.colours import INK, Look
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.telling import telling_first
from orgsim.plots.words import clean, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "12-enough-replications"
MOST_MEASURES = 2
_POINT = 0.01


@dataclass(frozen=True)
class Line:
    """The running mean of one variant, or of its difference from the reference."""

    key: str
    name: str
    look: Look
    found: Running


@dataclass(frozen=True)
class Row:
    """One measure: means of the variants, and paired differences from the reference."""

    measure: Definition
    means: tuple[Line, ...]
    differences: tuple[Line, ...]


@dataclass(frozen=True)
class Enough:
    """The measures drawn; ``reference`` is the name of the variant that differences are from."""

    often: str
    reference: str
    rows: tuple[Row, ...]


def extract(results: Results, measures: Sequence[str] = ()) -> Enough | None:
    """The running means of ``measures``, or of the first target and the whole journey; None below two replications."""
    known = {one.id: one for one in results.definitions}
    rows = [
        _row(results, known[one])
        for one in list(measures) or telling_first(results.sides[0].variant, results.definitions)
        if one in known
    ]
    shown = tuple(row for row in rows if any(len(line.found.steps) > 1 for line in row.means))
    return Enough(results.often, results.sides[0].name, shown[:MOST_MEASURES]) if shown else None


def _row(results: Results, measure: Definition) -> Row:
    reference = dict(enumerate(results.sides[0].of(measure.id)))
    means, differences = [], []
    for place, (side, look) in enumerate(results.drawn):
        values = dict(enumerate(side.of(measure.id)))
        means.append(Line(side.key, side.name, look, running(list(values.values()))))
        if place:
            differences.append(Line(side.key, side.name, look, running(pairs(values, reference))))
    return Row(measure, *(tuple(line for line in part if line.found.steps) for part in (means, differences)))


def draw(enough: Enough) -> Picture:
    """Draw a row for each measure: the means on the left, the differences from the reference on the right."""
    title = "Were there enough replications?"
    subtitle = "Line: mean of the simulations so far. Band: its 95% interval, which narrows as simulations are added"
    columns = 2 if any(row.differences for row in enough.rows) else 1
    key = [(line.name, line.look._replace(marker="")) for line in enough.rows[0].means]
    with settings():
        figure = sheet(title, subtitle, key, enough.often)
        axes = figure.subplots(len(enough.rows), columns, sharex=True, squeeze=False)
        figure.subplots_adjust(left=0.085, right=0.975, top=0.745, bottom=0.125, hspace=0.36, wspace=0.2)
        for place, row in enumerate(enough.rows):
            _draw_panel(axes[place][0], clean(row.measure.name, 44), row.means, _scale(row, row.means))
            if columns > 1:
                name = f"Difference from {clean(enough.reference, 26)}"
                _draw_panel(axes[place][1], name, row.differences, _scale(row, row.differences, difference=True))
                axes[place][1].axhline(0, color=INK, linewidth=1.6)
        for part in axes[-1]:
            part.set_xlabel("Simulations")
    return Picture(NAME, title, _sentence(enough), figure, _table(enough))


def _scale(row: Row, lines: Sequence[Line], *, difference: bool = False) -> Scale:
    values = [part for line in lines for one in line.found.steps[1:] for part in (one.mean, one.low, one.high)]
    return scale_for(row.measure.unit, values, difference=difference)


def _draw_panel(axes: Axes, name: str, lines: Sequence[Line], scale: Scale) -> None:
    axes.set_title(name, size=TEXT, loc="left", pad=7)
    quiet_axes(axes)
    for line in lines:
        count = [one.n for one in line.found.steps]
        means, lows, highs = (
            [scale.by * getattr(one, part) for one in line.found.steps] for part in ("mean", "low", "high")
        )
        axes.fill_between(count, lows, highs, color=line.look.colour, alpha=0.22, linewidth=0)
        axes.plot(count, means, color=line.look.colour, linestyle=line.look.line, linewidth=2.6)
    _frame(axes, lines, scale)
    axes.yaxis.set_major_formatter(scale.tick)
    axes.tick_params(labelsize=SMALL)
    axes.locator_params(axis="y", nbins=5, min_n_ticks=3)
    axes.locator_params(axis="x", nbins=8, integer=True)


def _frame(axes: Axes, lines: Sequence[Line], scale: Scale) -> None:
    """Leave out the intervals of the first few simulations, which are so wide that nothing else could be seen."""
    longest = max((len(line.found.steps) for line in lines), default=2)
    first = min(max(2, longest // 4), longest - 1)
    ends = [
        scale.by * part
        for line in lines
        for place, one in enumerate(line.found.steps)
        for part in (one.mean, *((one.low, one.high) if place >= first else ()))
        if math.isfinite(part)
    ]
    if ends:
        room = 0.08 * ((max(ends) - min(ends)) or abs(max(ends)) or 1.0)
        axes.set_ylim(min(ends) - room, max(ends) + room)
    axes.set_xlim(1, max(longest, 2))


def _sentence(enough: Enough) -> str:
    said = [f"{clean(row.measure.name, 60)}: {'; '.join(_row_said(row, enough.reference))}" for row in enough.rows]
    return ". ".join(said) + "."


def _row_said(row: Row, reference: str) -> Iterator[str]:
    for line in row.means:
        if len(line.found.steps) > 1:
            yield f"{line.name} {_mean_said(row, line)}"
    apart = [line.name for line in row.differences if not line.found.straddles]
    alike = [line for line in row.differences if line.found.straddles]
    if apart:
        yield f"the difference from {reference} is not 0 for {listed(apart)}"
    for line in alike:
        yield f"the difference from {reference} is undecided for {line.name}{_to_decide(line)}"


def _mean_said(row: Row, line: Line) -> str:
    last, half = line.found.last, line.found.half_width
    scale = scale_for(row.measure.unit, [last.mean])
    wanted = _POINT if row.measure.unit == "share" else half_of(last.mean)
    needed = line.found.needed(wanted)
    fine = "" if needed is None else f", and a half-width of {scale.said(wanted, width=True)} {_about(needed, last.n)}"
    return f"{scale.said(last.mean)} give or take {scale.said(half, width=True)} from {last.n}{fine}"


def _about(needed: int, there: int) -> str:
    return "is reached" if needed <= there else f"would need about {needed:,}"


def _to_decide(line: Line) -> str:
    needed = line.found.needed(abs(line.found.last.mean))
    return "" if needed is None or needed > 10_000 else f", which would need about {needed:,} if it stays what it is"


def _table(enough: Enough) -> Table:
    columns = ("measure", "unit", "variant", "kind", "replications", "mean", "low", "high")
    rows: list[tuple[Cell, ...]] = [
        (
            Named(row.measure.id, clean(row.measure.name, 80)), row.measure.unit, Named(line.key, line.name), kind,
            one.n, one.mean, one.low, one.high,
        )
        for row in enough.rows
        for kind, lines in (("mean", row.means), ("difference", row.differences))
        for line in lines
        for one in line.found.steps
    ]  # fmt: skip
    return Table(columns, rows)
