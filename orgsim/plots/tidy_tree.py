"""Where the nodes of a layered tree stand: each parent over the middle of its children, subtrees side by side.

After Reingold and Tilford (1981), with rows given from outside (an organisation's layers), so that a line
may run past rows; such a row keeps a narrow lane free for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

NODE, LANE, APART = 0.5, 0.18, 0.35
"""Half the width of a node and of a line that passes, and the extra room between trees; one node is 1 wide."""

Contour = dict[int, tuple[float, float]]
"""Row to the leftmost and rightmost x in it."""


class Layout(NamedTuple):
    """``x`` of each node, ``lanes``: (row, x) of the lines that run past a row."""

    x: dict[str, float]
    lanes: tuple[tuple[int, float], ...]
    width: float


def tidy_tree(parents: Mapping[str, str | None], rows: Mapping[str, int]) -> Layout:
    """Return places for a forest: node to parent (None: a root), node to row (0 on top, below its parent's).

    Nodes keep the order of ``parents``; x runs from 0 to ``width``.
    """
    children: dict[str | None, list[str]] = {None: []}
    for node, parent in parents.items():
        children.setdefault(parent, []).append(node)
    trees = [_under_open_sky(root, *_place(root, children, rows), rows[root]) for root in children[None]]
    x, contour = _beside(trees, APART)
    left = min((edge for edge, _ in contour.values()), default=0.0)
    right = max((edge for _, edge in contour.values()), default=0.0)
    placed = {node: x[node] - left for node in parents}
    return Layout(placed, _lanes(parents, rows, placed), right - left)


def depth_rows(parents: Mapping[str, str | None], levels: Mapping[str, int]) -> dict[str, int]:
    """Return the row of each node, 0 on top: the used levels from the highest down, but always below its parent."""
    used = sorted(set(levels.values()), reverse=True)
    rows: dict[str, int] = {}
    waiting = list(parents)
    while waiting:
        later = []
        for node in waiting:
            parent = parents[node]
            if parent is None or parent in rows:
                own = used.index(levels[node])
                rows[node] = own if parent is None else max(own, rows[parent] + 1)
            else:
                later.append(node)
        if later == waiting:
            raise ValueError(f"no place for {', '.join(later)}: their superiors run in a circle or are not there")
        waiting = later
    return rows


def _place(
    node: str, children: Mapping[str | None, Sequence[str]], rows: Mapping[str, int]
) -> tuple[dict[str, float], Contour]:
    """Return the places of a subtree and its contour, the lane of the line above each child included."""
    parts = []
    for child in children.get(node, ()):
        x, contour = _place(child, children, rows)
        lane = dict.fromkeys(range(rows[node] + 1, rows[child]), (x[child] - LANE, x[child] + LANE))
        parts.append((x, {**contour, **lane}))
    x, contour = _beside(parts, 0.0)
    ends = [x[child] for child in children.get(node, ())] or [0.0]
    x[node] = (ends[0] + ends[-1]) / 2
    contour[rows[node]] = (x[node] - NODE, x[node] + NODE)
    return x, contour


def _under_open_sky(root: str, x: dict[str, float], contour: Contour, row: int) -> tuple[dict[str, float], Contour]:
    """Keep the rows above a root free, so that no tree seems to hang from another."""
    return x, {**contour, **dict.fromkeys(range(row), (x[root] - NODE, x[root] + NODE))}


def _beside(parts: Sequence[tuple[dict[str, float], Contour]], apart: float) -> tuple[dict[str, float], Contour]:
    """Put subtrees next to each other, each as far left as no row overlaps."""
    placed: dict[str, float] = {}
    outline: Contour = {}
    for x, contour in parts:
        needed = [outline[row][1] - left + apart for row, (left, _) in contour.items() if row in outline]
        shift = max(needed, default=0.0)
        placed.update({node: at + shift for node, at in x.items()})
        for row, (left, right) in contour.items():
            known = outline.get(row, (left + shift, right + shift))
            outline[row] = (min(known[0], left + shift), max(known[1], right + shift))
    return placed, outline


def _lanes(
    parents: Mapping[str, str | None], rows: Mapping[str, int], x: Mapping[str, float]
) -> tuple[tuple[int, float], ...]:
    return tuple(
        (row, x[node])
        for node, parent in parents.items()
        if parent is not None
        for row in range(rows[parent] + 1, rows[node])
    )
