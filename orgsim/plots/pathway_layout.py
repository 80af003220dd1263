"""Where the stages of a pathway stand: a lane for each unit, a column for each step away from the door; inches."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple

from orgsim.plots.boxes import LEADING, PAD, Box, largest
from orgsim.plots.style import HEIGHT, WIDTH
from orgsim.plots.words import label
from orgsim.scenario.schema.routing import destinations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from orgsim.scenario.schema import Variant

LEFT, RIGHT, TOP, BOTTOM = 1.3, 0.2, 1.0, 0.5
SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.5)
_NARROWEST, _LOWEST, _WIDEST, _HIGHEST = 1.15, 0.4, 2.4, 0.95
_FILL = 0.8
_LINES = 2


class PathwaySheet(NamedTuple):
    """The picture in inches: its size, the box of each stage and exit, each lane as (unit, bottom, top), and type."""

    width: float
    height: float
    boxes: dict[str, Box]
    lanes: list[tuple[str, float, float]]
    size: float


def lay_out(variant: Variant, visits: Mapping[str, float]) -> PathwaySheet:
    """Place the pathway; the sheet grows where boxes would become too small to read."""
    columns = steps_away(variant)
    cells = _cells(variant, columns, visits)
    depth = {unit: max(len(cell) for cell in lane.values()) for unit, lane in cells.items()}
    number, last = sum(depth.values()), max(columns.values(), default=0) + 1
    width = max(WIDTH, LEFT + RIGHT + (last + 1) * _NARROWEST)
    height = max(HEIGHT, TOP + BOTTOM + number * _LOWEST)
    across = min((width - LEFT - RIGHT) / (last + 1), _WIDEST)
    down = min((height - TOP - BOTTOM) / max(number, 1), _HIGHEST)
    wide = across * _FILL
    names = [label(row.name, key) for rows in (variant.pathway, variant.exits) for key, row in rows.items()]
    size = largest([(name, wide - 2 * PAD) for name in names], _LINES, SIZES)
    high = min(down * 0.84, _LINES * size * LEADING / 72 + 2.4 * PAD)
    boxes: dict[str, Box] = {}
    lanes = []
    top = height - TOP
    for unit, lane in cells.items():
        bottom = top - depth[unit] * down
        for column, stages in lane.items():
            for place, stage in enumerate(stages):
                y = (top + bottom) / 2 + ((len(stages) - 1) / 2 - place) * down
                boxes[stage] = Box(LEFT + (column + 0.5) * across, y, wide, high)
        lanes.append((unit, bottom, top))
        top = bottom
    _place_exits(variant, boxes, (LEFT + (last + 0.5) * across, height - TOP, top), (wide, high))
    return PathwaySheet(width, height, boxes, lanes, size)


def steps_away(variant: Variant) -> dict[str, int]:
    """Return stage to the fewest steps from where visits arrive; those only a behaviour leads to come after that."""
    onward: dict[str, list[str]] = {key: list(destinations(row.next)) for key, row in variant.pathway.items()}
    for one, other in giving_up(variant):
        onward[one].append(other)
    streams = variant.arrivals.values()
    found = dict.fromkeys([row.at for row in streams if row.at_start is None] or [row.at for row in streams], 0)
    _spread(onward, found)
    for one, other in _diverted(variant):
        onward[one].append(other)
    _spread(onward, found)
    return {stage: found.get(stage, 0) for stage in variant.pathway}


def _spread(onward: Mapping[str, list[str]], found: dict[str, int]) -> None:
    """Number the stages that can be reached from those in ``found``, breadth first."""
    waiting = deque(sorted(found, key=lambda stage: found[stage]))
    while waiting:
        stage = waiting.popleft()
        for to in onward[stage]:
            if to in onward and to not in found:
                found[to] = found[stage] + 1
                waiting.append(to)


def giving_up(variant: Variant) -> list[tuple[str, str]]:
    """Return (stage, where those go who give up waiting there)."""
    return [(key, row.leaves.to) for key, row in variant.pathway.items() if row.leaves]


def _diverted(variant: Variant) -> list[tuple[str, str]]:
    return [(at, row.to) for row in variant.behaviours.values() if row.to for at in row.at or ()]


def _cells(
    variant: Variant, columns: Mapping[str, int], visits: Mapping[str, float]
) -> dict[str, dict[int, list[str]]]:
    """Return unit to column to the stages there; units in the order in which most visits meet them."""
    found: dict[str, dict[int, list[str]]] = {}
    for key, stage in variant.pathway.items():
        found.setdefault(stage.unit, defaultdict(list))[columns[key]].append(key)
    return dict(sorted(found.items(), key=lambda lane: _met(lane[1], visits)))


def _met(lane: Mapping[int, list[str]], visits: Mapping[str, float]) -> float:
    """Return the mean column in which visits meet a unit."""
    weights = {column: sum(visits[stage] for stage in stages) + 1e-9 for column, stages in lane.items()}
    return sum(column * weight for column, weight in weights.items()) / sum(weights.values())


def _place_exits(
    variant: Variant, boxes: dict[str, Box], where: tuple[float, float, float], size: tuple[float, float]
) -> None:
    """Stack the exits in a last column, evenly over the lanes, in the order of the file."""
    x, top, bottom = where
    step = (top - bottom) / max(len(variant.exits), 1)
    for place, way_out in enumerate(variant.exits):
        boxes[way_out] = Box(x, top - (place + 0.5) * step, *size)
