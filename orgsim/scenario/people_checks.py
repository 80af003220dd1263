"""Where what is said of people's slow states acts on nobody (ORG343, a warning)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from orgsim.scenario.names import blocks
from orgsim.scenario.places import descend
from orgsim.scenario.problems import Path

ALL = ("organisation", "people")


def of_nobody(tree: Any) -> Iterator[tuple[Path, str, str]]:
    """Yield each `people` that no unit with staff of its own goes by: its path, what is wrong, what to do."""
    units = blocks(tree, "organisation.units")
    staffed = [one.get("unit") for one in blocks(tree, "resources").values() if one.get("kind") != "place"]
    governing = {_governs(units, name) for name in staffed if isinstance(name, str) and name in units}
    for name, unit in units.items():
        path = ("organisation", "units", name, "people")
        if unit.get("people") and path not in governing:
            yield path, f"acts on nobody: `{name}` has no pool of staff that goes by it", _HINT
    if descend(tree, ALL) and ALL not in governing:
        yield ALL, "acts on nobody: no pool of staff goes by it", _HINT


_HINT = "give a unit that goes by it a pool of staff, or say it where there is one"


def _governs(units: dict[str, dict[str, Any]], name: str) -> Path:
    """Return where it stands what the people of a unit go by: at it, at a unit it is part of, or at the organisation."""
    at, seen = name, set()
    while at in units and at not in seen:
        seen.add(at)
        external = units[at].get("external") is True
        if units[at].get("people") is not None or external:
            return ("organisation", "units", at, "people")
        at = str(units[at].get("part_of"))
    return ALL
