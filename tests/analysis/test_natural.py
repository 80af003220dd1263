from __future__ import annotations

import math

import pytest

from orgsim.analysis.natural import natural, natural_difference, natural_interval


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.912, "share", "91.2%"),
        (0.0, "share", "0.0%"),
        (-0.00001, "share", "0.0%"),
        (4.04, "min", "4.0 min"),
        (23.4, "min", "23 min"),
        (194.0, "min", "3 h 14"),
        (119.7, "min", "2 h 00"),
        (5.9 * 1440, "min", "5.9 d"),
        (148.0, "£", "£148"),
        (12_345.6, "£", "£12,346"),
        (4.5, "£", "£4.50"),
        (2_500_000.0, "£", "£2.50 m"),
        (-3.2, "£", "-£3.20"),
        (1.7312, "ratio", "1.73"),
        (63.391, "per day", "63.39"),
        (1234.5, "count", "1,234"),
        (math.nan, "share", "-"),
    ],
)
def test_values(value: float, unit: str, said: str) -> None:
    assert natural(value, unit) == said


@pytest.mark.parametrize(
    ("numbers", "unit", "said"),
    [
        ((-0.032, -0.041, -0.023), "share", "-3.2 pts (-4.1 to -2.3)"),
        ((-23.0, -28.0, -18.0), "min", "-23 min (-28 to -18)"),
        ((-1584.0, -1872.0, -1296.0), "min", "-26 h 24 (-31 h 12 to -21 h 36)"),
        ((-3168.0, -3744.0, -2592.0), "min", "-2.2 d (-2.6 to -1.8)"),
        ((75.0, 20.0, 130.0), "min", "+1 h 15 (+0 h 20 to +2 h 10)"),
        ((0.0, 0.0, 0.0), "min", "0.0 min (0.0 to 0.0)"),
        ((0.02, math.nan, math.nan), "share", "+2.0 pts (no interval)"),
        ((math.nan, math.nan, math.nan), "share", "-"),
    ],
)
def test_differences_have_one_unit(numbers: tuple[float, float, float], unit: str, said: str) -> None:
    assert natural_difference(*numbers, unit) == said


def test_intervals() -> None:
    assert natural_interval(0.912, 0.908, 0.916, "share") == "91.2% (90.8 to 91.6)"
    assert natural_interval(80.0, 20.0, 140.0, "min") == "1 h 20 (0 h 20 to 2 h 20)"
    assert natural_interval(0.5, math.nan, math.nan, "share") == "50.0%"
