"""The picture of the pathway: stages in a lane for each unit, arrows with the share of visits that take them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple

from orgsim.organisation.flows import arriving_a_day, flows
from orgsim.plots.boxes import PAD, Box, draw_box, fitted, without_remark
from orgsim.plots.colours import FOUR, INK, PAPER, QUIET
from orgsim.plots.pathway_layout import LEFT, PathwaySheet, giving_up, lay_out
from orgsim.plots.picture import Cell, Picture, Table
from orgsim.plots.style import SMALL, TITLE, settings
from orgsim.plots.words import clean, counted, figure, label, listed, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes

    from orgsim.scenario.schema import Variant

NAME = "11-pathway"
STAGE, WAY_OUT, FLOW = "#DCE4ED", PAPER, FOUR[0]
_ROOM = 0.15
"""Inches that a written share needs between two boxes."""
_PALE = "#F2F3F5"
_LABELLED = 0.03
"""Shares below this are drawn but not written; the table has them all."""


class Arrow(NamedTuple):
    """Visits that go from one stage on: how many a day and which share of those at the stage."""

    one: str
    other: str
    a_day: float
    share: float


@dataclass(frozen=True)
class Pathway:
    """What is drawn: the variant, visits a day at each stage and exit, and the arrows."""

    variant: Variant
    name: str
    visits: Mapping[str, float]
    arrows: tuple[Arrow, ...]


def pathway(variant: Variant, name: str | None = None) -> Pathway:
    """Return what to draw of the pathway of ``variant``."""
    found = flows(variant)
    arrows = tuple(Arrow(one, other, rate, rate / found.visits[one]) for (one, other), rate in found.arrows.items())
    return Pathway(variant, name or variant.name, found.visits, arrows)


def draw(drawn: Pathway) -> Picture:
    """Draw the pathway from the door at the left to the exits at the right."""
    from matplotlib.figure import Figure

    title = f"Where do {clean(drawn.variant.words.entities)} go, and who sees to them?"
    with settings():
        sheet = lay_out(drawn.variant, drawn.visits)
        figure_ = Figure(figsize=(sheet.width, sheet.height))
        axes = figure_.add_axes((0, 0, 1, 1), xlim=(0, sheet.width), ylim=(0, sheet.height))
        axes.axis("off")
        words = f"{clean(drawn.name)}. Arrows: share that goes on there; the thicker, the more a day."
        axes.text(0.26, sheet.height - 0.2, title, size=TITLE, weight="bold", va="top")
        axes.text(0.26, sheet.height - 0.68, words, size=SMALL, color=QUIET, va="top")
        _draw_lanes(axes, sheet, drawn.variant)
        most = max((arrow.a_day for arrow in drawn.arrows), default=1.0)
        for arrow in drawn.arrows:
            _draw_arrow(axes, sheet, arrow, most)
        for ends in giving_up(drawn.variant):
            _draw_giving_up(axes, sheet, *ends)
        _draw_stages(axes, sheet, drawn)
        _key(axes, sheet)
    return Picture(NAME, title, sentence(drawn), figure_, table(drawn))


def _draw_lanes(axes: Axes, sheet: PathwaySheet, variant: Variant) -> None:
    from matplotlib.patches import Rectangle

    for place, (unit, bottom, top) in enumerate(sheet.lanes):
        if place % 2 == 0:
            axes.add_patch(
                Rectangle((0, bottom), sheet.width, top - bottom, facecolor=_PALE, edgecolor="none", zorder=0)
            )
        words = fitted(_unit(variant, unit), LEFT - 0.3, 11, 2)
        axes.text(0.26, (top + bottom) / 2, "\n".join(words), size=11, color=QUIET, va="center", zorder=1)


def _unit(variant: Variant, unit: str) -> str:
    return label(without_remark(variant.organisation.units[unit].name or ""), unit)


def _draw_stages(axes: Axes, sheet: PathwaySheet, drawn: Pathway) -> None:
    for key, stage in drawn.variant.pathway.items():
        box = sheet.boxes[key]
        lines = fitted(label(stage.name, key), box.width - 2 * PAD, sheet.size, 2)
        unused = drawn.visits[key] == 0
        draw_box(axes, box, lines, sheet.size, fill=PAPER if unused else STAGE, style="--" if unused else "-")
        if stage.asks is not None:
            axes.text(
                box.right, box.top, "?", size=10, weight="bold", color=PAPER, ha="center", va="center", zorder=8,
                bbox={"boxstyle": "circle,pad=0.18", "facecolor": INK, "edgecolor": INK},
            )  # fmt: skip
    for key, way_out in drawn.variant.exits.items():
        box = sheet.boxes[key]
        lines = fitted(label(way_out.name, key), box.width - 2 * PAD, sheet.size, 2)
        draw_box(axes, box, lines, sheet.size, fill=WAY_OUT, edge=INK, weight=2.4)


def _draw_arrow(axes: Axes, sheet: PathwaySheet, arrow: Arrow, most: float) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    one, other = sheet.boxes[arrow.one], sheet.boxes[arrow.other]
    curve = _curve(one, other)
    width = 0.8 + 5.2 * sqrt(arrow.a_day / most)
    patch = FancyArrowPatch(
        path=Path(curve, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]), arrowstyle="-|>",
        mutation_scale=7 + 1.3 * width, linewidth=width, color=FLOW, alpha=0.55, zorder=2, shrinkA=0, shrinkB=0,
    )  # fmt: skip
    axes.add_patch(patch)
    ahead = other.left - one.right
    room = ahead if ahead > 0 else abs(one.y - other.y) - one.height
    if _LABELLED <= arrow.share < 0.9995 and room > _ROOM:
        x, y = _along(curve, 0.5 if ahead < 0.6 else 0.16)
        axes.text(
            x, y, f"{100 * arrow.share:.0f}%", size=9, ha="center", va="center", zorder=7,
            bbox={"boxstyle": "round,pad=0.1", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85},
        )  # fmt: skip


def _draw_giving_up(axes: Axes, sheet: PathwaySheet, stage: str, to: str) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    curve = Path(_curve(sheet.boxes[stage], sheet.boxes[to]), [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    patch = FancyArrowPatch(
        path=curve, arrowstyle="-|>", mutation_scale=9, linewidth=1.0, linestyle=(0, (3, 2)), color=QUIET, zorder=2,
        shrinkA=0, shrinkB=0,
    )  # fmt: skip
    axes.add_patch(patch)


def _curve(one: Box, other: Box) -> list[tuple[float, float]]:
    """Return the four points of the way from one box to another: out at the right, or at top or foot if not ahead."""
    if other.left > one.right:
        pull = max(0.2, 0.45 * (other.left - one.right))
        return [(one.right, one.y), (one.right + pull, one.y), (other.left - pull, other.y), (other.left, other.y)]
    up = other.y > one.y
    start, end = (one.top, other.bottom) if up else (one.bottom, other.top)
    middle = (start + end) / 2
    return [(one.x, start), (one.x, middle), (other.x, middle), (other.x, end)]


def _along(curve: list[tuple[float, float]], t: float) -> tuple[float, float]:
    """Return the point of a cubic curve at ``t`` (0 start, 1 end)."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def _key(axes: Axes, sheet: PathwaySheet) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(facecolor=STAGE, edgecolor=QUIET, label="stage"),
        Patch(facecolor=PAPER, edgecolor=QUIET, linestyle="--", label="reached only by a behaviour"),
        Patch(facecolor=PAPER, edgecolor=INK, linewidth=2.4, label="way out"),
        Line2D([], [], color=QUIET, linewidth=1.0, linestyle=(0, (3, 2)), label="gives up waiting"),
        Line2D([], [], color=INK, linewidth=0, marker="o", markersize=11, label="waits for a decision (?)"),
    ]
    axes.legend(
        handles=handles, bbox_to_anchor=(0.012, 0.28 / sheet.height), loc="center left", frameon=False, fontsize=12,
        handlelength=2.0, columnspacing=1.6, ncols=len(handles),
    )  # fmt: skip


