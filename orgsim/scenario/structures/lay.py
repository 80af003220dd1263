"""Putting the changes of a variant's structure before the variant's own, each with its place in the structure file."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from pydantic import ValidationError

from orgsim.scenario.chain import STDIN
from orgsim.scenario.layers import Layered
from orgsim.scenario.places import Mark, descend, mark_at, spot
from orgsim.scenario.problems import Path, Problem, ScenarioError
from orgsim.scenario.schema.roles import Roles
from orgsim.scenario.structures.allowed import part_of
from orgsim.scenario.structures.document import Read, builtin_structures, read_structure
from orgsim.scenario.structures.fill import Filler, FillError, NothingError
from orgsim.scenario.variants import entries
from orgsim.scenario.words import did_you_mean, shorten

_LINK = ("organisation", "links")
_INFORMAL = ("organisation", "informal")


@dataclass(slots=True)
class Laid:
    """What was found on the way: the files read, by label, and what is wrong."""

    sources: dict[str, bytes] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def with_structures(base: Layered, file: str) -> Laid:
    """Put the changes of each variant's structure into ``base``, before the variant's own.

    ``file`` is the path of the scenario, in whose folder structure files of its own lie. Roles that are not valid are
    passed over here: the checks of fields speak of them.
    """
    laid = Laid()
    known: dict[str, Read | None] = {}
    for variant, entry in entries(base.tree).items():
        name = entry.get("structure")
        if not isinstance(name, str):
            continue
        if name not in known:
            known[name] = _read(base, ("variants", variant, "structure"), name, file, laid)
        found = known[name]
        if found is not None:
            _lay(base, variant, found, laid)
    return laid


def _read(base: Layered, at: Path, name: str, file: str, laid: Laid) -> Read | None:
    builtin = builtin_structures()
    try:
        path = builtin[name] if name in builtin else _own(base, at, name, file)
        label = str(path) if name in builtin else str(FilePath(file).parent / name)
        found = read_structure(path, label)
    except ScenarioError as error:
        laid.problems += error.problems
        laid.texts |= error.sources
        return None
    laid.sources[label], laid.texts[label] = found.source, found.document.text
    return found


def _own(base: Layered, at: Path, name: str, file: str) -> FilePath:
    """Return the structure file ``name`` in the folder of the scenario. Raises ScenarioError (ORG112, ORG335)."""
    if not name.endswith(".yaml"):
        hint = did_you_mean(name, builtin_structures()) + "; a file of your own ends in `.yaml`"
        raise ScenarioError([_problem(base, at, "ORG335", f"no structure is called `{shorten(name)}`", hint)])
    folder = None if file == STDIN else FilePath(file).resolve().parent
    try:
        path = (folder / name).resolve() if folder and ":" not in name and "\\" not in name else None
        if path is None or not path.is_relative_to(folder or path):
            said = f"`{shorten(name)}` is not in the folder of the scenario"
            raise ScenarioError([_problem(base, at, "ORG112", said, "move it there and give its name")])
        if stat.S_ISREG(path.stat().st_mode):
            return path
    except (OSError, ValueError, RuntimeError):
        pass
    raise ScenarioError(
        [_problem(base, at, "ORG112", f"there is no file `{shorten(name)}`", "give a path from this file")]
    )


def _problem(base: Layered, path: Path, code: str, message: str, hint: str) -> Problem:
    place = spot(base.marks, path)
    return Problem(code, message, place.file, place.line, place.col, place.length, hint=hint, path=path)


def _lay(base: Layered, variant: str, read: Read, laid: Laid) -> None:
    if "roles" not in base.tree:
        at = ("variants", variant, "structure")
        said = "a variant has a structure, but the scenario does not say who plays which part in it"
        laid.problems.append(_problem(base, at, "ORG337", said, "add `roles:` at the top: see `orgsim explain ORG337`"))
        return
    try:
        rights = descend(base.tree, ("organisation", "decisions"))
        roles = Roles.model_validate(base.tree["roles"], strict=True)
        filler = Filler.of(roles, rights if isinstance(rights, dict) else None)
    except ValidationError:
        return
    own = base.tree["variants"][variant].get("change", {})
    if not isinstance(own, dict):
        return
    changes: dict[str, Any] = {}
    marks: dict[Path, Mark] = {}
    for path, value, mark in _changes(filler, read, laid):
        if _replaces(base, path, value):
            laid.problems.append(_replacing(path, mark))
        changes[path] = _with_channel(base, path, value)
        marks |= {(path, *below): mark for below in _below(changes[path])}
        if _draws(base, path):
            of_all = {f"{'.'.join(_INFORMAL)}.{key}": part for key, part in _channel(base).items()}
            changes |= of_all
            marks |= {(key, *below): mark for key, part in of_all.items() for below in _below(part)}
    _put(base, variant, {**changes, **own}, {path: mark for path, mark in marks.items() if path[0] not in own})


def _changes(filler: Filler, read: Read, laid: Laid) -> Iterator[tuple[str, Any, Mark]]:
    """Yield path, value and place of every change, names filled in."""
    for place, part in enumerate(read.model.changes):
        try:
            for one in filler.each(part.each, part.where):
                for path, value in part.change.items():
                    mark = mark_at(read.document.marks, ("changes", place, "change", path))
                    try:
                        yield one.text(path), one.filled(value), mark
                    except NothingError:
                        continue
        except FillError as error:
            at = spot(read.document.marks, ("changes", place), key=True)
            laid.problems.append(Problem("ORG337", str(error), at.file, at.line, at.col, at.length, hint=error.hint))


def _replaces(base: Layered, path: str, value: Any) -> bool:
    """Whether a block would stand in the place of one that the scenario has, and take what it leaves out with it."""
    steps = tuple(path.split("."))
    return isinstance(value, dict) and part_of(steps) is None and descend(base.tree, steps) is not None


def _replacing(path: str, mark: Mark) -> Problem:
    said = f"a structure may not replace `{shorten(path)}`, which the scenario has"
    hint = "set its parts, each by a path of its own, or give what is new another name"
    return Problem("ORG336", said, mark.file, mark.line, mark.col, mark.length, hint=hint)


def _with_channel(base: Layered, path: str, value: Any) -> Any:
    """Make a new link the channel that the scenario says links are, whichever structure makes it."""
    if tuple(path.split("."))[:2] != _LINK or not isinstance(value, dict):
        return value
    return {**value, **_channel(base)}


def _draws(base: Layered, path: str) -> bool:
    """Whether informal links are drawn where the scenario says nothing of them, not even what they are like."""
    return tuple(path.split("."))[:2] == _INFORMAL and descend(base.tree, _INFORMAL) is None


def _channel(base: Layered) -> dict[str, Any]:
    return dict(base.tree["roles"].get("link") or (base.tree.get("organisation") or {}).get("line") or {})


def _put(base: Layered, variant: str, change: dict[str, Any], marks: dict[Path, Mark]) -> None:
    at: Path = ("variants", variant, "change")
    owned = {path[len(at) :]: mark for path, mark in base.marks.items() if path[: len(at)] == at}
    nearest = mark_at(base.marks, at)
    base.put(
        at, change, lambda path: marks.get(path[len(at) :]) or owned.get(path[len(at) :], nearest), at, "this file"
    )


def _below(value: Any) -> Iterator[Path]:
    yield ()
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inside:
        yield from ((key, *deeper) for deeper in _below(part))
