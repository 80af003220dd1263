"""Picture 1: how long visits take by a target's clock, in ten-minute bars, and the spike before the limit."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from orgsim.analysis.statistics import Estimate, estimate
from orgsim.plots.colours import INK, Look, ink_on
from orgsim.plots.moments import clock_words, limited_targets
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet
from orgsim.plots.words import clean, duration, percent

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from orgsim.plots.source import Results, Side

NAME = "01-time-on-the-clock"
BIN = 10.0
"""Minutes of a bar; the last bar holds all longer times."""
LAST = 20.0
"""Minutes before the limit that are picked out."""


@dataclass(frozen=True)
class Bars:
    """One variant's bars: ``share`` of visits (0-1) in each bin, ``low`` and ``high`` over simulations.

    ``last``: share in the last twenty minutes before the limit. ``ratio``: that against the mean of the twenty minutes on
    either side. ``within``: share within the limit.
    """

    key: str
    name: str
    look: Look
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    last: Estimate
    ratio: float
    within: float


@dataclass(frozen=True)
class Clock:
    """What the picture shows: the target's words and limit (minutes), and the bars of each variant."""

    words: str
    visits: str
    often: str
    limit: float
    bars: tuple[Bars, ...]


def extract(results: Results, target: str | None = None) -> Clock | None:
    """The bars of ``target`` (default: the first with a limit that was timed); None if nothing was timed."""
    chosen = _target(results, target)
    if chosen is None:
        return None
    holder = next(side for side in results.sides if chosen in side.variant.targets)
    rule = holder.variant.targets[chosen]
    bars = tuple(
        _bars(side, look, chosen, float(rule.within or 0)) for side, look in results.having(f"bins:{chosen}:all")
    )
    return Clock(clock_words(holder.variant, rule), results.words.visits, results.often, float(rule.within or 0), bars)


def draw(clock: Clock) -> Picture:
    """Draw two variants mirrored on one axis, any other number above each other."""
    title = f"Is there a spike just before the limit of {duration(clock.limit)}?"
    with settings():
        figure = sheet(
            title,
            f"Share of {clock.visits} in each {BIN:g} minutes; thin lines: lowest to highest simulation",
            _key(clock),
            clock.often,
        )
        mirrored = len(clock.bars) == 2
        panels = 1 if mirrored else len(clock.bars)
        axes = figure.subplots(panels, 1, sharex=True, sharey=True, squeeze=False)[:, 0]
        figure.subplots_adjust(left=0.085, right=0.975, top=0.79, bottom=0.115, hspace=0.12)
        for place, bars in enumerate(clock.bars):
            _draw_bars(axes[0 if mirrored else place], bars, clock, -1.0 if mirrored and place else 1.0)
        _finish(list(axes), clock, mirrored)
    return Picture(NAME, title, _sentence(clock), figure, _table(clock))


def _target(results: Results, wanted: str | None) -> str | None:
    names = [wanted] if wanted else [key for side in results.sides for key in limited_targets(side.variant)]
    return next((key for key in names if results.having(f"bins:{key}:all")), None)


