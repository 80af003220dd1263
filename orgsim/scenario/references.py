"""Do all names exist? Asked of the plain tree, so that the answer shows together with what fields say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from orgsim.scenario.names import CODES, KEYS, REFERENCES, matches, names
from orgsim.scenario.places import Marks, descend, spot
from orgsim.scenario.problems import Path, Problem, Severity
from orgsim.scenario.routes import FORMS, route_names
from orgsim.scenario.words import did_you_mean, listed, shorten

_TIMES_BY_CLASS = ("pathway.*.takes.by_class", "pathway.*.leaves.after.by_class")


class Reporter:
    """Makes problems at places of one resolved tree."""

    def __init__(self, tree: Any, marks: Marks) -> None:
        self.tree = tree
        self._marks = marks

    def at(self, path: Path, code: str, message: str, hint: str = "", *, key: bool | None = None,
           severity: Severity = "error") -> Problem:  # fmt: skip
        """Make a problem; ``key`` underlines the key (True), the value (False), or what suits (None)."""
        place = spot(self._marks, path, key=key is True, value=key is False)
        return Problem(code, message, place.file, place.line, place.col, place.length, severity, hint, path)


def check_references(tree: Any, marks: Marks) -> list[Problem]:
    """Return a problem for every name that names nothing (ORG301-317), and for names that cannot be used."""
    report = Reporter(tree, marks)
    known = {kind: dict.fromkeys(names(tree, kind)) for kind in CODES}

    def look_up(kind: str, name: Any, path: Path, key: bool) -> Iterator[Problem]:
        if isinstance(name, str) and name not in known[kind] and not _may_be_absent(tree, path):
            hint = did_you_mean(name, known[kind])
            yield report.at(path, CODES[kind], f"no {kind} is called `{shorten(name)}`", hint, key=key)

    problems = [
        problem
        for pattern, kind in REFERENCES
        for path, name in matches(tree, pattern)
        for problem in look_up(kind, name, path, pattern.endswith(KEYS))
    ]
    problems += _in_routes(tree, look_up)
    problems += _classes_without_branch(report, known["class"])
    problems += _clashes(report)
    return problems


def _may_be_absent(tree: Any, path: Path) -> bool:
    """Say whether a name need not exist: a default by class, the target of a behaviour switched off."""
    if path[-2:] in (("by_class", "default"), ("given_by_class", "default")):
        return True
    return path[0] == "behaviours" and path[-1] == "because_of" and not switched_on(tree, path[1])


def switched_on(tree: Any, behaviour: str | int) -> bool:
    """Say whether a behaviour acts in this variant."""
    return bool(descend(tree, ("behaviours", behaviour, "switched")) == "on")


def _in_routes(tree: Any, look_up: Callable[[str, Any, Path, bool], Iterator[Problem]]) -> Iterator[Problem]:
    for path, route in matches(tree, "pathway.*.next"):
        for name in route_names(route, path):
            yield from look_up(name.kind, name.text, name.path, name.key)
    for pattern in _TIMES_BY_CLASS:
        for path, key in matches(tree, f"{pattern}.{KEYS}"):
            yield from look_up("class", key, path, True)


def _classes_without_branch(report: Reporter, classes: dict[str, None]) -> Iterator[Problem]:
    """Report a choice by class that neither names every class nor has a default (ORG317)."""
    for path, branches in _choices_by_class(report.tree):
        missing = [name for name in classes if name not in branches]
        if missing and "default" not in branches:
            message = f"`by_class` says nothing for {listed(missing)}"
            yield report.at(path, "ORG317", message, "name every class, or add `default:`", key=True)


def _choices_by_class(tree: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    for pattern in _TIMES_BY_CLASS:
        yield from ((path, value) for path, value in matches(tree, pattern) if isinstance(value, dict))
    waiting = list(matches(tree, "pathway.*.next"))
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            if isinstance(value.get("by_class"), dict):
                yield (*path, "by_class"), value["by_class"]
            waiting += [((*path, key), part) for key, part in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, place), part) for place, part in enumerate(value)]


def _clashes(report: Reporter) -> Iterator[Problem]:
    """Report names that mean two things (ORG316): a stage and an exit, or a word of routing."""
    stages = set(names(report.tree, "stage"))
    for path, name in matches(report.tree, "exits.{}"):
        if name in stages:
            yield report.at(path, "ORG316", f"`{name}` is both a stage and an exit", "rename one of them", key=True)
    for section in ("pathway", "exits", "classes"):
        for path, name in matches(report.tree, f"{section}.{KEYS}"):
            if name in FORMS:
                yield report.at(
                    path,
                    "ORG316",
                    f"`{name}` is a word of routing and cannot be a name",
                    "rename it",
                    key=True,
                )
