"""A single number with its unit, whatever it is of: ``30 min``, ``2.5 days``, ``85%``, ``£148``, ``262``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from orgsim.scenario.schema.base import problem
from orgsim.scenario.schema.scalars import parse_duration

_QUANTITY = re.compile(r"([£€$])?\s*(\d[\d,]*(?:\.\d+)?)\s*(%|a [a-z]+|[a-z]+)?", re.ASCII)
_HINT = "write it like `30 min`, `85%`, `£148` or `12`"
_MINUTES = "min"


@dataclass(frozen=True, slots=True)
class Quantity:
    """``number`` with the currency before it and the unit behind it ("" where there is none)."""

    number: Decimal
    unit: str = ""
    currency: str = ""
    whole: bool = False
    """Written as a whole number without a unit: only whole numbers can take its place."""

    @property
    def minutes(self) -> Decimal | None:
        """The minutes, if it is a length of time."""
        try:
            return Decimal(str(parse_duration(f"{self.number:f} {self.unit}")))
        except PydanticCustomError:
            return None

    def written(self) -> str | int | float:
        """Return it as it stands in a scenario file."""
        if self.whole:
            return int(self.number)
        if not self.unit and not self.currency:
            return float(self.number)
        return f"{self.currency}{self.number:f}{'' if self.unit in ('', '%') else ' '}{self.unit}"

    def __str__(self) -> str:
        return str(self.written())


def parse_quantity(value: object) -> Quantity:
    """Read a number with or without a unit. A time of several parts comes back in minutes. Raises ORG204."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise problem("needs a number", hint=_HINT)
    if not isinstance(value, str):
        if value < 0:
            raise problem("is below 0", hint=_HINT)
        return Quantity(Decimal(str(value)), whole=isinstance(value, int))
    match = _QUANTITY.fullmatch(value.strip()) if len(value) <= 60 else None
    if match and match[2] and (match[1] or match[3]):
        return Quantity(Decimal(match[2].replace(",", "")), match[3] or "", match[1] or "")
    try:
        return Quantity(Decimal(str(parse_duration(value))), _MINUTES)
    except PydanticCustomError:
        raise problem(f"`{value[:40]}` is not a number with a unit", hint=_HINT) from None


def alike(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity] | None:
    """Return the two in one unit, or None when they are not of one kind. Times of two units become minutes."""
    if (low.unit, low.currency) == (high.unit, high.currency):
        whole = low.whole and high.whole
        return Quantity(low.number, low.unit, low.currency, whole), Quantity(
            high.number, high.unit, high.currency, whole
        )
    first, last = low.minutes, high.minutes
    if low.currency or high.currency or first is None or last is None:
        return None
    return Quantity(first, _MINUTES), Quantity(last, _MINUTES)


QuantityField = Annotated[
    Quantity, PlainValidator(parse_quantity), WithJsonSchema({"type": ["string", "number"], "examples": ["30 min"]})
]
"""One number with its unit."""
