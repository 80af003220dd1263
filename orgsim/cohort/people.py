"""Who comes: arrivals in order of time, then, generation by generation, a row for each visit that might come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgsim.cohort.times import arrival_times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.cohort.streams import Streams
    from orgsim.plan.tables import ArrivalRow, Plan

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

RETURN_CAP = 0.25
"""Visits whose return draw is below this get a row for a possible return; no exit's share may exceed it."""
CAPS = (RETURN_CAP, 0.5, 0.8)
"""What stands for it in plans with failure demand: the first that no exit's share exceeds. There are steps, so that
variants with other shares have the same people. Of n arrivals, n / (1 - cap) rows are drawn: five times n at most."""

_PURPOSES = ("class", "return", *(f"return{generation}/return" for generation in range(1, 9)))
"""What is drawn to know who comes; of 100,000 visits about one has a ninth possible return."""


@dataclass(frozen=True)
class Part:
    """Visits of one stream of arrivals and generation: the name of their draws, their rows and classes (k,)."""

    name: str
    rows: slice | Ints
    classes: Ints

    @property
    def size(self) -> int:
        """How many visits there are."""
        return len(self.classes)


@dataclass(frozen=True)
class People:
    """The rows of a cohort before anything else is drawn; arrays as in ``Cohort``. ``parts`` has none that is empty.

    ``sizes``: how many rows each generation has, arrivals first.
    """

    parts: tuple[Part, ...]
    sizes: tuple[int, ...]
    arrival: Floats
    stream: Ints
    number: Ints
    visit_class: Ints
    parent: Ints
    child: Ints
    return_draw: Floats

    @property
    def arrivals(self) -> int:
        """How many arrive."""
        return self.sizes[0]

    @property
    def nbytes(self) -> int:
        """How much memory that is."""
        own = (self.arrival, self.stream, self.number, self.visit_class, self.parent, self.child, self.return_draw)
        return sum(array.nbytes for array in own)


@dataclass(frozen=True)
class _Generation:
    """All visits of one generation: arrays (k,) in the order of their rows; ``parent`` is -1 for arrivals."""

    stream: Ints
    number: Ints
    visit_class: Ints
    parent: Ints
    return_draw: Floats
    parts: tuple[Part, ...]


def may_return(plan: Plan) -> bool:
    """Whether any exit sends anybody back."""
    return any(row.share or row.need_share for row in plan.exits)


def return_cap(plan: Plan) -> float:
    """Return the return draw below which visits get a row for a possible return; 0 where no exit sends anybody back."""
    failed = max((row.failed_share for row in plan.exits), default=0.0)
    if failed > 0:
        return next(cap for cap in CAPS if failed <= cap)
    return RETURN_CAP if may_return(plan) else 0.0


def draw_people(plan: Plan, streams: Streams, seed: int, replication: int) -> People:
    """Draw who comes when, their classes and their possible returns; where no exit sends anybody back there are none."""
    times = [arrival_times(row, plan.starts, plan.end, seed, replication) for row in plan.arrivals]
    streams.prepare([f"{row.name}/{purpose}" for row in plan.arrivals for purpose in _PURPOSES])
    return people_at(plan, streams, times)


def people_at(plan: Plan, streams: Streams, times: list[Floats]) -> People:
    """Draw those who arrive at ``times``, one rising array for each stream of arrivals, and their possible returns."""
    arrival = np.concatenate(times)
    order = np.argsort(arrival, kind="stable")
    generations = [_arrivals(plan, streams, times, order)]
    base = 0
    cap = return_cap(plan)
    while len(back := np.flatnonzero(generations[-1].return_draw < cap)):
        generations.append(_returns(plan, streams, generations[-1], back, base, len(generations)))
        base += len(generations[-2].stream)
    return _people(generations, arrival[order])


