"""Picture 11 for many paths, or for settings drawn by a Latin hypercube: a dot for each setting, path by path."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.sweep_lines import mark_axis
from orgsim.plots.words import clean, listed, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.statistics import Difference, Estimate
    from orgsim.experiment import Definition
    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results
    from orgsim.plots.sweep_points import Axis

NAME = "11-sweep-scatter"
MOST_AXES = 4


@dataclass(frozen=True)
class Dots:
    """One variant, or its difference from the reference, at each setting."""

    key: str
    name: str
    look: Look
    difference: bool
    found: tuple[Estimate | Difference, ...]


@dataclass(frozen=True)
class Scatter:
    """One measure at each setting; ``places``: for each axis, where each setting lies on it (NaN: nowhere)."""

    often: str
    reference: str
    measure: Definition
    axes: tuple[Axis, ...]
    settings: tuple[str, ...]
    places: tuple[tuple[float, ...], ...]
    dots: tuple[Dots, ...]

    def scale(self, *, difference: bool) -> Scale:
        """The unit that the means, or the differences, are drawn in."""
        values = [one.mean for dots in self.dots if dots.difference is difference for one in dots.found]
        return scale_for(self.measure.unit, values, difference=difference)


def extract(results: Results) -> Scatter | None:
    """The dots of a sweep of several paths that is no grid of two; None for others."""
    swept = results.swept
    if swept is None or len(swept.axes) < 2 or (len(swept.axes) == 2 and swept.grid) or not swept.found.measures:
        return None
    measure, against = swept.found.measures[0], swept.found.against
    dots = []
    for side, look in results.drawn:
        lines = [swept.line(setting, side.key) for setting in swept.settings]
        means = tuple(line.estimates[measure.id] for line in lines)
        dots.append(Dots(side.key, side.name, look, False, means))
        if side.key != against:
            dots.append(Dots(side.key, side.name, look, True, tuple(line.differences[measure.id] for line in lines)))
    axes = swept.axes[:MOST_AXES]
    points = [swept.line(setting, against).point for setting in swept.settings]
    places = tuple(
        tuple(axis.at(point[axis.path]) if axis.path in point else math.nan for point in points) for axis in axes
    )
    return Scatter(results.often, results.named(against), measure, axes, swept.settings, places, tuple(dots))


def draw(scatter: Scatter) -> Picture:
    """Draw a column for each path: the means above, the differences from the reference below."""
    title = "Which of the things varied matters?"
    subtitle = (
        f"A dot for each of {len(scatter.settings)} settings; all paths vary at once. Hollow: no clear difference"
    )
    kinds = [False, True] if any(dots.difference for dots in scatter.dots) else [False]
    key = [(dots.name, dots.look._replace(line="")) for dots in scatter.dots if not dots.difference]
    with settings():
        figure = sheet(title, subtitle, key, scatter.often)
        figure_axes = figure.subplots(len(kinds), len(scatter.axes), sharey="row", sharex="col", squeeze=False)
        figure.subplots_adjust(left=0.085, right=0.975, top=0.745, bottom=0.16, hspace=0.28, wspace=0.1)
        for row, difference in zip(figure_axes, kinds, strict=True):
            for place, part in enumerate(row):
                _panel(part, scatter, place, difference=difference)
            name = f"Difference from {scatter.reference}" if difference else clean(scatter.measure.name, 80)
            row[0].set_title(name, size=TEXT, loc="left", pad=7)
        for axis, part in zip(scatter.axes, figure_axes[-1], strict=True):
            part.set_xlabel(wrap(clean(axis.title, 48), 88 // len(scatter.axes)))
    return Picture(NAME, title, _sentence(scatter), figure, _table(scatter))


def _panel(axes: Axes, scatter: Scatter, place: int, *, difference: bool) -> None:
    scale = scatter.scale(difference=difference)
    quiet_axes(axes)
    if difference:
        axes.axhline(0, color=INK, linewidth=1.6)
    for dots in scatter.dots:
        if dots.difference is difference:
            _dots(axes, scatter.places[place], dots, scale)
    axes.yaxis.set_major_formatter(scale.tick)
    axes.locator_params(axis="y", nbins=5)
    mark_axis(axes, scatter.axes[place], 20 // len(scatter.axes))
    axes.tick_params(labelsize=SMALL)
    axes.margins(0.08)


def _dots(axes: Axes, places: tuple[float, ...], dots: Dots, scale: Scale) -> None:
    for at, one in zip(places, dots.found, strict=True):
        clear = not dots.difference or one.low > 0 or one.high < 0
        axes.plot(
            [at], [scale.by * one.mean], dots.look.marker, color=dots.look.colour, markersize=9, markeredgewidth=1.8,
            markerfacecolor=dots.look.colour if clear else "white", alpha=0.8,
        )  # fmt: skip


def _sentence(scatter: Scatter) -> str:
    said = []
    for dots in scatter.dots:
        scale = scatter.scale(difference=dots.difference)
        means = [one.mean for one in dots.found if math.isfinite(one.mean)]
        if means:
            what = f"{dots.name} against {scatter.reference}" if dots.difference else dots.name
            clear = sum(one.low > 0 or one.high < 0 for one in dots.found)
            more = f", clear at {clear} of {len(dots.found)}" if dots.difference else ""
            said.append(f"{what} from {scale.said(min(means))} to {scale.said(max(means))}{more}")
    names = listed([clean(axis.name, 40) for axis in scatter.axes])
    return f"{clean(scatter.measure.name, 60)} at {len(scatter.settings)} settings of {names}: {'; '.join(said)}."


def _table(scatter: Scatter) -> Table:
    paths = [axis.path for axis in scatter.axes]
    columns = (*paths, "measure", "unit", "variant", "kind", "replications", "mean", "low", "high")
    rows: list[tuple[Cell, ...]] = [
        (
            *(_value(axis, scatter.places[number][place]) for number, axis in enumerate(scatter.axes)),
            Named(scatter.measure.id, clean(scatter.measure.name, 80)), scatter.measure.unit,
            Named(dots.key, dots.name), "difference" if dots.difference else "mean", one.n, one.mean, one.low, one.high,
        )
        for dots in scatter.dots
        for place, one in enumerate(dots.found)
    ]  # fmt: skip
    return Table(columns, rows)


def _value(axis: Axis, at: float) -> str:
    return str(axis.values[axis.numbers.index(at)]) if math.isfinite(at) else ""
