"""Pictures as a report shows them: an image inside the page, its sentence, and its data as a table."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.plots.picture import Named

if TYPE_CHECKING:
    from orgsim.plots.picture import Cell, Picture

MOST_ROWS = 400
"""Rows of a table inside the page; a longer one is cut and named as a file."""


@dataclass(frozen=True)
class Shown:
    """One picture in the page. ``image`` is an address that holds the picture itself."""

    id: str
    title: str
    sentence: str
    image: str
    columns: tuple[str, ...]
    rows: list[list[str]]
    left_out: int


def shown(picture: Picture) -> Shown:
    """Make a picture ready for the page."""
    image = b64encode(picture.svg().encode()).decode()
    rows = [[cell_words(cell) for cell in row] for row in picture.table.rows[:MOST_ROWS]]
    columns = tuple(name.replace("_", " ") for name in picture.table.columns)
    left_out = max(0, len(picture.table.rows) - MOST_ROWS)
    return Shown(
        picture.name,
        picture.title,
        picture.sentence,
        f"data:image/svg+xml;base64,{image}",
        columns,
        rows,
        left_out,
    )


def cell_words(cell: Cell) -> str:
    """A cell as people read it: labels for ids, four digits for fractions, nothing for what is not known."""
    if isinstance(cell, Named):
        return cell.label
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 1000 else f"{cell:.4g}"
    return str(cell)
