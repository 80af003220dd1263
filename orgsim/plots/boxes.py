"""Boxes with words, and the type that fits into them, for pictures drawn in inches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from orgsim.plots.colours import QUIET, ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEADING = 1.16
"""Height of a line of type over its size."""
PAD = 0.045
"""Inches between the words and the edge of a box."""
_INCH = 72.0
_REMARK = re.compile(r"\s*\([^()]*\)$")


class Box(NamedTuple):
    """A box by its middle and size in inches."""

    x: float
    y: float
    width: float
    height: float

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y - self.height / 2


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of ``text`` in inches at ``size`` points, in the font of the pictures."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    across = TextPath((0, 0), text, size=size, prop=font, usetex=False).vertices[:, 0]
    return float(across.max() - across.min()) / _INCH  # of the curves' control points: their extents take 40 ms a text


def without_remark(name: str) -> str:
    """Return a name without a remark in brackets behind it, for which a picture has no room."""
    return _REMARK.sub("", name)


def broken(text: str, width: float, size: float) -> list[str]:
    """Break ``text`` between words into lines of at most ``width`` inches; one word may be longer."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fits(text: str, width: float, size: float, most: int) -> bool:
    """Tell whether ``text`` fits into ``most`` lines of ``width`` inches."""
    lines = broken(text, width, size)
    return len(lines) <= most and all(text_width(line, size) <= width for line in lines)


def fitted(text: str, width: float, size: float, most: int) -> list[str]:
    """Break ``text`` into at most ``most`` lines of ``width`` inches, cutting it with an ellipsis if need be."""
    lines = broken(text, width, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]}\u2026"]
    return [_cut(line, width, size) for line in lines]


def _cut(line: str, width: float, size: float) -> str:
    while len(line) > 2 and text_width(line, size) > width:
        line = f"{line.rstrip('…')[:-1].rstrip()}\u2026"
    return line


def largest(labels: Iterable[tuple[str, float]], most: int, sizes: Iterable[float]) -> float:
    """Return the largest of ``sizes`` (falling) at which every (text, width) fits into ``most`` lines."""
    wanted, size = list(labels), 0.0
    for size in sizes:
        if all(fits(text, width, size, most) for text, width in wanted):
            return size
    return size


def draw_box(
    axes: Axes,
    box: Box,
    lines: list[str],
    size: float,
    *,
    fill: str,
    edge: str = QUIET,
    style: str = "-",
    weight: float = 1.2,
    aside: float = 0.0,
) -> None:
    """Draw a box with its words in the middle, or so many inches above it."""
    from matplotlib.patches import FancyBboxPatch

    patch = FancyBboxPatch(
        (box.left, box.bottom), box.width, box.height, boxstyle="round,pad=0,rounding_size=0.06",
        facecolor=fill, edgecolor=edge, linewidth=weight, linestyle=style, zorder=5,
    )  # fmt: skip
    axes.add_patch(patch)
    ink = ink_on(fill)
    step = size * LEADING / _INCH
    for place, line in enumerate(lines):
        y = box.y + aside + step * ((len(lines) - 1) / 2 - place)
        axes.text(box.x, y, line, size=size, color=ink, ha="center", va="center_baseline", zorder=6)
