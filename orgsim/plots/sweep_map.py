"""Picture 11 for two paths: a map with a cell for each setting and the number written in.

The reference is shown as it is, every other variant by its difference from it: green where it is better, purple where
it is worse, white where there is none. Cells whose 95% interval includes 0 are hatched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import ink_on
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, settings, sheet
from orgsim.plots.sweep_points import MOST_MEASURES
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.statistics import Difference, Estimate
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results
    from orgsim.plots.sweep_points import Axis, Swept

NAME = "11-sweep-map"
GOOD, BAD, PLAIN = "#1B7837", "#762A83", "#5F7A94"
"""Better, worse, and the height of a plain value: none is the colour of a variant."""
MOST_PANELS = 3
_TALL = 5
_CELL = 0.62
"""Inches that a cell needs for its number; narrower ones are left without."""


@dataclass(frozen=True)
class Panel:
    """One variant, or its difference from the reference: rows of the second axis, columns of the first."""

    key: str
    name: str
    difference: bool
    found: tuple[tuple[Estimate | Difference, ...], ...]


@dataclass(frozen=True)
class Band:
    """One measure in every panel."""

    measure: Definition
    panels: tuple[Panel, ...]


@dataclass(frozen=True)
class Map:
    """A grid over two paths: ``across`` and ``up``."""

    often: str
    reference: str
    across: Axis
    up: Axis
    bands: tuple[Band, ...]


def extract(results: Results) -> Map | None:
    """The maps of a grid of two paths; None if it is none."""
    swept = results.swept
    if swept is None or len(swept.axes) != 2 or not swept.grid:
        return None
    across, up = sorted(swept.axes, key=lambda axis: -len(axis.values))
    bands = [_band(results, swept, measure, (across, up)) for measure in swept.found.measures[:MOST_MEASURES]]
    if len(up.values) > _TALL:
        bands = bands[:1]
    return Map(results.often, results.named(swept.found.against), across, up, tuple(bands)) if bands else None


def _band(results: Results, swept: Swept, measure: Definition, axes: tuple[Axis, Axis]) -> Band:
    across, up = axes
    places = {(line.point[across.path], line.point[up.path]): line.setting for line in swept.found.lines}
    panels = []
    for side, _ in results.drawn[:MOST_PANELS]:
        apart = side.key != swept.found.against
        found = tuple(
            tuple(
                (line.differences if apart else line.estimates)[measure.id]
                for value in across.values
                for line in [swept.line(places[value, height], side.key)]
            )
            for height in up.values
        )
        panels.append(Panel(side.key, side.name, apart, found))
    return Band(measure, tuple(panels))


def draw(drawn: Map) -> Picture:
    """Draw a row of maps for each measure."""
    title = "What happens as two things are varied together?"
    directed = any(band.measure.better in ("lower", "higher") for band in drawn.bands)
    ways = "green better, purple worse" if directed else "green more, purple less"
    subtitle = f"Means of {drawn.reference}"
    if len(drawn.bands[0].panels) > 1:
        subtitle = (
            f"Left: {drawn.reference}. Right: the difference from it; {ways}, hatched: its 95% interval includes 0"
        )
    with settings():
        figure = sheet(title, subtitle, (), drawn.often)
        axes = figure.subplots(len(drawn.bands), len(drawn.bands[0].panels), squeeze=False)
        figure.subplots_adjust(left=0.085, right=0.985, top=0.79, bottom=0.125, hspace=0.42, wspace=0.12)
        for row, band in zip(axes, drawn.bands, strict=True):
            for place, (part, panel) in enumerate(zip(row, band.panels, strict=True)):
                _panel(part, band, panel, drawn)
                _label(part, drawn, first=place == 0, last=band is drawn.bands[-1])
    return Picture(NAME, title, _sentence(drawn), figure, _table(drawn))


def _both(drawn: Map) -> str:
    return " and ".join(f"\u201c{clean(axis.name)}\u201d" for axis in (drawn.across, drawn.up))


def _label(axes: Axes, drawn: Map, *, first: bool, last: bool) -> None:
    axes.set_xticks(range(len(drawn.across.values)), drawn.across.words if last else [""] * len(drawn.across.values))
    axes.set_yticks(range(len(drawn.up.values)), drawn.up.words if first else [""] * len(drawn.up.values))
    if last:
        axes.set_xlabel(clean(drawn.across.title, 36))
    if first:
        axes.set_ylabel(clean(drawn.up.title, 24 if len(drawn.bands) > 1 else 40))
    axes.tick_params(length=0, labelsize=SMALL)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _panel(axes: Axes, band: Band, panel: Panel, drawn: Map) -> None:
    cells = [one for row in panel.found for one in row]
    scale = scale_for(band.measure.unit, [one.mean for one in cells], difference=panel.difference)
    unit = f" ({scale.unit.strip()})" if scale.unit else ""
    name = panel.name if panel.difference else band.measure.name
    axes.set_title(clean(name, 84 // len(band.panels) - len(unit)) + unit, size=TEXT, loc="left", pad=7)
    means = [one.mean for one in cells if math.isfinite(one.mean)]
    low, high = min(means, default=0.0), max(means, default=0.0)
    room = 11.5 / len(band.panels) / len(drawn.across.values) > _CELL
    size = scale.by * max(abs(low), abs(high))
    digits = 0 if size >= 100 else 1 if size >= 1 else 2
    for height, row in enumerate(panel.found):
        for place, one in enumerate(row):
            _cell(axes, (place, height), one, _colour(one.mean, (low, high), band, panel), panel.difference)
            if room:
                _number(axes, (place, height), one, scale, digits, _colour(one.mean, (low, high), band, panel))
    axes.set_xlim(-0.5, len(drawn.across.values) - 0.5)
    axes.set_ylim(-0.5, len(drawn.up.values) - 0.5)


def _cell(
    axes: Axes, place: tuple[int, int], one: Estimate | Difference, colour: str, difference: bool
) -> None:  # fmt: skip
    from matplotlib.patches import Rectangle

    corner = (place[0] - 0.5, place[1] - 0.5)
    hatch = "///" if difference and unclear(one) else ""
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor="#B5BAC0", linewidth=0, hatch=hatch))
    axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="white", linewidth=2))


def _number(
    axes: Axes, place: tuple[int, int], one: Estimate | Difference, scale: Scale, digits: int, colour: str
) -> None:  # fmt: skip
    said = scale.fixed(one.mean, digits) if math.isfinite(one.mean) else "\u2013"
    axes.text(
        *place, said, size=SMALL, ha="center", va="center", color=ink_on(colour),
        bbox={"facecolor": colour, "edgecolor": "none", "pad": 1.5},
    )  # fmt: skip


def unclear(one: Estimate | Difference) -> bool:
    """Whether the interval includes 0, or there is none."""
    return not (one.low > 0 or one.high < 0)


def _colour(mean: float, ends: tuple[float, float], band: Band, panel: Panel) -> str:
    """Between white and the colour of its side by how big it is, the biggest of the panel at the end."""
    if not math.isfinite(mean):
        return "#FFFFFF"
    if not panel.difference:
        low, high = ends
        return mixed(PLAIN, 0.15 + 0.75 * (mean - low) / (high - low) if high > low else 0.5)
    most = max(abs(end) for end in ends)
    good = (mean > 0) == (band.measure.better != "lower")
    return mixed(GOOD if good else BAD, 0.85 * abs(mean) / most if most else 0.0)


def mixed(colour: str, share: float) -> str:
    """Mix ``share`` (0 to 1) of ``#rrggbb`` into white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 + share * (part - 255)):02X}" for part in parts)


