"""Picture 9, by group: how long decisions take by route and by layer, and how many are right where answers are judged."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import Estimate, estimate
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, duration, label, lower_first, percent, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results, Side

NAME = "09-decisions-by-layer"
ROUTES = {
    "at_the_asker": "whoever asks", "reporting_lines": "reporting lines", "nearest": "nearest", "quickest": "quickest",
}  # fmt: skip
"""Rule of route to its words."""


@dataclass(frozen=True)
class Dot:
    """The mean over replications for one group in one variant; a group without requests has no mean."""

    key: str
    name: str
    look: Look
    found: Estimate


@dataclass(frozen=True)
class Panel:
    """One measure by group: ``rows`` are (id, words, a dot for each variant)."""

    measure: str
    title: str
    unit: str
    rows: tuple[tuple[str, str, tuple[Dot, ...]], ...]

    def said(self, value: float) -> str:
        """Write a value in words."""
        return percent(value) if self.unit == "share" else duration(value)


@dataclass(frozen=True)
class ByLayer:
    """The panels drawn: by route, by layer, and right answers by layer where some are judged."""

    often: str
    panels: tuple[Panel, ...]


def extract(results: Results) -> ByLayer | None:
    """The panels that have anything to show; None if nobody asks for any decision."""
    layers = dict.fromkeys(layer for side, _ in results.drawn for layer in side.variant.organisation.layers)
    named = {layer: label(None, layer) for layer in reversed(layers)}
    by_decider = _known(results, "decision_latency_by_decider", named)
    latency = "decision_latency_by_decider" if by_decider else "decision_latency_by_layer"
    who = "who decided" if by_decider else "who may decide"
    made = (
        _panel(results, "decision_latency_by_route", "Time to a decision, by route", "min", ROUTES),
        _panel(results, latency, f"By layer of {who}", "min", named),
        _panel(results, "decision_accuracy_by_layer", "Right answers, by layer", "share", named),
    )
    panels = tuple(one for one in made if one.rows)
    return ByLayer(results.often, panels) if panels else None


def _known(results: Results, measure: str, groups: dict[str, str]) -> bool:
    return any(isfinite(value) for side, _ in results.drawn for key in groups for value in side.of(measure, key))


def _panel(results: Results, measure: str, title: str, unit: str, groups: dict[str, str]) -> Panel:
    rows = [
        (key, words, tuple(_dot(side, look, measure, key) for side, look in results.drawn))
        for key, words in groups.items()
    ]
    some = (row for row in rows if any(isfinite(dot.found.mean) for dot in row[2]))
    return Panel(measure, title, unit, tuple(some))


def _dot(side: Side, look: Look, measure: str, key: str) -> Dot:
    return Dot(side.key, side.name, look, estimate(side.of(measure, key)))


def draw(found: ByLayer) -> Picture:
    """Draw a panel for each measure: a row for each group, a dot with its 95% interval for each variant."""
    title = "Which routes and layers decide late, and which decide wrongly?"
    if not any(panel.unit == "share" for panel in found.panels):
        title = "Which routes and layers decide late?"
    key = {
        dot.key: (dot.name, dot.look._replace(line="-"))
        for panel in found.panels
        for *_, dots in panel.rows
        for dot in dots
    }
    with settings():
        figure = sheet(title, "Dot: mean; line: 95% interval", list(key.values()), found.often)
        every = figure.subplots(1, len(found.panels), squeeze=False)[0]
        figure.subplots_adjust(left=0.13, right=0.965, top=0.745, bottom=0.135, wspace=0.5)
        for axes, panel in zip(every, found.panels, strict=True):
            _draw_panel(axes, panel)
    return Picture(NAME, title, _sentence(found), figure, _table(found))


def _draw_panel(axes: Axes, panel: Panel) -> None:
    by = 100.0 if panel.unit == "share" else 1.0
    for place, (_, _, dots) in enumerate(panel.rows):
        for step, dot in enumerate(dots):
            if isfinite(dot.found.mean):
                _draw_dot(axes, place + 0.2 * (step - (len(dots) - 1) / 2), dot, by)
    axes.set_ylim(len(panel.rows) - 0.4, -0.6)
    words = [wrap(clean(words, 24), 12) for _, words, _ in panel.rows]
    axes.set_yticks(range(len(panel.rows)), words, size=SMALL)
    axes.set_xlim(*(_shares(panel) if panel.unit == "share" else (0, _longest(panel) * 1.12 or 1)))
    axes.locator_params(axis="x", nbins=4)
    axes.set_xlabel("% of answers" if panel.unit == "share" else "minutes, mean")
    axes.set_title(panel.title, size=TEXT - 1, loc="left", pad=8, x=-0.32)
    quiet_axes(axes, grid="x")
    axes.tick_params(labelsize=SMALL)


def _draw_dot(axes: Axes, place: float, dot: Dot, by: float) -> None:
    low, high = (end if isfinite(end) else dot.found.mean for end in (dot.found.low, dot.found.high))
    axes.plot([by * max(low, 0.0), by * high], [place, place], color=dot.look.colour, linewidth=2.4, clip_on=True)
    axes.plot(
        [by * dot.found.mean], [place], dot.look.marker, color=dot.look.colour, markersize=11, markeredgecolor="white",
        zorder=4,
    )  # fmt: skip


def _shares(panel: Panel) -> tuple[float, float]:
    """Return the ends of an axis of shares in percent: from a guess (50%) where all are better."""
    guess = all(dot.found.mean >= 0.5 for *_, dots in panel.rows for dot in dots if isfinite(dot.found.mean))
    return (48.0, 102.0) if guess else (0.0, 102.0)


def _longest(panel: Panel) -> float:
    """Return where the axis ends: the longest mean, and a half more where an interval reaches so far."""
    means = [dot.found.mean for *_, dots in panel.rows for dot in dots if isfinite(dot.found.mean)]
    ends = [dot.found.high for *_, dots in panel.rows for dot in dots if isfinite(dot.found.high)]
    return min(max([*means, *ends]), 1.5 * max(means))


def _sentence(found: ByLayer) -> str:
    return " ".join(
        f"{panel.title}: {'; '.join(_said(panel, words, dots) for _, words, dots in panel.rows)}."
        for panel in found.panels
    )


def _said(panel: Panel, words: str, dots: Sequence[Dot]) -> str:
    each = [
        f"{dot.name} {panel.said(dot.found.mean)}" if isfinite(dot.found.mean) else f"nobody in {dot.name}"
        for dot in dots
    ]
    return f"{lower_first(words)} {', '.join(each)}"


def _table(found: ByLayer) -> Table:
    columns = ("measure", "group", "variant", "unit", "mean", "low", "high", "replications")
    rows: list[tuple[Cell, ...]] = [
        (
            panel.measure, Named(key, words), Named(dot.key, dot.name), panel.unit, dot.found.mean, dot.found.low,
            dot.found.high, dot.found.n,
        )
        for panel in found.panels
        for key, words, dots in panel.rows
        for dot in dots
    ]  # fmt: skip
    return Table(columns, rows)
