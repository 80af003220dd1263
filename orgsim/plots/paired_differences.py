"""Picture 2: which differences between two variants are real? Paired on the same visits, with 95% intervals.

Measures have many units, so the axis is the change as a percentage of the reference; beside each bar stand the
change in its natural unit and, in words, whether it is better. A measure whose reference is zero has no percentage: it is
listed in words only. A change is called better or worse when its interval leaves out zero even after allowing for all
the measures shown (Holm), and likely better or worse when only its own interval does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural_difference
from orgsim.analysis.statistics import holm
from orgsim.plots.colours import INK, QUIET, Look
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet
from orgsim.plots.target_and_journey import journey_measure
from orgsim.plots.words import clean, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.compare import Comparison, MeasureComparison
    from orgsim.analysis.statistics import Difference
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "02-paired-differences"
MOST_ROWS = 16
MOST_SAID = 4
"""Differences of each kind named in the sentence."""
WIDEST = 150.0
"""Percent at which the axis ends; an estimate beyond it is drawn as an arrow head at the end."""
CHANGE, WORDS = 0.55, 0.805
"""Where the columns of text start, in widths of the slide."""


_VAGUE = ("no clear change", "too few runs to say")


@dataclass(frozen=True)
class Row:
    """One measure in one variant against the reference, whose mean is ``base``. ``scale``: percent of it per unit."""

    measure: Definition
    variant: str
    difference: Difference
    base: float
    look: Look

    @property
    def scale(self) -> float:
        """What turns a difference into a percentage of the reference; NaN if that is zero."""
        return 100 / abs(self.base) if self.base else float("nan")

    @property
    def natural(self) -> str:
        """The difference with its interval in its own unit."""
        one = self.difference
        unit = {"hours per day": " h/day", "per day": " a day", "hours per week": " h/week"}.get(self.measure.unit, "")
        return (
            natural_difference(one.mean, one.low, one.high, self.measure.unit)
            .replace(" (", f"{unit} (", 1)
            .replace("-", "\u2212")
        )

    @property
    def verdict(self) -> str:
        """Whether the difference is clear and which way it goes, in words."""
        one = self.difference
        if not isfinite(one.low):
            return _VAGUE[1]
        if one.low <= 0 <= one.high:
            return _VAGUE[0]
        way = ("less", "more") if self.measure.better not in ("lower", "higher") else ("worse", "better")
        word = way[(one.mean > 0) == (self.measure.better != "lower")]
        return word if one.holm_low > 0 or one.holm_high < 0 else f"likely {word}"

    @property
    def clear(self) -> bool:
        """Whether its own interval leaves out zero."""
        return self.verdict not in _VAGUE

    @property
    def agreeing(self) -> str:
        """In how many replications the difference went the way the verdict says, e.g. ``, 28 of 30``."""
        one = self.difference
        if one.better_in is None or not self.clear:
            return ""
        return f", {one.better_in if self.verdict.endswith('better') else one.n - one.better_in} of {one.n}"


@dataclass(frozen=True)
class Forest:
    """The rows to draw, the reference's name and the names of the variants compared with it."""

    reference: str
    names: dict[str, str]
    often: str
    entities: str
    rows: tuple[Row, ...]


def extract(results: Results, measures: Sequence[str] = ()) -> Forest | None:
    """The differences to draw: those of ``measures``, or the most telling ones; None if there are none."""
    compared = results.comparison
    if compared is None:
        return None
    others = [side.key for side, _ in results.drawn[1:]]
    room = max(3, MOST_ROWS // max(1, len(others)))
    chosen = list(measures) or telling(results, compared, room)
    pairs = [
        (one, key) for one in compared.measures for key in others
        if one.definition.id in chosen and key in one.differences and one.differences[key].n
    ]  # fmt: skip
    adjusted = holm([one.differences[key] for one, key in pairs])
    rows = tuple(
        Row(one.definition, key, difference, one.estimates[compared.against].mean, results.look(key))
        for (one, key), difference in zip(pairs, adjusted, strict=True)
    )
    names = {key: results.named(key) for key in others}
    return Forest(results.sides[0].name, names, results.often, results.words.entities, rows) if rows else None


def telling(results: Results, compared: Comparison, room: int) -> list[str]:
    """Ids of at most ``room`` measures: each target's figures, the whole journey, decisions, money, then the declared.

    Of a time that is declared with several statistics the first is taken; measures without a better direction come last.
    """
    variant = results.sides[0].variant
    known = {one.definition.id: one for one in compared.measures}
    first = [
        *(f"{key}_reported" for key in variant.targets),
        journey_measure(variant),
        "decision_latency_mean",
        "hops_per_decision",
        "cost_per_visit",
    ]
    declared = [
        id_
        for key, measure in variant.measures.items()
        for id_ in [f"{key}_{measure.time.show[0]}" if measure.time else key]
    ]
    ranked = sorted([*declared, *compared.shown], key=lambda id_: id_ in known and not _directed(known[id_]))
    several = {
        f"{key}_{show}" for key, measure in variant.measures.items() if measure.time for show in measure.time.show[1:]
    }
    return list(dict.fromkeys(id_ for id_ in [*first, *ranked] if id_ in known and id_ not in several))[:room]


def _directed(one: MeasureComparison) -> bool:
    return one.definition.better in ("lower", "higher")


def draw(forest: Forest) -> Picture:
    """Draw a line of text and a bar for each difference."""
    title = f"Which differences from {forest.reference} are real?"
    subtitle = "Bars: 95% intervals; hollow: no clear change; bold: clear even allowing for all these measures together"
    shown = {row.variant: row.look._replace(line="-") for row in forest.rows}
    with settings():
        figure = sheet(title, subtitle, [(forest.names[key], look) for key, look in shown.items()], forest.often)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.365, right=0.54, top=0.805, bottom=0.11)
        _draw(axes, forest)
    return Picture(NAME, title, _sentence(forest), figure, _table(forest))


