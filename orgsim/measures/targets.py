"""The measures that every target brings with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.clocks import PERIODS, ClockOf, by_period, clock_of, in_window, whole_periods
from orgsim.measures.statistics import count, mean, ratio, share
from orgsim.measures.tidy import Row
from orgsim.measures.view import View
from orgsim.scenario.schema.targets import GroupShare, Occupancy

if TYPE_CHECKING:
    from orgsim.measures.statistics import Ints, Mask

_HOUR = 60.0


def rows(view: View) -> Iterator[Row]:
    """Yield the measures of each target in turn."""
    for name, target in view.variant.targets.items():
        values: Iterator[tuple[str, float]]
        if target.within is not None:
            values = _limit(view, clock_of(view, name), target.within, target.goal or 0.0)
        elif target.mean_below is not None:
            values = _mean_below(clock_of(view, name), target.mean_below)
        elif target.occupancy is not None:
            values = _occupancy(view, target.occupancy, PERIODS[target.counted])
        elif target.share is not None:
            values = _share(view, target.share, PERIODS[target.counted])
        yield from (Row(f"{name}_{ending}", "", value) for ending, value in values)


def _limit(view: View, clock: ClockOf, limit: float, goal: float) -> Iterator[tuple[str, float]]:
    within_record = clock.recorded <= limit
    yield "reported", share(within_record, clock.on_record)
    yield "true", share(clock.minutes <= limit, clock.counted)
    yield "mean", mean(clock.minutes[clock.counted])
    late = [(last, in_window(clock.minutes, limit - last, limit)) for last in (10, 20)]
    for last, window in late:
        yield f"last_{last}_min", share(window, clock.counted)
    for group in view.variant.dispositions:
        for last, window in late:
            yield f"last_{last}_min_{group}", share(window, clock.counted & view.of(group))
    yield "spike_ratio", spike_ratio(clock, limit)
    period = PERIODS[clock.target.counted]
    masks = (clock.on_record, clock.on_record & within_record)
    visits, within = (by_period(view, mask, period) for mask in masks)
    yield "weeks_met", _met(within[visits > 0] / visits[visits > 0] >= goal)


def spike_ratio(clock: ClockOf, limit: float) -> float:
    """Return visits in the 20 minutes before ``limit`` against the mean of the 20 minutes on either side."""
    before, last, after = (
        count(in_window(clock.minutes, limit + low, limit + low + 20) & clock.counted) for low in (-40, -20, 0)
    )
    return ratio(last, (before + after) / 2)


def _mean_below(clock: ClockOf, limit: float) -> Iterator[tuple[str, float]]:
    yield "mean_value", mean(clock.minutes[clock.counted])
    view, period = clock.view, PERIODS[clock.target.counted]
    place = (view.trace.arrived - view.start) // period
    periods = range(whole_periods(view, period))
    means = [mean(clock.recorded[clock.on_record & (place == number)]) for number in periods]
    yield "weeks_met", _met(np.array([value < limit for value in means if not math.isnan(value)]))


def _occupancy(view: View, target: Occupancy, period: float) -> Iterator[tuple[str, float]]:
    yield "value", occupancy(view, target.of)
    busy, capacity = _census(view, target.of, period)
    known = capacity > 0
    yield "weeks_met", _met(busy[known] / capacity[known] < target.below)


def occupancy(view: View, pools: list[str]) -> float:
    """Return the units in use of these pools together as a share of those there, over the measured span."""
    use = view.trace.pools
    chosen = [view.plan.names.pools.index(pool) for pool in pools]
    return ratio(math.fsum(use.busy[chosen]), math.fsum(use.capacity[chosen]))


def _census(view: View, pools: list[str], period: float) -> tuple[Ints, Ints]:
    """Return busy and capacity of the pools by period, each a sum over the whole hours in it."""
    use = view.trace.pools
    chosen = [view.plan.names.pools.index(pool) for pool in pools]
    place = (np.arange(use.census_busy.shape[1]) * _HOUR - view.start) // period
    periods = range(whole_periods(view, period))

    def sums(census: Ints) -> Ints:
        hourly = census[chosen].sum(axis=0)
        return np.array([hourly[place == number].sum() for number in periods], dtype=np.int64)

    return sums(use.census_busy), sums(use.census_capacity)


def _share(view: View, target: GroupShare, period: float) -> Iterator[tuple[str, float]]:
    whole, part = view.of(target.of) & view.measured, view.of(target.are)
    yield "value", share(part, whole)
    visits, found = (by_period(view, mask, period) for mask in (whole, whole & part))
    yield "weeks_met", _met(found[visits > 0] / visits[visits > 0] < target.below)


def _met(met: Mask) -> float:
    return ratio(count(met), len(met))
