"""From the plain tree to the model: every complaint of the model becomes a problem at its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from orgsim.scenario.messages import Complaint, custom, plain
from orgsim.scenario.places import Marks, descend, mark_at, spot
from orgsim.scenario.problems import Path, Problem, distinct
from orgsim.scenario.shape import known_keys

M = TypeVar("M", bound=BaseModel)


def validate(tree: Any, marks: Marks, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the validated ``model`` and no problems, or None and every problem of the fields (ORG2xx)."""
    try:
        return model.model_validate(tree, strict=True), []
    except ValidationError as error:
        found = error.errors(include_url=False)
    except RecursionError:
        return None, [Problem("ORG106", "this is nested too deep", mark_at(marks, ()).file, 1, 1)]
    branches = {_branch(tree, item["loc"]) for item in found}
    problems = [_problem(item, tree, marks, model) for item in found if not _beside_the_point(tree, item, branches)]
    return None, distinct(problems)


def _problem(item: Mapping[str, Any], tree: Any, marks: Marks, model: type[BaseModel]) -> Problem:
    path = _path(tree, item["loc"])
    if str(item["type"]).startswith("ORG"):
        path = (*path, *item["ctx"]["at"])
        complaint = custom(item, descend(tree, path))
    else:
        parent = known_keys(model, path[:-1] if item["type"] == "extra_forbidden" else path)
        complaint = plain(item, path, descend(tree, path), parent)
    return _placed(complaint, path, marks)


def _placed(complaint: Complaint, path: Path, marks: Marks) -> Problem:
    place = spot(marks, path, key=complaint.at_key, value=complaint.at_value)
    return Problem(complaint.code, complaint.message, place.file, place.line, place.col, place.length,
                   hint=complaint.hint, path=path)  # fmt: skip


def _path(tree: Any, loc: tuple[str | int, ...]) -> Path:
    """Turn the model's location into a path of the tree: names of alternatives in between are left out."""
    path: list[str | int] = []
    here = tree
    for step in loc:
        if _holds(here, step):
            path.append(step)
            here = here[step]
        elif step != "[key]" and step == loc[-1] and not _names_alternative(step):
            path.append(step)
    return tuple(path)


def _holds(here: Any, step: str | int) -> bool:
    if isinstance(here, dict):
        return step in here
    return isinstance(here, list) and isinstance(step, int) and step < len(here)


def _names_alternative(step: str | int) -> bool:
    return isinstance(step, str) and (step.startswith(("literal[", "function-")) or step[:1].isupper())


def _branch(tree: Any, loc: tuple[str | int, ...]) -> tuple[Path, str] | None:
    """Return the path at which ``loc`` enters one of several alternatives, and which."""
    here = tree
    for place, step in enumerate(loc):
        if _names_alternative(step) and not _holds(here, step):
            return loc[:place], str(step)
        here = here[step] if _holds(here, step) else None
    return None


def _beside_the_point(tree: Any, item: Mapping[str, Any], branches: set[tuple[Path, str] | None]) -> bool:
    """Say whether a complaint belongs to the alternative not meant: a map means the block, text the word."""
    branch = _branch(tree, item["loc"])
    if branch is None or sum(other is not None and other[0] == branch[0] for other in branches) < 2:
        return False
    is_map = isinstance(descend(tree, branch[0]), dict)
    return is_map == branch[1].startswith("literal[")
