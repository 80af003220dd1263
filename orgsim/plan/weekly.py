"""Hours on duty as numbers that change in the course of a week."""

from __future__ import annotations

from collections.abc import Iterable

from orgsim.scenario.schema.scalars import MINUTES_A_WEEK
from orgsim.scenario.schema.times import Hours


def weekly_numbers(shifts: Iterable[tuple[Hours, int]], starts: float) -> tuple[int, tuple[tuple[float, int], ...]]:
    """Add up shifts: the number on duty at minute ``starts`` of the week, and (minute, number) of each change."""
    spans = [(start, end, number) for hours, number in shifts for start, end in hours.windows]
    edges = sorted({moment % MINUTES_A_WEEK for start, end, _ in spans for moment in (start, end)})
    changes: list[tuple[float, int]] = []
    for edge in edges:
        number = _on_duty(spans, edge)
        if _on_duty(spans, edge, before=True) != number:
            changes.append((edge, number))
    return _on_duty(spans, starts), tuple(changes)


def _on_duty(spans: list[tuple[float, float, int]], minute: float, *, before: bool = False) -> int:
    """Return the number on duty from ``minute`` on, or just before it."""
    total = 0
    for start, end, number in spans:
        for shift in (-MINUTES_A_WEEK, 0.0, MINUTES_A_WEEK):
            left, right = start + shift, end + shift
            if (left < minute <= right) if before else (left <= minute < right):
                total += number
    return total
