"""Families of distributions: their numbers in the tables and how their parameters are stored."""

from __future__ import annotations

import math

FIXED, EXPONENTIAL, UNIFORM, TRIANGULAR, LOGNORMAL, GAMMA = range(6)
NUMBERS = {
    "fixed": FIXED,
    "exponential": EXPONENTIAL,
    "uniform": UNIFORM,
    "triangular": TRIANGULAR,
    "lognormal": LOGNORMAL,
    "gamma": GAMMA,
}


def stored(family: str, parameters: tuple[float, ...]) -> tuple[int, float, float, float]:
    """Turn a family and its parameters as written (minutes) into (number, a, b, c) as the draws use them.

    lognormal: a, b are the mean and standard deviation of the logarithm; gamma: a is the shape, b the scale.
    """
    number = NUMBERS[family]
    if number == LOGNORMAL:
        mean, sd = parameters
        variance = math.log(1.0 + (sd / mean) ** 2)
        return number, math.log(mean) - variance / 2, math.sqrt(variance), 0.0
    if number == GAMMA:
        mean, sd = parameters
        return number, (mean / sd) ** 2, sd * sd / mean, 0.0
    a, b, c = (*parameters, 0.0, 0.0)[:3]
    return number, a, b, c
