"""Tags on the positions of picture 10: the meetings one goes to, the decisions one holds, the attention that requests take.

They stand in a row of their own - across the upper edge of a box where the tree grows to the right, inside its foot where the
tree hangs down - so that no tag lies on another, on a name or on another position. The layout keeps the room for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from orgsim.plots.boxes import Box, text_width
from orgsim.plots.colours import INK, PAPER, QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes

    from orgsim.plots.organisation_chart import Person

Kind = Literal["meetings", "decisions", "load"]
SIZE, HEIGHT = 10.0, 0.135
"""Points of type, and inches of a tag."""
FOOT = 0.05
"""Inches below a tag inside the foot of a box."""
OUTSIDE = 0.005
"""Inches between a tag that stands across an edge and whatever is beyond."""
MOST = 1.6
"""Inches of tags that a box is made wide for."""
_SIDE, _APART, _PAD = 0.08, 0.03, 0.04


class Tag(NamedTuple):
    """A tag: what it says, and where."""

    text: str
    kind: Kind
    box: Box


def percent_of(load: float) -> str:
    """Say a load: a little is not nothing."""
    return "<1%" if load < 0.005 else f"{100 * load:.0f}%"


def inside(down: bool) -> float:
    """Return the inches of a box's height that its tags take from its name."""
    return HEIGHT + FOOT if down else HEIGHT / 2


def outside(down: bool) -> float:
    """Return the inches that tags reach beyond a box, towards its neighbours."""
    return 0.0 if down else HEIGHT / 2 + OUTSIDE


def width_of(text: str) -> float:
    """Return the width of a tag in inches."""
    return max(HEIGHT, text_width(text, SIZE, bold=True) + 2 * _PAD)


def room_for(people: Iterable[Person]) -> float:
    """Return how wide a box has to be for the tags of each of ``people``, within reason."""
    widths = [_row(person) for person in people]
    return min(MOST, max((wide + 2 * _SIDE for wide in widths if wide), default=0.0))


def _row(person: Person) -> float:
    texts = [*(text for text, _ in _of_the_right(person)), *([person.meets] if person.meets else [])]
    return sum(map(width_of, texts)) + _APART * max(0, len(texts) - 1)


def tags_of(person: Person, box: Box, *, down: bool) -> list[Tag]:
    """Place the tags of a position on its ``box``: meetings from the left, decisions and load from the right."""
    y = box.bottom + FOOT + HEIGHT / 2 if down else box.top
    right, placed = box.right - _SIDE, []
    for text, kind in _of_the_right(person):
        wide = width_of(text)
        placed.append(Tag(text, kind, Box(right - wide / 2, y, wide, HEIGHT)))
        right -= wide + _APART
    left = box.left + _SIDE
    text = _as_many(person.meets, right - left)
    return [
        *placed,
        *([Tag(text, "meetings", Box(left + width_of(text) / 2, y, width_of(text), HEIGHT))] if text else []),
    ]


def _as_many(letters: str, room: float) -> str:
    """Return the letters, or as many of them as fit with an ellipsis; nothing if not even that does."""
    tried = [letters, *(f"{letters[:most]}\u2026" for most in range(len(letters) - 1, -1, -1))]
    return next((text for text in tried if text and width_of(text) <= room), "")


def _of_the_right(person: Person) -> Iterator[tuple[str, Kind]]:
    if person.load is not None:
        yield percent_of(person.load), "load"
    if person.decides:
        yield str(person.decides), "decisions"


def draw_tag(axes: Axes, tag: Tag) -> None:
    """Draw a tag: meetings in a square, decisions on black, a load in a frame."""
    from matplotlib.patches import FancyBboxPatch

    black, box = tag.kind == "decisions", tag.box
    patch = FancyBboxPatch(
        (box.left, box.bottom), box.width, box.height,
        boxstyle=f"round,pad=0,rounding_size={HEIGHT / 2 if black else 0.02}",
        facecolor=INK if black else PAPER, edgecolor=QUIET if tag.kind == "load" else INK,
        linewidth=0.8, zorder=8,
    )  # fmt: skip
    axes.add_patch(patch)
    axes.text(
        box.x, box.y, tag.text, size=SIZE, weight="bold", color=PAPER if black else INK,
        ha="center", va="center_baseline", zorder=9,
    )  # fmt: skip
