"""Marks: where each value of the tree stands in its file, and what to underline for a path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orgsim.scenario.problems import Path


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value and its key stand: lines and columns from 1, lengths in characters.

    ``key_line`` 0 means there is no key, ``length`` 0 no value; ``block`` is true for maps and lists.
    """

    line: int
    col: int
    length: int
    key_line: int
    key_col: int
    key_length: int
    file: str
    block: bool = False


Marks = dict[Path, Mark]

NOWHERE = Mark(1, 1, 1, 0, 0, 0, "", block=True)


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a file, all counted from 1."""

    file: str
    line: int
    col: int
    length: int


def descend(tree: Any, path: Path) -> Any:
    """Return what stands at ``path`` (None where the tree ends before)."""
    here = tree
    for step in path:
        if isinstance(here, dict):
            here = here.get(str(step))
        elif isinstance(here, list) and isinstance(step, int) and 0 <= step < len(here):
            here = here[step]
        else:
            return None
    return here


def mark_at(marks: Marks, path: Path) -> Mark:
    """Return the mark of ``path``, or of the nearest block round it."""
    for length in range(len(path), -1, -1):
        if path[:length] in marks:
            return marks[path[:length]]
    return NOWHERE


def spot(marks: Marks, path: Path, *, key: bool = False, value: bool = False) -> Place:
    """Choose what to underline: a short value itself, else its key; ``key`` and ``value`` decide for one."""
    mark = mark_at(marks, path)
    if mark.key_line > 0 and not value and (key or mark.block or mark.length == 0):
        return Place(mark.file, mark.key_line, mark.key_col, max(1, mark.key_length))
    return Place(mark.file, mark.line, mark.col, max(1, mark.length))
