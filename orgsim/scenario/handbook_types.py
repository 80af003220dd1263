"""What a field of the scenario format takes, said in words: from its annotation and from what it must name."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from orgsim.scenario.names import KEYS, REFERENCES
from orgsim.scenario.schema.base import Block, Count, Id, Text, Whole
from orgsim.scenario.schema.distribution import ByClass, ByClassField, Distribution, DistributionField, NumbersField
from orgsim.scenario.schema.quantity import QuantityField
from orgsim.scenario.schema.routing import RouteField
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK, DailyCost, Duration, Money, Percent, Share, YearlyPay
from orgsim.scenario.schema.times import LONG_DAYS, Hours, HoursField, Times, TimesField, WeekStart

KINDS: tuple[tuple[Any, str], ...] = (
    (Id, "an id"),
    (Text, "text"),
    (Count, "a whole number, 0 or more"),
    (Whole, "a whole number, 1 or more"),
    (Duration, "a [length of time](#length-of-time)"),
    (Share, "a [percentage](#percentage) up to 100%"),
    (Percent, "a [percentage](#percentage), also above 100%"),
    (Money, "[money](#money)"),
    (YearlyPay, "[money](#money) a year"),
    (DailyCost, "[money](#money) a day"),
    (DistributionField, "a [time that may vary](#time-that-may-vary)"),
    (NumbersField, "a [number that may vary](#number-that-may-vary)"),
    (ByClassField, "a [time that may vary](#time-that-may-vary), also [by class](#time-by-class)"),
    (RouteField, "[where next](#where-next)"),
    (HoursField, "[hours](#hours)"),
    (QuantityField, "a [number with its unit](#number-with-its-unit)"),
    (TimesField, "[moments of the week](#moments-of-the-week)"),
    (WeekStart, "a day and time, such as `Monday 00:00`"),
    (bool, "`true` or `false`"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
    (Any, "any value"),
)
"""Annotation to what it is called; the links lead to the part of the page that says how it is written."""

_UNIONS = (Union, types.UnionType)


def said(hint: Any, place: str) -> str:
    """Say what a field takes; ``place`` is its pattern, such as ``pathway.*.unit``, for what it must name."""
    for known, words in KINDS:
        if hint == known:
            return _named(place) or words if known is Id else words
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _bounded(arguments, place)
    if origin in _UNIONS:
        return _either([said(part, place) for part in arguments if part is not types.NoneType])
    if origin is Literal:
        return _either([f"`{choice}`" for choice in arguments])
    if origin is list:
        return f"a list: {said(arguments[0], f'{place}.*')}"
    if origin is dict:
        return f"a map: {_named(f'{place}.{KEYS}') or said(arguments[0], '')} to {said(arguments[1], f'{place}.*')}"
    if isinstance(hint, type) and issubclass(hint, Block):
        return f"[{title(hint).lower()}](#{title(hint).lower().replace(' ', '-')})"
    raise TypeError(f"no words for {hint!r} at {place}")


def title(model: type[Block]) -> str:
    """Return the name of a block as a heading: ``VisitClass`` is ``Visit class``."""
    spaced = "".join(f" {letter}" if letter.isupper() else letter for letter in model.__name__).strip()
    return spaced[0] + spaced[1:].lower()


def _either(choices: list[str]) -> str:
    """Join alternatives; one that is itself an alternative is taken apart first."""
    single = [part for choice in choices for part in choice.split(" or ")]
    return " or ".join([part for part in (", ".join(single[:-1]), single[-1]) if part])


def _named(place: str) -> str:
    kind = dict(REFERENCES).get(place)
    return f"the id of a{'n' if kind.startswith('exit') else ''} {kind}" if kind else ""


def _bounded(arguments: tuple[Any, ...], place: str) -> str:
    """Say an annotated type and its bounds; known kinds may bear further bounds."""
    inner, *metadata = arguments
    fields = [part for part in metadata if isinstance(part, FieldInfo)]
    base = _unbounded(inner, metadata)
    bounds = [bound for field in fields for part in field.metadata if (bound := _bound(part, base))]
    words = said(base, place).removesuffix(" up to 100%" if any("at most" in bound for bound in bounds) else " ")
    return f"{words} ({', '.join(dict.fromkeys(bounds))})" if bounds else words


def _unbounded(inner: Any, metadata: Iterable[Any]) -> Any:
    """Return an annotated type without its bounds."""
    rest = tuple(part for part in metadata if not isinstance(part, FieldInfo))
    return Annotated[(inner, *rest)] if rest else inner


def _bound(part: Any, base: Any) -> str:
    words = {
        "gt": "above",
        "lt": "below",
        "ge": "at least",
        "le": "at most",
        "min_length": "at least",
        "max_length": "at most",
    }
    for name, word in words.items():
        limit = getattr(part, name, None)
        if limit is not None:
            return f"{word} {_number(limit, percentage=base == Share)}"
    return ""


def _number(value: float, *, percentage: bool) -> str:
    return f"{value * 100:g}%" if percentage else f"{int(value):,}" if value == int(value) else f"{value:g}"


def default(field: FieldInfo, hint: Any) -> str:
    """Say what stands there when the field is left out: ``required``, nothing, or the value as one would write it."""
    value = field.default
    if value is PydanticUndefined:
        return "required"
    if value is None or isinstance(value, (Block, Mapping)) or value == []:
        return ""
    if isinstance(value, list):
        return f"`[{', '.join(value)}]`"
    return f"`{_written(value, hint)}`"


def _written(value: Any, hint: Any) -> str:
    if isinstance(value, (bool, str)):
        return str(value).lower() if isinstance(value, bool) else value
    if isinstance(value, (Hours, Times)):
        return value.text
    if isinstance(value, ByClass):
        return _written(value.default, hint)
    if isinstance(value, Distribution):
        return f"{value.parameters[0]:g} min"
    if hint == WeekStart:
        return f"{LONG_DAYS[0]} 00:00"
    if hint == Duration:
        weeks = value / MINUTES_A_WEEK
        return f"{weeks:g} weeks" if weeks >= 1 and weeks == int(weeks) else f"{value:g} min"
    base = _unbounded(*_taken_apart(hint))
    if base == Duration:
        return f"{value / MINUTES_A_WEEK:g} weeks"
    if base in (Share, Percent):
        return f"{value * 100:g}%"
    return f"£{value:g}" if hint in (Money, YearlyPay, DailyCost) else f"{value:g}"


def _taken_apart(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    arguments = get_args(hint)
    return (arguments[0], arguments[1:]) if get_origin(hint) is Annotated else (hint, ())
