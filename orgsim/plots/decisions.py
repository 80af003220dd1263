"""Picture 9: how long decisions take, how far requests travel, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import estimate
from orgsim.plots.colours import QUIET, Look
from orgsim.plots.moments import called
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.statistics import bin_quantile
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet
from orgsim.plots.words import clean, counted, duration, figure, label, lower_first, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.plots.source import Results, Side
    from orgsim.scenario.schema import Variant

NAME = "09-decisions"
MOST_BARS = 14
SHORTEST, LONGEST = 1.0, 2880.0
"""Minutes at the ends of the axis; the bins of the series do not tell times beyond them apart."""
TICKS = ((1, "1 min"), (10, "10 min"), (60, "1 h"), (240, "4 h"), (1440, "1 day"), (2880, "2 days"))
COLUMNS = (1.03, 1.26, 1.38)
"""Where the columns of text start, in widths of the axes."""
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


@dataclass(frozen=True)
class Wait:
    """One decision in one variant: quantiles of its wait (minutes), answered requests, hops (NaN unknown) and route.

    ``route``: the rule of the route; ``holder``: who decides, and ``layer``: in which layer.
    """

    key: str
    name: str
    look: Look
    quantiles: tuple[float, ...]
    answered: int
    hops: float
    route: str
    holder: str
    layer: str


@dataclass(frozen=True)
class Decision:
    """One decision and its wait in each variant."""

    key: str
    name: str
    waits: tuple[Wait, ...]


@dataclass(frozen=True)
class Decisions:
    """The decisions drawn, those most often asked for and the slowest; ``in_all``: how many are asked for."""

    often: str
    decisions: tuple[Decision, ...]
    in_all: int


def extract(results: Results) -> Decisions | None:
    """The waits of the decisions that are most often asked for, and of the slowest; None if nobody asks for any."""
    keys = list(dict.fromkeys(key for side, _ in results.drawn for key in side.variant.organisation.decisions))
    made = [one for one in (_decision(results, key) for key in keys) if any(wait.answered for wait in one.waits)]
    room = max(2, MOST_BARS // len(results.drawn))
    asked = {one.key: max(wait.answered for wait in one.waits) for one in made}
    slowest = {one.key for one in sorted(made, key=_slowness)[-1:]}
    often = [key for key in sorted(asked, key=lambda key: -asked[key]) if key not in slowest]
    kept = slowest | set(often[: room - 1])
    chosen = tuple(one for one in made if one.key in kept)
    return Decisions(results.often, chosen, len(made)) if chosen else None


def _slowness(one: Decision) -> float:
    """Return the median wait in the first variant that asks for it."""
    return next((wait.quantiles[2] for wait in one.waits if wait.answered), 0.0)


def _decision(results: Results, key: str) -> Decision:
    having = results.having(f"latency:{key}")
    waits = tuple(_wait(side, look, key) for side, look in having)
    name = called(having[0][0].variant.organisation.decisions, key) if having else key
    return Decision(key, name, waits)


def _wait(side: Side, look: Look, key: str) -> Wait:
    import numpy as np

    from orgsim.measures.arrays import LATENCY_EDGES

    counts = np.sum(side.arrays(f"latency:{key}"), axis=0)
    edges = np.asarray(LATENCY_EDGES, dtype=float)
    quantiles = tuple(bin_quantile(counts, edges, share) for share in QUANTILES)
    rule = side.variant.organisation.decisions[key]
    hops = estimate(side.of("hops_per_decision", key)).mean
    return Wait(
        side.key,
        side.name,
        look,
        quantiles,
        int(counts.sum()),
        hops,
        rule.route,
        _holder(side.variant, rule.held_by),
        label(None, side.variant.organisation.positions[rule.held_by].layer),
    )


def _holder(variant: Variant, key: str) -> str:
    return called(variant.organisation.positions, key)


def draw(decisions: Decisions) -> Picture:
    """Draw a line for each decision and variant: median, middle half and 10% to 90%, with hops and holder beside it."""
    title = "How long does a decision take, and who makes it?"
    left = decisions.in_all - len(decisions.decisions)
    others = f"; {counted(left, 'less frequent decision')} not shown" if left else ""
    subtitle = f"Dot: median wait; thick: middle half; thin: 10% to 90% of requests{others}"
    key = {wait.key: (wait.name, wait.look) for one in decisions.decisions for wait in one.waits}
    with settings():
        figure_ = sheet(
            title, subtitle, [(name, look._replace(line="-")) for name, look in key.values()], decisions.often
        )
        axes = figure_.subplots()
        figure_.subplots_adjust(left=0.215, right=0.6, top=0.775, bottom=0.115)
        _draw(axes, decisions)
    return Picture(NAME, title, _sentence(decisions), figure_, _table(decisions))


def _draw(axes: Axes, decisions: Decisions) -> None:
    place, across = 0.0, axes.get_yaxis_transform()
    for one in decisions.decisions:
        middle = place + (len(one.waits) - 1) / 2
        axes.text(
            0.02,
            middle,
            wrap(clean(one.name, 44), 22),
            transform=row_labels(axes),
            size=SMALL,
            weight="bold",
            va="center",
        )
        for wait in one.waits:
            _draw_wait(axes, place, wait)
            place += 1
        place += 0.6
    axes.set_ylim(place - 0.9, -1.45)
    axes.set_xscale("log")
    axes.set_xlim(SHORTEST * 0.85, LONGEST * 1.2)
    axes.set_xticks([minutes for minutes, _ in TICKS[:-1]], [words for _, words in TICKS[:-1]])
    axes.set_xticks([], minor=True)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel("Time from asking to having the answer")
    for column, words in zip(COLUMNS, ("median", "hops", "decided by"), strict=True):
        axes.text(column, -1.05, words, transform=across, size=SMALL, color=QUIET, va="center")


def _draw_wait(axes: Axes, place: float, wait: Wait) -> None:
    across = axes.get_yaxis_transform()
    if not wait.answered:
        axes.text(COLUMNS[0], place, "nobody asks", transform=across, size=SMALL, color=QUIET, va="center")
        return
    low, quarter, median, three_quarters, high = (min(max(value, SHORTEST), LONGEST) for value in wait.quantiles)
    axes.plot([low, high], [place, place], color=wait.look.colour, linewidth=2.2)
    axes.plot(
        [quarter, three_quarters],
        [place, place],
        color=wait.look.colour,
        linewidth=9,
        solid_capstyle="butt",
        alpha=0.55,
    )
    axes.plot(
        [median],
        [place],
        wait.look.marker,
        color=wait.look.colour,
        markersize=12,
        markeredgecolor="white",
        zorder=4,
    )
    hops = figure(wait.hops) if isfinite(wait.hops) else ""
    for column, words in zip(COLUMNS, (_median(wait), hops, clean(wait.holder, 30)), strict=True):
        axes.text(column, place, words, transform=across, size=SMALL, va="center")


def _median(wait: Wait) -> str:
    median = wait.quantiles[2]
    if not isfinite(median):
        return "nobody asks"
    words = duration(round(median) if 10 <= median < 90 else median).replace("minutes", "min").replace("minute", "min")
    return "under 1 min" if median < SHORTEST else "over 2 days" if median >= LONGEST else words


def _sentence(decisions: Decisions) -> str:
    """Say the slowest decision of the reference, and the one most often asked for."""
    ordered = sorted(decisions.decisions, key=lambda one: -max(wait.answered for wait in one.waits))
    slowest = max(decisions.decisions, key=_slowness)
    parts = [f"The slowest, {_said(slowest)}"]
    if ordered[0] is not slowest:
        parts.append(f"The most frequent, {_said(ordered[0])}")
    number = counted(len(decisions.decisions), "decision")
    if decisions.in_all > len(decisions.decisions):
        number += f" of {decisions.in_all}, the most frequent and the slowest"
    return f"Median waits for {number}. {'. '.join(parts)}."


def _said(one: Decision) -> str:
    each = []
    for wait in one.waits:
        hops = f" over {counted(round(wait.hops, 1), 'hop')}" if isfinite(wait.hops) else ""
        each.append(
            f"{wait.name} {_median(wait)}{hops}, decided by {lower_first(wait.holder)}"
            if wait.answered
            else f"nobody asks in {wait.name}"
        )
    return f"{lower_first(clean(one.name, 60))}: {'; '.join(each)}"


def _table(decisions: Decisions) -> Table:
    columns = (
        "decision",
        "variant",
        "route",
        "decided_by",
        "layer",
        "answered",
        "hops_mean",
        *(f"p{100 * share:.0f}_minutes" for share in QUANTILES),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Named(one.key, one.name),
            Named(wait.key, wait.name),
            wait.route,
            wait.holder,
            wait.layer,
            wait.answered,
            wait.hops,
            *wait.quantiles,
        )
        for one in decisions.decisions
        for wait in one.waits
    ]
    return Table(columns, rows)
