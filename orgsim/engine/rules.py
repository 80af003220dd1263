"""The rules of the model as pure functions on numbers. Every engine calls these and has no rule of its own.

They are written so that they mean the same as Python and as machine code (64-bit words, no overflow): keys are masked
after each step, shifts too, and powers are written as products.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from orgsim.cohort.families import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, TRIANGULAR, UNIFORM
from orgsim.keys import derive, uniform

__all__ = ["derive", "uniform"]
"""Handed on: the engines have these from here, as all other rules."""

MINUTES_A_WEEK = 10080.0
NEVER = math.nan
_MASK = 0xFFFFFFFFFFFFFFFF
_SIGN = 0x8000000000000000


def as_signed(key: int) -> int:
    """Return the same 64 bits as a number with a sign, as memory keeps it."""
    return ((key & _MASK) ^ _SIGN) - _SIGN


def normal(key: int) -> float:
    """Return the standard normal number that belongs to ``key`` (polar method of Marsaglia & Bray 1964)."""
    attempt = 0
    while True:
        x = 2.0 * uniform(derive(key, attempt)) - 1.0
        y = 2.0 * uniform(derive(key, attempt + 1)) - 1.0
        square = x * x + y * y
        if 0.0 < square < 1.0:
            return x * math.sqrt(-2.0 * math.log(square) / square)
        attempt += 2


def standard_gamma(shape: float, key: int) -> float:
    """Return the gamma number of ``shape`` and scale 1 that belongs to ``key`` (Marsaglia & Tsang 2000)."""
    boost = 1.0
    if shape < 1.0:
        boost = math.pow(uniform(derive(key, 0)), 1.0 / shape)
        shape += 1.0
    d = shape - 1.0 / 3.0
    c = 1.0 / math.sqrt(9.0 * d)
    attempt = 1
    while True:
        x = normal(derive(key, attempt))
        root = 1.0 + c * x
        v = root * root * root
        if v > 0.0 and math.log(uniform(derive(key, attempt + 1))) < 0.5 * x * x + d - d * v + d * math.log(v):
            return boost * d * v
        attempt += 2


def draw(family: int, a: float, b: float, c: float, key: int) -> float:
    """Return the time (minutes) of a distribution row that belongs to ``key``.

    Used where it is not known beforehand how many draws there will be: later passes of a stage, requests, messages.
    """
    if family == FIXED:
        return a
    if family == EXPONENTIAL:
        return -a * math.log(uniform(key))
    if family == UNIFORM:
        return a + (b - a) * uniform(key)
    if family == TRIANGULAR:
        return _triangular(a, b, c, uniform(key))
    if family == LOGNORMAL:
        return math.exp(a + b * normal(key))
    if family == GAMMA:
        return b * standard_gamma(a, key)
    return NEVER


def _triangular(low: float, mode: float, high: float, u: float) -> float:
    if u * (high - low) < mode - low:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def until_next(moments: Sequence[float], first: int, number: int, starts: float, now: float, strictly: int) -> float:
    """Return the minutes from ``now`` to the next moment of a weekly schedule; ``strictly`` (1) excludes this moment.

    ``moments`` from ``first`` on: ``number`` rising minutes of the week; ``starts``: the minute of the week at time 0.
    """
    minute = (starts + now) % MINUTES_A_WEEK
    for place in range(first, first + number):
        moment = moments[place]
        if moment > minute or (moment == minute and strictly == 0):
            return moment - minute
    return moments[first] + MINUTES_A_WEEK - minute


def acting_time(start: float, over: float, limit: float, power: float, integrity: float) -> float:
    """Return when a behaviour acts on a visit, or NaN if it never does.

    Closeness to the limit rises linearly from 0 at ``start + over`` to 1 at ``start + limit``; the behaviour acts when
    power x closeness reaches the visit's ``integrity`` (uniform in 0-1).
    """
    if integrity >= power:
        return NEVER
    return start + (over + (limit - over) * (integrity / power))


def picks(rising: Sequence[float], first: int, number: int, drawn: float) -> int:
    """Return the branch that ``drawn`` (0-1) falls in: ``number`` rising shares of ``rising`` from ``first`` on."""
    for branch in range(number - 1):
        if drawn < rising[first + branch]:
            return branch
    return number - 1


def seen_need(truth: bool, missed: float, needless: float, drawn: float) -> bool:
    """Return what is decided about a need: its truth, but for the shares missed and seen needlessly."""
    return drawn >= missed if truth else drawn < needless


def items_on_agenda(waiting: int, most: int) -> int:
    """Return how many of the requests ``waiting`` a sitting takes: all (``most`` below 0), or ``most`` of them."""
    if most < 0 or waiting < most:
        return waiting
    return most


def handling_time(effort: float, attention: float) -> float:
    """Return the duty minutes that ``effort`` minutes of thought take of somebody with this share of attention."""
    return effort / attention
