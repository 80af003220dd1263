"""Minutes of a run as dates: every exported time counts from one fixed Monday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

MONDAY = datetime(2025, 1, 6, tzinfo=UTC)
"""The Monday a week of the calendar stands on: simulated time has no date of its own."""


@lru_cache(maxsize=16)
def timestamp(starts: float, minutes: float) -> str:
    """Return the ISO date and time, to the millisecond, of ``minutes`` into a run.

    ``starts`` is the minute of the week the run begins at. The zone is UTC: there is no summer time.
    """
    milliseconds = round((starts + minutes) * 60_000)
    return (MONDAY + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")
