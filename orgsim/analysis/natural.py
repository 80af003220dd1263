"""Numbers as people say them: 91.2%, 3 h 14, 5.9 d, -3.2 pts, £148."""

from __future__ import annotations

import math

NOTHING = "-"
_HOURS_FROM = 90.0
_DAYS_FROM = 48 * 60.0


def natural(value: float, unit: str) -> str:
    """Say one value of a measure; ``-`` where there is none."""
    if math.isnan(value):
        return NOTHING
    if unit == "share":
        return f"{_fixed(100 * value, 1)}%"
    if unit == "min":
        return _time(value, abs(value))
    if unit == "£":
        return _money(value)
    return _number(value)


def natural_difference(mean: float, low: float, high: float, unit: str) -> str:
    """Say a difference and its interval in one unit: ``-23 min (-28 to -18)``."""
    if math.isnan(mean):
        return NOTHING
    scale = max(abs(part) for part in (mean, low, high) if not math.isnan(part))
    said = _signed(mean, unit, scale)
    if math.isnan(low):
        return f"{said} (no interval)"
    low_said, high_said = (_bare(_signed(part, unit, scale)) for part in (low, high))
    return f"{said} ({low_said} to {high_said})"


def natural_interval(mean: float, low: float, high: float, unit: str) -> str:
    """Say a value with its interval: ``91.2% (90.8 to 91.6)``."""
    if math.isnan(low):
        return natural(mean, unit)
    scale = max(abs(mean), abs(low), abs(high))
    parts = [_time(part, scale) if unit == "min" else natural(part, unit) for part in (mean, low, high)]
    return f"{parts[0]} ({_bare(parts[1])} to {_bare(parts[2])})"


def _signed(value: float, unit: str, scale: float) -> str:
    """Say a value with its sign, in the unit that suits ``scale``."""
    if unit == "share":
        said = f"{_fixed(100 * value, 1)} pts"
    elif unit == "min":
        said = _time(value, scale)
    elif unit == "£":
        said = _money(value)
    else:
        said = _number(value, scale)
    return said if said.startswith("-") or not any(c in "123456789" for c in said) else f"+{said}"


def _bare(said: str) -> str:
    """Leave out the unit, for the bounds of an interval whose first number bears it."""
    return said.removesuffix(" pts").removesuffix(" min").removesuffix(" d").removesuffix("%")


def _time(minutes: float, scale: float) -> str:
    """Say minutes in the unit that suits ``scale`` (minutes, hours and minutes, or days)."""
    if scale >= _DAYS_FROM:
        return f"{_fixed(minutes / 1440, 1)} d"
    if scale >= _HOURS_FROM:
        hours, rest = divmod(round(abs(minutes)), 60)
        sign = "-" if minutes < 0 and (hours or rest) else ""
        return f"{sign}{hours} h {rest:02d}"
    return f"{_fixed(minutes, 1 if scale < 10 else 0)} min"


def _money(value: float) -> str:
    sign, amount = ("-" if value < 0 else ""), abs(value)
    if amount >= 1e6:
        return f"{sign}£{amount / 1e6:,.2f} m"
    return f"{sign}£{amount:,.0f}" if amount >= 100 else f"{sign}£{amount:.2f}"


def _number(value: float, scale: float | None = None) -> str:
    size = abs(value) if scale is None else scale
    places = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    return _fixed(value, places)


def _fixed(value: float, places: int) -> str:
    """Write with that many decimals and thousands separated; never ``-0``."""
    said = f"{value:,.{places}f}"
    return said.removeprefix("-") if not any(c in "123456789" for c in said) else said
