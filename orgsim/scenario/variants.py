"""Variants: what each changes on top of what, and the settings laid over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from orgsim.scenario.layers import Layered, UnknownPathError, dotted, split
from orgsim.scenario.places import Mark, spot
from orgsim.scenario.problems import Path, Problem, ScenarioError, SetError
from orgsim.scenario.tree import read
from orgsim.scenario.words import did_you_mean, listed, nearest, shorten

BASE = "base"
"""The file as it stands, without the changes of a variant."""

MAX_VARIANTS = 100
MAX_DEPTH = 5
FIXED = ("orgsim", "extends", "roles", "variants", "experiments", "plausible")
"""What neither a variant nor a setting may change."""


def entries(tree: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the variants of a file that are blocks (others are reported as fields)."""
    found = tree.get("variants")
    return {key: value for key, value in found.items() if isinstance(value, dict)} if isinstance(found, dict) else {}


def variant_ids(tree: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of the variants; a file without any has one, ``base``."""
    return tuple(entries(tree)) or (BASE,)


def too_many(base: Layered) -> list[Problem]:
    """Report more variants than are read."""
    if len(entries(base.tree)) <= MAX_VARIANTS:
        return []
    return [_problem(base, ("variants",), "ORG204", f"there are more than {MAX_VARIANTS} variants", "split the file")]


def resolve(base: Layered, variant: str) -> tuple[Layered, list[Problem]]:
    """Lay the changes of ``variant``, and before them those of the variants it extends, over ``base``."""
    chain, problems = _chain(base, variant)
    resolved = base.copied()
    for name in reversed(chain):
        problems += _apply(base, resolved, name)
    for key in ("extends", "roles", "variants", "experiments", "plausible"):
        if key in resolved.tree:
            resolved.remove((key,))
    return resolved, problems


def _chain(base: Layered, variant: str) -> tuple[list[str], list[Problem]]:
    """Return ``variant`` and what it extends, nearest first, with what is wrong with the chain."""
    known = entries(base.tree)
    chain = [variant] if variant in known else []
    while chain:
        parent, at = known[chain[-1]].get("extends"), ("variants", chain[-1], "extends")
        if not isinstance(parent, str) or (parent == BASE and BASE not in known):
            break
        if parent not in known:
            return chain, [
                _problem(
                    base,
                    at,
                    "ORG311",
                    f"no variant is called `{shorten(parent)}`",
                    did_you_mean(parent, known),
                )
            ]
        if parent in chain:
            return chain, [_circle(base, chain[chain.index(parent) :])]
        if len(chain) > MAX_DEPTH:
            return chain, [
                _problem(
                    base,
                    at,
                    "ORG328",
                    f"more than {MAX_DEPTH} variants on top of each other",
                    "extend an earlier one",
                )
            ]
        chain.append(parent)
    return chain, []


def _circle(base: Layered, around: list[str]) -> Problem:
    """Report variants that extend each other, the same from wherever the circle is entered."""
    start = min(around, key=list(entries(base.tree)).index)
    place = around.index(start)
    shown = " -> ".join([*around[place:], *around[:place], start])
    said = f"variants extend each other in a circle: {shown}"
    return _problem(base, ("variants", start, "extends"), "ORG328", said, "take one `extends` out")


def _apply(base: Layered, resolved: Layered, variant: str) -> list[Problem]:
    changes = entries(base.tree)[variant].get("change")
    problems = []
    for key, value in changes.items() if isinstance(changes, dict) else ():
        at = ("variants", variant, "change", key)
        path = split(key, resolved.tree)
        if path[0] in FIXED:
            problems.append(
                _problem(base, at, "ORG312", f"a variant cannot change `{path[0]}`", "change what it holds instead")
            )
            continue
        try:
            resolved.change(path, value, base.marks.__getitem__, at, f"variant {variant}")
        except UnknownPathError as error:
            problems.append(_problem(base, at, "ORG312", str(error), error.hint))
    return problems


def _problem(base: Layered, path: Path, code: str, message: str, hint: str) -> Problem:
    place = spot(base.marks, path, key=code == "ORG312")
    return Problem(code, message, place.file, place.line, place.col, place.length, hint=hint, path=path)


def apply_settings(resolved: Layered, settings: Mapping[str, object], layer: str) -> None:
    """Lay settings (dotted path to value, ``remove`` to take away) over a variant. Raises SetError."""
    for key, value in settings.items():
        path = split(key, resolved.tree)
        mark = Mark(1, 1, len(key), 1, 1, len(key), setting_label(key), isinstance(value, (dict, list)))
        if path[0] in FIXED:
            raise SetError(f"`{path[0]}` cannot be set; a setting changes what a variant holds")
        try:
            resolved.change(path, value, lambda _, mark=mark: mark, (), layer)  # type: ignore[misc]
        except UnknownPathError as error:
            raise SetError(f"{error}. {sentence(error.hint)}".strip()) from None


def setting_label(path: str) -> str:
    """Name the place of a value that comes from a setting, where other values have a file."""
    return f"setting {path}"


def parse_settings(texts: tuple[str, ...]) -> dict[str, object]:
    """Read ``path=value`` texts; a value is strict YAML, and ``remove`` takes away. Raises SetError."""
    found: dict[str, object] = {}
    for text in texts:
        path, equals, value = text.partition("=")
        path = path.strip()
        if not equals or not path or not value.strip():
            raise SetError(f"`{shorten(text)}` is not PATH=VALUE. Write e.g. `resources.ward_bed.number=230`")
        found[path] = _parse_value(path, value.strip())
    return found


def _parse_value(path: str, value: str) -> object:
    try:
        return read(value, setting_label(path)).tree
    except ScenarioError as error:
        first = error.problems[0]
        raise SetError(f"`{shorten(path)}={shorten(value)}`: {first.message}. {sentence(first.hint)}".strip()) from None


def sentence(hint: str) -> str:
    """Start a hint with a capital, to follow a full stop."""
    return hint[:1].upper() + hint[1:]


def unknown_variant(name: str, known: tuple[str, ...]) -> str:
    """Say that there is no such variant, and which there are."""
    close = nearest(name, known)
    hint = f"Did you mean `{close}`?" if close else f"There is {listed(known)}."
    return f"no variant is called `{shorten(name)}`. {hint}"


__all__ = [
    "BASE",
    "apply_settings",
    "dotted",
    "entries",
    "parse_settings",
    "resolve",
    "setting_label",
    "variant_ids",
]
