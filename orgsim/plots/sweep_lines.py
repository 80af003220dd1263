"""Picture 11: what happens as one thing is varied? A line for each variant, and the difference between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.sweep_points import MOST_MEASURES
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from orgsim.analysis.statistics import Difference, Estimate
    from orgsim.experiment import Definition
    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results
    from orgsim.plots.sweep_points import Axis, Swept

NAME = "11-sweep"
_FEW_TICKS = 9


@dataclass(frozen=True)
class Line:
    """One variant at each place of the axis, or its difference from the reference."""

    key: str
    name: str
    look: Look
    found: tuple[Estimate | Difference, ...]


@dataclass(frozen=True)
class Row:
    """One measure: values of the variants and differences from the reference."""

    measure: Definition
    means: tuple[Line, ...]
    differences: tuple[Line, ...]


@dataclass(frozen=True)
class Lines:
    """A sweep along one axis."""

    often: str
    reference: str
    axis: Axis
    rows: tuple[Row, ...]


def extract(results: Results) -> Lines | None:
    """The lines of a sweep of one path; None if there is none, or several paths are varied."""
    swept = results.swept
    if swept is None or len(swept.axes) != 1:
        return None
    rows = tuple(_row(results, swept, measure) for measure in swept.found.measures[:MOST_MEASURES])
    return Lines(results.often, results.named(swept.found.against), swept.axes[0], rows) if rows else None


def _row(results: Results, swept: Swept, measure: Definition) -> Row:
    means, differences = [], []
    for side, look in results.drawn:
        found = [swept.line(setting, side.key) for setting in swept.settings]
        means.append(Line(side.key, side.name, look, tuple(line.estimates[measure.id] for line in found)))
        if side.key != swept.found.against:
            apart = tuple(line.differences[measure.id] for line in found)
            differences.append(Line(side.key, side.name, look, apart))
    return Row(measure, tuple(means), tuple(differences))


def draw(lines: Lines) -> Picture:
    """Draw a row for each measure: its value on the left, the difference from the reference on the right."""
    title = f"What happens as \u201c{clean(lines.axis.name, 40)}\u201d is varied?"
    subtitle = (
        "Line: mean of the simulations. Band: its 95% interval. A difference is clear where its band leaves out 0"
    )
    columns = 2 if lines.rows[0].differences else 1
    with settings():
        figure = sheet(title, subtitle, [(line.name, line.look) for line in lines.rows[0].means], lines.often)
        axes = figure.subplots(len(lines.rows), columns, sharex=True, squeeze=False)
        figure.subplots_adjust(left=0.085, right=0.975, top=0.745, bottom=0.125, hspace=0.34, wspace=0.2)
        for place, row in enumerate(lines.rows):
            _panel(axes[place][0], clean(row.measure.name, 44), lines.axis, row.means, _scale(row, row.means))
            if columns > 1:
                name = f"Difference from {clean(lines.reference, 26)}"
                scale = _scale(row, row.differences, difference=True)
                axes[place][1].axhline(0, color=INK, linewidth=1.6)
                _panel(axes[place][1], name, lines.axis, row.differences, scale)
        for part in axes[-1]:
            part.set_xlabel(lines.axis.title)
    return Picture(NAME, title, _sentence(lines), figure, _table(lines))


def _scale(row: Row, lines: Sequence[Line], *, difference: bool = False) -> Scale:
    values = [part for line in lines for one in line.found for part in (one.mean, one.low, one.high)]
    return scale_for(row.measure.unit, values, difference=difference)


def _panel(axes: Axes, name: str, axis: Axis, lines: Sequence[Line], scale: Scale) -> None:
    axes.set_title(name, size=TEXT, loc="left", pad=7)
    quiet_axes(axes)
    for line in lines:
        means, lows, highs = ([scale.by * getattr(one, part) for one in line.found] for part in ("mean", "low", "high"))
        axes.fill_between(axis.numbers, lows, highs, color=line.look.colour, alpha=0.22, linewidth=0)
        axes.plot(
            axis.numbers, means, color=line.look.colour, linestyle=line.look.line, linewidth=2.6,
            marker=line.look.marker, markersize=8,
        )  # fmt: skip
    axes.yaxis.set_major_formatter(scale.tick)
    axes.locator_params(axis="y", nbins=5, min_n_ticks=3)
    axes.margins(y=0.1)
    mark_axis(axes, axis)
    axes.tick_params(labelsize=SMALL)


def mark_axis(axes: Axes, axis: Axis, most: int = _FEW_TICKS) -> None:
    """Mark the values of the axis that were simulated, or a few of them where there are more than ``most``."""
    if not axis.ordered or len(axis.values) <= most:
        axes.set_xticks(list(axis.numbers), axis.words)
    else:
        axes.locator_params(axis="x", nbins=max(3, min(most, _FEW_TICKS) - 2))


def _sentence(lines: Lines) -> str:
    axis, last = lines.axis, len(lines.axis.values) - 1
    ends = [f"{axis.words[place]} {axis.unit}".strip() for place in (0, last)]
    said = []
    for row in lines.rows:
        scale = _scale(row, row.means)
        each = [
            f"{line.name} from {scale.said(line.found[0].mean)} to {scale.said(line.found[last].mean)}{_clear(row, line)}"
            for line in row.means
        ]
        said.append(f"{clean(row.measure.name, 60)}: {'; '.join(each)}")
    return f"{axis.name}, from {ends[0]} to {ends[1]}. {'. '.join(said)}."


def _clear(row: Row, line: Line) -> str:
    """At how many settings the difference is clear."""
    mine = next((one for one in row.differences if one.key == line.key), None)
    if mine is None:
        return ""
    clear = sum(one.low > 0 or one.high < 0 for one in mine.found)
    return f" (clearly different at {clear} of {len(mine.found)})"


def _table(lines: Lines) -> Table:
    columns = ("path", "value", "measure", "unit", "variant", "kind", "replications", "mean", "low", "high")
    rows: list[tuple[Cell, ...]] = [
        (
            lines.axis.path, str(value), Named(row.measure.id, clean(row.measure.name, 80)), row.measure.unit,
            Named(line.key, line.name), kind, one.n, one.mean, one.low, one.high,
        )
        for row in lines.rows
        for kind, part in (("mean", row.means), ("difference", row.differences))
        for line in part
        for value, one in zip(lines.axis.values, line.found, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
