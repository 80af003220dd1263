"""Picture 7: the target's weekly figure of one simulation as an XmR chart, signals told from noise.

One simulation and not their mean: whoever runs the organisation sees one. It is the first; the picture says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.analysis.control_chart import FEWEST, ControlChart, Kind, control_chart
from orgsim.plots.colours import INK, QUIET, Look
from orgsim.plots.moments import limited_targets
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, duration, figure, lower_first, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.plots.source import Results, Side

NAME = "07-xmr"
BETTER = "higher"
"""A target's figure is the share within its limit."""
_FEWEST_WEEKS = 3
_MARKS: dict[Kind, str] = {"common": "o", "improvement": "^", "concern": "v", "change": "D"}
_VARIATION: dict[Kind, str] = {
    "common": "now: chance alone", "improvement": "now: a signal, better", "concern": "now: a signal, worse",
    "change": "now: a signal",
}  # fmt: skip
_ASSURANCE = {"hit": "will always meet", "miss": "will always miss", "hit-and-miss": "will hit and miss"}


@dataclass(frozen=True)
class Watched:
    """One variant's chart: ``weeks`` (from 1) that have a figure, ``truth`` in each beside the recorded one."""

    key: str
    name: str
    look: Look
    weeks: tuple[int, ...]
    truth: tuple[float, ...]
    chart: ControlChart


@dataclass(frozen=True)
class Xmr:
    """What is drawn: the target's name, limit and goal (share), which of how many simulations, a chart a variant."""

    target: str
    visits: str
    organisation: str
    limit: float
    goal: float
    simulation: int
    simulations: int
    charts: tuple[Watched, ...]


def extract(results: Results, target: str | None = None, simulation: int = 1) -> Xmr | None:
    """The weekly figures of ``target`` (default: the first with a limit) in one simulation; None for under 3 weeks."""
    names = [target] if target else [key for side in results.sides for key in limited_targets(side.variant)]
    for key in dict.fromkeys(names):
        charts = [_watched(side, look, key, simulation) for side, look in results.having(f"weekly:{key}")]
        found = tuple(one for one in charts if one is not None)
        if found:
            rule = next(side for side in results.sides if key in side.variant.targets).variant.targets[key]
            return Xmr(
                clean(rule.name or key.replace("_", " ")), clean(results.words.visits, 24),
                clean(results.words.organisation, 24), float(rule.within or 0), float(rule.goal or 0),
                simulation, results.replications, found,
            )  # fmt: skip
    return None


def _watched(side: Side, look: Look, target: str, simulation: int) -> Watched | None:
    weekly = side.arrays(f"weekly:{target}")[simulation - 1]
    known = [(week, *row.astype(float).tolist()) for week, row in enumerate(weekly, 1) if row[0] > 0]
    if len(known) < _FEWEST_WEEKS:
        return None
    chart = control_chart([recorded / visits for _, visits, recorded, _ in known])
    truth = tuple(within / visits for _, visits, _, within in known)
    return Watched(side.key, side.name, look, tuple(week for week, *_ in known), truth, chart)


