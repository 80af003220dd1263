"""Picture 3: did meeting the target help those it is for? The target's figure against the whole journey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.headlines import journey_measure
from orgsim.measures.words import moment
from orgsim.plots.colours import FAINT, INK, QUIET, Look
from orgsim.plots.moments import called, limited_targets
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, duration, label, lower_first, percent, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.plots.source import Results, Side
    from orgsim.scenario.schema import Variant

NAME = "03-target-and-journey"


@dataclass(frozen=True)
class Dots:
    """One variant: the share within the limit (0-1) and the mean journey (minutes) of each replication."""

    key: str
    name: str
    look: Look
    within: Sequence[float]
    journey: Sequence[float]

    @property
    def middle(self) -> tuple[float, float]:
        """The means over replications."""
        return sum(self.within) / len(self.within), sum(self.journey) / len(self.journey)


@dataclass(frozen=True)
class Aims:
    """What is drawn: the words of both axes, the goal (0-1; None without one) and the dots, the reference first."""

    target: str
    limit: float
    goal: float | None
    journey: str
    journey_words: str
    entity: str
    visits: str
    often: str
    dots: tuple[Dots, ...]


def extract(results: Results, target: str | None = None, journey: str | None = None) -> Aims | None:
    """Take the reported figure of ``target`` and the mean of ``journey`` (a measure's id), or the scenario's own.

    The scenario's own are its first target with a limit, and its first declared time from arrival to departure.
    None if no variant has both.
    """
    for side, _ in results.drawn:
        for key in [target] if target else limited_targets(side.variant):
            measure = journey or journey_measure(side.variant)
            dots = _dots(results, f"{key}_reported", measure)
            if dots:
                return _aims(results, side.variant, key, measure, dots)
    return None


def _aims(results: Results, variant: Variant, key: str, measure: str, dots: tuple[Dots, ...]) -> Aims:
    rule, words = variant.targets[key], results.words
    declared = variant.measures.get(measure.removesuffix("_mean"))
    start, end = (declared.time.start, declared.time.end) if declared and declared.time else ("arrival", "departure")
    name = label(declared.name if declared else None, measure.removesuffix("_mean"))
    span = f"time from {moment(variant, start)} to {moment(variant, end)}"
    limit = float(rule.within or 0)
    return Aims(
        called(variant.targets, key),
        limit,
        rule.goal,
        name,
        span,
        words.entity,
        words.visits,
        results.often,
        dots,
    )


def _dots(results: Results, target: str, journey: str) -> tuple[Dots, ...]:
    return tuple(
        Dots(side.key, side.name, look, [x for x, _ in pairs], [y for _, y in pairs])
        for side, look in results.drawn
        if (pairs := _pairs(side, target, journey))
    )


def _pairs(side: Side, target: str, journey: str) -> list[tuple[float, float]]:
    both = zip(side.of(target), side.of(journey), strict=False)
    return [(x, y) for x, y in both if isfinite(x) and isfinite(y)]


def draw(aims: Aims) -> Picture:
    """Draw a dot for each replication and an arrow from the reference's mean to each other variant's."""
    title = f"Does meeting the target help the {aims.entity}?"
    subtitle = "A small dot for each simulation, a large one for their mean, an arrow between means"
    key = [(dots.name, dots.look._replace(line="")) for dots in aims.dots]
    with settings():
        figure = sheet(title, subtitle, key, aims.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.105, right=0.975, top=0.77, bottom=0.125)
        scale, unit = _unit(aims)
        _draw(axes, aims, scale)
        axes.set_xlabel(clean(f"Within {duration(aims.limit)}, on the record (% of {aims.visits})", 95))
        axes.set_ylabel(wrap(clean(f"{aims.journey}, mean ({unit})", 76), 40))
    return Picture(NAME, title, _sentence(aims), figure, _table(aims))


def _unit(aims: Aims) -> tuple[float, str]:
    longest = max(dots.middle[1] for dots in aims.dots)
    return (1440.0, "days") if longest >= 2880 else (60.0, "hours") if longest >= 120 else (1.0, "minutes")


def _draw(axes: Axes, aims: Aims, scale: float) -> None:
    _join_pairs(axes, aims, scale)
    for dots in aims.dots:
        spots = [100 * value for value in dots.within], [value / scale for value in dots.journey]
        axes.scatter(*spots, s=70, color=dots.look.colour, marker=dots.look.marker, alpha=0.75, linewidth=0, zorder=3)
    _draw_means(axes, aims, scale)
    axes.margins(0.12, 0.14)
    axes.set_xlim(*_reach(axes, aims.goal))
    quiet_axes(axes, grid="both")
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(True)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    paper = {"facecolor": "white", "edgecolor": "none", "pad": 3, "alpha": 0.8}
    axes.text(0.015, 0.045, "\u2193 shorter: better", transform=axes.transAxes, size=TEXT, color=QUIET, bbox=paper)


def _draw_means(axes: Axes, aims: Aims, scale: float) -> None:
    start, arrow = (
        _place(aims.dots[0], scale),
        {"arrowstyle": "-|>,head_width=0.5,head_length=0.9", "color": INK, "lw": 2.4},
    )
    for dots in aims.dots[1:]:
        end = _place(dots, scale)
        if hypot(end[0] - start[0], end[1] - start[1]) > 0:
            axes.annotate("", end, start, arrowprops=arrow, zorder=4)
    for dots in aims.dots:
        x, y = _place(dots, scale)
        axes.plot(x, y, dots.look.marker, markersize=15, color=dots.look.colour, markeredgecolor=INK, zorder=5)


def _reach(axes: Axes, goal: float | None) -> tuple[float, float]:
    """Draw the goal, and say from where to where the axis must reach to hold it and the dots."""
    low, high = axes.get_xlim()
    if goal is None:
        return low, high
    place = 100 * goal
    axes.axvline(place, color=INK, linewidth=2, linestyle=(0, (5, 3)))
    axes.text(place, 1.012, f"goal {place:g}%", transform=axes.get_xaxis_transform(), size=SMALL, ha="center")
    return min(low, place - 1), max(high, min(101.0, place + 1))


def _join_pairs(axes: Axes, aims: Aims, scale: float) -> None:
    """Join the two dots of each replication faintly, where there are two variants and not too many."""
    if len(aims.dots) != 2 or len(aims.dots[0].within) != len(aims.dots[1].within):
        return
    one, other = aims.dots
    for x, y, to_x, to_y in zip(one.within, one.journey, other.within, other.journey, strict=True):
        axes.plot([100 * x, 100 * to_x], [y / scale, to_y / scale], color=FAINT, linewidth=1, zorder=2)


def _place(dots: Dots, scale: float) -> tuple[float, float]:
    within, journey = dots.middle
    return 100 * within, journey / scale


def _sentence(aims: Aims) -> str:
    parts = [
        f"{dots.name}: {percent(dots.middle[0])} within {duration(aims.limit)} and {duration(dots.middle[1])} on average"
        for dots in aims.dots
    ]
    return (
        f"{aims.target} on the record against {lower_first(aims.journey)} ({aims.journey_words}). {'; '.join(parts)}."
    )


def _table(aims: Aims) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (Named(dots.key, dots.name), place + 1, 100 * within, journey)
        for dots in aims.dots
        for place, (within, journey) in enumerate(zip(dots.within, dots.journey, strict=True))
    ]
    return Table(("variant", "replication", "within_limit_percent", "mean_minutes"), rows)
