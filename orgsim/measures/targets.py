"""The measures that every target brings with it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.clocks import PERIODS, ClockOf, by_period, clock_of, in_window, whole_periods
from orgsim.measures.statistics import count, ratio
from orgsim.measures.tallies import Computed, Counts, MeansByPlace, Number, Part, Tally, mean, share
from orgsim.measures.view import View
from orgsim.scenario.schema.targets import GroupShare, Occupancy

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Ints, Mask

_HOUR = 60.0


def rows(view: View) -> Iterator[Part]:
    """Yield the measures of each target in turn."""
    for name, target in view.variant.targets.items():
        values: Iterator[tuple[str, Tally]]
        if target.within is not None:
            values = _limit(view, clock_of(view, name), target.within, target.goal or 0.0)
        elif target.mean_below is not None:
            values = _mean_below(clock_of(view, name), target.mean_below)
        elif target.occupancy is not None:
            values = _occupancy(view, target.occupancy, PERIODS[target.counted])
        elif target.share is not None:
            values = _share(view, target.share, PERIODS[target.counted])
        yield from (Part(f"{name}_{ending}", "", value) for ending, value in values)


def _limit(view: View, clock: ClockOf, limit: float, goal: float) -> Iterator[tuple[str, Tally]]:
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
    counts = tuple(Counts(by_period(view, mask, period)) for mask in masks)
    yield "weeks_met", Computed(lambda visits, within: _met(_shares(within, visits) >= goal), counts)


def spike_ratio(clock: ClockOf, limit: float) -> Computed:
    """Return visits in the 20 minutes before ``limit`` against the mean of the 20 minutes on either side."""
    numbers = tuple(
        Number(count(in_window(clock.minutes, limit + low, limit + low + 20) & clock.counted)) for low in (-40, -20, 0)
    )
    return Computed(lambda before, last, after: ratio(last, (before + after) / 2), numbers)


def _mean_below(clock: ClockOf, limit: float) -> Iterator[tuple[str, Tally]]:
    yield "mean_value", mean(clock.minutes[clock.counted])
    view, period = clock.view, PERIODS[clock.target.counted]
    counted = np.flatnonzero(clock.on_record)
    place = (view.trace.arrived[counted] - view.start) // period
    means = MeansByPlace(clock.recorded[counted], place, whole_periods(view, period))
    yield "weeks_met", Computed(lambda found: _met(np.array([one.value() < limit for one in found.values()])), (means,))


def _occupancy(view: View, target: Occupancy, period: float) -> Iterator[tuple[str, Tally]]:
    yield "value", Computed(lambda: occupancy(view, target.of))
    yield "weeks_met", Computed(lambda: _met(_shares(*_census(view, target.of, period)) < target.below))


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


def _share(view: View, target: GroupShare, period: float) -> Iterator[tuple[str, Tally]]:
    whole, part = view.of(target.of) & view.measured, view.of(target.are)
    yield "value", share(part, whole)
    counts = tuple(Counts(by_period(view, mask, period)) for mask in (whole, whole & part))
    yield "weeks_met", Computed(lambda visits, found: _met(_shares(found, visits) < target.below), counts)


def _shares(part: Ints, whole: Ints) -> Floats:
    """Return the shares of those wholes that are not 0."""
    known = whole > 0
    shares: Floats = part[known] / whole[known]
    return shares


def _met(met: Mask) -> float:
    return ratio(count(met), len(met))