def sentence(drawn: Pathway) -> str:
    """Say in words what is to be seen."""
    stages, exits = drawn.variant.pathway, drawn.variant.exits
    units = len({stage.unit for stage in stages.values()})
    size = f"{counted(len(stages), 'stage')} in {counted(units, 'unit')} and {counted(len(exits), 'way')} out"
    busy = sorted(stages, key=lambda key: -drawn.visits[key])[:3]
    most = listed([f"{label(stages[key].name, key)} ({figure(drawn.visits[key])})" for key in busy])
    leaving = sum(drawn.visits[key] for key in exits)
    ends = [(key, drawn.visits[key] / leaving) for key in exits if leaving and drawn.visits[key]]
    out = listed([f"{percent(share)} leave by {label(exits[key].name, key)}" for key, share in ends])
    asks = sum(stage.asks is not None for stage in stages.values())
    return (
        f"{clean(drawn.name)}: {size}. Most {drawn.variant.words.visits} a day: {most}. Before anybody gives up "
        f"or is diverted, {out or 'nobody leaves'}. At {counted(asks, 'stage')} they wait for a decision."
    )


def table(drawn: Pathway) -> Table:
    """Return what is drawn: a row for each stage and exit, then each arrow."""
    stages, exits = drawn.variant.pathway, drawn.variant.exits
    columns = ("kind", "id", "unit", "asks", "from", "to", "visits_a_day", "share_percent")
    rows: list[tuple[Cell, ...]] = [
        ("stage", key, row.unit, row.asks, None, None, drawn.visits[key], None) for key, row in stages.items()
    ]
    rows += [("exit", key, None, None, None, None, drawn.visits[key], None) for key in exits]
    for key, stream in drawn.variant.arrivals.items():
        rows.append(("arrival", key, None, None, None, stream.at, arriving_a_day(stream), None))
    rows += [
        ("arrow", None, None, None, arrow.one, arrow.other, arrow.a_day, 100 * arrow.share) for arrow in drawn.arrows
    ]
    rows += [("gives up", None, None, None, one, other, None, None) for one, other in giving_up(drawn.variant)]
    return Table(columns, rows)
