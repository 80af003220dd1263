"""Picture 10: the organisation - reporting lines, links over them, and how loaded each position is with requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orgsim.plots.boxes import PAD, draw_box, fitted
from orgsim.plots.colours import FOUR, INK, PAPER, QUIET
from orgsim.plots.organisation_chart import OLD, Chart, Person, Tie
from orgsim.plots.organisation_layout import LAYERS, TOP, Sheet, below, lay_out
from orgsim.plots.organisation_ports import Port, arc, ports
from orgsim.plots.organisation_words import sentence, table
from orgsim.plots.picture import Picture
from orgsim.plots.style import SMALL, TITLE, settings
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

NAME = "10-organisation"
QUESTION = "Who reports to whom, and where do requests pile up?"
DIFFERENCE = "What is different in who reports, talks and decides?"
TIE, INFORMAL = FOUR[1], FOUR[2]
STEPS = ((0.25, "#DCE4ED"), (0.5, "#A5B6CB"), (0.75, "#5F7CA3"), (1.0, "#12436D"))
"""Loads up to a share, and the colour of a position with such a load; one without requests is white."""
OVERLOAD = FOUR[3]
DASHES, DOTS = (0, (3.0, 2.0)), (0, (1.0, 1.5))
_PALE = "#F2F3F5"
_FADED = "#9AA3AD"
_KEY_ROW = 0.25


def draw(chart: Chart) -> Picture:
    """Draw the organisation in its layers, the top above; ``chart`` has at least one position."""
    from matplotlib.figure import Figure

    with settings():
        sheet = lay_out(chart)
        figure = Figure(figsize=(sheet.width, sheet.height))
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, sheet.width), ylim=(0, sheet.height))
        axes.axis("off")
        _heading(axes, sheet, chart)
        _bands(axes, sheet, chart)
        for tie in chart.of("line"):
            _draw_line(axes, sheet, tie)
        links = chart.of("link")
        for tie, ends in zip(links, ports(sheet, links), strict=True):
            _draw_link(axes, sheet, tie, ends)
        for person in chart.people:
            _draw_person(axes, sheet, person)
        _key(axes, sheet, chart)
    return Picture(NAME, _title(chart), sentence(chart), figure, table(chart))


def _title(chart: Chart) -> str:
    return DIFFERENCE if chart.against else QUESTION


def colour(load: float | None) -> str:
    """Return the colour of a position whose requests take ``load`` of its attention."""
    if not load:
        return PAPER
    return next((shade for most, shade in STEPS if load <= most), OVERLOAD)


def _heading(axes: Axes, sheet: Sheet, chart: Chart) -> None:
    how = "as simulated" if chart.measured else "worked out from the flow"
    who = f"{clean(chart.name)}, compared with {clean(chart.against)}" if chart.against else clean(chart.name)
    words = f"{who}. Colour: share of attention that requests take, {how}."
    axes.text(0.26, sheet.height - 0.2, _title(chart), size=TITLE, weight="bold", va="top")
    axes.text(0.26, sheet.height - 0.68, words, size=SMALL, color=QUIET, va="top")


def _bands(axes: Axes, sheet: Sheet, chart: Chart) -> None:
    """Name each layer, on alternating ground."""
    from matplotlib.patches import Rectangle

    low, high = below(chart), sheet.height - TOP
    for row, middle in sheet.layers.items():
        start = middle - sheet.step / 2
        corner, size = (
            ((0.0, start), (sheet.width, sheet.step)) if sheet.down else ((start, low), (sheet.step, high - low))
        )
        if row % 2 == 0:
            axes.add_patch(Rectangle(corner, *size, facecolor=_PALE, edgecolor="none", zorder=0))
        words = fitted(
            chart.layers.get(row, ""), (LAYERS if sheet.down else sheet.step) - 0.3, 12, 3 if sheet.down else 1
        )
        x, y, ha = (0.26, middle, "left") if sheet.down else (middle, high - 0.15, "center")
        axes.text(x, y, "\n".join(words), size=12, color=QUIET, ha=ha, va="center", zorder=1)


def _draw_line(axes: Axes, sheet: Sheet, tie: Tie) -> None:
    child, parent = sheet.boxes[tie.one], sheet.boxes[tie.other]
    if tie.change == "gone":
        axes.plot((child.x, parent.x), (child.y, parent.y), color=_FADED, linewidth=1.2, linestyle=DOTS, zorder=2)
        return
    x, y = (child.x, child.x, parent.x, parent.x), (child.y, child.y, parent.y, parent.y)
    if sheet.down:
        y = (child.y, bus := parent.y - sheet.step / 2, bus, parent.y)
    else:
        x = (child.x, bus := parent.x + sheet.step / 2, bus, parent.x)
    new = tie.change == "new"
    axes.plot(
        x, y, color=INK if new else QUIET, linewidth=3.2 if new else 1.6, linestyle=DASHES if tie.old else "-",
        solid_joinstyle="round", zorder=2,
    )  # fmt: skip


def _draw_link(axes: Axes, sheet: Sheet, tie: Tie, ends: tuple[Port, Port]) -> None:
    """Draw a link as an arc, with a dot at each end."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path
    from matplotlib.patheffects import Normal, Stroke

    shade = _FADED if tie.change == "gone" else INFORMAL if tie.informal else TIE
    width = {"same": 2.2, "new": 3.8, "gone": 1.5}[tie.change]
    dashes = DOTS if tie.change == "gone" else DASHES if tie.old else "-"
    curve = Path(arc(*ends, down=sheet.down), [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    patch = PathPatch(
        curve, facecolor="none", edgecolor=shade, linewidth=width, linestyle=dashes, zorder=3,
        path_effects=[Stroke(linewidth=width + 2.4, foreground=PAPER), Normal()],
    )  # fmt: skip
    axes.add_patch(patch)
    for end in ends:
        axes.plot(end.x, end.y, "o", color=shade, markersize=6.5, markeredgecolor=PAPER, markeredgewidth=0.8, zorder=7)


def _draw_person(axes: Axes, sheet: Sheet, person: Person) -> None:
    box = sheet.boxes[person.key]
    gone = person.change == "gone"
    lines = fitted(person.name, box.width - 2 * PAD, sheet.size, sheet.lines)
    draw_box(
        axes, box, lines, sheet.size, fill=colour(person.load), style=":" if gone else "-",
        edge=INK if person.change == "new" else QUIET, weight=3.0 if person.change == "new" else 1.2,
    )  # fmt: skip
    if person.load is not None:
        _load(axes, *((box.x, box.bottom - 0.1) if sheet.down else (box.right + 0.13, box.y)), person.load)
    if person.decides:
        _badge(axes, box.right, box.top, str(person.decides), "circle")
    for place, letter in enumerate(person.meets):
        _badge(axes, box.left - 0.24 * place, box.top, letter, "square")


def _load(axes: Axes, x: float, y: float, load: float) -> None:
    axes.text(
        x, y, f"{100 * load:.0f}%", size=10, weight="bold", color=INK, ha="center", va="center", zorder=9,
        bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": colour(load), "linewidth": 1.4},
    )  # fmt: skip


def _badge(axes: Axes, x: float, y: float, text: str, shape: str) -> None:
    style = "circle,pad=0.18" if shape == "circle" else "round,pad=0.18,rounding_size=0.1"
    axes.text(
        x, y, text, size=10, weight="bold", color=PAPER if shape == "circle" else INK, ha="center", va="center",
        zorder=8, bbox={"boxstyle": style, "facecolor": INK if shape == "circle" else PAPER, "edgecolor": INK},
    )  # fmt: skip


def _key(axes: Axes, sheet: Sheet, chart: Chart) -> None:
    """Write the key under the picture: colours in words, kinds of line, marks, meetings."""
    top = below(chart) - 0.18
    for place, handles in enumerate((_colour_key(), _line_key(chart))):
        legend = axes.legend(
            handles=handles, bbox_to_anchor=(0.012, (top - _KEY_ROW * place) / sheet.height), loc="center left",
            frameon=False, fontsize=12, handlelength=2.0, columnspacing=1.3, ncols=len(handles),
        )  # fmt: skip
        axes.add_artist(legend)
    if not chart.meetings:
        return
    words = f"Meetings: {'; '.join(f'{row.letter} {row.name} ({row.happens})' for row in chart.meetings)}"
    axes.text(0.26, top - 2 * _KEY_ROW, fitted(words, sheet.width - 0.5, 12, 1)[0], size=12, va="center")


def _colour_key() -> list[Artist]:
    from matplotlib.patches import Patch

    shades = [("no requests", PAPER), *_steps(), ("over 100%: more than there is", OVERLOAD)]
    return [Patch(facecolor=shade, edgecolor=QUIET, label=words) for words, shade in shades]


def _line_key(chart: Chart) -> list[Artist]:
    """Return the marks of what there is: lines, links of each kind, decisions and changes."""
    from matplotlib.lines import Line2D

    there = chart.ties_there
    tie: dict[str, Any] = {"color": TIE, "linewidth": 2.2, "marker": "o"}
    marks: list[tuple[bool, str, dict[str, Any]]] = [
        (True, "reports to", {"color": QUIET, "linewidth": 1.6}),
        (any(row.kind == "link" and not row.informal for row in there), "link", tie),
        (any(row.informal for row in there), "informal link", {**tie, "color": INFORMAL}),
        (
            any(row.old for row in there),
            f"news over {OLD:.0f} min old",
            {"color": INK, "linewidth": 2.2, "linestyle": DASHES},
        ),
        (
            any(row.decides for row in chart.people),
            "decisions held",
            {"color": INK, "linewidth": 0, "marker": "o", "markersize": 11},
        ),
        (bool(chart.against), "new", {"color": INK, "linewidth": 3.8}),
        (bool(chart.against), "gone", {"color": _FADED, "linewidth": 1.8, "linestyle": DOTS}),
    ]
    return [Line2D([], [], label=words, **look) for shown, words, look in marks if shown]


def _steps() -> list[tuple[str, str]]:
    low, found = 0.0, []
    for most, shade in STEPS:
        found.append((f"up to {100 * most:.0f}%" if not low else f"{100 * low:.0f} to {100 * most:.0f}%", shade))
        low = most
    return found
