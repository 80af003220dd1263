"""Picture 5: who gains and who pays? The change in the main time, and in what is done without need, group by group."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from orgsim.analysis.natural import natural, natural_difference
from orgsim.plots.colours import INK, QUIET
from orgsim.plots.group_changes import LINE, Panel, Row, WhoPays, all_groups, drawn_groups, extract, left_out, lines
from orgsim.plots.picture import Cell, Named, Picture, Table
from orgsim.plots.style import SMALL, quiet_axes, row_labels, settings, sheet, write_key
from orgsim.plots.words import clean, listed, lower_first, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["NAME", "draw", "extract"]

NAME = "05-who-pays"
_WIDTH = 122
"""Characters of a line at the foot."""
_HEADINGS = {
    "class": "Class", "need": "True need", "mode": "Way of coming", "time_of_day": "Time of coming",
    "disposition": "Way out*",
}  # fmt: skip


def draw(who: WhoPays) -> Picture:
    """Draw a line of text for each group, and in each panel a bar for each variant."""
    title = "Who gains and who pays, group by group?"
    subtitle = (
        f"Change from {who.reference}, same {who.visits}, 95% intervals; filled: clear even allowing for all groups\n"
        f"* the ways out hold other {who.visits} in each variant; all other groups hold the same"
    )
    key = [(who.names[one], look._replace(line="-")) for one, look in who.looks.items()]
    places, without = _places(who.panels), left_out(who.panels, _WIDTH)
    with settings():
        slide = sheet(title, often=who.often)
        slide.text(0.02, 0.905, subtitle, size=SMALL, color=QUIET, va="top", ha="left", linespacing=1.3)
        write_key(slide, key, top=0.8)
        axes = slide.subplots(1, len(who.panels), squeeze=False)[0]
        slide.subplots_adjust(left=0.44, right=0.955, top=0.7, bottom=0.195 if without else 0.13, wspace=0.12)
        if without:
            slide.text(0.02, 0.047, wrap(without, _WIDTH), size=SMALL, color=QUIET, va="bottom", ha="left")
        for part, panel in zip(axes, who.panels, strict=True):
            _draw_panel(part, who, panel, places)
        _write_rows(axes[0], who, places)
    return Picture(NAME, title, _sentence(who, without), slide, _table(who))


class Place(NamedTuple):
    """Where a group is written: its name on ``lines`` lines, the first of them ``top`` lines from above."""

    name: str
    top: int
    lines: int
    heads: bool

    @property
    def middle(self) -> float:
        """Where its marks are drawn, in lines from above."""
        return self.top + (self.lines - 1) / 2


def _places(panels: Sequence[Panel]) -> dict[tuple[str, str], Place]:
    places: dict[tuple[str, str], Place] = {}
    named, top, before = all_groups(panels), 0, ""
    for one in drawn_groups(panels):
        places[one] = Place(wrap(named[one], LINE), top, lines(named[one]), one[0] != before)
        top, before = top + places[one].lines, one[0]
    return places


def _draw_panel(axes: Axes, who: WhoPays, panel: Panel, places: dict[tuple[str, str], Place]) -> None:
    variants, scale = list(who.names), _scale(panel)
    for row in panel.rows:
        if (row.grouping, row.group) not in places:
            continue
        apart = 0.0 if len(variants) == 1 else 0.5 * (variants.index(row.variant) / (len(variants) - 1) - 0.5)
        place, one, look = places[row.grouping, row.group].middle + apart, row.difference, who.looks[row.variant]
        if isfinite(one.low):
            axes.plot([scale * one.low, scale * one.high], [place] * 2, color=look.colour, linewidth=3)
        axes.plot(
            scale * one.mean, place, look.marker, color=look.colour, markersize=9, markeredgewidth=1.8,
            markerfacecolor=look.colour if row.clear else "white", clip_on=False,
        )  # fmt: skip
    axes.axvline(0, color=INK, linewidth=1.6)
    axes.set_ylim(sum(one.lines for one in places.values()) - 0.4, -0.6)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.08)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.15 * high), max(high, -0.15 * low))
    axes.locator_params(axis="x", nbins=5)
    low, high = axes.get_xlim()
    axes.set_xticks([tick for tick in axes.get_xticks() if low <= tick <= high])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+g}".replace("-", "\u2212") if value else "0")
    axes.set_title(wrap(panel.words, 26 if len(who.panels) > 1 else 60), size=SMALL, loc="left", pad=6, weight="bold")
    worse = "more is worse" if panel.rows[0].better == "lower" else "less is worse"
    axes.set_xlabel(f"{_axis_unit(panel)}; {worse}", size=SMALL)
    for line in [one.top for one in places.values() if one.heads and one.top]:
        axes.axhline(line - 0.5, color=QUIET, linewidth=0.8, linestyle=":")


def _scale(panel: Panel) -> float:
    return 100.0 if panel.unit == "share" else 1.0


def _axis_unit(panel: Panel) -> str:
    return {"share": "percentage points", "min": "minutes"}.get(panel.unit, panel.unit)


def _write_rows(axes: Axes, who: WhoPays, places: dict[tuple[str, str], Place]) -> None:
    known = {(row.grouping, row.group): row for row in who.panels[0].rows}
    at = row_labels(axes)
    for (grouping, group), place in places.items():
        if place.heads:
            axes.text(
                0.02, place.top, _HEADINGS[grouping], transform=at, size=SMALL, weight="bold", va="center_baseline"
            )
        axes.text(0.345, place.middle, place.name, transform=at, size=SMALL, ha="right", va="center_baseline")
        if (grouping, group) in known:
            base = natural(known[grouping, group].base, who.panels[0].unit)
            axes.text(
                0.425, place.middle, base, transform=at, size=SMALL, ha="right", va="center_baseline", color=QUIET
            )
    axes.text(
        0.425, -1.0, f"{clean(who.reference, 24)}:", transform=at, size=SMALL, ha="right", va="center", color=QUIET
    )


def _sentence(who: WhoPays, without: str) -> str:
    parts = [_said(who, panel, key) for panel in who.panels for key in who.names]
    return (
        f"Changes from {who.reference} by group of {who.visits}. {' '.join(parts)}{f' {without}.' if without else ''}"
    )


def _said(who: WhoPays, panel: Panel, variant: str) -> str:
    rows = [row for row in panel.rows if row.variant == variant and row.clear]
    head = f"{panel.words} in {who.names[variant]}"
    if not rows:
        return f"{head}: no group clearly gains or pays."
    ends = []
    for pays, words in ((True, "clearly worse"), (False, "clearly better")):
        found = sorted((row for row in rows if row.pays is pays), key=lambda row: -abs(row.difference.mean))
        if found:
            most = [f"{lower_first(row.name)} ({_change(row, panel.unit)})" for row in found[:3]]
            ends.append(f"{words} for {len(found)} groups, most for {listed(most)}" if len(found) > 1
                        else f"{words} for {most[0]}")  # fmt: skip
    return f"{head}: {'; '.join(ends)}."


def _change(row: Row, unit: str) -> str:
    one = row.difference
    return natural_difference(one.mean, one.low, one.high, unit).split(" (")[0].replace("-", "\u2212")


def _table(who: WhoPays) -> Table:
    columns = (
        "quantity", "unit", "grouping", "group", "variant", "reference_mean", "difference", "low", "high",
        "low_for_all", "high_for_all", "better_in", "of",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            panel.words, panel.unit, row.grouping, Named(row.group, row.name), Named(row.variant, who.names[row.variant]),
            row.base, one.mean, one.low, one.high, one.holm_low, one.holm_high, one.better_in, one.n,
        )
        for panel in who.panels
        for row in panel.rows
        for one in (row.difference,)
    ]  # fmt: skip
    return Table(columns, rows)
