from __future__ import annotations

import math

import pytest

from orgsim.analysis.compare import UnknownMeasureError
from orgsim.analysis.precision import PrecisionError, next_size, parse_precision
from orgsim.analysis.statistics import estimate
from orgsim.experiment import Definition

KNOWN = [
    Definition("wait_mean", "Wait", "min", "lower", "", "", "time"),
    Definition("four_hour_reported", "In four hours", "share", "higher", "", "", "target"),
    Definition("cost", "Cost", "£", "lower", "", "", "cost"),
]


@pytest.mark.parametrize(
    ("text", "measure", "difference", "bound", "relative"),
    [
        ("wait_mean=2 min", "wait_mean", False, 2.0, False),
        ("wait_mean = 1 h", "wait_mean", False, 60.0, False),
        ("wait_mean=5%", "wait_mean", False, 0.05, True),
        ("four_hour=0.5 pt", "four_hour_reported", False, 0.005, False),
        ("four_hour_reported=0.01", "four_hour_reported", False, 0.01, False),
        ("difference:four_hour=1pt", "four_hour_reported", True, 0.01, False),
        ("cost=£3", "cost", False, 3.0, False),
    ],
)
def test_what_can_be_asked(text: str, measure: str, difference: bool, bound: float, relative: bool) -> None:
    found = parse_precision(text, KNOWN)
    assert (found.measure, found.difference, found.relative) == (measure, difference, relative)
    assert found.bound == pytest.approx(bound)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("four_hour=5%", "a share may be near 0"),
        ("difference:wait_mean=5%", "a difference may be near 0"),
        ("wait_mean=1 pt", "is no share"),
        ("cost=2 min", "is not a time"),
        ("wait_mean=0", "never be reached"),
        ("wait_mean=-2", "never be reached"),
        ("wait_mean", "is not a precision"),
        ("wait_mean=soon", "is not a value"),
    ],
)
def test_what_cannot_be_asked_is_said(text: str, said: str) -> None:
    with pytest.raises(PrecisionError, match=said):
        parse_precision(text, KNOWN)


def test_an_unknown_measure_is_said() -> None:
    with pytest.raises(UnknownMeasureError, match="wait_mean"):
        parse_precision("wait_men=2 min", KNOWN)


def test_met_is_judged_by_the_half_width() -> None:
    found = estimate([8.0, 10.0, 12.0, 10.0])
    half = (found.high - found.low) / 2
    assert parse_precision(f"wait_mean={half + 0.001:.3f}", KNOWN).met(found)
    assert not parse_precision(f"wait_mean={half - 0.001:.3f}", KNOWN).met(found)
    assert parse_precision("wait_mean=30%", KNOWN).met(found)
    assert not parse_precision("wait_mean=20%", KNOWN).met(found)
    assert not parse_precision("wait_mean=99 h", KNOWN).met(estimate([3.0]))
    assert not parse_precision("wait_mean=99 h", KNOWN).met(estimate([math.nan]))


def test_batches_grow_by_half_up_to_the_most() -> None:
    sizes = [10]
    while sizes[-1] < 60:
        sizes.append(next_size(sizes[-1], 60))
    assert sizes == [10, 15, 23, 35, 53, 60]