def _arrivals(plan: Plan, streams: Streams, times: list[Floats], order: Ints) -> _Generation:
    """Draw the classes and return draws of those who arrive at ``times``, one array a stream of arrivals."""
    sizes = [len(one) for one in times]
    begins = np.concatenate([[0], np.cumsum(sizes)])
    row_of = np.empty(len(order), dtype=np.int64)
    row_of[order] = np.arange(len(order))
    sources = streams.each([f"{row.name}/class" for row in plan.arrivals])
    classes = [
        _classes(row, source.random(size)) for row, source, size in zip(plan.arrivals, sources, sizes, strict=True)
    ]
    rows: list[slice | Ints] = [slice(0, sizes[0])] if len(sizes) == 1 else []
    rows = rows or [row_of[begins[place] : begins[place + 1]] for place in range(len(sizes))]
    parts = _filled([Part(*fields) for fields in zip((row.name for row in plan.arrivals), rows, classes, strict=True)])
    return _Generation(
        stream=np.repeat(np.arange(len(sizes)), sizes)[order],
        number=np.concatenate([np.arange(size) for size in sizes])[order],
        visit_class=np.concatenate(classes)[order],
        parent=np.full(len(order), -1),
        return_draw=draw_uniforms(streams, parts, "return", np.empty(len(order))),
        parts=parts,
    )


def _classes(row: ArrivalRow, drawn: Floats) -> Ints:
    place = np.searchsorted(np.array(row.shares), drawn, side="right")
    chosen: Ints = np.minimum(place, len(row.shares) - 1)
    return chosen


def _returns(plan: Plan, streams: Streams, last: _Generation, back: Ints, base: int, generation: int) -> _Generation:
    """Draw the possible returns of the visits ``back`` of the generation before, whose first row is ``base``."""
    back = back[np.argsort(last.stream[back], kind="stable")]  # within a stream they are in order of number already
    stream, classes = last.stream[back], last.visit_class[back]
    sizes = np.bincount(stream, minlength=len(plan.arrivals))
    ends = np.cumsum(sizes)
    first = base + len(last.stream)
    spans = [slice(int(end - size), int(end)) for size, end in zip(sizes, ends, strict=True)]
    parts = _filled([
        Part(f"{row.name}/return{generation}", slice(first + span.start, first + span.stop), classes[span])
        for row, span in zip(plan.arrivals, spans, strict=True)
    ])  # fmt: skip
    return _Generation(
        stream=stream,
        number=np.arange(len(back)) - np.repeat(ends - sizes, sizes),
        visit_class=classes,
        parent=base + back,
        return_draw=draw_uniforms(streams, parts, "return", np.empty(len(back)), first),
        parts=parts,
    )


def _filled(parts: list[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.size)


def draw_uniforms(streams: Streams, parts: tuple[Part, ...], purpose: str, into: Floats, first: int = 0) -> Floats:
    """Draw one uniform a visit for ``purpose`` into ``into`` (k,), the rows from ``first`` on, which ``parts`` cover."""
    sources = streams.each([f"{part.name}/{purpose}" for part in parts])
    for part, source in zip(parts, sources, strict=True):
        if isinstance(part.rows, slice):
            source.random(out=into[part.rows.start - first : part.rows.stop - first])
        else:
            into[part.rows] = source.random(part.size)
    return into


def _people(generations: list[_Generation], arrival: Floats) -> People:
    """Put the generations one after another and point from each visit to its possible return."""
    parent = np.concatenate([one.parent for one in generations])
    child = np.full(len(parent), -1, dtype=np.int64)
    child[parent[len(arrival) :]] = np.arange(len(arrival), len(parent))
    return People(
        parts=tuple(part for one in generations for part in one.parts),
        sizes=tuple(len(one.stream) for one in generations),
        arrival=np.concatenate([arrival, np.full(len(parent) - len(arrival), np.nan)]),
        stream=np.concatenate([one.stream for one in generations]),
        number=np.concatenate([one.number for one in generations]),
        visit_class=np.concatenate([one.visit_class for one in generations]),
        parent=parent,
        child=child,
        return_draw=np.concatenate([one.return_draw for one in generations]),
    )
