"""Argument checks shared by the closed forms; each names the argument, its value and what is allowed."""

from __future__ import annotations

import math
from collections.abc import Callable


class UnstableError(ValueError):
    """The queue has no steady state: work arrives at least as fast as it can be done."""


def positive(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` is finite and above zero."""
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"{name} must be a finite number above 0; it is {value!r}")


def not_negative(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` is finite and zero or more."""
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} must be a finite number of 0 or more; it is {value!r}")


def whole(name: str, value: int, least: int = 1) -> None:
    """Raise ``ValueError`` unless ``value`` is a whole number of at least ``least``."""
    if value != int(value) or value < least:
        raise ValueError(f"{name} must be a whole number of {least} or more; it is {value!r}")


def share(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` lies in the closed interval from 0 to 1."""
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be between 0 and 1; it is {value!r}")


def inside(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` lies strictly between 0 and 1."""
    if not 0 < value < 1:
        raise ValueError(f"{name} must be above 0 and below 1; it is {value!r}")


def stable(load: float, what: str = "the queue") -> None:
    """Raise ``UnstableError`` unless ``load`` (offered work over capacity, no unit) is below 1."""
    if not load < 1:
        raise UnstableError(f"{what} has no steady state: its load is {load:.6g}, and it must be below 1")


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where ``function`` changes sign between ``low`` and ``high``, by bisection to the last bit.

    Raises ``ValueError`` when the two ends have the same sign.
    """
    at_low, at_high = function(low), function(high)
    if 0.0 in {at_low, at_high}:
        return low if at_low == 0 else high
    if (at_low > 0) == (at_high > 0):
        raise ValueError(f"no sign change between {low!r} and {high!r}")
    rising = at_high > 0
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        if (function(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return 0.5 * (low + high)
