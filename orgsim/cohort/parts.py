"""A cohort drawn part by part: who arrives in a stretch of time and all that may come of it, with the bits of the whole.

A number is keyed by its stream and the visit's place in it, so drawing a stream in pieces gives the same numbers. Which
row of the whole cohort a possible return has is known only when all who come before it are counted: ``Outline`` does that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.draw import column_keys, draw_needs, wanted_columns
from orgsim.cohort.people import people_at, return_cap
from orgsim.cohort.streams import Continued, replication_key
from orgsim.cohort.times import arrivals_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.plan.tables import Plan

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

ARRIVALS_A_PART = 16_384
MOST_WHOLE = 100_000
"""Expected visits up to which a cohort is drawn whole: parts would need as much memory, and cost each variant its draws."""


def parts_wanted(visits: float) -> int:
    """Return in how many parts a cohort of so many expected ``visits`` (returns left out) is worth drawing."""
    return 1 if visits <= MOST_WHOLE else max(1, round(visits / ARRIVALS_A_PART))


@dataclass(frozen=True)
class Outline:
    """How many visits a replication has: in each generation (arrivals first) by stream, and in each part, returns too."""

    generations: list[Ints]
    arrivals: list[int]
    sizes: list[int]


def outline(plan: Plan, seed: int, replication: int, edges: Floats) -> Outline:
    """Count the visits of a replication, and of its parts, which end at ``edges`` (minutes, the last one infinite)."""
    streams, cap = Continued(seed, replication), return_cap(plan)
    sources = [arrivals_of(row, plan.starts, plan.end, seed, replication) for row in plan.arrivals]
    found = Outline([], [], [])
    for edge in edges.tolist():
        counts = np.array([len(source.until(edge)) for source in sources], dtype=np.int64)
        found.arrivals.append(int(counts.sum()))
        size, generation = 0, 0
        while counts.any():
            size += int(counts.sum())
            if generation == len(found.generations):
                found.generations.append(np.zeros(len(counts), dtype=np.int64))
            found.generations[generation] += counts
            counts = _returning(plan, streams, counts, generation, cap) if cap else np.zeros_like(counts)
            generation += 1
        found.sizes.append(size)
    return found


def _returning(plan: Plan, streams: Continued, counts: Ints, generation: int, cap: float) -> Ints:
    """Count by stream how many of the next ``counts`` visits of a generation have a row for a possible return."""
    nth = f"/return{generation}" if generation else ""
    names = [f"{row.name}{nth}/return" for row in plan.arrivals]
    streams.prepare(names)
    drawn = zip(counts.tolist(), streams.each(names), strict=True)
    found = [np.count_nonzero(source.random(size) < cap) for size, source in drawn]
    return np.array(found, dtype=np.int64)


class CohortParts:
    """The cohort of a replication in ``number`` parts of equal time, those left out in which nobody arrives.

    ``arrivals`` and ``sizes``: how many arrive in each part, and how many rows it has. ``columns``: for each stream and
    uniform of the plan the row of the block that its numbers are drawn into; ``width``: how many rows that has.
    """

    def __init__(self, plan: Plan, seed: int, replication: int, number: int) -> None:
        edges = np.append(np.arange(1, number) * (plan.end / number), np.inf)
        found = outline(plan, seed, replication, edges)
        some = [part for part, arrivals in enumerate(found.arrivals) if arrivals]
        self.arrivals, self.sizes = [found.arrivals[part] for part in some], [found.sizes[part] for part in some]
        self.key = replication_key(seed, replication)
        self._edges = edges[some]
        self._plan, self.seed, self.replication = plan, seed, replication
        self._streams = Continued(seed, replication)
        self._sources = [arrivals_of(row, plan.starts, plan.end, seed, replication) for row in plan.arrivals]
        keys = column_keys(plan)
        self._keys = list(dict.fromkeys(keys))
        self.columns, self.width = [self._keys.index(key) for key in keys], len(self._keys)
        totals = found.generations
        self._first = np.cumsum([0, *(int(one.sum()) for one in totals)])
        self._begins = [np.cumsum(one) - one for one in totals]
        self._drawn = [np.zeros_like(one) for one in totals]
        self._next = 0
        self._prepared: set[str] = set()

    def __len__(self) -> int:
        """How many parts there are."""
        return len(self.sizes)

    def draw(self, block: Floats) -> Cohort:
        """Draw the next part, its times and uniforms into ``block`` (width, n); n is its size. They are views of it."""
        plan, streams = self._plan, self._streams
        times = [source.until(self._edges[self._next]) for source in self._sources]
        self._next += 1
        people = people_at(plan, streams, times)
        rows, number = self._placed(people)
        wanted = wanted_columns(plan, people, streams)
        if new := [part.name for part in people.parts if part.name not in self._prepared]:
            purposes = [purpose for column in wanted.values() for purpose in column.purposes]
            streams.prepare([f"{name}/{purpose}" for purpose in purposes for name in new])
            self._prepared.update(new)
        for column, key in zip(block, self._keys, strict=True):
            wanted[key].draw(column)
        columns = [block[place] for place in self.columns]
        return Cohort(
            seed=self.seed, replication=self.replication, key=self.key, arrivals=people.arrivals,
            arrival=people.arrival, stream=people.stream, number=number, visit_class=people.visit_class,
            needs=draw_needs(plan, people, streams), parent=people.parent, child=people.child,
            return_draw=people.return_draw, values=tuple(columns[: len(plan.streams)]),
            uniforms=tuple(columns[len(plan.streams) :]), rows=rows,
        )  # fmt: skip

    def _placed(self, people: People) -> tuple[Ints, Ints]:
        """Return for each visit of a part its row in the whole cohort and its place in its stream."""
        rows, number = np.empty(len(people.stream), dtype=np.int64), people.number.copy()
        start = 0
        for generation, size in enumerate(people.sizes):
            here = slice(start, start + size)
            stream, drawn = people.stream[here], self._drawn[generation]
            number[here] += drawn[stream]
            if generation == 0:  # in order of time, not stream by stream
                rows[here] = drawn.sum() + np.arange(size)
            else:
                rows[here] = self._first[generation] + self._begins[generation][stream] + number[here]
            drawn += np.bincount(stream, minlength=len(drawn))
            start += size
        return rows, number
