"""The measures that a scenario declares under ``measures``."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.trace import Spent
from orgsim.measures.exact import Exact
from orgsim.measures.statistics import total
from orgsim.measures.tallies import Computed, Part, Tally, Total, share, statistics
from orgsim.measures.targets import occupancy
from orgsim.measures.view import View
from orgsim.scenario.schema.judging import Harm, Measure, TimeShare
from orgsim.scenario.schema.scalars import parse_duration

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Mask

_WAITING = [Spent.TURN, Spent.DECISION, Spent.BOARDING]
"""What a visit's time before a stage begins goes on."""


def rows(view: View) -> Iterator[Part]:
    """Yield every declared measure in the order of the scenario."""
    for name, declared in view.variant.measures.items():
        if declared.time is not None:
            minutes = view.between(declared.time.start, declared.time.end)[_over(view, declared)]
            for show, value in statistics(minutes, list(declared.time.show)):
                yield Part(f"{name}_{show}", "", value)
        else:
            yield Part(name, "", _value(view, declared))


def _over(view: View, declared: Measure) -> Mask:
    return view.measured & view.of(declared.of)


def _value(view: View, declared: Measure) -> Tally:
    over = _over(view, declared)
    if declared.are is not None:
        return share(view.of(declared.are), over)
    if declared.time_share is not None:
        return _time_share(view, declared.time_share, over)
    if declared.returned is not None:
        return returned_share(view, declared.returned.within, over)
    if declared.occupancy is not None:
        return Computed(partial(occupancy, view, declared.occupancy))
    if declared.waiting_hours is not None:
        return Computed(partial(waiting_hours, view, declared.waiting_hours.stages, declared.of))
    assert declared.harm is not None  # noqa: S101 - the schema allows no other kind
    return expected_excess(view, declared.harm, over)


def _time_share(view: View, wanted: TimeShare, over: Mask) -> Tally:
    minutes = view.between(wanted.start, wanted.end)
    low = -math.inf if wanted.at_least is None else wanted.at_least
    high = math.inf if wanted.below is None else wanted.below
    return share((minutes >= low) & (minutes < high), over & ~np.isnan(minutes))


def returned_share(view: View, within: float, over: Mask) -> Tally:
    """Return the share that came back within ``within`` minutes of leaving.

    Counts only visits that left so early that the run shows the whole of that time.
    """
    left, child = view.trace.departed, view.cohort.child
    again = np.where(child >= 0, view.trace.arrived[child], np.nan)
    return share(again - left <= within, over & (left + within <= view.trace.end))


def waiting_hours(view: View, stages: list[str], of: str | None) -> float:
    """Return the hours a day that visits wait to begin these stages; NaN for a group (not recorded)."""
    if of is not None:
        return math.nan
    numbers = [view.plan.names.stages.index(stage) for stage in stages]
    return total(view.trace.spent[np.ix_(numbers, _WAITING)].ravel()) / 60 / view.days


def expected_excess(view: View, harm: Harm, over: Mask) -> Tally:
    """Return the sum of base x (ratio(time) - lowest ratio) over visits that met both moments."""
    minutes = view.between(harm.start, harm.end)[over]
    known: Floats = minutes[~np.isnan(minutes)]
    steps = sorted((parse_duration(time), ratio) for time, ratio in harm.ratio.items())
    if not len(known) or not steps:
        return Total(Exact(known[:0]), 0)
    ratios = np.array([ratio for _, ratio in steps])
    place = np.searchsorted([time for time, _ in steps], known, side="right") - 1
    excess: Floats = harm.base * (ratios[np.maximum(place, 0)] - ratios.min())
    return Total(Exact(excess), len(excess))
