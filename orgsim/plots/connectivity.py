"""Picture 21: does the organisation hold together when managers are lost? Share of pairs still joined, by how many are gone."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.statistics import estimate
from orgsim.organisation import build_graph
from orgsim.organisation.robustness import Loss, by_load, losses
from orgsim.plots.colours import QUIET
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, TEXT, quiet_axes, settings, sheet, write_key
from orgsim.plots.words import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from orgsim.plots.colours import Look
    from orgsim.plots.source import Results, Side

NAME = "21-connectivity"
_DOTTED = (0, (1.0, 1.6))


@dataclass(frozen=True)
class Curve:
    """One variant: what is still joined as managers go, the ``order`` in which they do (names), and how many positions."""

    key: str
    name: str
    look: Look
    losses: tuple[Loss, ...]
    order: tuple[str, ...]
    positions: int


def extract(results: Results) -> tuple[Curve, ...] | None:
    """The curve of each variant with managers, the most loaded of the run first; None where no load of any is known."""
    loads = [(side, look, _loads(side)) for side, look in results.drawn]
    made = [_curve(side, look, found) for side, look, found in loads if found]
    return tuple(one for one in made if one.order) or None


def _loads(side: Side) -> dict[str, float]:
    found = {key: estimate(side.of("position_utilisation", key)).mean for key in side.variant.organisation.positions}
    return {key: load for key, load in found.items() if isfinite(load)}


def _curve(side: Side, look: Look, loads: dict[str, float]) -> Curve:
    graph = build_graph(side.variant)
    ordered = by_load(graph, side.variant, loads)
    names = tuple(graph.nodes[key]["name"] for key in ordered)
    return Curve(side.key, side.name, look, tuple(losses(graph, ordered)), names, len(graph))


def draw(curves: tuple[Curve, ...]) -> Picture:
    """Draw for each variant the share still joined without the most loaded managers, and without as many at random."""
    title = "Does it hold together when managers are lost?"
    subtitle = (
        "Full: the most loaded managers go first. Dotted: as many at random, mean. Pairs among the positions left.\n"
        "Grey line: half of the pairs. Thin lines lead down to how many have gone when first less than half are joined"
    )
    with settings():
        figure = sheet(title)
        figure.text(0.02, 0.905, subtitle, size=SMALL, color=QUIET, va="top", ha="left", linespacing=1.3)
        write_key(figure, [(one.name, one.look._replace(line="-")) for one in curves], top=0.8)
        axes = figure.subplots()
        figure.subplots_adjust(left=0.085, right=0.965, top=0.71, bottom=0.125)
        for curve in curves:
            _draw_curve(axes, curve)
        axes.set_ylim(0, 104)
        most = max(len(one.order) for one in curves)
        axes.set_xlim(-0.02 * most, 1.02 * most)
        axes.set_xticks(range(0, most + 1, max(1, most // 8)))
        axes.set_yticks([0, 20, 40, 50, 60, 80, 100], ["0%", "20%", "40%", "half", "60%", "80%", "100%"])
        quiet_axes(axes)
        axes.set_xlabel("Managers lost")
        axes.set_title("Pairs of positions that lines and links still join", size=TEXT, loc="left", pad=7)
        axes.tick_params(labelsize=SMALL)
    return Picture(NAME, title, _sentence(curves), figure, _table(curves))


def _draw_curve(axes: Axes, curve: Curve) -> None:
    known = [one for one in curve.losses if isfinite(one.targeted)]
    lost = [one.removed for one in known]
    axes.plot(lost, [100 * one.at_random for one in known], color=curve.look.colour, linestyle=_DOTTED, linewidth=2.4)
    axes.plot(
        lost, [100 * one.targeted for one in known], color=curve.look.colour, marker=curve.look.marker, markersize=8,
        linewidth=2.6, markeredgecolor="white", markeredgewidth=0.8,
    )  # fmt: skip
    half = _half(curve)
    if half is not None:
        axes.axvline(half, ymax=0.5, color=curve.look.colour, linewidth=1.0, linestyle=":")
    axes.axhline(50, color=QUIET, linewidth=0.8, zorder=1)


def _half(curve: Curve) -> int | None:
    """Return how many of the most loaded managers must go until less than half of the pairs are joined."""
    return next((one.removed for one in curve.losses if one.targeted < 0.5), None)


def _sentence(curves: tuple[Curve, ...]) -> str:
    said = ". ".join(_said(curve) for curve in curves)
    return (
        f"Share of the pairs of positions left that reporting lines and links still join as managers are lost. {said}."
    )


def _said(curve: Curve) -> str:
    head = f"{curve.name}, {counted(len(curve.order), 'manager')} among {counted(curve.positions, 'position')}"
    one = curve.losses[1]
    words = f"{head}: without {curve.order[0]}, the most loaded, {_share(one.targeted)}; without any one, {_share(one.at_random)}"
    half = _half(curve)
    if half is None:
        return f"{words}; never less than half"
    first = "; ".join(curve.order[:half])
    return f"{words}; less than half once {counted(half, 'manager')} {'is' if half == 1 else 'are'} gone ({first})"


def _share(value: float) -> str:
    return f"{100 * value:.0f}%" if isfinite(value) else "nobody to join"


def _table(curves: tuple[Curve, ...]) -> Table:
    columns = (
        "variant",
        "managers_lost",
        "last_to_go",
        "joined_without_most_loaded_percent",
        "joined_without_random_percent",
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Named(curve.key, curve.name), one.removed, curve.order[one.removed - 1] if one.removed else None,
            100 * one.targeted, 100 * one.at_random,
        )
        for curve in curves
        for one in curve.losses
    ]  # fmt: skip
    return Table(columns, rows)
