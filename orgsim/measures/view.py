"""A replication as measures look at it: which visits count, in which group, how long between moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from orgsim.cohort.cohort import Cohort
from orgsim.engine.trace import Trace, came_by_failure, has_any_bit
from orgsim.plan import Plan, moment_number
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.judging import Group
from orgsim.scenario.schema.scalars import MINUTES_A_DAY
from orgsim.scenario.schema.targets import When

if TYPE_CHECKING:
    from orgsim.measures.clocks import ClockOf
    from orgsim.measures.statistics import Floats, Ints, Mask

AT_START = 2
"""The kind of an arrivals row whose visits are there when the run begins."""


@dataclass(frozen=True)
class View:
    """One replication of one variant. Masks and arrays over visits are (n,), in the cohort's order.

    What several measures look at is found once and kept; nobody changes an array that a view gave.
    """

    variant: Variant
    plan: Plan
    cohort: Cohort
    trace: Trace
    clocks: dict[str, ClockOf] = field(default_factory=dict, init=False, repr=False, compare=False)
    _groups: dict[str | None, Mask] = field(default_factory=dict, init=False, repr=False, compare=False)
    _between: dict[tuple[int, int], Floats] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def start(self) -> float:
        """Minute at which measuring begins."""
        return self.plan.warm_up

    @property
    def stop(self) -> float:
        """Minute at which measuring ends; visits that arrived before are still followed."""
        return self.plan.warm_up + self.plan.length

    @property
    def days(self) -> float:
        """Length of the measured span in days."""
        return self.plan.length / MINUTES_A_DAY

    def in_span(self, times: Floats) -> Mask:
        """Which of ``times`` lie in the measured span; NaN does not."""
        inside: Mask = (times >= self.start) & (times < self.stop)
        return inside

    @cached_property
    def measured(self) -> Mask:
        """The visits that count: arrived in the measured span, not put there at the start; returns too."""
        placed = [number for number, row in enumerate(self.plan.arrivals) if row.kind == AT_START]
        counted: Mask = self.in_span(self.trace.arrived)
        if placed:
            counted &= ~(among(self.cohort.stream, placed) & (self.cohort.parent < 0))
        return counted

    @cached_property
    def departed(self) -> Mask:
        """The visits that have left."""
        return ~np.isnan(self.trace.departed)

    @cached_property
    def failure(self) -> Mask:
        """The visits that are failure demand: a return because of a defect."""
        return came_by_failure(self.trace.faults)

    @cached_property
    def inside(self) -> Floats:
        """Minutes from arrival to departure; NaN for visits still inside."""
        return self.between("arrival", "departure")

    def between(self, start: When, end: When) -> Floats:
        """Minutes from one moment to another; NaN unless the visit met both, the end not before the start."""
        pair = moment_number(self.plan, start), moment_number(self.plan, end)
        if pair not in self._between:
            minutes = elapsed(*map(self.trace.moment, pair))
            minutes[minutes < 0] = np.nan
            self._between[pair] = minutes
        return self._between[pair]

    def of(self, group: str | None) -> Mask:
        """Find the visits of the group with this id; all visits for None."""
        if group not in self._groups:
            everyone = np.ones(self.cohort.size, dtype=np.bool_)
            self._groups[group] = everyone if group is None else self.matching(self.variant.groups[group])
        return self._groups[group]

    def matching(self, group: Group) -> Mask:
        """Find the visits that meet every condition of ``group``; within a list any will do."""
        found: Mask = np.ones(self.cohort.size, dtype=np.bool_)
        for condition in self._conditions(group):
            found &= condition
        return found

    def _conditions(self, group: Group) -> Iterable[Mask]:
        names, cohort, trace = self.plan.names, self.cohort, self.trace
        if group.arrivals is not None:
            yield among(cohort.stream, _rows(names.arrivals, group.arrivals))
        if group.modes is not None:
            modes = [row.mode or key for key, row in self.variant.arrivals.items()]
            yield among(cohort.stream, [place for place, mode in enumerate(modes) if mode in group.modes])
        if group.classes is not None:
            yield among(cohort.visit_class, _rows(names.classes, group.classes))
        if group.reaches is not None:
            yield self._met(trace.reached, group.reaches)
        if group.begins is not None:
            yield self._met(trace.begun, group.begins)
        if group.exits is not None:
            yield among(trace.exit, _rows(names.exits, group.exits))
        if group.with_need is not None:
            yield cohort.needs[:, names.needs.index(group.with_need)]
        if group.without_need is not None:
            yield ~cohort.needs[:, names.needs.index(group.without_need)]
        if group.touched_by is not None:
            yield self.touched(group.touched_by)
        if group.returned is not None:
            yield (cohort.parent >= 0) == group.returned
        if group.failure is not None:
            yield self.failure == group.failure

    def _met(self, words: Ints, wanted: list[str]) -> Mask:
        """Visits with the bit of one of the stages ``wanted``, or that left by one of the exits in it."""
        found = among(self.trace.exit, _rows(self.plan.names.exits, wanted))
        found |= has_any_bit(words, _rows(self.plan.names.stages, wanted))
        return found

    def touched(self, behaviour: str) -> Mask:
        """Find the visits a behaviour acted on; none where it is switched off."""
        if behaviour not in self.plan.names.behaviours:
            return np.zeros(self.cohort.size, dtype=np.bool_)
        bit = self.plan.names.behaviours.index(behaviour)
        return has_any_bit(self.trace.touched[:, None], [bit])


def among(numbers: Ints, wanted: list[int]) -> Mask:
    """Which of ``numbers``, row numbers of a small table, are one of ``wanted``."""
    found: Mask = np.zeros(len(numbers), dtype=np.bool_)
    for number in wanted:
        found |= numbers == number
    return found


def elapsed(start: Floats, end: Floats) -> Floats:
    """Return minutes from ``start`` to ``end`` to a millionth.

    Subtracting two late times leaves a last digit too many, which would put four hours sharp over four hours.
    """
    return np.round(end - start, 6)


def _rows(names: tuple[str, ...], wanted: Iterable[str]) -> list[int]:
    """Row numbers of the names wanted, in the order of the table."""
    chosen = set(wanted)
    return [row for row, name in enumerate(names) if name in chosen]