def draw(xmr: Xmr) -> Picture:
    """Draw a chart for each variant, all on one scale, with what it says in words beside it."""
    title = "Week by week, is the target's figure signal or noise?"
    fewest = min(len(one.weeks) for one in xmr.charts)
    rough = f": only {fewest} weeks, so rough" if fewest < FEWEST else ""
    subtitle = (
        f"{clean(xmr.target, 32)}, on the record, simulation {xmr.simulation} alone; "
        f"dashes: limits of chance (XmR){rough}"
    )
    with settings():
        slide = sheet(title, subtitle, often=f"Simulation {xmr.simulation} of {xmr.simulations}")
        axes = slide.subplots(len(xmr.charts), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        slide.subplots_adjust(left=0.075, right=0.685, top=0.765, bottom=0.115, hspace=0.46)
        _write_marks(axes[0], xmr)
        for part, one in zip(axes, xmr.charts, strict=True):
            _draw_chart(part, one, xmr)
        _scale(axes[0], xmr)
        axes[-1].set_xlabel("Week of the measured time")
    return Picture(NAME, title, _sentence(xmr), slide, _table(xmr))


def _write_marks(axes: Axes, xmr: Xmr) -> None:
    from matplotlib.lines import Line2D

    words = (("o", "chance"), ("^", "signal, better"), ("v", "signal, worse"))
    marks = [
        Line2D([], [], color=QUIET, linestyle="", marker=mark, markersize=8 if mark == "o" else 12, label=said)
        for mark, said in words
    ]
    marks.append(Line2D([], [], color=INK, linestyle=":", linewidth=2, label=f"goal, {_goal(xmr)}"))
    axes.figure.legend(
        handles=marks, loc="center left", bbox_to_anchor=(0.062, 0.845), ncols=len(marks), frameon=False,
        fontsize=SMALL, handletextpad=0.3, handlelength=1.4, columnspacing=1.6,
    )  # fmt: skip


def _draw_chart(axes: Axes, one: Watched, xmr: Xmr) -> None:
    chart, colour = one.chart, one.look.colour
    axes.plot(one.weeks, [100 * point.value for point in chart.points], color=colour, linewidth=1.8)
    for week, point in zip(one.weeks, chart.points, strict=True):
        kind = point.kind(BETTER)
        size, edge = (7, colour) if kind == "common" else (11, INK)
        axes.plot(week, 100 * point.value, _MARKS[kind], color=colour, markersize=size, markeredgecolor=edge)
    axes.axhline(100 * chart.mean, color=colour, linewidth=1.4)
    for end in (max(0.0, chart.low), min(1.0, chart.high)):
        axes.axhline(100 * end, color=colour, linewidth=1.6, linestyle=(0, (6, 4)))
    axes.axhline(100 * xmr.goal, color=INK, linewidth=2, linestyle=":")
    axes.set_title(clean(one.name, 48), size=TEXT, loc="left", pad=5, color=colour, weight="bold")
    axes.text(
        1.02, 0.5, "\n".join(_words(one, xmr)), transform=axes.transAxes, size=SMALL, va="center", linespacing=1.35
    )  # fmt: skip
    quiet_axes(axes)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}%")


def _words(one: Watched, xmr: Xmr) -> list[str]:
    chart = one.chart
    signals = sum(point.is_signal for point in chart.points)
    seen = f"{signals} of {len(chart.points)} weeks signal" if signals else "no week is a signal"
    if len(chart.points) < FEWEST:
        ahead = f"Too few weeks to foresee {_goal(xmr)}."
    else:
        ahead = f"As it is, it {_ASSURANCE[chart.assurance(xmr.goal, BETTER)]} {_goal(xmr)}."
    return [f"Mean {percent(chart.mean)}, {seen};", f"{_VARIATION[chart.variation(BETTER)]}.", ahead]


def _goal(xmr: Xmr) -> str:
    return f"{figure(100 * xmr.goal)}%"


def _scale(axes: Axes, xmr: Xmr) -> None:
    low = min(
        100 * min(max(0.0, one.chart.low), xmr.goal, *(point.value for point in one.chart.points)) for one in xmr.charts
    )
    high = max(
        100 * max(min(1.0, one.chart.high), xmr.goal, *(point.value for point in one.chart.points))
        for one in xmr.charts
    )
    room = 0.06 * (high - low) or 1.0
    axes.set_ylim(low - room, high + room)
    last = max(one.weeks[-1] for one in xmr.charts)
    axes.set_xlim(0.6, last + 0.4)
    axes.locator_params(axis="x", integer=True, nbins=13)
    axes.locator_params(axis="y", nbins=4)


def _sentence(xmr: Xmr) -> str:
    said = "; ".join(f"{one.name}: {lower_first(' '.join(_words(one, xmr)).rstrip('.'))}" for one in xmr.charts)
    return (
        f"Control charts (XmR) of the share of {xmr.visits} within {duration(xmr.limit)} on the record in each week of "
        f"simulation {xmr.simulation}. {said}."
    )


def _table(xmr: Xmr) -> Table:
    columns = (
        "variant", "simulation", "week", "recorded_percent", "true_percent", "mean_percent", "low_limit_percent",
        "high_limit_percent", "goal_percent", "kind", "rules_up", "rules_down",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(one.key, one.name), xmr.simulation, week, 100 * point.value, 100 * truth, 100 * one.chart.mean,
            100 * one.chart.low, 100 * one.chart.high, 100 * xmr.goal, point.kind(BETTER),
            " ".join(point.up), " ".join(point.down),
        )
        for one in xmr.charts
        for week, truth, point in zip(one.weeks, one.truth, one.chart.points, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
