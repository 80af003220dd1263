"""Where a visit goes next: one stage, shares, by class or by what is truly needed; these nest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from orgsim.scenario.schema.base import problem
from orgsim.scenario.schema.scalars import parse_percentage

_TOLERANCE = 1e-6
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Go:
    """Straight on to the stage or exit called ``to``."""

    to: str


@dataclass(frozen=True, slots=True)
class Shares:
    """Each branch with its share; the shares add to 1."""

    branches: tuple[tuple[float, Route], ...]


@dataclass(frozen=True, slots=True)
class ByVisitClass:
    """A branch for each class; ``default`` serves the classes not named."""

    branches: tuple[tuple[str, Route], ...]
    default: Route | None


@dataclass(frozen=True, slots=True)
class ByNeed:
    """Follow the visit's true need, except that a true need is missed or a need is seen where there is none."""

    need: str
    yes: Route
    no: Route
    missed: float
    needless: float


Route = Go | Shares | ByVisitClass | ByNeed


def parse_route(value: object, depth: int = 0) -> Route:
    """Read the value of ``next``. Raises ORG201-204 at the part at fault.

    Forms: ``home``; ``{scan: 40%, home: 60%}``; ``{by_class: {urgent: majors, default: minors}}``;
    ``{by_need: admission, yes: ward, no: home, missed: 2%, needless: 5%}``; ``{shares: [{share: 40%, next: ...}]}``.
    """
    if depth > _DEEPEST:
        raise problem("routing is nested too deeply", hint=f"at most {_DEEPEST} levels; add a stage in between")
    if isinstance(value, str):
        return Go(value)
    if not isinstance(value, Mapping) or not value:
        raise problem("does not say where to go next", hint="write a stage, or shares such as `{scan: 40%, home: 60%}`")
    if "by_class" in value:
        return _by_class(value, depth)
    if "by_need" in value:
        return _by_need(value, depth)
    if "shares" in value:
        return _long_shares(value, depth)
    branches = tuple((_within((key,), parse_percentage, share, 1.0), Go(str(key))) for key, share in value.items())
    return _checked_shares(branches, ())


def _within(at: tuple[str | int, ...], parse: Callable[..., Any], *arguments: object) -> Any:
    """Call ``parse`` and put ``at`` before the path of any problem it raises."""
    try:
        return parse(*arguments)
    except PydanticCustomError as error:
        context = error.context or {}
        raise PydanticCustomError(error.type, "{message}", {**context, "at": (*at, *context["at"])}) from None


def _checked_shares(branches: tuple[tuple[float, Route], ...], at: tuple[str, ...]) -> Shares:
    total = sum(share for share, _ in branches)
    if abs(total - 1) > _TOLERANCE:
        raise problem(f"the shares under `next` add to {total * 100:g}%, not 100%", *at, hint="make them add to 100%")
    return Shares(branches)


def _long_shares(value: Mapping[str, Any], depth: int) -> Route:
    items = value["shares"]
    if len(value) != 1 or not isinstance(items, list) or not items:
        raise problem("`shares` stands alone and is a list", hint="e.g. `{shares: [{share: 40%, next: scan}, ...]}`")
    branches: list[tuple[float, Route]] = []
    for place, item in enumerate(items):
        if not isinstance(item, Mapping) or set(item) != {"share", "next"}:
            raise problem(
                "each of the shares has `share` and `next`", "shares", place, hint="e.g. `{share: 40%, next: scan}`"
            )
        share = _within(("shares", place, "share"), parse_percentage, item["share"], 1.0)
        branches.append((share, _within(("shares", place, "next"), parse_route, item["next"], depth + 1)))
    return _checked_shares(tuple(branches), ("shares",))


def _by_class(value: Mapping[str, Any], depth: int) -> Route:
    if len(value) != 1 or not isinstance(value["by_class"], Mapping):
        raise problem(
            "`by_class` stands alone and maps classes to where they go",
            hint="e.g. `{by_class: {urgent: majors, default: minors}}`",
        )
    found = {
        str(key): _within(("by_class", key), parse_route, part, depth + 1) for key, part in value["by_class"].items()
    }
    default = found.pop("default", None)
    return ByVisitClass(tuple(found.items()), default)


def _by_need(value: Mapping[str, Any], depth: int) -> Route:
    example = "e.g. `{by_need: admission, yes: ward, no: home, missed: 2%, needless: 5%}`"
    for key in value:
        if key not in ("by_need", "yes", "no", "missed", "needless"):
            raise problem(f"`{key}` is not known here", str(key), hint=example, code="ORG201")
    for key in ("yes", "no"):
        if key not in value:
            raise problem(f"`{key}` is missing beside `by_need`", hint=example, code="ORG202")
    if not isinstance(value["by_need"], str):
        raise problem("`by_need` names one of `needs`", "by_need", hint=example)
    missed, needless = (_within((key,), parse_percentage, value.get(key, "0%"), 1.0) for key in ("missed", "needless"))
    yes, no = (_within((key,), parse_route, value[key], depth + 1) for key in ("yes", "no"))
    return ByNeed(value["by_need"], yes, no, missed, needless)


def destinations(route: Route) -> Iterator[str]:
    """Yield every stage or exit that ``route`` can lead to (names may repeat)."""
    if isinstance(route, Go):
        yield route.to
    elif isinstance(route, Shares):
        for _, branch in route.branches:
            yield from destinations(branch)
    elif isinstance(route, ByVisitClass):
        for _, branch in route.branches:
            yield from destinations(branch)
        if route.default is not None:
            yield from destinations(route.default)
    else:
        yield from destinations(route.yes)
        yield from destinations(route.no)


RouteField = Annotated[
    Route,
    PlainValidator(parse_route),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1}]}),
]
