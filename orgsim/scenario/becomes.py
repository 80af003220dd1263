"""The structure that a variant turns into in mid-run: written out whole, and checked for what may not change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from orgsim.scenario.layers import Layered, UnknownPathError, dotted, split
from orgsim.scenario.places import descend, mark_at, spot
from orgsim.scenario.problems import Path, Problem, SetError
from orgsim.scenario.words import did_you_mean, shorten

WRITTEN_OUT = ("organisation", "resources", "targets", "behaviours")
"""The blocks that may change in mid-run."""
IN_PART = {
    "resources": ("number", "shifts", "hours", "serves", "name", "note"),
    "targets": ("pressure", "imposed", "name", "note"),
    "behaviours": ("switched", "strength", "name", "note"),
}
"""What of the things in these blocks may change; which things there are may not."""
OFF = {"targets": {"pressure": "0%", "imposed": "off"}, "behaviours": {"switched": "off"}}
"""What only one of the two has is there in the other too, but without effect."""
BY_LIMIT = ("jump_queue", "relabel")
"""Actions that need the limit of their target, so that it may not become another target."""
FIXED = ("calendar", "classes", "needs", "arrivals", "pathway", "exits")
"""The blocks that must be the same before and after."""

Other = Callable[[str], Layered]


def expand(layered: Layered, other: Other, variants: Sequence[str]) -> tuple[Layered | None, list[Problem]]:
    """Replace the `change` or `variant` of a `becomes` by the blocks that come out of it.

    ``other`` gives another variant by its name, one of ``variants``. Returns the later structure as a variant of its own
    (None where there is none, or it cannot be made) and what is wrong.
    """
    written = layered.tree.get("becomes")
    if not isinstance(written, dict):
        return None, []
    name = written.get("variant")
    if isinstance(name, str) and name not in variants:
        said = f"no variant is called `{shorten(name)}`"
        return None, [_problem(layered, ("becomes", "variant"), "ORG311", said, did_you_mean(name, variants))]
    if isinstance(name, str) and (also := [key for key in ("change", *WRITTEN_OUT) if written.get(key)]):
        said = f"it is not said what it becomes: `variant: {shorten(name)}`, or what `{also[0]}` says"
        hint = "leave one of the two out; a variant of its own may change the other further"
        return None, [_problem(layered, ("becomes", also[0]), "ORG204", said, hint)]
    later = (other(name) if isinstance(name, str) else layered).copied()
    problems = _lay(layered, later, written)
    for block, off in OFF.items():
        _complete(layered, later, block, off)
        _complete(later, layered, block, off)
    problems += [_not_in_mid_run(layered, written, path) for path in _differences(layered.tree, later.tree)]
    if problems:
        return None, problems
    for block in WRITTEN_OUT:
        if block in later.tree:
            layered.put(("becomes", block), later.tree[block], lambda at: mark_at(later.marks, at), (block,), "becomes")
    for key in ("change", "variant"):
        if key in written:
            layered.remove(("becomes", key))
    return later, []


def written_out(layered: Layered, other: Other, variants: Sequence[str]) -> None:
    """Do the same for a variant with settings, which may not fit the later structure. Raises SetError."""
    _, problems = expand(layered, other, variants)
    if problems:
        first = problems[0]
        raise SetError(f"{first.message}. {first.hint[:1].upper()}{first.hint[1:]}".strip())


def _complete(one: Layered, other: Layered, block: str, off: Mapping[str, str]) -> None:
    """Give ``other`` what of a block only ``one`` has, without effect."""
    things, there = one.tree.get(block), other.tree.get(block) or {}
    for key, thing in things.items() if isinstance(things, dict) and isinstance(there, dict) else ():
        if key not in there and isinstance(thing, dict):
            if not isinstance(other.tree.get(block), dict):
                other.put((block,), {}, lambda at: mark_at(one.marks, at), (block,), "becomes")
            source = (block, key)
            other.put(source, {**thing, **off}, lambda at: mark_at(one.marks, at), source, "becomes")


def _lay(layered: Layered, later: Layered, written: Mapping[str, Any]) -> list[Problem]:
    """Make ``later`` of a copy of the variant by what is written."""
    if "becomes" in later.tree:
        later.remove(("becomes",))
    for block in WRITTEN_OUT:
        if isinstance(written.get(block), dict):
            later.put((block,), written[block], lambda at: mark_at(layered.marks, at), ("becomes", block), "becomes")
    changes, problems = written.get("change"), []
    for key, value in changes.items() if isinstance(changes, dict) else ():
        path, at = split(key, later.tree), ("becomes", "change", key)
        try:
            later.change(path, value, lambda at: mark_at(layered.marks, at), at, "becomes")
        except UnknownPathError as error:
            problems.append(_problem(layered, at, "ORG312", str(error), error.hint))
    return problems


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Path]:
    """Yield the first path in each block that differs and may not."""
    for block in FIXED:
        path = _first_difference(before.get(block), after.get(block), (block,))
        if path is not None:
            yield path
    yield from _of_people(before, after)
    for block, parts in IN_PART.items():
        one, other = (tree.get(block) or {} for tree in (before, after))
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _in_part(block, one, other, parts)


def _of_people(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Path]:
    """Yield where what the days do to people differs: that is theirs, and no structure changes it."""
    units = descend(before, ("organisation", "units"))
    known = units if isinstance(units, dict) else {}
    places: list[Path] = [("organisation", "people")]
    places += [("organisation", "units", key, "people") for key in known]
    yield from (place for place in places if descend(before, place) != descend(after, place))


def _in_part(block: str, before: Mapping[str, Any], after: Mapping[str, Any], free: Sequence[str]) -> Iterator[Path]:
    """Yield what differs of the things in a block, but for the parts that are free to."""
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        if not isinstance(one, dict) or not isinstance(other, dict):
            if one != other:
                yield (block, key)
            continue
        parts = [*free, *(["because_of"] if block == "behaviours" and not _by_limit(one, other) else [])]
        for part in dict.fromkeys((*one, *other)):
            if part not in parts and one.get(part) != other.get(part):
                yield (block, key, part)


def _by_limit(*written: Mapping[str, Any]) -> bool:
    """Whether a behaviour acts by the limit of its target, before the change or after it."""
    return any(one.get("do") in BY_LIMIT or descend(one, ("when", "clock_over")) is not None for one in written)


def _first_difference(one: Any, other: Any, path: Path) -> Path | None:
    if one == other:
        return None
    if isinstance(one, dict) and isinstance(other, dict):
        for key in dict.fromkeys((*one, *other)):
            if one.get(key) != other.get(key):
                return _first_difference(one.get(key), other.get(key), (*path, key))
    return path


def _not_in_mid_run(layered: Layered, written: Mapping[str, Any], path: Path) -> Problem:
    """Report a difference that may not be, where it is written."""
    changes = written.get("change")
    keys = changes if isinstance(changes, dict) else {}
    said = dotted(path)
    key = next((key for key in keys if said.startswith(key) or key.startswith(said)), None)
    at: Path = ("becomes", "change", key) if key is not None else ("becomes", "variant")
    if descend(layered.tree, at) is None:
        at = ("becomes",)
    hint = (
        "there may change `organisation`, `number`, `shifts`, `hours` and `serves` of resources, `pressure` of targets, and "
        "`switched` and `strength` of behaviours"
    )
    return _problem(layered, at, "ORG361", f"`{said}` cannot change in mid-run", hint)


def _problem(layered: Layered, path: Path, code: str, message: str, hint: str) -> Problem:
    place = spot(layered.marks, path, key=True)
    return Problem(code, message, place.file, place.line, place.col, place.length, hint=hint, path=path)
