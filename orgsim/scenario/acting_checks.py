"""Can people act as the scenario says: behaviours that have what they need, owners who can do something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError

from orgsim.scenario.names import blocks, matches
from orgsim.scenario.places import descend
from orgsim.scenario.problems import Problem
from orgsim.scenario.references import Reporter, switched_on
from orgsim.scenario.schema.scalars import parse_duration


def triggers(report: Reporter) -> Iterator[Problem]:
    """Report behaviours that are switched on but cannot work as written (ORG327)."""
    targets = blocks(report.tree, "targets")
    for name, behaviour in blocks(report.tree, "behaviours").items():
        because = behaviour.get("because_of")
        if not switched_on(report.tree, name) or (because is not None and because not in list(targets)):
            continue
        target = targets[because] if isinstance(because, str) else {}
        over, limit = minutes_of(descend(behaviour, ("when", "clock_over"))), minutes_of(target.get("within"))
        at = ("behaviours", name, "when", "clock_over") if over is not None else ("behaviours", name, "do")
        if over is not None and (limit is None or limit <= over):
            message = f"`{name}` acts by a clock, but no target has a limit later than its `clock_over`"
            yield report.at(at, "ORG327", message, "name a target with a later `within` under `because_of`")
        elif behaviour.get("do") in ("jump_queue", "relabel") and limit is None:
            message = f"`do: {behaviour['do']}` needs a target with a limit"
            yield report.at(at, "ORG327", message, "name a target with `within` under `because_of`")
        elif behaviour.get("do") == "jump_queue" and over is None:
            message = "`do: jump_queue` needs to know how late a visit must be"
            yield report.at(at, "ORG327", message, "add e.g. `when: {clock_over: 3 h}`")


def minutes_of(value: Any) -> float | None:
    """Return a length of time in minutes; None for what is none."""
    try:
        return parse_duration(value)
    except PydanticCustomError:
        return None


def idle_owners(report: Reporter) -> Iterator[Problem]:
    """Report targets whose owner has nothing to act with (ORG341, a warning)."""
    tree = report.tree
    patterns = ("behaviours.*.who", "organisation.decisions.*.held_by", "organisation.decisions.*.asked_by",
                "organisation.decisions.*.concerns.{}", "organisation.meetings.*.members.*")  # fmt: skip
    active = {str(name) for pattern in patterns for _, name in matches(tree, pattern)}
    positions = list(blocks(tree, "organisation.positions"))
    for path, owner in matches(tree, "targets.*.owner"):
        if owner in positions and owner not in active:
            message = f"`{owner}` owns this target but has no decision, meeting or behaviour to act on it with"
            yield report.at(path, "ORG341", message, "give the owner a decision right, or name who can act",
                            severity="warning")  # fmt: skip
