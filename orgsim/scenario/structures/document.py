"""A structure file: its form, where it is found, and what is refused in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Annotated, Any, Literal

from pydantic import Field

from orgsim.scenario.chain import STRUCTURES, builtin_folder
from orgsim.scenario.places import spot
from orgsim.scenario.problems import Path, Problem, ScenarioError
from orgsim.scenario.schema.base import Block, Named, Text
from orgsim.scenario.structures.allowed import refused, steps_of
from orgsim.scenario.text import MAX_BYTES
from orgsim.scenario.tree import Document, read
from orgsim.scenario.validate import validate

MAY = "a structure sets the graph, decision rights, pooling, meetings, targets and money: see `orgsim explain ORG336`"


class Part(Block):
    """Changes, made once, or for ``each`` row of a table of the scenario's roles, those only for which ``where`` holds."""

    each: Literal["functions", "flows", "cells", "decisions"] | None = None
    where: Annotated[dict[str, bool | str], Field(default_factory=dict)]
    change: Annotated[dict[str, Any], Field(min_length=1)]


class Structure(Named):
    """A structure file as a whole."""

    structure: Literal[1]
    describe: Text | None = None
    changes: Annotated[list[Part], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Read:
    """A structure that was read and found to keep to the law, with the bytes and places of its file."""

    model: Structure
    document: Document
    source: bytes


def builtin_structures() -> dict[str, FilePath]:
    """Return the built-in structures, sorted: name to file."""
    return {file.stem: file for file in sorted((builtin_folder() / STRUCTURES).glob("*.yaml"))}


def read_structure(path: FilePath, label: str) -> Read:
    """Read a structure file. Raises ScenarioError (ORG1xx, ORG2xx, ORG336) with everything that is wrong with it."""
    with path.open("rb") as file:
        source = file.read(MAX_BYTES + 1)
    document = read(source, label)
    model, problems = validate(document.tree, document.marks, Structure)
    problems += _against_the_law(document)
    if model is None or problems:
        raise ScenarioError(problems, {label: document.text})
    return Read(model, document, source)


def _against_the_law(document: Document) -> Iterator[Problem]:
    """Yield a problem for each path that a structure may not set (ORG336)."""
    parts = document.tree.get("changes") if isinstance(document.tree, dict) else None
    for place, part in enumerate(parts if isinstance(parts, list) else ()):
        changes = part.get("change") if isinstance(part, dict) else None
        for path, value in changes.items() if isinstance(changes, dict) else ():
            for below in refused(steps_of(path), value):
                yield _refusal(document, ("changes", place, "change", path, *below), ".".join([path, *map(str, below)]))


def _refusal(document: Document, path: Path, shown: str) -> Problem:
    at = spot(document.marks, path, key=True)
    return Problem(
        "ORG336", f"a structure may not set `{shown}`", at.file, at.line, at.col, at.length, hint=MAY, path=path
    )
