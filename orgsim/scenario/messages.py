"""What the model complains about, said in plain English with the permanent code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from orgsim.scenario.problems import Path
from orgsim.scenario.words import did_you_mean, nearest, shorten


@dataclass(frozen=True, slots=True)
class Complaint:
    """A code, what is wrong, what to do, and whether to underline the key or the value (neither: decide)."""

    code: str
    message: str
    hint: str = ""
    at_key: bool = False
    at_value: bool = False


_KINDS = {
    "model_type": ("a block of settings", "indent `setting: value` lines under it"),
    "model_attributes_type": ("a block of settings", "indent `setting: value` lines under it"),
    "dict_type": ("a map of names", "write `name: value` lines under it"),
    "list_type": ("a list", "write it like `[first, second]`"),
    "string_type": ("text", "put it in quotes if it is meant as text"),
    "int_type": ("a whole number", "write it like `12`, without quotes or a unit"),
    "float_type": ("a number", "write it like `12.5`, without quotes or a unit"),
    "bool_type": ("true or false", "write `true` or `false`"),
}
_BOUNDS = {
    "greater_than": ("gt", "must be above"),
    "greater_than_equal": ("ge", "must be at least"),
    "less_than": ("lt", "must be below"),
    "less_than_equal": ("le", "must be at most"),
}
_LENGTHS = {
    "too_short": ("min_length", "needs at least"),
    "too_long": ("max_length", "may have at most"),
    "string_too_short": ("min_length", "needs at least"),
    "string_too_long": ("max_length", "may have at most"),
}


def custom(item: Mapping[str, Any], value: Any) -> Complaint:
    """Take over what a ``value`` of the schema says about itself; its type is the code."""
    context = item["ctx"]
    code, hint, at = str(item["type"]), str(context.get("hint", "")), context.get("at", ())
    if code == "ORG203" and at and hint.startswith("one of "):
        close = nearest(str(at[-1]), hint.removeprefix("one of ").split(", "))
        hint = f"did you mean `{close}`?" if close else hint
    return Complaint(
        code, with_subject(str(context["message"]), value), hint, at_key=code == "ORG201", at_value=code == "ORG202"
    )


def with_subject(message: str, value: Any) -> str:
    """Return what a value says about itself as a sentence: ``is not a number`` gets the value before it."""
    return f"{shown(value)} {message}" if message.startswith(("is ", "needs ", "does ")) else message


def plain(item: Mapping[str, Any], path: Path, value: Any, known: Sequence[str]) -> Complaint:
    """Word one of the model's own complaints. ``known`` are the settings of the block concerned."""
    kind, context = str(item["type"]), item.get("ctx", {})
    name = str(path[-1]) if path else "the scenario"
    listed = next((step for step in reversed(path) if isinstance(step, str)), name)
    if kind == "extra_forbidden":
        return _unknown_key(name, value, known)
    if kind == "missing":
        parent = f"`{path[-2]}`" if len(path) > 1 else "the scenario"
        return Complaint("ORG202", f"`{name}` is missing from {parent}", f"add `{name}:` there", at_value=True)
    if item["loc"][-1] == "[key]":
        return Complaint("ORG205", f"`{shorten(name)}` cannot be an id", _ID_HINT, at_key=True)
    if kind == "string_pattern_mismatch":
        return Complaint("ORG205", f"`{shorten(str(value))}` cannot be an id", _ID_HINT)
    if kind in ("literal_error", "enum"):
        return _not_one_of(path, value, str(context.get("expected", "")), known)
    return _bad_value(kind, context, listed, value)


_ID_HINT = "use small letters, digits and `_`, start with a letter, at most 40 characters"


def _unknown_key(name: str, value: Any, known: Sequence[str]) -> Complaint:
    message = f"`{shorten(name)}` is not a known setting here"
    if value is None and " " in name and nearest(name, known) is None:
        return Complaint(
            "ORG201",
            message,
            "if it belongs to the text before the comma, put that text in quotes",
            at_key=True,
        )
    return Complaint("ORG201", message, did_you_mean(name, known), at_key=True)


def _not_one_of(path: Path, value: Any, expected: str, known: Sequence[str]) -> Complaint:
    if path == ("orgsim",):
        return Complaint(
            "ORG206",
            f"this version of orgsim reads format {expected}, not {shown(value)}",
            f"write `orgsim: {expected}`",
        )
    words = re.findall(r"'([^']*)'", expected)
    message = f"{shown(value)} is not one of {', '.join(words)}"
    close = nearest(value, words) if isinstance(value, str) else None
    hint = f"did you mean `{close}`?" if close else ""
    if not hint and known:
        hint = f"or a block with one of {', '.join(known)}"
    return Complaint("ORG203", message, hint)


def _bad_value(kind: str, context: Mapping[str, Any], name: str, value: Any) -> Complaint:
    if kind in _KINDS:
        wanted, hint = _KINDS[kind]
        if kind == "list_type" and isinstance(value, str):
            hint = f"write `[{shorten(value)}]`"
        if value is None:
            return Complaint("ORG204", f"`{name}` has no value: it needs {wanted}", hint)
        return Complaint("ORG204", f"`{name}` needs {wanted}, not {shown(value)}", hint)
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        limit = _limit(context[key], value)
        message = f"`{name}` {words} {limit}, not {shown(value)}"
        return Complaint("ORG204", message, _within(kind, limit))
    if kind in _LENGTHS:
        key, words = _LENGTHS[kind]
        message = f"`{name}` {words} {_counted(int(context[key]), value)}, it has {len(value)}"
        return Complaint("ORG204", message, "take some away" if key == "max_length" else "write more, or leave it out")
    return Complaint("ORG204", f"{shown(value)} cannot stand under `{name}`", "look the setting up in the reference")


def _within(kind: str, limit: str) -> str:
    """Say what to write instead of a value beyond its limit."""
    return {
        "greater_than": f"write a number above {limit}",
        "greater_than_equal": f"write `{limit}` or more",
        "less_than": f"write a number below {limit}",
        "less_than_equal": f"write `{limit}` or less",
    }[kind]


def _limit(limit: float, value: Any) -> str:
    return f"{limit * 100:g}%" if isinstance(value, str) and value.rstrip().endswith("%") else f"{limit:g}"


def _counted(number: int, value: Any) -> str:
    unit = "character" if isinstance(value, str) else "entry"
    return f"{number} {unit}" if number == 1 else f"{number:,} {'entries' if unit == 'entry' else 'characters'}"


def shown(value: Any) -> str:
    """Name a value in a message: short values in quotes, blocks by their kind."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "nothing" if value is None else f"`{shorten(str(value))}`"
