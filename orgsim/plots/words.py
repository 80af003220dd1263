"""Plain words for numbers, times and names, shared by pictures and report."""

from __future__ import annotations

import math
import textwrap
import unicodedata

LONGEST_NAME = 48
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that have no place in a label: controls, direction marks, surrogates, line separators."""


def clean(text: str, longest: int = LONGEST_NAME) -> str:
    """Return ``text`` as one line without control or direction characters, cut to ``longest`` with an ellipsis."""
    seen = "".join(
        " " if mark.isspace() else mark for mark in text if mark.isspace() or unicodedata.category(mark) not in UNSEEN
    )
    line = " ".join(seen.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "\u2026"


def label(name: str | None, key: str) -> str:
    """The readable name of a thing: its own, or its id with spaces for underscores and a capital."""
    plain = clean(name or key.replace("_", " "))
    return plain[:1].upper() + plain[1:]


def wrap(text: str, width: int) -> str:
    """Break ``text`` into lines of at most ``width`` characters."""
    return "\n".join(textwrap.wrap(text, width)) or text


def lower_first(text: str) -> str:
    """The text for the middle of a sentence; abbreviations such as ``A&E`` keep their capitals."""
    return text if len(text) > 1 and not text[1].islower() and text[1] != " " else text[:1].lower() + text[1:]


def duration(minutes: float) -> str:
    """A time in its natural unit: ``50 minutes``, ``4 hours``, ``2.5 days``. Empty data says ``unknown``."""
    if not math.isfinite(minutes):
        return "unknown"
    size = abs(minutes)
    for length, unit in ((2880.0, "day"), (90.0, "hour"), (1.0, "minute")):
        if size >= length or (unit == "hour" and size == 60.0):
            each = {"day": 1440.0, "hour": 60.0, "minute": 1.0}[unit]
            return counted(minutes / each, unit)
    return "0 minutes" if size == 0 else counted(minutes, "minute")


def counted(number: float, unit: str) -> str:
    """A number with its noun: ``1 hour``, ``2.5 days``, ``1,200 minutes``."""
    shown = figure(number)
    return f"{shown} {unit}" if shown in ("1", "-1") else f"{shown} {unit}s"


def figure(number: float) -> str:
    """A number in as few digits as serve: three significant ones below a thousand, whole ones above."""
    if not math.isfinite(number):
        return "unknown"
    if abs(number) >= 100:
        return f"{number:,.0f}"
    digits = 1 if abs(number) >= 1 or number == 0 else 2
    shown = f"{number:,.{digits}f}"
    return shown.rstrip("0").rstrip(".") if float(shown) != 0 else "0"


def percent(share: float) -> str:
    """A share (0-1) as a percentage with one decimal."""
    return f"{100 * share:.1f}%" if math.isfinite(share) else "unknown"


def listed(parts: list[str], joiner: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {joiner} {parts[-1]}" if parts else ""
