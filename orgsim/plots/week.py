"""Does a scenario have other days at the weekend? The parts of a week that a picture by hour of the day keeps apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.schema.times import DAYS

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Arrivals, Pool

DAY_MINUTES, WEEK_MINUTES = 1440.0, 10080.0


class Part(NamedTuple):
    """A part of the week: how it is called, and its days (Monday is 0)."""

    name: str
    days: range


WHOLE = Part("All days", range(7))
WEEKDAYS, WEEKEND = Part("Weekdays", range(5)), Part("Weekend", range(5, 7))


def parts(variants: Iterable[Variant]) -> tuple[Part, ...]:
    """Weekdays and weekend where arrivals, people's hours or a time that visits wait for differ by day; else all days."""
    return (WEEKDAYS, WEEKEND) if any(_differs(variant) for variant in variants) else (WHOLE,)


def _differs(variant: Variant) -> bool:
    awaited = {stage.until for stage in variant.pathway.values()}
    times = [variant.schedules[key].minutes for key in variant.schedules if key in awaited]
    return (
        any(map(_unlike_arrivals, variant.arrivals.values()))
        or any(map(_unlike_hours, variant.resources.values()))
        or any(map(_unlike_moments, times))
    )


def _unlike_arrivals(stream: Arrivals) -> bool:
    shares = {stream.by_weekday.get(day, 1.0) for day in DAYS} if stream.per_day is not None else set()  # type: ignore[call-overload]
    return len(shares) > 1 or (stream.at_times is not None and _unlike_moments(stream.at_times.times.minutes))


def _unlike_hours(pool: Pool) -> bool:
    spans = [one.hours.windows for one in (pool.shifts or {}).values()] or [pool.hours.windows]
    return pool.kind != "place" and any(
        _unlike(chain.from_iterable(_by_day(start, end) for start, end in windows)) for windows in spans
    )


def _by_day(start: float, end: float) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Cut a span at each midnight: the day and the minutes of it."""
    while start < end:
        midnight = (start // DAY_MINUTES + 1) * DAY_MINUTES
        day = int(start % WEEK_MINUTES // DAY_MINUTES)
        yield day, (start % DAY_MINUTES, min(end, midnight) - (midnight - DAY_MINUTES))
        start = midnight


def _unlike_moments(minutes: Iterable[float]) -> bool:
    return _unlike((int(one // DAY_MINUTES), (one % DAY_MINUTES,)) for one in minutes)


def _unlike(marks: Iterable[tuple[int, tuple[float, ...]]]) -> bool:
    """Whether what is marked on each day is not the same on all."""
    days: list[set[tuple[float, ...]]] = [set() for _ in DAYS]
    for day, mark in marks:
        days[day].add(mark)
    return any(day != days[0] for day in days)
