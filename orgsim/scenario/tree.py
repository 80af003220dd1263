"""The strict reader: YAML text to plain dictionaries, lists and values, with the place of each in the file.

Of YAML 1.2 it takes what a person needs to write a scenario, and refuses the rest by name: no anchors,
aliases, tags or merge keys, no duplicate keys, one document, bounded size and depth. JSON is a subset and is
read too. Events are consumed one by one and depth is counted on the way, so no input can exhaust the stack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orgsim.scenario.compose import Composer
from orgsim.scenario.places import Marks
from orgsim.scenario.problems import ScenarioError
from orgsim.scenario.text import decode, refuse_controls


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its ``tree``, the ``marks`` of every value in it, and the ``text``."""

    tree: Any
    marks: Marks
    text: str
    file: str


def read(source: bytes | str, file: str) -> Document:
    """Read one file. Raises ScenarioError with every problem found (ORG101-111), and nothing else."""
    given = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    try:
        text = decode(given, file)
        refuse_controls(text, file)
        tree, marks = Composer(_tabs_of_json(text, file), file).document()
    except ScenarioError as error:
        shown = given.decode("utf-8-sig", "replace")
        raise ScenarioError(error.problems, {file: shown}) from None
    return Document(tree, marks, text, file)


def _tabs_of_json(text: str, file: str) -> str:
    """Put spaces for tabs, which may separate tokens in JSON and cannot stand in its texts; columns stay."""
    return text.replace("\t", " ") if file.lower().endswith(".json") else text
