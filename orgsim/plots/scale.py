"""The scale of an axis in the unit that people say: %, percentage points, minutes, hours, days, pounds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from orgsim.plots.words import counted, figure

_MINUS = "\u2212"


class Scale(NamedTuple):
    """What values are multiplied ``by``, and the unit that follows. ``signed``: a plus before what is above 0."""

    by: float
    unit: str
    signed: bool = False

    def tick(self, value: float, _place: object = None) -> str:
        """Say a value that is scaled already, as on an axis."""
        said = f"{round(value, 10):,.6g}"
        return self._with_unit(f"+{said}" if self.signed and value > 0 else said)

    def said(self, value: float, *, width: bool = False) -> str:
        """Say a value as it is stored; ``width``: how wide something is, so a share is said in points."""
        said = figure(self.by * value)
        if width and self.unit == "%":
            return counted(self.by * value, "point")
        return self._with_unit(f"+{said}" if self.signed and value > 0 else said)

    def fixed(self, value: float, digits: int) -> str:
        """Say a value without its unit, with so many decimals, for numbers that stand beside each other."""
        said = f"{self.by * value:{'+' if self.signed else ''},.{digits}f}"
        return "0" if not any(digit in "123456789" for digit in said) else said.replace("-", _MINUS)

    def _with_unit(self, said: str) -> str:
        said = said.replace("-", _MINUS)
        if self.unit == "£":
            sign = said[:1] if said[:1] in (_MINUS, "+") else ""
            return f"{sign}£{said.removeprefix(sign)}"
        return f"{said}{self.unit}"


def scale_for(unit: str, values: Iterable[float], *, difference: bool = False) -> Scale:
    """Return the scale for values of a measure with this unit, as big as ``values`` are."""
    if unit == "share":
        return Scale(100.0, " pt" if difference else "%", difference)
    if unit == "min":
        size = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
        if size >= 2 * 1440:
            return Scale(1 / 1440, " d", difference)
        return Scale(1 / 60, " h", difference) if size >= 150 else Scale(1.0, " min", difference)
    return Scale(1.0, "£" if unit == "£" else "", difference)
