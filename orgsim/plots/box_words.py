"""What the three pictures of a sensitivity run share: which measures they show, names of rows, and scales of axes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgsim.plots.colours import INK, Look
from orgsim.plots.style import SMALL, quiet_axes, row_labels
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from orgsim.analysis.sensitivity import Sensitivity
    from orgsim.analysis.swings import Parameter
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

MOST_ROWS = 10
LEFT, RIGHT, BETWEEN = 0.35, 0.975, 0.06
"""Where the panels begin and end, and the gap between them, in widths of the slide."""
ENDS = (Look("#28A197", "", "o", ""), Look("#801650", "", "D", ""))
"""How the low and the high end of a range are drawn: not in the colours of variants."""

_PALE = 0.55
"""How much white is mixed into a colour that others are drawn on."""


class Scale(NamedTuple):
    """What turns a measure's own unit into the axis's, and what that is called."""

    factor: float
    unit: str


def scale_of(unit: str, largest: float) -> Scale:
    """Choose the unit of an axis of differences up to ``largest``."""
    if unit == "share":
        return Scale(100.0, "percentage points")
    if unit != "min":
        return Scale(1.0, "" if unit == "count" else unit)
    for minutes, name in ((2 * 1440.0, "days"), (3 * 60.0, "hours")):
        if largest >= minutes:
            return Scale(1 / (1440.0 if name == "days" else 60.0), name)
    return Scale(1.0, "minutes")


def compared(results: Results, found: Sensitivity) -> tuple[str, str]:
    """Return the variant that is shown and the one it is compared with; ("the only one", "") for a single one."""
    others = [side.key for side in results.sides if side.key != found.against]
    return (others[0], found.against) if others else (found.against, "")


def chief(results: Results, found: Sensitivity) -> tuple[Definition, ...]:
    """Return the one or two measures that are shown."""
    from orgsim.analysis.sensitivity import chief_measures

    return chief_measures(found, results.sides[0].variant)


def said(results: Results, variant: str, against: str) -> str:
    """Say in words what is compared."""
    one = results.named(variant)
    return f"{one} less {results.named(against)}" if against else one


def row_name(one: Parameter) -> str:
    """The name of a parameter with its range: in one line, or the range in a second."""
    name, ends = clean(one.name, 40), f"({clean(f'{one.low_said} to {one.high_said}', 30)})"
    return f"{name} {ends}" if len(name) + len(ends) < 38 else f"{name}\n{ends}"


def panels(figure: object, number: int) -> list[Axes]:
    """Return ``number`` axes side by side, which share their rows."""
    width = (RIGHT - LEFT - BETWEEN * (number - 1)) / number
    add = figure.add_axes  # type: ignore[attr-defined]
    return [add((LEFT + place * (width + BETWEEN), 0.12, width, 0.63)) for place in range(number)]


def dress(axes: Axes, heading: str, under: str, rows: Sequence[str], *, named: bool) -> None:
    """Write the heading, the words below the axis, and (``named``) the names of the rows."""
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_yticks([])
    quiet_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=INK, linewidth=1.6)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(under, fontsize=SMALL)
    axes.set_title(heading, fontsize=SMALL, weight="bold", loc="left")
    if named:
        for place, name in enumerate(rows):
            axes.text(LEFT - 0.012, place, name, transform=row_labels(axes), size=SMALL, ha="right", va="center",
                      linespacing=0.95)  # fmt: skip


def minus(text: str) -> str:
    """Write minus signs as people print them."""
    return text.replace("-", "\u2212")


def pale(colour: str) -> str:
    """Mix white into ``#rrggbb``."""
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * _PALE):02X}" for part in parts)
