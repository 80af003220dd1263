"""Settings that belong together or exclude each other, and shares that must add up; on the plain tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError

from orgsim.scenario.messages import with_subject
from orgsim.scenario.names import matches
from orgsim.scenario.places import Marks
from orgsim.scenario.problems import Path, Problem
from orgsim.scenario.references import Reporter
from orgsim.scenario.schema.scalars import parse_duration, parse_percentage

_EXACTLY_ONE = (
    ("arrivals.*", ("per_day", "at_times", "at_start")),
    ("resources.*", ("number", "shifts")),
    ("needs.*", ("share", "by_class")),
)
_TOGETHER = (
    ("behaviours.*.when", "occupancy_of", "above"),
    ("behaviours.*.when", "queue_of", "longer_than"),
    ("exits.*.returns", "missed", "missed_need"),
)
_TOLERANCE = 1e-6


def check_choices(tree: Any, marks: Marks) -> list[Problem]:
    """Return what the settings of one block say against each other (ORG202, ORG204)."""
    report = Reporter(tree, marks)
    checks = (
        _exactly_one,
        _together,
        _conditional_needs,
        _class_mix,
        _hours_without_weight,
        _risk_times,
        _limits,
        _requests,
    )
    return [problem for check in checks for problem in check(report)]


def _blocks(tree: Any, pattern: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    yield from ((path, block) for path, block in matches(tree, pattern) if isinstance(block, dict))


def _exactly_one(report: Reporter) -> Iterator[Problem]:
    for pattern, keys in _EXACTLY_ONE:
        for path, block in _blocks(report.tree, pattern):
            if path[0] == "resources" and path[1] in _residual(report.tree):
                yield from _no_number(report, path, block, keys)
            else:
                yield from _one_of(report, path, block, keys)


def _residual(tree: Any) -> tuple[Any, ...]:
    """Return the pools whose number the budget decides."""
    return tuple(name for _, name in matches(tree, "budget.front_line.{}"))


def _no_number(report: Reporter, path: Path, block: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Problem]:
    for key in keys:
        if block.get(key) is not None:
            message = f"`{key}` cannot stand here: `budget.front_line` decides how many `{path[-1]}` there are"
            yield report.at((*path, key), "ORG204", message, "remove one of the two", key=True)


def _one_of(report: Reporter, path: Path, block: dict[str, Any], keys: tuple[str, ...]) -> Iterator[Problem]:
    given = [key for key in keys if block.get(key) is not None]
    choice = f"{', '.join(f'`{key}`' for key in keys[:-1])} or `{keys[-1]}`"
    if not given:
        yield report.at(path, "ORG202", f"`{path[-1]}` needs {choice}", "add one of them", key=False)
    for extra in given[1:]:
        message = f"`{extra}` cannot stand beside `{given[0]}`"
        yield report.at((*path, extra), "ORG204", message, f"give only one of {choice}", key=True)


def _together(report: Reporter) -> Iterator[Problem]:
    for pattern, first, second in _TOGETHER:
        for path, block in _blocks(report.tree, pattern):
            for present, absent in ((first, second), (second, first)):
                if present in block and absent not in block:
                    message = f"`{present}` needs `{absent}` beside it"
                    yield report.at((*path, present), "ORG202", message, f"add `{absent}:`", key=True)


def _conditional_needs(report: Reporter) -> Iterator[Problem]:
    keys = ("given_share", "given_by_class")
    for path, block in _blocks(report.tree, "needs.*"):
        if block.get("given") is not None:
            yield from _one_of(report, path, block, keys)
            continue
        for key in keys:
            if key in block:
                yield report.at((*path, key), "ORG202", f"`{key}` needs `given` beside it", "add `given:`", key=True)


def _class_mix(report: Reporter) -> Iterator[Problem]:
    for path, mix in _blocks(report.tree, "arrivals.*.classes"):
        try:
            total = sum(parse_percentage(share, 1.0) for share in mix.values())
        except PydanticCustomError:
            continue  # said at the share itself
        if abs(total - 1) > _TOLERANCE:
            message = f"the shares under `classes` add to {total * 100:g}%, not 100%"
            yield report.at(path, "ORG204", message, "make them add to 100%", key=True)


def _requests(report: Reporter) -> Iterator[Problem]:
    """Report what requests cannot be about: shares over 100%, oneself, a wrong door that is right, a no to nothing."""
    for path, right in _blocks(report.tree, "organisation.decisions.*"):
        concerns, unclear = right.get("concerns"), right.get("unclear")
        if isinstance(concerns, dict):
            if _total(concerns) > 1 + _TOLERANCE:
                message = f"the shares under `concerns` add to {_total(concerns) * 100:g}%"
                yield report.at((*path, "concerns"), "ORG204", message, "make them add to 100% or less", key=True)
            if right.get("asked_by") in concerns:
                message = f"`{right['asked_by']}` asks for this decision, which is its own concern anyway"
                yield report.at(
                    (*path, "concerns", right["asked_by"]), "ORG204", message, "name other positions", key=True
                )
        door = unclear.get("goes_to") if isinstance(unclear, dict) else None
        for role in ("asked_by", "held_by"):
            if door is not None and door == right.get(role):
                message = f"`{door}` is in `{role}`: no wrong door"
                yield report.at((*path, "unclear", "goes_to"), "ORG204", message, "name another position")
        judged = right.get("judged")
        if isinstance(judged, dict) and "stakes" in judged:
            for extra in ("about", "best"):
                if judged.get(extra) is not None:
                    message = f"`{extra}` cannot stand beside `stakes`"
                    yield report.at((*path, "judged", extra), "ORG204", message, "give only one of them", key=True)
    for path, stage in _blocks(report.tree, "pathway.*"):
        if stage.get("refused") is not None and stage.get("asks") is None:
            message = "`refused` needs `asks` beside it"
            yield report.at((*path, "refused"), "ORG202", message, "add `asks:`, or take it out", key=True)


def _total(shares: dict[str, Any]) -> float:
    """Add up shares, those that are none as nothing: they are said at their place."""
    total = 0.0
    for share in shares.values():
        try:
            total += parse_percentage(share, 1.0)
        except PydanticCustomError:
            continue
    return total


def _hours_without_weight(report: Reporter) -> Iterator[Problem]:
    for path, weights in matches(report.tree, "arrivals.*.by_hour"):
        if isinstance(weights, list) and weights and all(weight == 0 for weight in weights):
            yield report.at(path, "ORG204", "all hours have the weight 0", "give some hour a weight above 0", key=True)


def _risk_times(report: Reporter) -> Iterator[Problem]:
    for path, key in matches(report.tree, "measures.*.harm.ratio.{}"):
        try:
            parse_duration(key)
        except PydanticCustomError as error:
            context = error.context or {}
            yield report.at(path, "ORG204", with_subject(str(context["message"]), key), str(context["hint"]), key=True)


def _limits(report: Reporter) -> Iterator[Problem]:
    for path, block in _blocks(report.tree, "measures.*.time_share"):
        if block.get("at_least") is None and block.get("below") is None:
            yield report.at(path, "ORG202", "`time_share` needs `at_least` or `below`", "e.g. `below: 4 h`", key=True)
