"""What each target does to each measure, and what two do together beyond the sum, as a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.analysis.conflict_words import effect_words, pair_words
from orgsim.plots.box_words import minus
from orgsim.plots.colours import INK, PAPER, QUIET, Look, ink_on
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, row_labels, settings, sheet, write_key
from orgsim.plots.words import clean, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.conflict import Conflicts
    from orgsim.analysis.conflict_reader import Effect
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "19-target-conflict"
TITLE = "Which targets fight each other, and which help?"
MOST_COLUMNS, MOST_ROWS, ROOMY, MOST_EXPLAINED = 6, 14, 8, 3
LEFT, BOTTOM, WIDTH, HEIGHT, KEY = 0.305, 0.065, 0.675, 0.535, 0.81
FULL = 2.0
"""The size of an effect, in standard deviations between replications, from which its colour is full."""
_BETTER, _WORSE, _NEITHER = "#28A197", "#801650", "#8A8F94"
_KINDS = ("alone", "beyond_the_sum")


@dataclass(frozen=True)
class Row:
    """A target alone or a pair of targets, with its effect on each measure (None: not measured)."""

    names: tuple[str, ...]
    effects: tuple[Effect | None, ...]

    def label(self, letters: int) -> str:
        """Its name in at most about so many letters, of which two targets have half each."""
        each = letters if len(self.names) == 1 else letters // 2 - 1
        return " + ".join(clean(one, each) for one in self.names)


@dataclass(frozen=True)
class Matrix:
    """One variant's matrix; ``verdicts`` are its pairs in sentences."""

    key: str
    variant: str
    first: bool
    often: str
    measures: tuple[Definition, ...]
    rows: tuple[Row, ...]
    left_out: int
    verdicts: tuple[str, ...]


def extract(results: Results) -> tuple[Matrix, ...] | None:
    """A matrix for each variant that has targets; None if they were not switched on and off."""
    found = results.conflicts
    if found is None:
        return None
    variants = [one.id for one in found.variants if found.targets[one.id]]
    made = [_matrix(results, found, one, first=place == 0) for place, one in enumerate(variants)]
    return tuple(one for one in made if one.rows) or None


def _matrix(results: Results, found: Conflicts, variant: str, *, first: bool) -> Matrix:
    measures = found.measures[:MOST_COLUMNS]
    effects = [one for kind in _KINDS for one in found.of(variant, kind)]
    cells = {(one.targets, one.measure): one for one in effects}
    names = {one.id: clean(one.name, 60) for one in found.targets[variant]}
    rows = [
        Row(tuple(names[one] for one in targets), tuple(cells.get((targets, one.id)) for one in measures))
        for targets in dict.fromkeys(one.targets for one in effects)
    ]
    return Matrix(
        variant, results.named(variant), first, results.often, measures, tuple(rows[:MOST_ROWS]),
        max(0, len(rows) - MOST_ROWS), tuple(_verdicts(found, variant)),
    )  # fmt: skip


def _verdicts(found: Conflicts, variant: str) -> Iterator[str]:
    """Yield what is sure of each pair, with the reasons where there are few pairs, and how many are unclear."""
    pairs = [one for one in found.pairs if one.variant == variant]
    for pair in pairs:
        verdict, *why = pair_words(found, pair)
        if pair.verdict != "unclear":
            yield f"{verdict}: {'; '.join(why)}" if len(pairs) <= MOST_EXPLAINED else verdict
    unclear = sum(one.verdict == "unclear" for one in pairs)
    if unclear:
        counted = f"{unclear} of {len(pairs)} pairs" if len(pairs) > 1 else "the pair"
        yield f"In {counted} no effect on each other is told apart from nothing"


def draw(matrices: tuple[Matrix, ...]) -> Picture | tuple[Picture, ...]:
    """Draw a matrix of cells for each variant."""
    drawn = tuple(_draw(one) for one in matrices)
    return drawn[0] if len(drawn) == 1 else drawn


