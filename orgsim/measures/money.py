"""What a structure costs: pay, places in use, material of visits, hours in meetings."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.trace import SettledBy
from orgsim.measures.statistics import count, ratio
from orgsim.measures.structures import in_turn
from orgsim.measures.tallies import Counts, Number
from orgsim.measures.tidy import Row
from orgsim.measures.view import View
from orgsim.plan.change import later_variant
from orgsim.scenario.derived.budget import WEEKS_A_YEAR, hourly, hourly_of, overhead
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.scalars import MINUTES_A_DAY, MINUTES_A_WEEK
from orgsim.scenario.schema.times import Hours

if TYPE_CHECKING:
    from orgsim.measures.statistics import Ints

_DAYS_A_WEEK = 7
_HOUR = 60.0
_HOURS_KEPT = 256


@dataclass(frozen=True)
class Costs:
    """Costs of the measured span by kind, in the scenario's money."""

    pools: float
    front_line: float
    management: float
    places: float
    visits: float
    overhead: float = 0.0

    @property
    def total(self) -> float:
        """All kinds together."""
        return math.fsum((self.pools, self.front_line, self.management, self.places, self.visits, self.overhead))


def counted(view: View) -> tuple[Number, Counts]:
    """Return what costs need to know of visits and requests: how many visits count, and what meetings settled."""
    return Number(count(view.measured)), Counts(_settled(view))


def rows(view: View, visits: float | None = None, settled: Ints | None = None) -> Iterator[Row]:
    """Yield the cost per visit and day, the share of management and the hours of meetings.

    ``visits`` and ``settled``: what ``counted`` came to over all parts, where ``view`` is the last of several.
    """
    number = count(view.measured) if visits is None else int(visits)
    costs = costs_of(view, number) if priced(view.variant) else None
    total = math.nan if costs is None else costs.total
    yield Row("cost_per_visit", "", ratio(total, number))
    yield Row("cost_per_day", "", total / view.days)
    yield Row("management_cost_share", "", math.nan if costs is None else ratio(costs.management, total))
    yield Row("meeting_hours_per_week", "", meeting_hours(view) + item_hours(view, settled))


def priced(variant: Variant) -> bool:
    """Whether the scenario says what anything costs; without a price a cost is unknown, not nothing."""
    pools, positions, budget = variant.resources.values(), variant.organisation.positions.values(), variant.budget
    return (
        max(budget.visit, budget.per_metric, budget.per_link, budget.other) > 0
        or budget.layer_pay is not None
        or any(pool.costs is not None or pool.pay_band is not None for pool in pools)
        or any(position.pay_band is not None for position in positions)
    )


def costs_of(view: View, visits: int | None = None) -> Costs:
    """Return the costs of the measured span, in which ``visits`` count: those of ``view``, if not said.

    People of a pool are paid for the hours the pool had them, people of a position for their hours on duty,
    places cost while in use. What belongs to an external unit is paid by somebody else and left out. What targets and
    links cost a year is spread over its days.
    """
    pools, places = _pools(view)
    front_line, management = _positions(view)
    material = view.variant.budget.visit * (count(view.measured) if visits is None else visits)
    return Costs(pools, front_line, management, places, material, _overhead(view))


def _overhead(view: View) -> float:
    """Return what targets, links and the rest cost, by the structure that holds."""
    variants = (view.variant, later_variant(view.variant))
    spans = in_turn(view.variant, view.start, view.stop)
    return math.fsum(
        overhead(variant) / (WEEKS_A_YEAR * _DAYS_A_WEEK) * ((stop - start) / MINUTES_A_DAY)
        for variant, (_, start, stop) in zip(variants, spans, strict=False)
    )


def _pools(view: View) -> tuple[float, float]:
    """Return pay of the people in pools and cost of places in use."""
    pay, places = [], []
    for number, name in enumerate(view.plan.names.pools):
        pool = view.variant.resources[name]
        if view.variant.organisation.units[pool.unit].external:
            continue
        pay.append(view.trace.pools.capacity[number] / _HOUR * hourly(view.variant, pool.pay_band))
        places.append(view.trace.pools.busy[number] / MINUTES_A_DAY * (pool.costs or 0.0))
    return math.fsum(pay), math.fsum(places)


def _positions(view: View) -> tuple[float, float]:
    """Return pay of positions in the first layer and of those above it."""
    pay: tuple[list[float], list[float]] = ([], [])
    for organisation, start, stop in in_turn(view.variant, view.start, view.stop):
        for position in organisation.positions.values():
            if organisation.units[position.unit].external:
                continue
            hours = position.number * duty_minutes(position.on_duty, view, start, stop) / _HOUR
            pay[position.layer != organisation.layers[0]].append(hours * hourly_of(view.variant, position))
    return math.fsum(pay[0]), math.fsum(pay[1])


def duty_minutes(hours: Hours, view: View, start: float | None = None, stop: float | None = None) -> float:
    """Return how many minutes of the measured span, or of the part from ``start`` to ``stop``, lie in ``hours``."""
    first, last = (view.start if start is None else start), (view.stop if stop is None else stop)
    return _minutes_inside(hours.windows, view.plan.starts + first, view.plan.starts + last)


@lru_cache(_HOURS_KEPT)
def _minutes_inside(windows: tuple[tuple[float, float], ...], start: float, stop: float) -> float:
    weeks = range(int(start // MINUTES_A_WEEK) - 1, int(stop // MINUTES_A_WEEK) + 1)
    return math.fsum(
        max(0.0, min(stop, week * MINUTES_A_WEEK + last) - max(start, week * MINUTES_A_WEEK + first))
        for week in weeks
        for first, last in windows
    )


def item_hours(view: View, settled: Ints | None = None) -> float:
    """Return the hours a week that members spend on items in the measured span; 0 where no meeting takes time for them.

    Each request that a meeting settled takes ``per_item`` of every member of the meetings that settle its decision; where
    these are several, their mean.
    """
    meetings = [row for row in view.plan.meetings if row.schedule >= 0]
    if not any(row.per_item > 0 for row in meetings):
        return 0.0
    minutes = []
    for number, items in enumerate((_settled(view) if settled is None else settled).tolist()):
        costs = [row.per_item * len(row.members) for row in meetings if number in row.settles]
        minutes.append(items * math.fsum(costs) / max(len(costs), 1))
    return math.fsum(minutes) / _HOUR / (view.days / _DAYS_A_WEEK)


def _settled(view: View) -> Ints:
    """Return how many requests of each decision (decisions,) a meeting settled in the measured span."""
    requests = view.trace.requests
    settled = requests.decision[view.in_span(requests.answered) & (requests.settled == SettledBy.MEETING)]
    return np.bincount(settled, minlength=len(view.plan.decisions)).astype(np.int64)


def meeting_hours(view: View) -> float:
    """Return the hours a week that people sit in meetings: one person of each member position."""
    return math.fsum(
        len(meeting.members)
        * len(meeting.happens.minutes)
        * meeting.lasts
        / _HOUR
        * ((stop - start) / view.plan.length)
        for organisation, start, stop in in_turn(view.variant, view.start, view.stop)
        for meeting in organisation.meetings.values()
    )
