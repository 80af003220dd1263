"""How strongly the result goes with each unknown when all of them vary at once: partial rank correlations."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.plots.box_words import MOST_ROWS, chief, compared, dress, minus, pale, panels, row_name, said
from orgsim.plots.colours import INK, PAIR
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import settings, sheet
from orgsim.plots.words import clean, listed, lower_first, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.rank import Correlation
    from orgsim.analysis.swings import Parameter, Ranked
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "17-rank-correlation"


@dataclass(frozen=True)
class Ranks:
    """The rows, the strongest in the first panel first; a panel is a measure and its correlations by row."""

    what: str
    single: bool
    points: int
    often: str
    rows: tuple[Parameter, ...]
    panels: tuple[tuple[Definition, tuple[Ranked, ...]], ...]
    left_out: int


def extract(results: Results) -> Ranks | None:
    """The correlations of the chief measures; None if the box was not sampled."""
    found = results.sensitivity
    if found is None or not found.ranks:
        return None
    variant, against = compared(results, found)
    measures = chief(results, found)
    box = {one.id: one for one in found.parameters}
    order = [one.parameter for one in found.ranked(measures[0].id, variant, against)]
    shown = order[:MOST_ROWS]
    drawn = []
    for measure in measures:
        ranked = {one.parameter: one for one in found.ranked(measure.id, variant, against)}
        drawn.append((measure, tuple(ranked[name] for name in shown)))
    return Ranks(
        said(results, variant, against), not against, len(found.points), results.often,
        tuple(box[name] for name in shown), tuple(drawn), len(order) - len(shown),
    )  # fmt: skip


def draw(ranks: Ranks) -> Picture:
    """Draw a bar for each parameter in each panel."""
    title = "Which unknowns does the result go with?"
    subtitle = (
        f"{ranks.what}: partial rank correlation with each unknown, the others held, at {ranks.points} points; "
        "hollow: may be chance"
    )
    with settings():
        figure = sheet(title, subtitle, (), ranks.often)
        names = [row_name(one) for one in ranks.rows]
        width = 32 if len(ranks.panels) > 1 else 84
        for place, axes in enumerate(panels(figure, len(ranks.panels))):
            measure, ranked = ranks.panels[place]
            _panel(axes, ranked)
            heading = wrap(clean(measure.name, 2 * width), width)
            dress(
                axes,
                heading,
                "-1: falls as it rises    +1: rises with it".replace("-", "\u2212"),
                names,
                named=place == 0,
            )
            axes.set_xlim(-1.02, 1.02)
            axes.xaxis.set_major_formatter(lambda value, _: minus(f"{value:+g}") if value else "0")
    return Picture(NAME, title, _sentence(ranks), figure, _table(ranks))


def _panel(axes: Axes, ranked: tuple[Ranked, ...]) -> None:
    for place, one in enumerate(ranked):
        found = one.partial
        if not isfinite(found.value):
            continue
        fill = pale(PAIR[0]) if _clear(found) else "white"
        axes.barh(place, found.value, 0.5, color=fill, edgecolor=PAIR[0], linewidth=1.8)
        if isfinite(found.low):
            axes.plot([found.low, found.high], [place, place], color=INK, linewidth=1.8)


def _clear(found: Correlation) -> bool:
    """Whether the interval leaves out zero; a correlation of 1 has no interval and needs none."""
    return found.low > 0 or found.high < 0 or abs(found.value) > 0.999


def _sentence(ranks: Ranks) -> str:
    parts = []
    for measure, ranked in ranks.panels:
        pairs = sorted(zip(ranks.rows, ranked, strict=True), key=lambda pair: -_size(pair[1].partial))
        clear = [
            f"{lower_first(clean(one.name, 44))} ({minus(f'{found.partial.value:+.2f}')})"
            for one, found in pairs if _clear(found.partial)
        ]  # fmt: skip
        words = f"goes with {listed(clear[:5])}" if clear else "goes clearly with none of them"
        parts.append(f"{clean(measure.name, 60)} {words}.")
    rest = f" {ranks.left_out} weaker ones are left out." if ranks.left_out else ""
    held = "partial rank correlations, the other unknowns held"
    return f"{ranks.what} over {ranks.points} points of the plausible box, {held}. {' '.join(parts)}{rest}"


def _size(found: Correlation) -> float:
    return abs(found.value) if isfinite(found.value) else 0.0


def _table(ranks: Ranks) -> Table:
    columns = ("parameter", "measure", "partial", "low", "high", "spearman", "spearman_low", "spearman_high", "points")
    rows: list[tuple[Cell, ...]] = [
        (
            Named(one.id, clean(one.name)), Named(measure.id, clean(measure.name, 80)),
            found.partial.value, found.partial.low, found.partial.high,
            found.spearman.value, found.spearman.low, found.spearman.high, found.spearman.n,
        )
        for measure, ranked in ranks.panels
        for one, found in zip(ranks.rows, ranked, strict=True)
    ]  # fmt: skip
    return Table(columns, rows)
