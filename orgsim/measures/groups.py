"""Measures by group of visits: who gains and who pays. One pass over the visits for each grouping and quantity."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from orgsim.measures.arrays import dispositions, timed_targets
from orgsim.measures.clocks import clock_of
from orgsim.measures.statistics import whole_parts
from orgsim.measures.tallies import Meaned, Part
from orgsim.measures.view import View
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.scalars import MINUTES_A_DAY

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Ints, Mask

TIMES_OF_DAY = ("night", "morning", "afternoon", "evening")
"""Six hours each, from midnight on."""
WITH, WITHOUT = "with_", "without_"


class Quantity(NamedTuple):
    """What is averaged: the id its measures begin with, which kind it is, over whom, and each visit's value."""

    id: str
    kind: str
    over: Mask
    values: Floats | Mask


def groupings(variant: Variant) -> tuple[str, ...]:
    """Name the groupings that a variant's visits have, in the order of their rows."""
    has = {"class": variant.classes, "need": variant.needs, "disposition": variant.dispositions}
    return tuple(one for one in ("class", "need", "mode", "time_of_day", "disposition") if has.get(one, True))


def grouped_shares(variant: Variant) -> tuple[str, ...]:
    """Ids of the declared shares that are given by group: those of which less, or more, is better."""
    return tuple(key for key, one in variant.measures.items() if one.are is not None and one.better != "neither")


def measure_id(quantity: str, grouping: str) -> str:
    """Return the measure that gives a quantity by a grouping; the time inside by class is a part of its own."""
    return quantity if (quantity, grouping) == ("time_inside", "class") else f"{quantity}_by_{grouping}"


def rows(view: View) -> Iterator[Part]:
    """Yield the mean of each quantity in each group; NaN for a group with nobody in it."""
    found = {name: list(_codes(view, name)) for name in groupings(view.variant)}
    for quantity in _quantities(view):
        known = quantity.over if quantity.kind == "are" else quantity.over & ~np.isnan(quantity.values)
        chosen = np.flatnonzero(known)
        values = Meaned(quantity.values[chosen])
        for name, parts in found.items():
            measure = measure_id(quantity.id, name)
            if measure == quantity.id:
                continue
            for ids, codes in parts:
                means = values.by_place(codes[chosen], len(ids))
                yield from (Part(measure, one, mean) for one, mean in zip(ids, means, strict=True))


def _quantities(view: View) -> Iterator[Quantity]:
    yield Quantity("time_inside", "time", view.measured, view.inside)
    for name in timed_targets(view)[:1]:
        clock = clock_of(view, name)
        yield Quantity(f"{name}_time", "clock", clock.counted, clock.minutes)
    for name in grouped_shares(view.variant):
        declared = view.variant.measures[name]
        yield Quantity(name, "are", view.measured & view.of(declared.of), view.of(declared.are))


def _codes(view: View, grouping: str) -> Iterator[tuple[tuple[str, ...], Ints]]:
    """Yield ids of groups and each visit's place among them (-1: in none); several where groups overlap."""
    names, cohort = view.plan.names, view.cohort
    if grouping == "class":
        yield names.classes, cohort.visit_class
    elif grouping == "need":
        for place, need in enumerate(names.needs):
            yield (WITH + need, WITHOUT + need), 1 - cohort.needs[:, place].astype(np.int64)
    elif grouping == "mode":
        modes = [row.mode or key for key, row in view.variant.arrivals.items()]
        ids = tuple(dict.fromkeys(modes))
        yield ids, np.array([ids.index(mode) for mode in modes], dtype=np.int64)[cohort.stream]
    elif grouping == "time_of_day":
        came = np.isfinite(view.trace.arrived)
        span = MINUTES_A_DAY / len(TIMES_OF_DAY)
        quarter = np.full(len(came), -1, dtype=np.int64)
        quarter[came] = whole_parts(view.plan.starts + view.trace.arrived[came], span)
        quarter[came] %= len(TIMES_OF_DAY)
        yield TIMES_OF_DAY, quarter
    else:
        yield tuple(view.variant.dispositions), dispositions(view)
