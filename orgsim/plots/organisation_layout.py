"""Where everything of an organisation stands on the sheet, in inches."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgsim.plots.boxes import LEADING, PAD, Box, broken, fits
from orgsim.plots.organisation_tags import inside, outside, room_for
from orgsim.plots.style import HEIGHT, WIDTH
from orgsim.plots.tidy_tree import Layout, tidy_tree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orgsim.plots.organisation_chart import Chart

SIZES = (14.0, 13.0, 12.0, 11.0, 10.0)
"""Sizes of type tried for the positions, in points."""
EASY = 12.0
"""The tree hangs downwards if its names can then be written at this size, else it grows to the right."""
MUCH_WIDER = 1.2
"""A tree that would need a sheet this many times as wide as a slide grows to the right too."""
TOP, BOTTOM, LAYERS, EDGE = 0.98, 0.68, 1.2, 0.24
"""Inches kept for the title, for the key (a row more if there are meetings), for layer names, and at the sides."""
_ROW = 0.25
_HEADER = 0.28
_SMALLEST = {True: (0.95, 0.74), False: (0.36, 1.3)}
"""Least inches of a place across and of a layer along the tree, hanging downwards (True) or growing to the right."""
_LARGEST = {True: (2.4, 1.5), False: (0.95, 2.6)}
_GAP, _LANE = 0.05, 0.05
_FILL = {True: 0.72, False: 0.83}
"""Share of a layer that a box may take; lines and links run in the rest."""
_SHORT = 0.01
_TWO_LINES = 2 * (SIZES[-1] * LEADING / 72 + 2 * _SHORT)
"""Inches that a name on two lines needs at the smallest type."""


class Sheet(NamedTuple):
    """The picture in inches: its size, the box of each position, the middle of each layer (y or x) and its depth.

    ``down``: whether the tree hangs downwards. ``size``: type in points; ``lines``: the most that a name
    may take.
    """

    width: float
    height: float
    down: bool
    boxes: dict[str, Box]
    layers: dict[int, float]
    step: float
    size: float
    lines: int
    fits: bool


class _Tags(NamedTuple):
    """Inches that tags take of a box's height, and beyond it."""

    inside: float
    outside: float


def lay_out(chart: Chart) -> Sheet:
    """Place a chart that has positions; the sheet grows where they would become too small to read."""
    hanging = _lay_out(chart, down=True)
    easy = hanging.fits and hanging.size >= EASY and hanging.width <= MUCH_WIDER * WIDTH
    return hanging if easy else _lay_out(chart, down=False)


def below(chart: Chart) -> float:
    """Return the inches that the key takes at the foot."""
    return BOTTOM + _ROW * bool(chart.meetings)


def _lay_out(chart: Chart, down: bool) -> Sheet:
    rows = {person.key: person.row for person in chart.people}
    tree = tidy_tree(chart.parents, rows)
    number = max(rows.values()) + 1
    tags = _Tags(inside(down), outside(down)) if chart.tagged else _Tags(0.0, 0.0)
    place, layer = _SMALLEST[down]
    if down:
        place, layer = max(place, room_for(chart.people) + _GAP), layer + tags.inside
    elif chart.tagged:
        place, layer = max(place, _TWO_LINES + sum(tags)), max(layer, room_for(chart.people) / _FILL[down])
    across, along = max(1.0, tree.width) * place, number * layer
    aside, head = (LAYERS, TOP) if down else (EDGE, TOP + _HEADER + tags.outside)
    width = max(WIDTH, (across if down else along) + aside + EDGE)
    height = max(HEIGHT, (along if down else across) + head + below(chart))
    room = (width - aside - EDGE, height - head - below(chart))
    free_across, free_along = room if down else room[::-1]
    slot = min(free_across / max(1.0, tree.width), _LARGEST[down][0])
    step = min(free_along / number, _LARGEST[down][1])
    start = (free_across - slot * tree.width) / 2
    middles = {row: (row + 0.5) * step + (free_along - number * step) / 2 for row in range(number)}
    reach = {key: _reach(key, tree, rows, slot, tags.outside) for key in rows}
    size, lines, good = _type(chart, reach, step, down, tags.inside)
    boxes = {}
    for key, row in rows.items():
        over = start + slot * tree.x[key]
        x, y = (aside + over, height - head - middles[row]) if down else (aside + middles[row], height - head - over)
        wide, high = _room(reach[key], step, down)
        boxes[key] = Box(x, y, wide, min(high, lines * size * LEADING / 72 + (4 if down else 2.4) * PAD + tags.inside))
    layers = {row: height - head - at if down else aside + at for row, at in middles.items()}
    return Sheet(width, height, down, boxes, layers, step, size, lines, good)


def _reach(key: str, tree: Layout, rows: Mapping[str, int], slot: float, beyond: float) -> float:
    """Return how many inches a box may take across, between its neighbours, the lines that pass and the edges.

    ``beyond``: what its tags need on one side.
    """
    x, row = tree.x[key], rows[key]
    near = [abs(tree.x[other] - x) * slot - max(_GAP, beyond) for other in rows if rows[other] == row and other != key]
    passing = [2 * (abs(lane - x) * slot - max(_LANE, beyond)) for place, lane in tree.lanes if place == row]
    return min([*near, *passing, 2 * slot * x, 2 * slot * (tree.width - x)])


def _room(reach: float, step: float, down: bool) -> tuple[float, float]:
    """Return the width and height in inches that a box may have."""
    along = _FILL[down] * step
    return (min(reach, 2.0), along) if down else (along, reach)


def _type(chart: Chart, reach: Mapping[str, float], step: float, down: bool, tags: float) -> tuple[float, int, bool]:
    """Return the size of type and lines a name at which all fit above their ``tags``; failing that the smallest, and False."""
    rooms = {person.name: _room(reach[person.key], step, down) for person in chart.people}
    least = min(high for _, high in rooms.values()) - tags
    size, most = SIZES[-1], 1
    for size in SIZES:
        most = max(1, int((least - 2 * _SHORT) / (size * LEADING / 72)))
        if all(fits(name, wide - 2 * PAD, size, most) for name, (wide, _) in rooms.items()):
            return size, max(len(broken(name, wide - 2 * PAD, size)) for name, (wide, _) in rooms.items()), True
    return size, most, False
