from __future__ import annotations

import pytest

from orgsim.exports.stamps import timestamp


@pytest.mark.parametrize(
    ("starts", "minutes", "expected"),
    [
        (0.0, 0.0, "2025-01-06T00:00:00.000+00:00"),
        (480.0, 0.5, "2025-01-06T08:00:30.000+00:00"),
        (0.0, 0.8657, "2025-01-06T00:00:51.942+00:00"),
        (10079.0, 1.0, "2025-01-13T00:00:00.000+00:00"),
    ],
)
def test_minutes_count_from_a_fixed_monday(starts: float, minutes: float, expected: str) -> None:
    assert timestamp(starts, minutes) == expected


def test_a_time_that_rounds_up_carries_into_the_next_day() -> None:
    assert timestamp(0.0, 1439.9999999) == "2025-01-07T00:00:00.000+00:00"
