"""When things happen: hours on duty and times of meetings, in the minutes of a week that starts on Monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from orgsim.scenario.schema.base import problem
from orgsim.scenario.schema.scalars import MINUTES_A_DAY, MINUTES_A_WEEK

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GROUPS = {"every day": range(7), "weekdays": range(5), "weekends": range(5, 7)}
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)
_WINDOW = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Hours:
    """Recurring spans of duty: ``(start, end)`` in minutes of the week; an end past 10080 runs into the next week."""

    text: str
    windows: tuple[tuple[float, float], ...]

    @property
    def minutes_a_week(self) -> float:
        """Minutes on duty in a week (spans of one value do not overlap)."""
        return sum(end - start for start, end in self.windows)


@dataclass(frozen=True, slots=True)
class Times:
    """Recurring moments in minutes of the week, ascending; empty means continuously."""

    text: str
    minutes: tuple[float, ...]


def parse_clock(text: str) -> float:
    """Read ``HH:MM`` (00:00 to 24:00) as minutes after midnight; raises ORG204."""
    match = _CLOCK.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2]) if match else -1
    if not 0 <= minutes <= MINUTES_A_DAY:
        raise problem(f"`{text}` is not a time of day", hint="write it like `08:30`")
    return float(minutes)


def _days(text: str) -> list[int]:
    """Day numbers named by ``weekdays``, ``every day``, ``mon-fri``, ``mon, wed`` or a long day name."""
    words = text.strip().lower()
    if words in _GROUPS:
        return list(_GROUPS[words])
    found: list[int] = []
    for part in re.split(r"\s*,\s*", words):
        ends = [_day(end) for end in part.split("-")]
        if len(ends) > 2:
            raise _not_days(text)
        found.extend(range(ends[0], ends[-1] + 1))
    if not found:
        raise _not_days(text)
    return sorted(set(found))


def _day(text: str) -> int:
    short = text.strip()[:3]
    if short not in DAYS or text.strip() not in (short, *(day.lower() for day in LONG_DAYS)):
        raise _not_days(text)
    return DAYS.index(short)


def _not_days(text: str) -> Exception:
    return problem(
        f"`{text}` does not name days", hint="write `every day`, `weekdays`, `weekends`, `mon-thu` or `mon, wed`"
    )


def parse_hours(value: object) -> Hours:
    """Read ``always``, ``08:00-17:00``, ``weekdays 08:00-18:00`` or several joined by ``;``. Raises ORG204."""
    if not isinstance(value, str) or len(value) > 300:
        raise problem("does not say hours", hint="write `always` or e.g. `weekdays 08:00-18:00`")
    if value.strip() == "always":
        return Hours("always", ((0.0, MINUTES_A_WEEK),))
    windows: list[tuple[float, float]] = []
    for part in value.split(";"):
        windows.extend(_one_window(part.strip()))
    windows.sort()
    ends = [*windows[1:], (windows[0][0] + MINUTES_A_WEEK, 0.0)]
    if any(end > following for (_, end), (following, _) in zip(windows, ends, strict=True)):
        raise problem(f"`{value}` overlaps itself", hint="give each span once")
    return Hours(value, tuple(windows))


def _one_window(text: str) -> list[tuple[float, float]]:
    match = _WINDOW.search(text)
    if match is None or match.end() != len(text):
        raise problem(f"`{text}` does not say hours", hint="write `always` or e.g. `weekdays 08:00-18:00`")
    start, end = parse_clock(match[1]), parse_clock(match[2])
    length = end - start if end > start else end + MINUTES_A_DAY - start
    days = _days(text[: match.start()] or "every day")
    return [(day * MINUTES_A_DAY + start, day * MINUTES_A_DAY + start + length) for day in days]


def parse_times(value: object) -> Times:
    """Read ``continuously``, ``every day at 09:00, 15:00`` or ``weekdays at 08:00; sat at 10:00``. Raises ORG204."""
    if not isinstance(value, str) or len(value) > 300:
        raise problem("does not say when", hint="write e.g. `every day at 09:00, 15:00` or `continuously`")
    if value.strip() == "continuously":
        return Times("continuously", ())
    found: set[float] = set()
    for part in value.split(";"):
        days, at, clocks = part.partition(" at ")
        if not at:
            raise problem(f"`{part.strip()}` does not say when", hint="write e.g. `every day at 09:00, 15:00`")
        found.update(
            day * MINUTES_A_DAY + parse_clock(clock.strip()) % MINUTES_A_DAY
            for day in _days(days)
            for clock in clocks.split(",")
        )
    return Times(value, tuple(sorted(found)))


def parse_week_start(value: object) -> float:
    """Read ``Monday 00:00`` as the minute of the week the simulation starts at. Raises ORG204."""
    words = value.split() if isinstance(value, str) else []
    if len(words) != 2 or words[0] not in LONG_DAYS:
        raise problem("does not say when the run starts", hint="write e.g. `Monday 00:00`")
    return (LONG_DAYS.index(words[0]) * MINUTES_A_DAY + parse_clock(words[1])) % MINUTES_A_WEEK


def _schema(*examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "examples": list(examples)})


HoursField = Annotated[Hours, PlainValidator(parse_hours), _schema("always", "weekdays 08:00-18:00")]
TimesField = Annotated[Times, PlainValidator(parse_times), _schema("continuously", "every day at 09:00, 15:00")]
WeekStart = Annotated[float, PlainValidator(parse_week_start), _schema("Monday 00:00")]
