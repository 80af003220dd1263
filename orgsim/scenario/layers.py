"""A resolved tree that remembers, for each value, which layer set it and where that is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from orgsim.scenario.places import Mark, Marks, descend
from orgsim.scenario.problems import Path
from orgsim.scenario.shape import known_keys, merges
from orgsim.scenario.tree import Document
from orgsim.scenario.words import did_you_mean, nearest

REMOVE = "remove"
NEVER_MADE = ("becomes",)
"""Blocks at the top that a setting of something in them does not bring about."""


class UnknownPathError(ValueError):
    """A change or setting names a path that is not there. ``hint`` is the nearest one."""

    def __init__(self, path: Path, hint: str) -> None:
        super().__init__(f"there is no `{dotted(path)}`")
        self.hint = hint


@dataclass(slots=True)
class Layered:
    """A tree with the mark and the layer of every value. Later layers replace what earlier ones set.

    Trees share what they have in common: nothing in one is ever changed, only replaced.
    """

    tree: dict[str, Any]
    marks: Marks
    layers: dict[Path, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, layer: str) -> Layered:
        """Take a document as the first layer."""
        return cls(dict(document.tree), dict(document.marks), dict.fromkeys(document.marks, layer))

    def copied(self) -> Layered:
        """Return an independent copy to put further layers on."""
        return Layered(dict(self.tree), dict(self.marks), dict(self.layers))

    def merge(self, above: Document, layer: str) -> None:
        """Put a file on top: blocks and collections merge by key, other values replace, `remove` removes."""
        self._merge((), above.tree, above.marks, layer)

    def _merge(self, path: Path, value: Any, marks: Marks, layer: str) -> None:
        present = descend(self.tree, path)
        if isinstance(value, dict) and isinstance(present, dict) and merges(_root(), path):
            for key, part in value.items():
                self._merge((*path, key), part, marks, layer)
        elif value == REMOVE and present is not None:
            self.remove(path)
        else:
            self.put(path, value, marks.__getitem__, path, layer)

    def change(self, path: Path, value: Any, mark_of: Callable[[Path], Mark], source: Path, layer: str) -> None:
        """Set or remove one value. Raises UnknownPathError when its parent, or what is to go, is not there.

        ``mark_of`` gives the mark of a path below ``source``, where the new value is written.
        """
        self._require(path, whole=value == REMOVE)
        if value == REMOVE:
            self.remove(path)
        else:
            self.put(path, value, mark_of, source, layer)

    def put(self, path: Path, value: Any, mark_of: Callable[[Path], Mark], source: Path, layer: str) -> None:
        """Replace what is at ``path`` (whose parent exists) by ``value``, written at ``source``."""
        self._forget(path)
        self._own(path[:-1])[path[-1]] = value
        for below in _paths(value):
            self.marks[(*path, *below)] = mark_of((*source, *below))
            self.layers[(*path, *below)] = layer

    def remove(self, path: Path) -> None:
        """Take away what is at ``path``."""
        self._forget(path)
        del self._own(path[:-1])[path[-1]]

    def _own(self, path: Path) -> Any:
        """Return the container at ``path`` after putting copies in the place of all containers on the way."""
        here: Any = self.tree
        for key in path:
            here[key] = here[key].copy()
            here = here[key]
        return here

    def _forget(self, path: Path) -> None:
        for below in _paths(descend(self.tree, path)):
            self.marks.pop((*path, *below), None)
            self.layers.pop((*path, *below), None)

    def _require(self, path: Path, whole: bool) -> None:
        here: Any = self.tree
        for depth, key in enumerate(path):
            last = depth == len(path) - 1
            if not _has(here, key):
                if last and not whole and isinstance(here, dict):
                    return
                if last or not self._optional_block(here, path[: depth + 1]):
                    raise UnknownPathError(path[: depth + 1], self._nearest(here, path[: depth + 1]))
                here = self._own(path[:depth])
                here[key] = {}  # a block of settings that the file leaves at its defaults
            here = here[key]

    @staticmethod
    def _optional_block(here: Any, path: Path) -> bool:
        known = isinstance(here, dict) and path[-1] in known_keys(_root(), path[:-1]) and path != NEVER_MADE
        return known and merges(_root(), path)

    @staticmethod
    def _nearest(here: Any, path: Path) -> str:
        if not isinstance(here, dict):
            return f"`{dotted(path[:-1])}` holds no settings" if path[:-1] else ""
        if path == NEVER_MADE:
            return "a setting cannot bring it about: say in the file when the structure changes"
        known = [*here, *known_keys(_root(), path[:-1])]
        close = nearest(str(path[-1]), known)
        if close == path[-1]:
            return "the file does not set it, so there is nothing to remove"
        return f"did you mean `{dotted((*path[:-1], close))}`?" if close else did_you_mean(str(path[-1]), here)


def split(path: str, tree: Any) -> Path:
    """Split ``a.b.3`` at the dots; a number is a position where the tree has a list."""
    found: list[str | int] = []
    for key in path.split("."):
        here = descend(tree, tuple(found))
        found.append(int(key) if isinstance(here, list) and key.isascii() and key.isdigit() and len(key) < 6 else key)
    return tuple(found)


def is_block(tree: Any, path: Path) -> bool:
    """Whether there is a block at ``path``, or room for one that a file may leave at its defaults."""
    here: Any = tree
    for depth, key in enumerate(path):
        if not _has(here, key):
            return (
                isinstance(here, dict)
                and key in known_keys(_root(), path[:depth])
                and merges(_root(), path[: depth + 1])
                and path[: depth + 1] != NEVER_MADE
            )
        here = here[key]
    return isinstance(here, dict)


def dotted(path: Path) -> str:
    """Join a path the way people write it."""
    return ".".join(str(key) for key in path)


def _has(here: Any, key: str | int) -> bool:
    return (
        key in here if isinstance(here, dict) else isinstance(here, list) and isinstance(key, int) and key < len(here)
    )


def _paths(value: Any) -> Iterator[Path]:
    yield ()
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        for below in _paths(part):
            yield (key, *below)


def _root() -> Any:
    from orgsim.scenario.schema import Variant

    return Variant