def _sentence(drawn: Map) -> str:
    said = []
    for band in drawn.bands:
        for panel in band.panels:
            cells = [one for row in panel.found for one in row]
            scale = scale_for(band.measure.unit, [one.mean for one in cells], difference=panel.difference)
            means = [one.mean for one in cells if math.isfinite(one.mean)]
            if not means:
                continue
            span = f"from {scale.said(min(means))} to {scale.said(max(means))}"
            clear = sum(not unclear(one) for one in cells)
            more = f" against {drawn.reference}, clear at {clear} of {len(cells)} settings" if panel.difference else ""
            said.append(f"{clean(band.measure.name, 60)}, {panel.name}: {span}{more}")
    return f"Maps over {_both(drawn)}. {'; '.join(said)}."


def _table(drawn: Map) -> Table:
    columns = (
        drawn.across.path, drawn.up.path, "measure", "unit", "variant", "kind", "replications", "mean", "low", "high",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            str(value), str(height), Named(band.measure.id, clean(band.measure.name, 80)), band.measure.unit,
            Named(panel.key, panel.name), "difference" if panel.difference else "mean", one.n, one.mean, one.low, one.high,
        )
        for band in drawn.bands
        for panel in band.panels
        for height, row in zip(drawn.up.values, panel.found, strict=True)
        for value, one in zip(drawn.across.values, row, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
