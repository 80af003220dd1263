"""The compact arrays of one replication that pictures are drawn from.

``bins:<target>:<disposition>`` and ``bins_recorded:<target>``: counted visits by 10-minute bin of the
clock, 73 bins; bin b holds the minutes above 10 b up to and including 10 (b + 1), the first also 0, the
last everything over 12 hours. ``stage_minutes`` (S, 6) and ``stage_visits`` (S,): as in the trace.
``census:<pool>`` (3, H): busy, queue and capacity at each whole hour of the measured span;
``census_before:<pool>`` (3, W): the same for the hours of the warm-up. ``inside`` (W + H,): visits inside at
each whole hour from time 0 to the end of the measured span; these two tell whether the warm-up is long enough.
``weekly:<target>`` (W, 3): visits on the record, within the limit on the record, within it in truth, by
whole measured week of arrival. ``latency:<decision>``: answered requests by ``LATENCY_EDGES``.
``weeks`` (W, 2): measured visits that have left, by
whole measured week of arrival, and the minutes they were inside.
``people:<unit>`` (14, D): the states of the people of a unit (rows as in ``UnitDay``) at each midnight that ends a day
of the measured span, for units whose people change. ``hours:arrivals`` and ``hours:departures``: measured visits by
hour of the week. ``fates``: see ``FATE``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from orgsim.measures.clocks import by_period, clock_of, whole_periods
from orgsim.measures.decisions import latency
from orgsim.measures.people import changing, unit_days
from orgsim.measures.tallies import Computed, Counts, Joined, Mean, MeansByPlace, Moments, Tally
from orgsim.measures.view import View
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.engine.trace import Use
    from orgsim.measures.statistics import Floats, Ints

    Array = NDArray[Any]

BIN, BINS = 10.0, 73
LATENCY_EDGES = (0, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 960, 1440, 2880, np.inf)
"""Minutes; a bin holds its lower edge and not its upper one."""
FATE = np.dtype(
    [
        ("row", "i4"),
        ("disposition", "i1"),
        ("exit", "i1"),
        ("inside", "f8"),
        ("clock", "f8"),
        ("touched", "i8"),
    ]
)
"""A row for each measured visit that is no return: cohort row, place of the first matching disposition (-1
none), exit (-1 still inside), minutes from arrival to departure, true minutes of the first timed target
(NaN: not counted), and a bit for each behaviour that acted on it."""


def tallies(view: View) -> dict[str, Tally]:
    """Return what every array adds up, by its name; what is known at the end only is that of the last part."""
    found: dict[str, Tally] = {}
    for part in (_clocks, _flow, _decisions, _people):
        found.update(part(view))
    return found


def timed_targets(view: View) -> list[str]:
    """Ids of the targets that have a clock they are judged by, in the order of the scenario."""
    targets = view.variant.targets.items()
    return [name for name, target in targets if target.within is not None or target.mean_below is not None]


def _clocks(view: View) -> Iterator[tuple[str, Tally]]:
    for name in timed_targets(view):
        clock = clock_of(view, name)
        yield f"bins:{name}:all", Counts(binned(clock.minutes[clock.counted]))
        for group in view.variant.dispositions:
            yield f"bins:{name}:{group}", Counts(binned(clock.minutes[clock.counted & view.of(group)]))
        yield f"bins_recorded:{name}", Counts(binned(clock.recorded[clock.on_record]))
        limit = clock.target.within
        if limit is not None:
            within = (clock.recorded <= limit, clock.minutes <= limit)
            masks = (clock.on_record, clock.on_record & within[0], clock.on_record & within[1])
            weekly = [by_period(view, mask, MINUTES_A_WEEK) for mask in masks]
            yield f"weekly:{name}", Counts(np.stack(weekly, axis=1))


def binned(minutes: Floats) -> Ints:
    """Count minutes (none of them NaN) by 10-minute bin: (73,)."""
    place = np.clip(np.ceil(minutes / BIN) - 1, 0, BINS - 1).astype(np.int64)
    return np.bincount(place, minlength=BINS).astype(np.int64)


def _flow(view: View) -> Iterator[tuple[str, Tally]]:
    trace, pools = view.trace, view.trace.pools
    yield "stage_minutes", Computed(lambda: trace.spent)
    yield "stage_visits", Computed(lambda: trace.stage_visits)
    first, last = (int(np.ceil(minute / 60)) for minute in (view.start, view.stop))
    for number, name in enumerate(view.plan.names.pools):
        yield f"census:{name}", Computed(partial(_census, pools, number, first, last, np.int64))
        yield f"census_before:{name}", Computed(partial(_census, pools, number, 0, first, np.int32))
    yield "inside", _inside(view, last)
    yield "hours:arrivals", Counts(hour_of_week(view, trace.arrived[view.measured]))
    yield "hours:departures", Counts(hour_of_week(view, trace.departed[view.measured & view.departed]))
    yield "weeks", _weeks(view)
    yield "fates", Joined(fates(view))


def _census(pools: Use, number: int, first: int, last: int, kind: type) -> Array:
    parts = (pools.census_busy, pools.census_queue, pools.census_capacity)
    return np.stack([part[number, first:last] for part in parts], dtype=kind)


def _weeks(view: View) -> Tally:
    """Count the measured visits that have left, by whole week of arrival, and add up their minutes inside: (W, 2)."""
    left, number = np.flatnonzero(view.measured & view.departed), whole_periods(view, MINUTES_A_WEEK)
    arrived = view.trace.arrived[left]
    by_week = MeansByPlace(view.trace.departed[left] - arrived, (arrived - view.start) // MINUTES_A_WEEK, number)

    def table(found: dict[int, Mean]) -> Floats:
        rows = np.zeros((number, 2))
        for week, of in found.items():
            rows[week] = of.number, of.sum.value()
        return rows

    return Computed(table, (by_week,))


def _inside(view: View, hours: int) -> Tally:
    """Count the visits inside at each whole hour from time 0: (hours,)."""
    moments = tuple(
        Moments(times[~np.isnan(times)], 60.0, hours) for times in (view.trace.arrived, view.trace.departed)
    )
    return Computed(lambda came, left: np.cumsum(came - left).astype(np.int32), moments)


def hour_of_week(view: View, times: Floats) -> Ints:
    """Count times by hour of the week, from Monday 00:00: (168,)."""
    hour = ((view.plan.starts + times) % MINUTES_A_WEEK // 60).astype(np.int64)
    return np.bincount(hour, minlength=168).astype(np.int64)


def _decisions(view: View) -> Iterator[tuple[str, Tally]]:
    requests = view.trace.requests
    closed = view.in_span(requests.asked) & ~np.isnan(requests.answered)
    minutes = latency(view)
    for number, name in enumerate(view.plan.names.decisions):
        chosen = minutes[closed & (requests.decision == number)]
        place = np.searchsorted(LATENCY_EDGES, chosen, side="right") - 1
        yield f"latency:{name}", Counts(np.bincount(place, minlength=len(LATENCY_EDGES) - 1).astype(np.int64))


def _people(view: View) -> Iterator[tuple[str, Tally]]:
    for place, unit in enumerate(changing(view)):
        yield f"people:{unit}", Computed(partial(unit_days, view, place))


def fates(view: View) -> Array:
    """Return what became of each measured visit that is no return, in the order of the cohort."""
    primary = np.flatnonzero(view.measured[: view.cohort.arrivals])
    table = np.zeros(len(primary), dtype=FATE)
    rows = view.cohort.rows
    table["row"], table["exit"] = primary if rows is None else rows[primary], view.trace.exit[primary]
    table["disposition"] = dispositions(view)[primary]
    table["inside"], table["touched"] = view.inside[primary], view.trace.touched[primary]
    table["clock"] = np.nan
    for name in timed_targets(view)[:1]:
        clock = clock_of(view, name)
        table["clock"] = np.where(clock.counted, clock.minutes, np.nan)[primary]
    return table


def dispositions(view: View) -> Ints:
    """Return the place of the first of the scenario's ``dispositions`` that each visit is in; -1 for none."""
    found = np.full(view.cohort.size, -1, dtype=np.int64)
    for place, group in reversed(list(enumerate(view.variant.dispositions))):
        found[view.of(group)] = place
    return found
