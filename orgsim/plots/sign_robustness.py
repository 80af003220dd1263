"""In what share of the plausible box is one structure better than another, measure by measure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.plots.box_words import pale
from orgsim.plots.colours import FAINT, INK, QUIET, Look
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet
from orgsim.plots.words import clean, listed, lower_first, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.analysis.swings import Robust
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

NAME = "18-sign-robustness"
MOST_ROWS = 12
SHARE, NOW = 0.705, 0.845
"""Where the columns of text start, in widths of the slide."""
_STABLE = 0.95
_EVERYWHERE = "better at 95% of the points or more"
_NOWHERE = "worse at 95% of the points or more"
_DEPENDS = "it depends"


@dataclass(frozen=True)
class Row:
    """One measure and one comparison."""

    measure: Definition
    name: str
    look: Look
    found: Robust

    @property
    def parts(self) -> tuple[int, int, int, int, int]:
        """Points at which the variant is better for sure, better, the same, worse, and worse for sure."""
        one = self.found
        better, worse = one.better.count - one.better_for_sure.count, one.worse.count - one.worse_for_sure.count
        same = one.points - one.better.count - one.worse.count
        return one.better_for_sure.count, better, same, worse, one.worse_for_sure.count

    @property
    def now(self) -> str:
        """What the verdict is with everything as the file has it."""
        base = self.found.base
        if base.low <= 0 <= base.high or base.low != base.low:
            return "no clear change"
        return "better" if (base.mean > 0) == (self.measure.better == "higher") else "worse"


@dataclass(frozen=True)
class Signs:
    """The rows to draw, the reference and its look."""

    reference: str
    look: Look
    points: int
    often: str
    rows: tuple[Row, ...]
    left_out: int


def extract(results: Results) -> Signs | None:
    """The rows of all measures shown; None if the box was not sampled or there is nothing to compare."""
    found = results.sensitivity
    if found is None or not any(one.points for one in found.robust):
        return None
    known = {one.id: one for one in found.measures}
    order = [side.key for side in results.sides]
    rows = [
        Row(known[one.measure], results.named(one.variant), results.look(one.variant), one)
        for one in sorted(found.robust, key=lambda one: order.index(one.variant))
        if one.points
    ]
    variants = list(dict.fromkeys(row.found.variant for row in rows))
    room = MOST_ROWS // len(variants)  # the same measures of each
    shown = [row for one in variants for row in [row for row in rows if row.found.variant == one][:room]]
    reference = results.sides[0]
    return Signs(
        reference.name, results.look(reference.key), len(found.points), results.often,
        tuple(shown), len(rows) - len(shown),
    )  # fmt: skip


def draw(signs: Signs) -> Picture:
    """Draw a bar for each row, divided by who is better."""
    title = "Do the verdicts hold in all the plausible box?"
    subtitle = (
        f"Share of {signs.points} points at which each is better. Full colour: for sure (95% interval without zero); "
        "pale: not for sure"
    )
    looks = {row.name: row.look._replace(line="", marker="s") for row in signs.rows}
    keys = [(f"{name} better", look) for name, look in looks.items()]
    keys.append((f"{signs.reference} better", signs.look._replace(line="", marker="s")))
    with settings():
        figure = sheet(title, subtitle, keys, signs.often)
        axes = figure.add_axes((0.33, 0.11, 0.355, 0.68))
        for place, row in enumerate(signs.rows):
            _bar(axes, place, row, signs)
            _words(axes, place, row, several=len(looks) > 1)
        _dress(axes, len(signs.rows))
    return Picture(NAME, title, _sentence(signs), figure, _table(signs))


def _dress(axes: Axes, rows: int) -> None:
    axes.set_ylim(rows - 0.4, -1.2)
    axes.set_xlim(0, 100)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(50, color=INK, linewidth=1.2, linestyle=":")
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}%")
    axes.set_xlabel("Share of the points", fontsize=SMALL)
    for column, words in ((SHARE, "better (95% CI)"), (NOW, "as the file has it")):
        axes.text(column, -0.85, words, transform=row_labels(axes), size=SMALL, color=QUIET, va="center")


def _bar(axes: Axes, place: int, row: Row, signs: Signs) -> None:
    colours = (row.look.colour, pale(row.look.colour), FAINT, pale(signs.look.colour), signs.look.colour)
    hatches = ("", "//", "", "\\\\", "")
    left = 0.0
    for count, colour, hatch in zip(row.parts, colours, hatches, strict=True):
        width = 100 * count / row.found.points
        if width:
            axes.barh(place, width, 0.62, left=left, facecolor=colour, hatch=hatch, edgecolor="white", linewidth=1)
        left += width


def _words(axes: Axes, place: int, row: Row, *, several: bool) -> None:
    one = row.found.better
    name = f"{clean(row.measure.name, 44)}, {row.name}" if several else clean(row.measure.name, 56)
    axes.text(
        0.32, place, wrap(name, 36), transform=row_labels(axes), size=SMALL, ha="right", va="center", linespacing=0.95
    )
    said = f"{100 * one.value:.0f}% ({100 * one.low:.0f} to {100 * one.high:.0f})"
    axes.text(SHARE, place, said, transform=row_labels(axes), size=SMALL, va="center")
    axes.text(NOW, place, row.now, transform=row_labels(axes), size=SMALL, va="center",
              weight="normal" if row.now.startswith("no") else "bold")  # fmt: skip


def _sentence(signs: Signs) -> str:
    """Say which verdicts hold nearly everywhere, and which depend on where in the box one is."""
    kinds: dict[str, list[str]] = {_EVERYWHERE: [], _NOWHERE: [], _DEPENDS: []}
    for row in signs.rows:
        one = row.found
        kind = _EVERYWHERE if one.better.value >= _STABLE else _NOWHERE if one.worse.value >= _STABLE else _DEPENDS
        kinds[kind].append(_named(row, depends=kind == _DEPENDS))
    said = "; ".join(f"{words}: {listed(named)}" for words, named in kinds.items() if named)
    rest = f" {signs.left_out} more are left out." if signs.left_out else ""
    return (
        f"Against {signs.reference}, at {signs.points} points of the plausible box. {said[:1].upper()}{said[1:]}.{rest}"
    )


def _named(row: Row, *, depends: bool) -> str:
    name = f"{lower_first(clean(row.measure.name, 60))} ({row.name}"
    return f"{name}, better at {100 * row.found.better.value:.0f}%)" if depends else f"{name})"


def _table(signs: Signs) -> Table:
    columns = (
        "variant", "measure", "points", "better_for_sure", "better_not_for_sure", "same", "worse_not_for_sure",
        "worse_for_sure", "better_share", "better_low", "better_high", "as_the_file_has_it",
    )  # fmt: skip
    return Table(columns, list(_rows(signs)))


def _rows(signs: Signs) -> Iterator[tuple[Cell, ...]]:
    for row in signs.rows:
        one = row.found.better
        yield (Named(row.found.variant, row.name), Named(row.measure.id, clean(row.measure.name, 80)), row.found.points,
               *row.parts, one.value, one.low, one.high, row.now)  # fmt: skip
