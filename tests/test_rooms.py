"""Data moves one way through the package: no room imports from one below it, not even within a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import orgsim

PACKAGE = Path(orgsim.__file__).parent
ROOMS = (
    ("keys",), ("scenario",), ("cohort", "organisation"), ("plan",), ("engine",), ("theory",), ("measures",), ("experiment",),
    ("analysis",), ("plots", "exports", "story"), ("report", "theory/simulated", "api"), ("cli",),
)  # fmt: skip
"""From where data comes to where it ends; rooms of one row may use each other."""
PAGES = ("handbook.py",)
"""Programs that write a page about their room."""
RANK = {room: place for place, row in enumerate(ROOMS) for room in row}


def imported(path: Path) -> Iterator[str]:
    """Yield the rooms of this package that a file imports from, wherever the import stands, but for types alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "orgsim":
            parts = node.module.split(".")[1:]
            yield from [room_of(parts)] if parts else [name.name for name in node.names]
        elif isinstance(node, ast.Import):
            yield from (room_of(name.name.split(".")[1:]) for name in node.names if name.name.startswith("orgsim."))


def room_of(parts: Sequence[str]) -> str:
    """Return the room of a module or file: what simulates for the sake of theory is one of its own."""
    return "/".join(parts[:2]) if tuple(parts[:2]) == ("theory", "simulated") else parts[0]


@pytest.mark.parametrize("room", RANK)
def test_a_room_imports_only_from_those_before_it(room: str) -> None:
    found = PACKAGE / room
    files = sorted(found.rglob("*.py")) if found.is_dir() else [found.with_suffix(".py")]
    files = [path for path in files if room_of(path.relative_to(PACKAGE).with_suffix("").parts) == room]
    assert files
    wrong = {
        (path.relative_to(PACKAGE).as_posix(), other)
        for path in files
        for other in imported(path)
        if RANK.get(other, -1) > RANK[room] and path.name not in PAGES
    }
    assert sorted(wrong) == []


def test_every_room_has_its_place() -> None:
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__"} == set(RANK) - {"theory/simulated"}
