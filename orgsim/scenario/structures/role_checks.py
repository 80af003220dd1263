"""Checks that the roles name what the scenario has."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.scenario.layers import Layered
from orgsim.scenario.names import CODES, KEYS, matches, names
from orgsim.scenario.places import descend
from orgsim.scenario.problems import Problem
from orgsim.scenario.references import Reporter
from orgsim.scenario.words import did_you_mean, shorten

NAMES: tuple[tuple[str, str], ...] = (
    ("roles.top", "position"),
    ("roles.centre", "position"),
    ("roles.functions.*.lead", "position"),
    ("roles.functions.*.target", "target"),
    ("roles.flows.*.lead", "position"),
    ("roles.flows.*.target", "target"),
    ("roles.cells.*.front", "position"),
    ("roles.cells.*.pool", "pool"),
    ("roles.decisions.{}", "decision"),
)
"""Pattern of the place, and what the name there must be in the scenario."""
ROWS: tuple[tuple[str, str], ...] = (
    ("roles.cells.*.function", "functions"),
    ("roles.cells.*.flow", "flows"),
    ("roles.cells.*.helps.*", "cells"),
    ("roles.decisions.*.raised_in", "cells"),
    ("roles.decisions.*.concerns", "cells"),
)
"""Pattern of the place, and of which table of the roles the name there must be a row."""


def check_roles(base: Layered) -> Iterator[Problem]:
    """Yield a problem for every name in the roles that names nothing (ORG302, 303, 307, 309, 337)."""
    report = Reporter(base.tree, base.marks)
    for pattern, kind in NAMES:
        known = names(base.tree, kind)
        for path, name in matches(base.tree, pattern):
            if isinstance(name, str) and name not in known:
                said = f"no {kind} is called `{shorten(name)}`"
                yield report.at(path, CODES[kind], said, did_you_mean(name, known), key=pattern.endswith(KEYS))
    for pattern, table in ROWS:
        rows = descend(base.tree, ("roles", table))
        for path, name in matches(base.tree, pattern):
            if isinstance(name, str) and name not in (rows or ()):
                said = f"`{shorten(name)}` is not one of `roles.{table}`"
                yield report.at(path, "ORG337", said, did_you_mean(name, rows or ()))
    for path, row in matches(base.tree, "roles.decisions.*"):
        if isinstance(row, dict) and row.get("kind") == "cross" and "concerns" not in row:
            yield report.at(
                path, "ORG337", "a decision that is `cross` concerns a second cell", "add `concerns:`", key=True
            )
