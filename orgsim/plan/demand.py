"""Compile who comes: streams of arrivals, classes and true needs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from orgsim.plan.builder import Builder, PlanError
from orgsim.plan.tables import ArrivalRow, NeedRow
from orgsim.scenario.schema.flow import Arrivals
from orgsim.scenario.schema.times import DAYS

_TOLERANCE = 1e-6
POISSON, AT_TIMES, AT_START = range(3)


def arrival_rows(builder: Builder, entries: Mapping[str, int]) -> tuple[ArrivalRow, ...]:
    """Compile the streams; ``entries`` maps stages to their first operation."""
    return tuple(_arrival(builder, key, row, entries) for key, row in builder.variant.arrivals.items())


def _arrival(builder: Builder, key: str, row: Arrivals, entries: Mapping[str, int]) -> ArrivalRow:
    kinds = [row.per_day is not None, row.at_times is not None, row.at_start is not None]
    if sum(kinds) != 1:
        raise PlanError(f"arrivals `{key}`: give exactly one of `per_day`, `at_times`, `at_start`")
    times = row.at_times.times.minutes if row.at_times else ()
    number = row.at_times.number if row.at_times else row.at_start or 0
    at = builder.number(entries, row.at, "stage")
    own = (key, kinds.index(True), at, _rates(row), times, number, _cumulative(builder, key, row))
    wanders = row.wanders
    if wanders is None:
        return ArrivalRow(*own)
    kept = 1.0 if wanders.memory is None else math.exp(-wanders.every / wanders.memory)
    return ArrivalRow(*own, wanders.every, wanders.step, wanders.spread, kept)


def _rates(row: Arrivals) -> tuple[float, ...]:
    """Return arrivals a minute for each hour of the week; ``per_day`` is kept as the mean over the week."""
    if row.per_day is None:
        return ()
    days = [row.by_weekday.get(day, 1.0) for day in DAYS]  # type: ignore[call-overload]
    hours = row.by_hour or [1.0] * 24
    if sum(days) <= 0 or sum(hours) <= 0:
        return (0.0,) * 168
    scale = row.per_day * row.level * 7 / sum(days) / sum(hours) / 60
    return tuple(scale * day * hour for day in days for hour in hours)


def _cumulative(builder: Builder, key: str, row: Arrivals) -> tuple[float, ...]:
    if abs(sum(row.classes.values()) - 1) > _TOLERANCE:
        raise PlanError(f"arrivals `{key}`: the shares of `classes` do not add to 100%")
    builder.some(builder.classes, row.classes, "class")
    total, rising = 0.0, []
    for visit_class in builder.classes:
        total += row.classes.get(visit_class, 0.0)
        rising.append(total)
    return tuple(rising)


def need_rows(builder: Builder) -> tuple[NeedRow, ...]:
    """Compile the needs; one that depends on another must come after it."""
    rows = []
    for key, need in builder.variant.needs.items():
        given = builder.number(builder.needs, need.given, "need")
        if given >= builder.needs[key]:
            raise PlanError(f"need `{key}` depends on `{need.given}`, which must be written before it")
        other = _chances(builder, key, need.given_share, need.given_by_class) if need.given else ()
        rows.append(NeedRow(key, given, _chances(builder, key, need.share, need.by_class), other))
    return tuple(rows)


def _chances(
    builder: Builder, key: str, share: float | None, by_class: Mapping[str, float] | None
) -> tuple[float, ...]:
    if (share is None) == (by_class is None):
        raise PlanError(f"need `{key}`: give one of `share` and `by_class` (and likewise with `given`)")
    if by_class is None:
        return (share or 0.0,) * len(builder.classes)
    default = by_class.get("default", 0.0)
    builder.some(builder.classes, set(by_class) - {"default"}, "class")
    return tuple(by_class.get(visit_class, default) for visit_class in builder.classes)
