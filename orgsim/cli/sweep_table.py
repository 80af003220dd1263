"""A sweep as a table for people: a line for each setting and variant, as many measures as there is room for."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from orgsim.analysis.natural import natural
from orgsim.cli.table import table_width

if TYPE_CHECKING:
    from orgsim.analysis.sweep import Line, Sweep

_GAP = 2
_MEASURE = 13


def sweep_table(found: Sweep, *, all_columns: bool = False) -> str:
    """Return the table, cut to the width there is unless ``all_columns``, and what the numbers are."""
    columns = [*_places(found), *_measures(found)]
    widths = [max(len(cell) for cell in (*head, *body)) for head, body in columns]
    count = len(columns) if all_columns else _fitting(widths, len(_places(found)))
    fixed = len(columns) - len(found.measures)
    shown = columns[:count]
    height = max(len(head) for head, _ in shown)
    heads = [[""] * (height - len(head)) + head for head, _ in shown]
    rows = [*zip(*heads, strict=True), *zip(*(body for _, body in shown), strict=True)]
    lines = [_line(row, widths[:count], fixed) for row in rows]
    bold = [click.style(line, bold=True) for line in lines[:height]]
    return "\n".join([*bold, *lines[height:], _footnote(found, count - fixed)])


Column = tuple[list[str], list[str]]
"""The lines of a heading, and a cell for each line of the sweep."""


def _places(found: Sweep) -> list[Column]:
    heads = short_paths(found.paths)
    values = [([head], [str(line.point.get(path, "")) for line in found.lines]) for path, head in heads.items()]
    return [*values, (["variant"], [line.variant for line in found.lines])]


def _measures(found: Sweep) -> list[Column]:
    return [
        (
            textwrap.wrap(one.name, _MEASURE, break_long_words=False),
            [_cell(line, one.id, one.unit) for line in found.lines],
        )
        for one in found.measures
    ]


def _cell(line: Line, measure: str, unit: str) -> str:
    return natural(line.estimates[measure].mean, unit)


def short_paths(paths: Sequence[str]) -> dict[str, str]:
    """Return the last two words of each path, or all of it where these are not enough to tell them apart."""
    short = {path: ".".join(path.split(".")[-2:]) for path in paths}
    return {path: said if list(short.values()).count(said) == 1 else path for path, said in short.items()}


def _fitting(widths: Sequence[int], least: int) -> int:
    """Return how many columns fit: those that say where, and at least one measure."""
    room, count = table_width(), 0
    for width in widths:
        room -= width + (_GAP if count else 0)
        if room < 0 and count > least:
            break
        count += 1
    return count


def _line(cells: Sequence[str], widths: Sequence[int], left: int) -> str:
    said = [
        f"{cell:<{width}}" if place < left else f"{cell:>{width}}"
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return (" " * _GAP).join(said).rstrip()


def _footnote(found: Sweep, shown: int) -> str:
    numbers = [line.replications for line in found.lines]
    low, high = min(numbers), max(numbers)
    count = f"{high}" if low == high else f"{low} to {high}"
    more = len(found.measures) - shown
    rest = (
        f"; {more} more headline measure{'' if more == 1 else 's'}: --measure, --all or a wider window" if more else ""
    )
    return f"(same people in all; means of {count} replications, seed {found.seed}{rest})"
