"""The reference of the scenario format, ``docs/scenario.md``, made from the schema and its docstrings.

``python -m orgsim.scenario.handbook`` writes it anew; a test says when it is out of date.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from orgsim.scenario.handbook_types import default, said, title
from orgsim.scenario.handbook_values import values
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.base import Block, Named
from orgsim.scenario.schema.targets import ACTIONS, Behaviour

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scenario.md"

_INTRODUCTION = """\
# The scenario format, version 1

Made from `orgsim/scenario/schema/` by `python -m orgsim.scenario.handbook`. For a file to start from use
`orgsim new`; `orgsim schema` writes this format as JSON Schema, which editors complete and check with.
What the blocks do when they run is in [semantics.md](semantics.md).

A scenario is one YAML file in UTF-8: plain maps, lists and values. Tags, anchors, merge keys and a key written twice
are errors, and so is any key that is not in this reference. `on`, `off`, `yes` and `no` are plain words here. Every
quantity carries its unit: a bare `10` is an error where a length of time is meant. Text with a colon, comma, bracket
or `#` in it goes in quotes.

**Ids** are the keys of maps: small letters, digits and `_`, beginning with a letter, at most 40 characters. What
people read goes under `name`; most blocks may have one, and a `note`. Needs stand in the file after the needs
they depend on; otherwise order matters only for display.

**Paths** name a value by the keys that lead to it: `resources.medical_bed.number`. The same paths serve `change` in
a variant, `vary` in an experiment and `--set` on the command line.

**Variants** lay changes over the file: `change: {path: value}`. A value replaces what is there, whole blocks too;
`remove` takes it out. A path to nothing is an error, except for a new key in a block that exists. `extends`
starts from another variant, at most five deep. `base` is the file without any variant. `structure` lays a structure under the
variant's own changes: see [structures as data](model.md#structures-as-data).

**Extending a file.** `extends: other.yaml` at the top starts from another file in the same folder: maps are laid over
each other, anything else is replaced.
"""
_TOP = "`schedules` are recurring times by name. `dispositions` are the groups that sort visits by how they ended."


def _plain(text: str) -> str:
    """Return a docstring as Markdown."""
    paragraphs = [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]
    return "\n\n".join(paragraphs).replace("``", "`")


def _models(hint: Any, place: str) -> Iterator[tuple[type[Block], str]]:
    """Yield the blocks inside an annotation, with the pattern of the place they stand at."""
    if isinstance(hint, type) and issubclass(hint, Block):
        yield hint, place
        return
    deeper = f"{place}.*" if getattr(hint, "__origin__", None) in (dict, list) else place
    for part in get_args(hint):
        yield from _models(part, deeper)


@cache
def _hints(model: type[Block]) -> dict[str, Any]:
    return get_type_hints(model, include_extras=True)


def _fields(model: type[Block], place: str) -> Iterator[tuple[str, Any, str, str]]:
    """Yield key, annotation, pattern and default of each field of a block."""
    for name, field in model.model_fields.items():
        if issubclass(model, Named) and name in Named.model_fields:
            continue
        key, hint = field.alias or name, _hints(model)[name]
        yield key, hint, f"{place}.{key}".lstrip("."), default(field, hint)


def _walk(model: type[Block], place: str, found: dict[type[Block], list[str]]) -> None:
    """Collect every block below ``model``, in the order of the format, with all places it stands at."""
    for _, hint, pattern, _ in _fields(model, place):
        for inner, where in _models(hint, pattern):
            known = inner in found
            found.setdefault(inner, []).append(where)
            if not known:
                _walk(inner, where, found)


def _table(model: type[Block], place: str) -> str:
    """Return the table of a block's own keys; ``name`` and ``note`` are said once for all blocks."""
    rows = [f"| `{key}` | {said(hint, pattern)} | {given} |" for key, hint, pattern, given in _fields(model, place)]
    return "\n".join(["| key | what stands there | if left out |", "|---|---|---|", *rows])


def _section(model: type[Block], places: list[str]) -> str:
    depth = "##" if places[0].count(".") <= 1 and not places[0].startswith("organisation.") else "###"
    shown = ", ".join(f"`{place.replace('.*', '.<id>')}`" for place in dict.fromkeys(places))
    named = " May have a `name` and a `note`." if issubclass(model, Named) else ""
    parts = [f"{depth} {title(model)}", f"At {shown}.{named}", _plain(model.__doc__ or "")]
    parts += [_table(model, places[0])] if list(_fields(model, places[0])) else []
    if model is Behaviour:
        parts.append(_actions())
    return "\n\n".join(parts) + "\n"


def _actions() -> str:
    rows = [f"| `{name}` | {_listed(required)} | {_listed(allowed)} |" for name, (required, allowed) in ACTIONS.items()]
    return "\n".join(["| `do` | needs | allows |", "|---|---|---|", *rows])


def _listed(keys: frozenset[str]) -> str:
    return ", ".join(f"`{key}`" for key in sorted(keys))


def page() -> str:
    """Return the page as Markdown."""
    found: dict[type[Block], list[str]] = {}
    _walk(Variant, "", found)
    top = "\n\n".join(["## The top of the file", _TOP, _table(Variant, "")]) + "\n"
    return "\n".join([_INTRODUCTION, values(), top, *(_section(model, places) for model, places in found.items())])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
