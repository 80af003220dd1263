"""Where a value comes from: which layer set it, in which file and line."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from orgsim.scenario.layers import Layered, dotted
from orgsim.scenario.places import descend
from orgsim.scenario.problems import NotFoundError, Path

DEFAULT = "built-in default"


@dataclass(frozen=True, slots=True)
class Why:
    """Where a value comes from: its layer, and the file and line (0 for a built-in default or a setting)."""

    layer: str
    file: str
    line: int
    value: Any

    def __str__(self) -> str:
        place = f" ({self.file}:{self.line})" if self.line else ""
        return f"{self.layer}{place}"


def explain(layered: Layered, keys: Path, model: Any, files: Container[str]) -> Why:
    """Say which layer set the value at ``keys``; ``model`` holds the defaults. Raises NotFoundError."""
    if keys in layered.marks:
        mark = layered.marks[keys]
        line = (mark.key_line or mark.line) if mark.file in files else 0
        return Why(layered.layers[keys], mark.file, line, descend(layered.tree, keys))
    return Why(DEFAULT, "", 0, default_at(model, keys))


def default_at(model: Any, keys: Path) -> Any:
    """Return what a model holds at ``keys``. Raises NotFoundError when nothing is there."""
    here = getattr(model, "as_written", model)
    for place, key in enumerate(keys):
        try:
            here = here[key] if isinstance(here, (dict, list)) else getattr(here, str(key))  # type: ignore[index]
        except (KeyError, IndexError, AttributeError, TypeError):
            raise NotFoundError(f"there is no `{dotted(keys[: place + 1])}`") from None
    return here
