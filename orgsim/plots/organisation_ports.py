"""Where links touch the boxes of positions, and how they bend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orgsim.plots.organisation_chart import Tie
    from orgsim.plots.organisation_layout import Sheet

_SPREAD = 0.7
"""Share of an edge over which links spread."""
_SAME = 0.1


class Port(NamedTuple):
    """Where a link touches a box, and which way it sets off: 1 up or right, -1 down or left."""

    x: float
    y: float
    towards: int


def ports(sheet: Sheet, ties: Sequence[Tie]) -> list[tuple[Port, Port]]:
    """Return the ends of each link: on the edges that face each other or, within a layer, on the free edge of both.

    Links that touch the same edge spread over it in the order of where they lead, so that few cross.
    """
    wanted: dict[tuple[str, int], list[tuple[float, int, int]]] = defaultdict(list)
    for place, tie in enumerate(ties):
        for end, (here, there) in enumerate(((tie.one, tie.other), (tie.other, tie.one))):
            lean = _across(sheet, there) - _across(sheet, here)
            wanted[here, _side(sheet, here, there)].append((lean, place, end))
    found: dict[tuple[int, int], Port] = {}
    for (key, side), touching in wanted.items():
        for number, (lean, place, end) in enumerate(sorted(touching)):
            found[place, end] = _port(sheet, key, side, _offset(number, len(touching), lean))
    return [(found[place, 0], found[place, 1]) for place in range(len(ties))]


def arc(one: Port, other: Port, *, down: bool) -> list[tuple[float, float]]:
    """Return the four points of the curve between two ports: it leaves both edges at right angles."""
    gap = abs(one.y - other.y) if down else abs(one.x - other.x)
    wide = abs(one.x - other.x) if down else abs(one.y - other.y)
    pull = 0.22 + 0.22 * min(wide, 3.0) if one.towards == other.towards else max(0.25, 0.5 * gap)
    points = [(one.x, one.y), (other.x, other.y)]
    for port, place in ((one, 1), (other, 2)):
        step = pull * port.towards
        points.insert(place, (port.x, port.y + step) if down else (port.x + step, port.y))
    return points


def _across(sheet: Sheet, key: str) -> float:
    return sheet.boxes[key].x if sheet.down else sheet.boxes[key].y


def _along(sheet: Sheet, key: str) -> float:
    """Return how near to the top of the tree a position is drawn; more is nearer."""
    return sheet.boxes[key].y if sheet.down else -sheet.boxes[key].x


def _side(sheet: Sheet, here: str, there: str) -> int:
    """Return which edge faces the other end: 1 the upper or right one, -1 the lower or left one."""
    lead = _along(sheet, here) - _along(sheet, there)
    if abs(lead) < _SAME:
        return 1
    faces_down = lead > 0
    return -1 if faces_down == sheet.down else 1


def _offset(number: int, touching: int, lean: float) -> float:
    """Return where on the edge, from -0.5 to 0.5, the link goes; the middle stays free for reporting lines."""
    if touching == 1:
        return 0.25 if lean > 0 else -0.25
    place = (number / (touching - 1) - 0.5) * _SPREAD
    return place if abs(place) > 0.05 else 0.12


def _port(sheet: Sheet, key: str, side: int, offset: float) -> Port:
    box = sheet.boxes[key]
    if sheet.down:
        return Port(box.x + offset * box.width, box.top if side > 0 else box.bottom, side)
    return Port(box.right if side > 0 else box.left, box.y + offset * box.height, side)
