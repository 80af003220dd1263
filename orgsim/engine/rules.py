"""The rules of the model as pure functions on numbers. Every engine calls these and has no rule of its own."""

from __future__ import annotations

import math

from orgsim.cohort.families import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, TRIANGULAR, UNIFORM

MINUTES_A_WEEK = 10080.0
_MASK = 0xFFFFFFFFFFFFFFFF


def derive(key: int, part: int) -> int:
    """Mix ``part`` into a 64-bit ``key`` (the finaliser of SplitMix64: Steele, Lea & Flood 2014)."""
    mixed = (key + 0x9E3779B97F4A7C15 * (part + 1)) & _MASK
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
    return mixed ^ (mixed >> 31)


def uniform(key: int) -> float:
    """Return the uniform number in (0, 1) that belongs to ``key``."""
    return ((key >> 12) + 0.5) * 2.220446049250313e-16


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
        v = (1.0 + c * x) ** 3
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
    return math.nan


def _triangular(low: float, mode: float, high: float, u: float) -> float:
    if u * (high - low) < mode - low:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))


def until_next(schedule: tuple[float, ...], starts: float, now: float, *, strictly: bool) -> float:
    """Return the minutes from ``now`` to the next moment of a weekly schedule; ``strictly`` excludes this moment.

    ``schedule``: rising minutes of the week, not empty; ``starts``: the minute of the week at time 0.
    """
    minute = (starts + now) % MINUTES_A_WEEK
    for moment in schedule:
        if moment > minute or (moment == minute and not strictly):
            return moment - minute
    return schedule[0] + MINUTES_A_WEEK - minute


def acting_time(start: float, over: float, limit: float, power: float, integrity: float) -> float:
    """Return when a behaviour acts on a visit, or NaN if it never does.

    Closeness to the limit rises linearly from 0 at ``start + over`` to 1 at ``start + limit``; the behaviour acts when
    power x closeness reaches the visit's ``integrity`` (uniform in 0-1).
    """
    if integrity >= power:
        return math.nan
    return start + (over + (limit - over) * (integrity / power))


def picks(cumulative: tuple[float, ...], drawn: float) -> int:
    """Return the branch that ``drawn`` (0-1) falls in, given rising cumulative shares."""
    last = len(cumulative) - 1
    for branch in range(last):
        if drawn < cumulative[branch]:
            return branch
    return last


def seen_need(truth: bool, missed: float, needless: float, drawn: float) -> bool:
    """Return what is decided about a need: its truth, but for the shares missed and seen needlessly."""
    return drawn >= missed if truth else drawn < needless


def handling_time(effort: float, attention: float) -> float:
    """Return the duty minutes that ``effort`` minutes of thought take of somebody with this share of attention."""
    return effort / attention
