"""How long something takes: a fixed time or a one-key mapping that names a distribution by its mean and spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from orgsim.scenario.schema.base import problem
from orgsim.scenario.schema.scalars import parse_duration

FAMILIES: dict[str, tuple[str, ...]] = {
    "fixed": ("value",),
    "exponential": ("mean",),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "lognormal": ("mean", "sd"),
    "gamma": ("mean", "sd"),
}
"""Family name to the names of its parameters, all lengths of time in minutes."""


_LARGEST = 1e6
"""The largest number without a unit."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution: its family and parameters in the order of ``FAMILIES`` (minutes; complexity has no unit)."""

    family: str
    parameters: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The expected value, in minutes for a time."""
        if self.family in ("uniform", "triangular"):
            return sum(self.parameters) / len(self.parameters)
        return self.parameters[0]


@dataclass(frozen=True, slots=True)
class ByClass:
    """A distribution for each class of visit; ``default`` serves the classes not named (None: it must name all)."""

    default: Distribution | None
    by_class: tuple[tuple[str, Distribution], ...]

    def of(self, visit_class: str) -> Distribution | None:
        """Return the distribution for ``visit_class``, or the default."""
        return dict(self.by_class).get(visit_class, self.default)


def parse_distribution(
    value: object, read: Callable[[object], float] = parse_duration, unit: str = " min"
) -> Distribution:
    """Read ``25 min`` or e.g. ``{lognormal: {mean: 25 min, sd: 18 min}}``. Raises ORG201-204 at the part at fault.

    ``read`` reads one parameter; ``unit`` is what examples write behind a number.
    """
    if not isinstance(value, Mapping):
        return Distribution("fixed", (read(value),))
    if len(value) != 1:
        raise problem("give exactly one distribution", hint=f"e.g. `{{lognormal: {{mean: 25{unit}, sd: 18{unit}}}}}`")
    ((family, given),) = value.items()
    if family not in FAMILIES or family == "fixed":
        known = ", ".join(name for name in FAMILIES if name != "fixed")
        raise problem(f"`{family}` is not a distribution", family, hint=f"one of {known}", code="ORG203")
    return _checked(family, tuple(_parameter(family, given, name, read) for name in _names(family, given, unit)))


def parse_numbers(value: object) -> Distribution:
    """Read ``1.5`` or e.g. ``{exponential: {mean: 1}}``: numbers without a unit. Raises ORG201-204."""
    return parse_distribution(value, _parse_number, "")


def _parse_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LARGEST:
        raise problem("is not a number from 0 up", hint="write it without a unit, e.g. `1.5`")
    return float(value)


def _names(family: str, given: object, unit: str) -> tuple[str, ...]:
    names = FAMILIES[family]
    if not isinstance(given, Mapping):
        raise problem(f"`{family}` needs {', '.join(names)}", family, hint=_example(family, unit))
    for key in given:
        if key not in names:
            raise problem(
                f"`{key}` is not a parameter of {family}", family, str(key), hint=_example(family, unit), code="ORG201"
            )
    for name in names:
        if name not in given:
            raise problem(f"`{name}` is missing from `{family}`", family, hint=_example(family, unit), code="ORG202")
    return names


def _parameter(family: str, given: Any, name: str, read: Callable[[object], float]) -> float:
    try:
        return read(given[name])
    except PydanticCustomError as error:
        context = error.context or {}
        raise problem(str(context["message"]), family, name, hint=str(context["hint"])) from None


def _checked(family: str, parameters: tuple[float, ...]) -> Distribution:
    if family in ("uniform", "triangular"):
        if list(parameters) != sorted(parameters):
            raise problem(f"{family} needs {' <= '.join(FAMILIES[family])}", family, hint="put them in rising order")
        if family == "triangular" and parameters[0] == parameters[2]:
            raise problem("triangular needs low < high", family, hint="give a fixed time instead")
    elif min(parameters) <= 0:
        raise problem(f"{family} needs times above zero", family, hint="give a fixed `0 min` for nothing")
    return Distribution(family, parameters)


def _example(family: str, unit: str) -> str:
    inside = ", ".join(f"{name}: {10 * (place + 1)}{unit}" for place, name in enumerate(FAMILIES[family]))
    return f"write `{{{family}: {{{inside}}}}}`"


def parse_by_class(value: object) -> ByClass:
    """Read one distribution for all, or ``{by_class: {urgent: ..., default: ...}}``. Raises ORG201-204."""
    if not isinstance(value, Mapping) or "by_class" not in value:
        return ByClass(parse_distribution(value), ())
    if len(value) != 1 or not isinstance(value["by_class"], Mapping):
        raise problem(
            "`by_class` stands alone and maps classes to times",
            hint="e.g. `{by_class: {urgent: 20 min, default: 10 min}}`",
        )
    found: dict[str, Distribution] = {}
    for key, part in value["by_class"].items():
        try:
            found[str(key)] = parse_distribution(part)
        except PydanticCustomError as error:
            context = error.context or {}
            raise PydanticCustomError(
                error.type, "{message}", {**context, "at": ("by_class", key, *context["at"])}
            ) from None
    return ByClass(found.pop("default", None), tuple(found.items()))


def _json_schema(single: dict[str, Any]) -> dict[str, Any]:
    families = [
        {
            "type": "object", "additionalProperties": False, "required": [family],
            "properties": {family: {
                "type": "object", "additionalProperties": False, "required": list(names),
                "properties": dict.fromkeys(names, single),
            }},
        }
        for family, names in FAMILIES.items() if family != "fixed"
    ]  # fmt: skip
    return {"anyOf": [single, *families]}


_SCHEMA = _json_schema({"type": "string", "examples": ["25 min"]})
_NUMBERS = _json_schema({"type": "number", "examples": [1.5]})
_BY_CLASS = {
    "type": "object", "additionalProperties": False, "required": ["by_class"],
    "properties": {"by_class": {"type": "object", "additionalProperties": _SCHEMA}},
}  # fmt: skip
DistributionField = Annotated[Distribution, PlainValidator(parse_distribution), WithJsonSchema(_SCHEMA)]
NumbersField = Annotated[Distribution, PlainValidator(parse_numbers), WithJsonSchema(_NUMBERS)]
ByClassField = Annotated[ByClass, PlainValidator(parse_by_class), WithJsonSchema({"anyOf": [_SCHEMA, _BY_CLASS]})]
