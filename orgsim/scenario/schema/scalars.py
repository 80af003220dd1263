"""Values with units: durations, percentages and money, written the way people write them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from orgsim.scenario.schema.base import problem

MINUTES_A_DAY = 1440.0
MINUTES_A_WEEK = 10080.0
_LONGEST = 20 * 365 * MINUTES_A_DAY
_UNITS = {
    "s": 1 / 60, "sec": 1 / 60, "second": 1 / 60, "seconds": 1 / 60,
    "min": 1.0, "minute": 1.0, "minutes": 1.0,
    "h": 60.0, "hour": 60.0, "hours": 60.0,
    "day": MINUTES_A_DAY, "days": MINUTES_A_DAY, "d": MINUTES_A_DAY,
    "week": MINUTES_A_WEEK, "weeks": MINUTES_A_WEEK,
    "year": 365 * MINUTES_A_DAY, "years": 365 * MINUTES_A_DAY,
}  # fmt: skip
_PART = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%", re.ASCII)
CURRENCIES = ("£", "€", "$")
_MONEY = re.compile(r"(£|€|\$)?\s*(\d[\d,]*(?:\.\d+)?)(?:\s*(?:a|per)\s+(year|day|hour|visit))?", re.ASCII)


def parse_duration(value: object) -> float:
    """Read a length of time such as ``3 h 40 min`` or ``2 weeks``.

    Returns minutes, from 0 to 20 years. Raises the scenario's ORG204 for anything else.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        raise problem("needs a unit", hint=f"write `{value:g} min`, `{value:g} h` or `{value:g} days`")
    if not isinstance(value, str) or not value.strip() or len(value) > 60:
        raise problem("is not a length of time", hint="write it like `25 min`, `3 h 40 min` or `2 days`")
    minutes, end = 0.0, 0
    for part in _PART.finditer(value):
        if part.start() != end or part[2] not in _UNITS:
            break
        minutes += float(part[1]) * _UNITS[part[2]]
        end = part.end()
    if end != len(value):
        raise problem(f"`{value}` is not a length of time", hint="write it like `25 min`, `3 h 40 min` or `2 days`")
    if minutes > _LONGEST:
        raise problem(f"`{value}` is longer than 20 years", hint="give a shorter time")
    return minutes


def parse_percentage(value: object, highest: float) -> float:
    """Read ``95%`` as 0.95; ``highest`` is the largest share allowed (1 = 100%). Raises ORG204."""
    match = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        shown = f"{value * 100:g}%" if isinstance(value, float) and 0 <= value <= 1 else "95%"
        raise problem("is not a percentage", hint=f"write it like `{shown}`")
    share = float(match[1]) / 100
    if share > highest:
        raise problem(f"`{value}` is more than {highest * 100:g}%", hint=f"give 0% to {highest * 100:g}%")
    return share


def parse_money(value: object, per: str | None) -> float:
    """Read ``£148`` or, with ``per='year'``, ``£33,000 a year``. Returns the amount; raises ORG204."""
    match = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    example = f"`£33,000 a {per}`" if per else "`£148`"
    if match is None or match[3] != per:
        raise problem("is not an amount of money", hint=f"write it like {example}")
    amount = float(match[2].replace(",", ""))
    if amount > 1e12:
        raise problem("is an absurd amount of money", hint=f"write it like {example}")
    return amount


def _text_schema(example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": [example]})


Duration = Annotated[float, BeforeValidator(parse_duration), _text_schema("25 min")]
"""A length of time, in minutes."""
Share = Annotated[float, BeforeValidator(lambda v: parse_percentage(v, 1.0)), _text_schema("95%")]
"""A share from 0 to 1, written as a percentage."""
Percent = Annotated[float, BeforeValidator(lambda v: parse_percentage(v, 100.0)), _text_schema("112%")]
"""A multiplier written as a percentage, which may exceed 100%."""
Money = Annotated[float, BeforeValidator(lambda v: parse_money(v, None)), _text_schema("£148")]
"""An amount of money."""
YearlyPay = Annotated[float, BeforeValidator(lambda v: parse_money(v, "year")), _text_schema("£33,000 a year")]
"""Pay for one person, in money a year."""
DailyCost = Annotated[float, BeforeValidator(lambda v: parse_money(v, "day")), _text_schema("£313 a day")]
"""What one unit in use costs a day."""
