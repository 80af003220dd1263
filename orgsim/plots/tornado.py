"""A tornado: each unknown at its low and at its high end, all else as the scenario has it, the widest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural_difference
from orgsim.plots.box_words import (
    ENDS,
    MOST_ROWS,
    Scale,
    chief,
    compared,
    dress,
    minus,
    pale,
    panels,
    row_name,
    said,
    scale_of,
)
from orgsim.plots.colours import INK, QUIET
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import settings, sheet
from orgsim.plots.words import clean, listed, lower_first, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.statistics import Difference
    from orgsim.analysis.swings import Parameter, Swing
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "16-tornado"


@dataclass(frozen=True)
class Panel:
    """One measure: the swing of each row's parameter, in the order of the rows; ``base``: with all as it is."""

    measure: Definition
    base: float
    swings: tuple[Swing, ...]

    @property
    def scale(self) -> Scale:
        """The unit of its axis."""
        ends = [abs(part) for one in self.swings for part in (one.low.mean, one.high.mean) if isfinite(part)]
        return scale_of(self.measure.unit, max(ends, default=0.0))


@dataclass(frozen=True)
class Tornado:
    """The rows, the widest in the first panel first, and what is compared in words ("" for one variant alone)."""

    what: str
    single: bool
    often: str
    rows: tuple[Parameter, ...]
    panels: tuple[Panel, ...]
    left_out: int


def extract(results: Results) -> Tornado | None:
    """The swings of the chief measures; None if no parameter was varied alone."""
    found = results.sensitivity
    if found is None or not found.swings:
        return None
    variant, against = compared(results, found)
    measures = chief(results, found)
    box = {one.id: one for one in found.parameters}
    order = [one.parameter for one in found.tornado(measures[0].id, variant, against)]
    shown = order[:MOST_ROWS]
    drawn = []
    for measure in measures:
        swings = {one.parameter: one for one in found.tornado(measure.id, variant, against)}
        base = next((one.base.mean for one in swings.values() if one.base), 0.0)
        drawn.append(Panel(measure, base, tuple(swings[name] for name in shown)))
    rows = tuple(box[name] for name in shown)
    return Tornado(
        said(results, variant, against), not against, results.often, rows, tuple(drawn), len(order) - len(rows)
    )


def draw(tornado: Tornado) -> Picture:
    """Draw a bar for each parameter in each panel."""
    title = "Which unknowns move the result most?"
    of = f"Change in {tornado.what}" if tornado.single else tornado.what
    subtitle = f"{of}, one unknown at a time, 95% intervals; dashed: as it is"
    keys = [("at the low end", ENDS[0]), ("at the high end", ENDS[1])]
    with settings():
        figure = sheet(title, subtitle, keys, tornado.often)
        names = [row_name(one) for one in tornado.rows]
        for place, axes in enumerate(panels(figure, len(tornado.panels))):
            _panel(axes, tornado.panels[place])
            _dress(axes, tornado, tornado.panels[place], names, named=place == 0)
    return Picture(NAME, title, _sentence(tornado), figure, _table(tornado))


def _dress(axes: Axes, tornado: Tornado, panel: Panel, names: list[str], *, named: bool) -> None:
    width = 32 if len(tornado.panels) > 1 else 84
    heading = wrap(clean(panel.measure.name, 2 * width), width)
    dress(axes, heading, panel.scale.unit, names, named=named)
    axes.xaxis.set_major_formatter(lambda value, _: minus(f"{value:+g}") if value else "0")


def _panel(axes: Axes, panel: Panel) -> None:
    factor = panel.scale.factor
    axes.axvline(factor * panel.base, color=QUIET, linewidth=1.6, linestyle="--")
    for place, one in enumerate(panel.swings):
        for end, look, shift in ((one.low, ENDS[0], -0.17), (one.high, ENDS[1], 0.17)):
            if not isfinite(end.mean):
                continue
            axes.barh(
                place + shift, factor * (end.mean - panel.base), 0.3, left=factor * panel.base, color=pale(look.colour)
            )
            if isfinite(end.low):
                axes.plot([factor * end.low, factor * end.high], [place + shift] * 2, color=INK, linewidth=1.8)
            axes.plot([factor * end.mean], [place + shift], look.marker, color=INK, markerfacecolor=look.colour,
                      markersize=8, markeredgewidth=1.4)  # fmt: skip


def _sentence(tornado: Tornado) -> str:
    parts = [_said(tornado, panel) for panel in tornado.panels]
    rest = f" {tornado.left_out} more that move it less are left out." if tornado.left_out else ""
    return f"{tornado.what}, each unknown at the two ends of its plausible range. {' '.join(parts)}{rest}"


def _said(tornado: Tornado, panel: Panel) -> str:
    order = sorted(zip(tornado.rows, panel.swings, strict=True), key=lambda pair: -_known(pair[1].width))
    words = [
        f"{lower_first(clean(one.name, 44))} ({_difference(swing.low, panel)} at {one.low_said}, "
        f"{_difference(swing.high, panel)} at {one.high_said})"
        for one, swing in order[:3]
    ]
    flips = [lower_first(clean(one.name, 44)) for one, swing in order if _flips(swing)]
    turned = (
        "" if tornado.single else f" The sign turns with {listed(flips)}." if flips else " The sign turns with none."
    )
    return f"{clean(panel.measure.name, 60)} moves most with {listed(words)}.{turned}"


def _known(width: float) -> float:
    return width if isfinite(width) else 0.0


def _flips(swing: Swing) -> bool:
    """Whether the difference has another sign at one end than at the base, beyond its interval."""
    base = swing.base.mean if swing.base else 0.0
    return any(base * end.mean < 0 and not end.low <= 0 <= end.high for end in (swing.low, swing.high))


def _difference(one: Difference, panel: Panel) -> str:
    return minus(natural_difference(one.mean, one.low, one.high, panel.measure.unit).split(" (")[0])


def _table(tornado: Tornado) -> Table:
    columns = ("parameter", "measure", "unit", "low_value", "base_value", "high_value", "parameter_unit", "end",
               "difference", "low", "high", "n")  # fmt: skip
    return Table(columns, list(_rows(tornado)))


def _rows(tornado: Tornado) -> Iterator[tuple[Cell, ...]]:
    for panel in tornado.panels:
        measure = Named(panel.measure.id, clean(panel.measure.name, 80))
        for one, swing in zip(tornado.rows, panel.swings, strict=True):
            for end, found in (("low", swing.low), ("base", swing.base), ("high", swing.high)):
                if found is not None:
                    yield (Named(one.id, clean(one.name)), measure, panel.measure.unit, one.low, one.base, one.high,
                           one.unit, end, found.mean, found.low, found.high, found.n)  # fmt: skip