def _draw(matrix: Matrix) -> Picture:
    subtitle = (
        f"{clean(matrix.variant, 32)}: each target alone against none; a pair: both less the sum of each. Deeper colour: "
        f"larger (full at {FULL:g} sd over runs). Hatched: the adjusted 95% interval has 0"
    )
    keys = [("for the better", Look(_BETTER, "", "s", "")), ("for the worse", Look(_WORSE, "", "s", ""))]
    with settings():
        figure = sheet(TITLE, subtitle, often=matrix.often)
        write_key(figure, keys, KEY)
        axes = figure.add_axes((LEFT, BOTTOM, WIDTH, HEIGHT))
        _dress(axes, matrix)
        for place, row in enumerate(matrix.rows):
            for column, effect in enumerate(row.effects):
                _cell(axes, (column, place), effect, matrix.measures[column])
    name = NAME if matrix.first else f"{NAME}-{matrix.key}"
    return Picture(name, TITLE, _sentence(matrix), figure, Table(_COLUMNS, list(_table(matrix))))


def _dress(axes: Axes, matrix: Matrix) -> None:
    """Write the names of rows and columns, and a line between targets and pairs."""
    columns, rows = len(matrix.measures), len(matrix.rows)
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
    for column, measure in enumerate(matrix.measures):
        name = wrap(clean(measure.name, 52), 84 // columns if columns > 2 else 28)
        axes.text((column + 0.5) / columns, 1.02, name, transform=axes.transAxes, size=SMALL, ha="center", va="bottom",
                  linespacing=0.95)  # fmt: skip
    for place, row in enumerate(matrix.rows):
        name = wrap(row.label(58), 32) if rows <= ROOMY else row.label(30)
        axes.text(LEFT - 0.012, place, name, transform=row_labels(axes), size=SMALL, ha="right", va="center",
                  linespacing=0.95)  # fmt: skip
    targets = sum(len(row.names) == 1 for row in matrix.rows)
    if targets < rows:
        axes.axhline(targets - 0.5, color=INK, linewidth=2)


def _cell(axes: Axes, place: tuple[int, int], effect: Effect | None, measure: Definition) -> None:
    from matplotlib.patches import Rectangle

    column, row = place
    colour = _colour(effect, measure)
    unsure = effect is not None and effect.sign == 0 and effect.found.sd != 0
    axes.add_patch(
        Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=colour, edgecolor=QUIET if unsure else PAPER,
                  hatch="///" if unsure else "", linewidth=0)
    )  # fmt: skip
    axes.text(column, row, _said(effect, measure), size=SMALL, ha="center", va="center", color=ink_on(colour),
              bbox={"facecolor": colour, "edgecolor": "none", "pad": 2.0} if unsure else None)  # fmt: skip


def _said(effect: Effect | None, measure: Definition) -> str:
    """Say an effect without its interval, in the measure's own unit."""
    if effect is None:
        return "\u2013"
    if effect.found.mean == 0 and effect.found.sd == 0:
        return "0"
    return clean(minus(effect_words(effect, measure).split(" (")[0]), 16)


def _colour(effect: Effect | None, measure: Definition) -> str:
    """Mix the colour of better or worse with white by how large the effect is."""
    if effect is None or effect.size != effect.size or effect.size == 0:
        return PAPER
    share = 0.12 + 0.88 * min(1.0, abs(effect.size) / FULL)
    full = _NEITHER
    if measure.better in ("lower", "higher"):
        full = _BETTER if (effect.size > 0) == (measure.better == "higher") else _WORSE
    parts = [int(full[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(255 - (255 - part) * share):02X}" for part in parts)


def _sentence(matrix: Matrix) -> str:
    """Say which pairs fight and which help, in words computed from the data."""
    rest = f" {matrix.left_out} more rows are left out." if matrix.left_out else ""
    if not matrix.verdicts:
        return f"{matrix.variant} has one target, so there is no pair that could fight.{rest}"
    return f"{matrix.variant}. {'. '.join(matrix.verdicts)}.{rest}"


_COLUMNS = ("variant", "kind", "targets", "measure", "unit", "effect", "low", "high", "size_in_sd", "told_apart")


def _table(matrix: Matrix) -> Iterator[tuple[Cell, ...]]:
    for row in matrix.rows:
        for effect, measure in zip(row.effects, matrix.measures, strict=True):
            if effect is not None:
                size = effect.size if abs(effect.size) != float("inf") else None
                yield (Named(matrix.key, matrix.variant), effect.kind, Named("+".join(effect.targets), row.label(120)),
                       Named(measure.id, clean(measure.name, 80)), measure.unit, effect.found.mean, *effect.interval,
                       size, "yes" if effect.sign else "no")  # fmt: skip
