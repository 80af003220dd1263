"""The key at the foot of picture 10: what the colours, the kinds of line and the tags mean, and which meetings there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgsim.plots.boxes import Box, fitted, text_width
from orgsim.plots.colours import FOUR, INK, PAPER, QUIET
from orgsim.plots.organisation_chart import OLD, Chart
from orgsim.plots.organisation_layout import below
from orgsim.plots.organisation_tags import HEIGHT, Kind, Tag, draw_tag, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TIE, INFORMAL, FADED = FOUR[1], FOUR[2], "#9AA3AD"
STEPS = ((0.25, "#C3D5E8"), (0.5, "#8DADCE"), (0.75, "#4A79A8"), (1.0, "#1B4F86"))
"""Loads up to a share, and the colour of a position with such a load; one without requests is white."""
OVERLOAD = FOUR[3]
DASHES, DOTS = (0, (3.0, 2.0)), (0, (1.0, 1.5))
_SIZE, _ROW, _LEFT = 12.0, 0.25, 0.26
_MARK, _NEAR, _APART = 0.36, 0.11, 0.22
"""Inches of a mark, from it to its words, and to the next."""


class Sign(NamedTuple):
    """A mark of the key and its words: a colour, a line's look or a tag."""

    words: str
    colour: str = ""
    line: dict[str, Any] | None = None
    tag: tuple[str, Kind] | None = None


def colour(load: float | None) -> str:
    """Return the colour of a position whose requests take ``load`` of its attention."""
    if not load:
        return PAPER
    return next((shade for most, shade in STEPS if load <= most), OVERLOAD)


def draw_key(axes: Axes, chart: Chart, width: float) -> None:
    """Write the key under the picture: colours in words, kinds of line, marks, meetings."""
    rows = [_colours(), _marks(chart), *([_meetings(chart)] if chart.meetings else [])]
    for place, (head, signs) in enumerate(rows):
        _write(axes, head, signs, below(chart) - 0.18 - _ROW * place, width - _LEFT)


def _write(axes: Axes, head: str, signs: list[Sign], y: float, right: float) -> None:
    """Write a row of the key; what reaches over the right edge is cut."""
    x = _LEFT
    if head:
        axes.text(x, y, head, size=_SIZE, va="center_baseline")
        x += text_width(head, _SIZE) + 0.14
    for sign in signs:
        wide = width_of(sign.tag[0]) if sign.tag else _MARK
        if x + wide + _NEAR + _APART > right:
            axes.text(x, y, "\u2026", size=_SIZE, va="center_baseline")
            return
        _mark(axes, sign, x, y, wide)
        words = fitted(sign.words, right - x - wide - _NEAR, _SIZE, 1)[0]
        axes.text(x + wide + _NEAR, y, words, size=_SIZE, va="center_baseline")
        x += wide + _NEAR + text_width(words, _SIZE) + _APART


def _mark(axes: Axes, sign: Sign, x: float, y: float, wide: float) -> None:
    from matplotlib.patches import Rectangle

    if sign.tag:
        draw_tag(axes, Tag(*sign.tag, Box(x + wide / 2, y, wide, HEIGHT)))
    elif sign.line:
        axes.plot((x, x + wide), (y, y), **sign.line)
    else:
        patch = Rectangle((x, y - 0.07), wide, 0.14, facecolor=sign.colour, edgecolor=QUIET, linewidth=1.0)
        axes.add_patch(patch)


def _colours() -> tuple[str, list[Sign]]:
    ends = ["up to 25%", *(f"to {100 * most:.0f}%" for most, _ in STEPS[1:])]
    steps = [Sign(words, shade) for words, (_, shade) in zip(ends, STEPS, strict=True)]
    return "Requests take:", [Sign("nothing", PAPER), *steps, Sign("over 100% of the attention there is", OVERLOAD)]


def _marks(chart: Chart) -> tuple[str, list[Sign]]:
    """Return the marks of what there is: lines, links of each kind, tags and changes."""
    there = chart.ties_there
    tie: dict[str, Any] = {"linewidth": 2.2, "marker": "o"}
    ink: dict[str, Any] = {"color": INK, "linewidth": 2.2}
    marks = [
        (True, Sign("reports to", line={"color": QUIET, "linewidth": 1.6})),
        (any(row.kind == "link" and not row.informal for row in there), Sign("link", line={**tie, "color": TIE})),
        (any(row.informal for row in there), Sign("informal link", line={**tie, "color": INFORMAL})),
        (any(row.old for row in there), Sign(f"news over {OLD:.0f} min old", line={**ink, "linestyle": DASHES})),
        (bool(chart.against), Sign("new", line={"color": INK, "linewidth": 4.2})),
        (bool(chart.against), Sign("gone", line={"color": FADED, "linewidth": 1.8, "linestyle": DOTS})),
        (any(row.decides for row in chart.people), Sign("decisions held", tag=("2", "decisions"))),
        (any(row.load is not None for row in chart.people), Sign("attention taken", tag=("9%", "load"))),
    ]
    return "", [sign for shown, sign in marks if shown]


def _meetings(chart: Chart) -> tuple[str, list[Sign]]:
    return "Meetings:", [Sign(f"{row.name} ({row.happens})", tag=(row.letter, "meetings")) for row in chart.meetings]
