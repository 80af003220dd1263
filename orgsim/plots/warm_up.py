"""Picture 12, first half: is the warm-up long enough? Welch's moving average over the mean of all replications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.plots.colours import INK, QUIET, Look
from orgsim.plots.moments import called
from orgsim.plots.occupancy import main_pools
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, duration, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from orgsim.analysis.warm_up import Settling
    from orgsim.plots.source import Results, Side

NAME = "12-warm-up"
MOST_POOLS = 2
_DAY = 24


@dataclass(frozen=True)
class Line:
    """How one variant settles."""

    key: str
    name: str
    look: Look
    found: Settling


@dataclass(frozen=True)
class Panel:
    """What is counted at each whole hour, in each variant."""

    key: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class WarmUp:
    """The panels: all inside first, then the pools that matter most. ``warm_up`` in hours; the first judges it."""

    often: str
    warm_up: float
    panels: tuple[Panel, ...]


def extract(results: Results) -> WarmUp | None:
    """How the number inside and the biggest pools settle; None where the warm-up was not kept."""
    having = results.having("inside")
    if not having or not any(len(array) > 1 for side, _ in having for array in side.arrays("inside")):
        return None
    hours = {side.key: side.variant.calendar.warm_up / 60 for side, _ in having}
    inside = Panel("inside", f"{clean(results.words.visits, 16)} inside", tuple(_lines(having, hours, None)))
    pools = [key for key in main_pools(results) if results.having(f"census_before:{key}")][:MOST_POOLS]
    kept = tuple(Panel(key, _called(having, key), tuple(_lines(having, hours, key))) for key in pools)
    return WarmUp(results.often, max(hours.values()), (inside, *kept))


def _called(having: Sequence[tuple[Side, Look]], key: str) -> str:
    return f"{clean(called(having[0][0].variant.resources, key), 24)}: in use and waited for"


def _lines(having: Sequence[tuple[Side, Look]], hours: dict[str, float], pool: str | None) -> Iterator[Line]:
    from orgsim.analysis.warm_up import settling

    for side, look in having:
        arrays = side.arrays("inside") if pool is None else _using(side, pool)
        if len(arrays):
            yield Line(side.key, side.name, look, settling(arrays, hours[side.key]))


def _using(side: Side, pool: str) -> list[NDArray[Any]]:
    from orgsim.analysis.diagnose import using

    parts = (side.arrays(f"{name}:{pool}") for name in ("census_before", "census"))
    return [using(*pair) for pair in zip(*parts, strict=False)]


def draw(warm_up: WarmUp) -> Picture:
    """Draw a panel for each series: the hourly mean faint, its moving average over it, the warm-up shaded."""
    title = "Is the warm-up long enough?"
    first = warm_up.panels[0].lines[0]
    over = "a week" if first.found.reach >= 3 * _DAY else "a day" if first.found.reach >= _DAY // 2 else "some hours"
    subtitle = (
        f"Thin: hourly mean of the simulations. Thick: moving average over {over}. Grey: warm-up. Mark: start by MSER-5"
    )
    key = [(line.name, line.look) for line in warm_up.panels[0].lines]
    with settings():
        figure = sheet(title, subtitle, key, warm_up.often)
        axes = figure.subplots(len(warm_up.panels), 1, sharex=True, squeeze=False)[:, 0]
        figure.subplots_adjust(left=0.07, right=0.975, top=0.765, bottom=0.115, hspace=0.38)
        for part, panel in zip(axes, warm_up.panels, strict=True):
            _draw_panel(part, panel, warm_up.warm_up)
        axes[-1].set_xlabel("Day since the start")
    return Picture(NAME, title, _sentence(warm_up), figure, _table(warm_up))


def _draw_panel(axes: Axes, panel: Panel, warm_up: float) -> None:
    import numpy as np

    axes.set_title(panel.name[:1].upper() + panel.name[1:], size=TEXT, loc="left", pad=7)
    quiet_axes(axes)
    axes.axvspan(0, warm_up / _DAY, color=QUIET, alpha=0.12, linewidth=0)
    for line in panel.lines:
        mean, average = line.found.mean, line.found.average
        colour, style = line.look.colour, line.look.line
        axes.plot(np.arange(len(mean)) / _DAY, mean, color=colour, alpha=0.35, linewidth=0.8)
        axes.plot(np.arange(len(average)) / _DAY, average, color=colour, linestyle=style, linewidth=2.8)
    longest = max(len(line.found.mean) for line in panel.lines) / _DAY
    axes.set_xlim(0, longest)
    top = max(float(line.found.mean.max()) for line in panel.lines)
    axes.set_ylim(0, 1.25 * top if top else 1)
    for place, line in enumerate(panel.lines):
        if line.found.settled is not None:
            _mark(axes, line, 0.95 - 0.16 * place)
    axes.axvline(warm_up / _DAY, color=INK, linewidth=1.4, linestyle=(0, (5, 3)))
    axes.tick_params(labelsize=SMALL)
    axes.tick_params(axis="y", pad=9)
    axes.locator_params(axis="y", nbins=3, integer=True)
    axes.locator_params(axis="x", nbins=9, integer=True)


def _mark(axes: Axes, line: Line, height: float) -> None:
    """Mark where MSER-5 would begin, at a height (0 to 1) of its own for each variant."""
    axes.plot(
        [(line.found.settled or 0) / _DAY], [height], line.look.marker, color=line.look.colour, markersize=12,
        markeredgecolor="white", markeredgewidth=1.8, clip_on=False, zorder=5, transform=axes.get_xaxis_transform(),
    )  # fmt: skip


def _sentence(warm_up: WarmUp) -> str:
    inside, rest = warm_up.panels[0], warm_up.panels[1:]
    said = [f"{line.name}: {_said(line)}" for line in inside.lines]
    late = [
        f"{panel.name.split(':')[0]} in {line.name} ({_point(line)})"
        for panel in rest
        for line in panel.lines
        if not line.found.long_enough
    ]
    more = f" Also drawn, and later than the warm-up or never settled: {listed(late)}." if late else ""
    declared = duration(warm_up.warm_up * 60) if warm_up.warm_up else "nothing"
    return f"The warm-up is {declared}. By the {inside.name}, {'; '.join(said)}.{more}"


def _said(line: Line) -> str:
    if line.found.settled is None:
        return "no point to begin is found in the first half, so it is too short or does not settle"
    return f"MSER-5 would leave out {_point(line)}, so it is {'long enough' if line.found.long_enough else 'too short'}"


def _point(line: Line) -> str:
    if line.found.settled is None:
        return "does not settle"
    return duration(line.found.settled * 60) if line.found.settled else "nothing"


def _table(warm_up: WarmUp) -> Table:
    columns = ("series", "variant", "hour", "mean", "moving_average", "warm_up_hours", "mser5_hours")
    rows: list[tuple[Cell, ...]] = [
        (
            Named(panel.key, panel.name), Named(line.key, line.name), hour, float(mean),
            float(line.found.average[hour]) if hour < len(line.found.average) else None,
            line.found.warm_up, line.found.settled,
        )
        for panel in warm_up.panels
        for line in panel.lines
        for hour, mean in enumerate(line.found.mean)
    ]  # fmt: skip
    return Table(columns, rows)