def _bars(side: Side, look: Look, target: str, limit: float) -> Bars:
    import numpy as np

    counts = np.array(side.arrays(f"bins:{target}:all"), dtype=float)
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    end, steps = int(limit // BIN), int(LAST // BIN)
    edges = [max(0, end - k * steps) for k in (2, 1, 0, -1)]
    before, last, after = (shares[:, one:other].sum(axis=1) for one, other in pairwise(edges))
    beside = float((before + after).mean()) / 2
    ratio = float(last.mean()) / beside if beside > 0 and end >= 2 * steps else float("nan")
    within = float(shares[:, :end].sum(axis=1).mean())
    return Bars(
        side.key,
        side.name,
        look,
        shares.mean(axis=0),
        shares.min(axis=0),
        shares.max(axis=0),
        estimate(list(last)),
        ratio,
        within,
    )


def _key(clock: Clock) -> list[tuple[str, Look]]:
    return [(bars.name, bars.look._replace(marker="s", line="")) for bars in clock.bars]


def _draw_bars(axes: Axes, bars: Bars, clock: Clock, sign: float) -> None:
    import numpy as np

    places = (np.arange(len(bars.share)) + 0.5) * BIN / 60
    width = BIN / 60 * 0.9
    picked = (places * 60 > clock.limit - LAST) & (places * 60 < clock.limit)
    heights = sign * 100 * bars.share
    axes.bar(
        places[~picked],
        heights[~picked],
        width,
        color=bars.look.colour,
        alpha=0.6,
        edgecolor=bars.look.colour,
        linewidth=0.8,
    )
    axes.bar(places[picked], heights[picked], width, color=bars.look.colour, edgecolor=INK, linewidth=1.6)
    axes.vlines(places, sign * 100 * bars.low, sign * 100 * bars.high, color=INK, linewidth=1.2)
    top, size = sign > 0, TEXT if len(clock.bars) < 3 else SMALL
    axes.text(
        0.985, 0.94 if top else 0.06, _remark(bars, clock), transform=axes.transAxes, ha="right",
        va="top" if top else "bottom", size=size, linespacing=1.4, color=ink_on(bars.look.colour),
        bbox={"facecolor": bars.look.colour, "edgecolor": "none", "boxstyle": "round,pad=0.5"},
    )  # fmt: skip


def _remark(bars: Bars, clock: Clock) -> str:
    times = f"{bars.ratio:.1f} times the bars beside them" if isfinite(bars.ratio) else "no bars to compare with"
    last = f"Last {LAST:g} minutes: {percent(bars.last.mean)} of {clock.visits},"
    return f"{last}\n{times}. Within {duration(clock.limit)}: {percent(bars.within)}"


def _finish(axes: list[Axes], clock: Clock, mirrored: bool) -> None:
    end = len(clock.bars[0].share) * BIN / 60
    whole = list(range(0, int(end) + 1, 1 if end <= 13 else 2))
    for part in axes:
        quiet_axes(part)
        part.axvline(clock.limit / 60, color=INK, linewidth=2, linestyle=(0, (5, 3)))
        part.set_xlim(0, end)
        part.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    if mirrored:
        axes[0].axhline(0, color=INK, linewidth=1.2)
        most = 1.06 * 100 * max(float(bars.high.max()) for bars in clock.bars)
        axes[0].set_ylim(-most, most)
    top = axes[0].get_ylim()[1]
    axes[0].text(clock.limit / 60 + 0.08, top, f"limit: {duration(clock.limit)}", size=SMALL, va="top")
    axes[-1].set_xticks(whole, [f"{hour}" if hour < int(end) else f"{hour}+" for hour in whole])
    figure: Any = axes[0].figure
    figure.supylabel(f"% of {clean(clock.visits, 24)}", x=0.02, y=0.45, size=TEXT, ha="left")
    words = clock.words[:1].upper() + clock.words[1:]
    axes[-1].set_xlabel(f"{clean(words, 90)} (hours)")


def _sentence(clock: Clock) -> str:
    parts = [
        f"{bars.name}: {percent(bars.last.mean)} of {clock.visits} in the last {LAST:g} minutes before the limit"
        f"{f', {bars.ratio:.1f} times the share beside them' if isfinite(bars.ratio) else ''}, "
        f"and {percent(bars.within)} within {duration(clock.limit)}"
        for bars in clock.bars
    ]
    return f"Bars of {clock.words}, {BIN:g} minutes each. {'; '.join(parts)}."


def _table(clock: Clock) -> Table:
    columns = ("variant", "from_minutes", "to_minutes", "share_percent", "lowest_percent", "highest_percent")
    rows: list[tuple[Cell, ...]] = [
        (
            Named(bars.key, bars.name), BIN * place, BIN * (place + 1) if place < len(bars.share) - 1 else None,
            100 * float(bars.share[place]), 100 * float(bars.low[place]), 100 * float(bars.high[place]),
        )
        for bars in clock.bars
        for place in range(len(bars.share))
    ]  # fmt: skip
    return Table(columns, rows)
