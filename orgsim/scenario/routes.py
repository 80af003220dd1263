"""Reading routes on the plain tree, right or wrong: where a stage leads and what its route names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from orgsim.scenario.problems import Path

FORMS = ("by_class", "by_need", "shares", "default", "yes", "no")
"""Words of the routing vocabulary, which cannot name a stage, an exit or a class."""

_NOTHING = re.compile(r"0+(\.0+)?\s*%", re.ASCII)
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a route: what it must name, where it stands, and whether it is a key there."""

    kind: str
    text: str
    path: Path
    key: bool
    possible: bool = True


def route_names(value: Any, path: Path, possible: bool = True, depth: int = 0) -> Iterator[Name]:
    """Yield every name in the value of ``next``; ``possible`` is false below a share of 0%."""
    if isinstance(value, str):
        yield Name("stage or exit", value, path, key=False, possible=possible)
    elif not isinstance(value, dict) or depth > _DEEPEST:
        return
    elif "by_class" in value:
        yield from _by_class(value["by_class"], (*path, "by_class"), possible, depth)
    elif "by_need" in value:
        yield from _by_need(value, path, possible, depth)
    elif "shares" in value:
        yield from _shares(value["shares"], (*path, "shares"), possible, depth)
    else:
        for key, share in value.items():
            yield Name("stage or exit", key, (*path, key), key=True, possible=possible and not is_nothing(share))


def is_nothing(share: Any) -> bool:
    """Say whether a share is written as 0%."""
    return isinstance(share, str) and _NOTHING.fullmatch(share.strip()) is not None


def _by_class(branches: Any, path: Path, possible: bool, depth: int) -> Iterator[Name]:
    for key, branch in branches.items() if isinstance(branches, dict) else ():
        if key != "default":
            yield Name("class", key, (*path, key), key=True)
        yield from route_names(branch, (*path, key), possible, depth + 1)


def _by_need(value: dict[str, Any], path: Path, possible: bool, depth: int) -> Iterator[Name]:
    if isinstance(value["by_need"], str):
        yield Name("need", value["by_need"], (*path, "by_need"), key=False)
    for key in ("yes", "no"):
        yield from route_names(value.get(key), (*path, key), possible, depth + 1)


def _shares(items: Any, path: Path, possible: bool, depth: int) -> Iterator[Name]:
    for place, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            some = possible and not is_nothing(item.get("share"))
            yield from route_names(item.get("next"), (*path, place, "next"), some, depth + 1)
