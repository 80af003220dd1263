"""Picture 11, delay against occupancy: how fast delay grows as a place, or staff, fill up."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.colours import INK
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.scale import Scale, scale_for
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.statistics import Estimate
    from orgsim.experiment import Definition
    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results
    from orgsim.plots.sweep_points import Axis

NAME = "11-hockey-stick"
MOST_LABELS = 9
_BESIDE = ((9, 9), (9, -20), (-9, 9), (-9, -20))
"""Where the value is written beside a mark, in points, so that the variants do not write over each other."""


@dataclass(frozen=True)
class Curve:
    """One variant: at each value of the axis, how full the pool is and how long the delay."""

    key: str
    name: str
    look: Look
    full: tuple[Estimate, ...]
    delay: tuple[Estimate, ...]


@dataclass(frozen=True)
class Hockey:
    """The curves along one axis."""

    often: str
    pool: str
    measure: Definition
    axis: Axis
    curves: tuple[Curve, ...]

    @property
    def scale(self) -> Scale:
        """The unit that delays are drawn in."""
        return scale_for("min", [one.high for curve in self.curves for one in curve.delay])


def extract(results: Results) -> Hockey | None:
    """Delay against the use of a pool in a sweep of one path; None where there is no time or no pool."""
    swept = results.swept
    if swept is None or len(swept.axes) != 1 or not swept.axes[0].ordered or swept.pool is None:
        return None
    times = [one for one in swept.found.measures if one.unit == "min" and one.better == "lower"]
    if not times:
        return None
    curves = []
    for side, look in results.drawn:
        places = [place for place in swept.settings if (place, side.key) in swept.full]
        full = tuple(swept.full[place, side.key] for place in places)
        delay = tuple(swept.line(place, side.key).estimates[times[0].id] for place in places)
        if len(places) == len(swept.settings):
            curves.append(Curve(side.key, side.name, look, full, delay))
    return Hockey(results.often, swept.pool_name, times[0], swept.axes[0], tuple(curves)) if curves else None


def draw(hockey: Hockey) -> Picture:
    """Draw a curve for each variant with both intervals at each setting."""
    title = f"How fast does delay grow as \u201c{clean(hockey.pool, 28)}\u201d fills up?"
    subtitle = (
        f"A mark for each value of \u201c{hockey.axis.title}\u201d, which is written beside it. Bars: 95% intervals"
    )
    with settings():
        figure = sheet(title, subtitle, [(curve.name, curve.look) for curve in hockey.curves], hockey.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.095, right=0.965, top=0.755, bottom=0.125)
        for place, curve in enumerate(hockey.curves):
            _curve(axes, hockey, curve, _BESIDE[place % len(_BESIDE)])
        quiet_axes(axes)
        axes.margins(0.09)
        axes.set_ylim(bottom=0)
        axes.set_xlim(right=min(axes.get_xlim()[1], 103))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
        axes.yaxis.set_major_formatter(hockey.scale.tick)
        axes.set_xlabel(f"{clean(hockey.pool, 40)}: % in use")
        axes.set_title(clean(hockey.measure.name, 80), size=TEXT, loc="left", pad=7)
        axes.tick_params(labelsize=SMALL)
    return Picture(NAME, title, _sentence(hockey), figure, _table(hockey))


def _curve(axes: Axes, hockey: Hockey, curve: Curve, beside: tuple[int, int]) -> None:
    by = hockey.scale.by
    across, up = [100 * one.mean for one in curve.full], [by * one.mean for one in curve.delay]
    sideways, upright = _bars(curve.full, 100.0), _bars(curve.delay, by)
    axes.errorbar(
        across, up, xerr=sideways, yerr=upright, color=curve.look.colour, linestyle=curve.look.line,
        marker=curve.look.marker, markersize=10, linewidth=2.6, elinewidth=1.6,
    )  # fmt: skip
    every = max(1, math.ceil(len(across) / MOST_LABELS))
    for place in range(0, len(across), every):
        if math.isfinite(across[place]) and math.isfinite(up[place]):
            axes.annotate(
                hockey.axis.words[place], (across[place], up[place]), xytext=beside, textcoords="offset points",
                size=SMALL, color=INK, ha="left" if beside[0] > 0 else "right",
            )  # fmt: skip


def _bars(found: tuple[Estimate, ...], by: float) -> list[list[float]]:
    halves = [by * (one.high - one.low) / 2 if math.isfinite(one.low) else 0.0 for one in found]
    return [halves, halves]


def _sentence(hockey: Hockey) -> str:
    said = []
    for curve in hockey.curves:
        order = sorted(range(len(curve.full)), key=lambda place: curve.full[place].mean)
        ends = [
            f"{hockey.scale.said(curve.delay[place].mean)} at {percent(curve.full[place].mean)}"
            for place in (order[0], order[-1])
        ]
        said.append(f"{curve.name} {' and '.join(ends)}")
    name = clean(hockey.measure.name, 60)
    return f"{name} against the share of \u201c{clean(hockey.pool, 40)}\u201d in use: {'; '.join(said)}."


def _table(hockey: Hockey) -> Table:
    columns = (
        "path", "value", "variant", "in_use_percent", "in_use_low", "in_use_high", "measure", "minutes", "low", "high",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            hockey.axis.path, str(value), Named(curve.key, curve.name), 100 * full.mean, 100 * full.low, 100 * full.high,
            Named(hockey.measure.id, clean(hockey.measure.name, 80)), delay.mean, delay.low, delay.high,
        )
        for curve in hockey.curves
        for value, full, delay in zip(hockey.axis.values, curve.full, curve.delay, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