def _draw(axes: Axes, forest: Forest) -> None:
    count, edge = len(forest.rows), _edge(forest.rows)
    for place, row in enumerate(forest.rows):
        _draw_row(axes, place, row, edge)
        axes.text(
            0.355,
            place,
            _name(forest, place),
            transform=row_labels(axes),
            size=SMALL,
            ha="right",
            va="center",
        )
    axes.axvline(0, color=INK, linewidth=1.6)
    axes.set_ylim(count - 0.4, -1.3)
    axes.set_xlim(-edge, edge)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}%".replace("-", "\u2212") if value else "0")
    axes.set_xlabel(f"Change (% of {forest.reference})")
    for column, words in ((CHANGE, "change (95% interval)"), (WORDS, "in words, and how often")):
        axes.text(column, -0.9, words, transform=row_labels(axes), size=SMALL, color=QUIET, va="center")


def _draw_row(axes: Axes, place: int, row: Row, edge: float) -> None:
    one = row.difference
    if isfinite(row.scale):
        low, high = (min(max(row.scale * end, -edge), edge) for end in (one.low, one.high))
        axes.plot([low, high], [place, place], color=row.look.colour, linewidth=4, solid_capstyle="butt")
        middle = min(max(row.scale * one.mean, -edge), edge)
        marker = row.look.marker if abs(middle) < edge else (">" if middle > 0 else "<")
        fill = row.look.colour if row.clear else "white"
        axes.plot(
            [middle],
            [place],
            marker,
            color=row.look.colour,
            markerfacecolor=fill,
            markersize=11,
            markeredgewidth=2.2,
            clip_on=False,
        )
    arrow = "" if not row.clear else "\u25b2 " if one.mean > 0 else "\u25bc "
    axes.text(CHANGE, place, row.natural, transform=row_labels(axes), size=SMALL, va="center")
    words = f"{arrow}{row.verdict}{row.agreeing}"
    axes.text(
        WORDS,
        place,
        words,
        transform=row_labels(axes),
        size=SMALL,
        va="center",
        weight="bold" if row.clear and "likely" not in words else "normal",
    )


def _edge(rows: Sequence[Row]) -> float:
    ends = [
        abs(row.scale * part) for row in rows for part in (row.difference.low, row.difference.high, row.difference.mean)
    ]
    return min(WIDEST, 1.12 * max((end for end in ends if isfinite(end)), default=1.0)) or 1.0


def _name(forest: Forest, place: int) -> str:
    one = forest.rows[place].measure
    repeated = place > 0 and forest.rows[place - 1].measure.id == one.id
    return "" if repeated else clean(one.name, 44)


def _sentence(forest: Forest) -> str:
    verdicts = sorted({row.verdict for row in forest.rows}, key=lambda verdict: (verdict in _VAGUE, verdict))
    parts = [f"{verdict}: {_few(list(_said(forest, verdict)))}" for verdict in verdicts]
    said = "; ".join(parts)
    return f"Differences from {forest.reference} on the same {forest.entities}. {said[:1].upper()}{said[1:]}."


def _few(said: list[str]) -> str:
    """The first few, and how many more."""
    return (
        listed(said)
        if len(said) <= MOST_SAID + 1
        else f"{', '.join(said[:MOST_SAID])} and {len(said) - MOST_SAID} more"
    )


def _said(forest: Forest, verdict: str) -> Iterator[str]:
    for row in forest.rows:
        if row.verdict == verdict:
            name = f"{forest.names[row.variant]}, " if len(forest.names) > 1 else ""
            yield f"{clean(row.measure.name, 60)} ({name}{row.natural.split(' (')[0]})"


def _table(forest: Forest) -> Table:
    columns = (
        "variant", "measure", "unit", "reference_mean", "difference", "low", "high", "low_for_all", "high_for_all",
        "change_percent", "better_in", "of", "verdict",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            Named(row.variant, forest.names[row.variant]), Named(row.measure.id, clean(row.measure.name, 80)),
            row.measure.unit, row.base, one.mean, one.low, one.high, one.holm_low, one.holm_high, row.scale * one.mean,
            one.better_in, one.n, row.verdict,
        )
        for row in forest.rows
        for one in (row.difference,)
    ]  # fmt: skip
    return Table(columns, rows)
