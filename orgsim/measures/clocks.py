"""The clock of a target: which visits it counts, their minutes in truth and on record, its periods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from orgsim.measures.statistics import whole_parts
from orgsim.measures.view import View, elapsed
from orgsim.scenario.schema.scalars import MINUTES_A_DAY, MINUTES_A_WEEK
from orgsim.scenario.schema.targets import Target

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Ints, Mask

PERIODS = {"daily": MINUTES_A_DAY, "weekly": MINUTES_A_WEEK, "monthly": 4 * MINUTES_A_WEEK}
"""Minutes of a counting period; a month is four weeks, so that periods compare."""


@dataclass(frozen=True)
class ClockOf:
    """A timed target's clock in one replication; arrays (n,) over visits, minutes."""

    view: View
    target: Target
    number: int

    @cached_property
    def minutes(self) -> Floats:
        """What the clock truly showed when it stopped."""
        trace = self.view.trace
        return elapsed(trace.clock_start[:, self.number], trace.clock_stop[:, self.number])

    @cached_property
    def recorded(self) -> Floats:
        """What the record says it showed."""
        return np.round(self.view.trace.clock_recorded[:, self.number], 6)

    @cached_property
    def counted(self) -> Mask:
        """Measured visits of the target's group whose clock has stopped."""
        return self.view.measured & self.view.of(self.target.of) & ~np.isnan(self.minutes)

    @cached_property
    def on_record(self) -> Mask:
        """The counted visits that are on the record."""
        return self.counted & ~np.isnan(self.recorded)


def clock_of(view: View, name: str) -> ClockOf:
    """Return the clock of the timed target called ``name``; the same one each time."""
    if name not in view.clocks:
        view.clocks[name] = ClockOf(view, view.variant.targets[name], view.plan.names.targets.index(name))
    return view.clocks[name]


def in_window(minutes: Floats, low: float, high: float) -> Mask:
    """Which minutes lie above ``low`` and at or below ``high``: the limit itself is within the limit."""
    return (minutes > low) & (minutes <= high)


def whole_periods(view: View, minutes: float) -> int:
    """How many whole periods of ``minutes`` the measured span holds."""
    return int(view.plan.length // minutes)


def by_period(view: View, visits: Mask, minutes: float) -> Ints:
    """Count ``visits`` by the period of ``minutes`` in which they arrived: (periods,), whole periods only."""
    periods = whole_periods(view, minutes)
    place = whole_parts(view.trace.arrived[visits] - view.start, minutes).astype(np.int64)
    return np.bincount(place[place < periods], minlength=periods).astype(np.int64)
