from __future__ import annotations

import math

import pytest

from orgsim.analysis.compare import UnknownMeasureError
from orgsim.analysis.require import RequirementError, _verdict, check_known, judge, parse_requirement
from orgsim.analysis.statistics import Estimate
from orgsim.experiment import Run


@pytest.mark.parametrize(
    ("text", "measure", "sign", "bound"),
    [
        ("four_hour >= 90%", "four_hour", 1, 0.9),
        ("four_hour>=0.9", "four_hour", 1, 0.9),
        ("wait_mean <= 1 h 30 min", "wait_mean", -1, 90.0),
        ("wait_mean < 90", "wait_mean", -1, 90.0),
        ("cost ≤ £1,200", "cost", -1, 1200.0),
        ("change > -3", "change", 1, -3.0),
    ],
)
def test_requirements_are_read(text: str, measure: str, sign: int, bound: float) -> None:
    found = parse_requirement(text)
    assert (found.measure, found.sign, found.bound, found.variant) == (measure, sign, bound, None)


def test_a_requirement_of_one_variant() -> None:
    assert parse_requirement("silo:four_hour >= 90%").variant == "silo"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "four_hour",
        "four_hour = 90%",
        "90% <= x",
        "x >= nan",
        "x >= inf",
        "x >= 3 parsecs",
        "x >= 1e999",
        "x >= __import__",
    ],
)
def test_what_is_not_a_requirement_is_said(text: str) -> None:
    with pytest.raises(RequirementError):
        parse_requirement(text)


@pytest.mark.parametrize(
    ("text", "low", "high", "verdict"),
    [
        ("x >= 0.9", 0.91, 0.95, "pass"),
        ("x >= 0.9", 0.89, 0.95, "inconclusive"),
        ("x >= 0.9", 0.85, 0.89, "fail"),
        ("x <= 10", 7.0, 9.0, "pass"),
        ("x <= 10", 9.0, 11.0, "inconclusive"),
        ("x <= 10", 11.0, 12.0, "fail"),
        ("x >= 5", 5.0, 5.0, "pass"),
        ("x > 5", 5.0, 5.0, "fail"),
        ("x >= 5", math.nan, math.nan, "inconclusive"),
    ],
)
def test_the_whole_interval_decides(text: str, low: float, high: float, verdict: str) -> None:
    found = Estimate(5, (low + high) / 2, 0.1, low, high)
    assert _verdict(parse_requirement(text), found) == verdict


def test_every_variant_is_judged(run: Run) -> None:
    answers = judge(run, parse_requirement("one_hour >= 1%"))
    assert [(one.variant, one.verdict) for one in answers] == [("apart", "pass"), ("together", "pass")]
    (answer,) = judge(run, parse_requirement("together:time_in_shop_mean <= 1 min"))
    assert answer.verdict == "fail"


def test_what_is_not_there_is_said(run: Run) -> None:
    known = [one.id for one in run.definitions]
    check_known(parse_requirement("one_hour >= 1%"), ["apart"], known)
    with pytest.raises(UnknownMeasureError):
        check_known(parse_requirement("one_our >= 1%"), ["apart"], known)
    with pytest.raises(RequirementError, match="no variant"):
        check_known(parse_requirement("silo:one_hour >= 1%"), ["apart"], known)
