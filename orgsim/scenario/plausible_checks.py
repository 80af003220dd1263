"""What a file calls plausible: about numbers that are there, and within what may stand there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from orgsim.scenario.layers import Layered, UnknownPathError, dotted, split
from orgsim.scenario.places import descend
from orgsim.scenario.problems import NotFoundError, Path, Problem
from orgsim.scenario.provenance import default_at
from orgsim.scenario.references import Reporter
from orgsim.scenario.schema import Plausible, Variant
from orgsim.scenario.schema.quantity import Quantity, parse_quantity
from orgsim.scenario.shape import known_keys
from orgsim.scenario.validate import validate
from orgsim.scenario.variants import BASE, FIXED, entries, resolve
from orgsim.scenario.words import did_you_mean, nearest, shorten

_PER_CENT = 100


def check_plausible(base: Layered) -> list[Problem]:
    """Return ORG312 for paths that are not there, ORG204 for what is no number or cannot stand there, ORG353."""
    found = base.tree.get("plausible")
    if not isinstance(found, dict):
        return []
    plain = resolve(base, BASE)[0] if BASE not in entries(base.tree) else base
    model, before = validate(plain.tree, plain.marks, Variant)
    report = Reporter(base.tree, base.marks)
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    for name, entry in found.items():
        try:
            one = Plausible.model_validate(entry, strict=True)
        except ValidationError:
            continue  # the fields say so
        problems += _source(report, base, name, one)
        for place, path in zip(_places(name, one), one.paths, strict=True):
            if path in taken:
                message = f"`{shorten(path)}` has a range already, under `{taken[path]}`"
                problems.append(report.at(place, "ORG204", message, "give one range for each value"))
                continue
            taken[path] = name
            problems += _check(plain, model, {problem.place for problem in before}, report, name, one, place, path)
    return problems


def _places(name: str, one: Plausible) -> Iterator[Path]:
    yield ("plausible", name, "path")
    yield from (("plausible", name, "also", place) for place in range(len(one.also)))


def _source(report: Reporter, base: Layered, name: str, one: Plausible) -> Iterator[Problem]:
    known = descend(base.tree, ("about", "sources"))
    if one.source is not None and one.source not in (known if isinstance(known, dict) else {}):
        message = f"no source is called `{shorten(one.source)}`"
        hint = did_you_mean(one.source, known or ()) or "add it under `about.sources`, or say `why`"
        yield report.at(("plausible", name, "source"), "ORG204", message, hint)


def _check(
    plain: Layered, model: Variant | None, before: set[Any], report: Reporter,
    name: str, one: Plausible, place: Path, path: str,
) -> list[Problem]:  # fmt: skip
    """Look at one path of one range."""
    target = split(path, plain.tree)
    if target[0] in FIXED:
        return [report.at(place, "ORG312", f"`{shorten(path)}` cannot be varied", "name a value of a variant")]
    try:
        tried = [(key, _laid(plain, target, value)) for key, value in zip(("from", "to"), one.ends, strict=True)]
        now = _written(plain, model, target, one)
    except UnknownPathError as error:
        return [report.at(place, "ORG312", str(error), error.hint)]
    except NotFoundError as error:
        return [report.at(place, "ORG312", str(error), _nearest(plain, target))]
    if now is None and model is None and descend(plain.tree, target) is None:
        return []  # what it is where nothing is written can be seen only when the rest is right
    if now is None:
        hint = "go on to the number itself, e.g. `....lognormal.mean`; a single number only can be varied"
        return [report.at(place, "ORG204", f"`{shorten(path)}` is not a number like `{one.low}`", hint)]
    wrong = [
        report.at(("plausible", name, key), problem.code, f"`{shorten(path)}`: {problem.message}", problem.hint)
        for key, laid in tried
        for problem in validate(laid.tree, laid.marks, Variant)[1][:1]
        if problem.place not in before
    ][:1]
    low, high = (float(end.number) for end in one.ends)
    if not wrong and not low <= now <= high:
        message = f"`{shorten(path)}` is {_said(now, one)}, outside `{one.low}` to `{one.high}`"
        wrong.append(report.at(place, "ORG353", message, "widen the range, or correct the value", severity="warning"))
    return wrong


def _nearest(plain: Layered, target: Path) -> str:
    """Suggest a path that is there instead of one whose last key is not."""
    found = descend(plain.tree, target[:-1])
    known = [*(found if isinstance(found, dict) else ()), *known_keys(Variant, target[:-1])]
    close = nearest(str(target[-1]), known)
    return f"did you mean `{dotted((*target[:-1], close))}`?" if close else ""


def _laid(plain: Layered, target: Path, value: Quantity) -> Layered:
    laid = plain.copied()
    mark = laid.marks[()]
    laid.change(target, value.written(), lambda _: mark, (), "plausible")
    return laid


def _written(layered: Layered, model: Variant | None, target: Path, one: Plausible) -> float | None:
    """Return the value of the file at ``target`` in the unit of the range; None when it is no such number."""
    value = descend(layered.tree, target)
    if value is not None:
        try:
            return one.number(parse_quantity(value))
        except PydanticCustomError:
            return None
    found = default_at(model, target) if model is not None else None
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return None
    return found * _PER_CENT if one.ends[0].unit == "%" else one.number(_default(found, one))


def _default(found: float, one: Plausible) -> Quantity:
    """Give a default its unit: the model holds times in minutes."""
    low, _ = one.ends
    unit = "min" if low.minutes is not None else low.unit
    return parse_quantity(f"{low.currency}{found:f} {unit}".strip()) if unit or low.currency else parse_quantity(found)


def _said(now: float, one: Plausible) -> str:
    low, _ = one.ends
    return f"`{low.currency}{now:g}{'' if low.unit in ('', '%') else ' '}{low.unit}`"


def value_at(layered: Layered, model: Variant | None, path: str, one: Plausible) -> float | None:
    """Return the number that a scenario has at ``path``, in the unit of the range."""
    return _written(layered, model, split(path, layered.tree), one)


__all__ = ["check_plausible", "value_at"]
