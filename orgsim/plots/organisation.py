"""Picture 10: the organisation - reporting lines, links over them, and how loaded each position is with requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.plots.boxes import PAD, draw_box, fitted, text_width
from orgsim.plots.colours import INK, PAPER, QUIET
from orgsim.plots.organisation_chart import Chart, Person, Tie
from orgsim.plots.organisation_key import DASHES, DOTS, FADED, INFORMAL, TIE, colour, draw_key
from orgsim.plots.organisation_layout import LAYERS, TOP, Sheet, below, lay_out
from orgsim.plots.organisation_ports import Port, arc, ports
from orgsim.plots.organisation_tags import draw_tag, inside, tags_of
from orgsim.plots.organisation_words import sentence, table
from orgsim.plots.picture import Picture
from orgsim.plots.style import SMALL, TITLE, settings
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME = "10-organisation"
QUESTION = "Who reports to whom, and where do requests pile up?"
DIFFERENCE = "What is different in who reports, talks and decides?"
_PALE = "#F2F3F5"


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
        draw_key(axes, chart, sheet.width)
    return Picture(NAME, _title(chart), sentence(chart), figure, table(chart))


def _title(chart: Chart) -> str:
    return DIFFERENCE if chart.against else QUESTION


def _heading(axes: Axes, sheet: Sheet, chart: Chart) -> None:
    how = "as simulated" if chart.measured else "worked out from the flow"
    who = f"{clean(chart.name)}, compared with {clean(chart.against)}" if chart.against else clean(chart.name)
    said = f". Loads {how}."
    room = sheet.width - 0.52 - text_width(said, SMALL)
    words = fitted(who, room, SMALL, 1)[0] + said
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
        axes.plot((child.x, parent.x), (child.y, parent.y), color=FADED, linewidth=1.2, linestyle=DOTS, zorder=2)
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

    shade = FADED if tie.change == "gone" else INFORMAL if tie.informal else TIE
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
    tags = tags_of(person, box, down=sheet.down)
    aside = 0.0 if not tags else inside(sheet.down) / 2 * (1 if sheet.down else -1)
    draw_box(
        axes, box, lines, sheet.size, fill=colour(person.load), style=":" if gone else "-",
        edge=INK if person.change == "new" else QUIET, weight=3.0 if person.change == "new" else 1.2, aside=aside,
    )  # fmt: skip
    for tag in tags:
        draw_tag(axes, tag)
