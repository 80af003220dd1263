"""What is not known exactly: how low and how high a value of the scenario may plausibly be."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from math import floor, log10
from typing import Self

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Id, Named, Text, problem
from orgsim.scenario.schema.quantity import Quantity, QuantityField, alike

_DIGITS = 4


class Plausible(Named):
    """How low and how high the number at `path` may plausibly be; `also` are other paths that move with it.

    Only `orgsim sensitivity` and `orgsim verdict` read it: nothing else changes because of it, and no variant can change
    it. The range stands for what is not known about the world. A variant that sets the value itself, or takes its block
    away, keeps what it says. `source` is one of `about.sources`; `why` says in words where the range comes from.
    """

    path: Text
    also: list[Text] = []
    low: QuantityField = Field(alias="from")
    high: QuantityField = Field(alias="to")
    source: Id | None = None
    why: Text | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ends = alike(self.low, self.high)
        if ends is None:
            raise problem(
                f"`{self.low}` and `{self.high}` are not in one unit", "to", hint="give both in the same unit"
            )
        if ends[0].number >= ends[1].number:
            raise problem(f"`{self.low}` to `{self.high}` goes nowhere", "from", hint="write the low end under `from`")
        return self

    @property
    def paths(self) -> tuple[str, ...]:
        """All paths that take the value."""
        return (self.path, *self.also)

    @property
    def ends(self) -> tuple[Quantity, Quantity]:
        """Low and high end in one unit."""
        return alike(self.low, self.high) or (self.low, self.high)

    def at(self, share: float) -> Quantity:
        """Return the value that far (0 to 1) from the low to the high end: a whole number, or four digits."""
        low, high = self.ends
        width = high.number - low.number
        if low.whole:
            step = min(int(Decimal(share) * (width + 1)), int(width))
            return Quantity(low.number + step, whole=True)
        fine = Decimal(1).scaleb(floor(log10(width)) - _DIGITS + 1)
        number = (low.number + width * Decimal(share)).quantize(fine, ROUND_HALF_EVEN)
        return Quantity(number, low.unit, low.currency)

    def number(self, value: Quantity) -> float | None:
        """Return ``value`` as a number in the unit of the ends; None when it is of another kind."""
        low, _ = self.ends
        if (value.unit, value.currency) == (low.unit, low.currency):
            return float(value.number)
        minutes, one = value.minutes, Quantity(Decimal(1), low.unit).minutes
        return float(minutes / one) if minutes is not None and one and not value.currency and low.unit != "%" else None
