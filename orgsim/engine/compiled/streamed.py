"""One replication whose cohort is drawn as it comes and let go when it is over: its memory does not grow with its length.

The numbers of a part of the cohort and its rows of the trace lie in a block; there are as many blocks as there are parts of
which anybody is still inside, may come back, or is looked at by somebody. When the next part is due, the trace of the
parts that are over is handed on and their blocks are used again. So are the records of requests and the hourly census.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from orgsim.cohort.cohort import Cohort
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.replication import (
    Machine,
    Running,
    blank_days,
    blank_reviews,
    blank_row,
    need_words,
    put_needs,
)
from orgsim.engine.compiled.trace import accounts, minutes_of_use, trace_of
from orgsim.engine.conservation import Visits, check_accounts
from orgsim.engine.growing import Growing, reserved
from orgsim.engine.guards import Guards
from orgsim.engine.trace import Trace, Use

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.cohort.parts import CohortParts
    from orgsim.plan import Plan

    Words = NDArray[np.int64]

Keep = Callable[[Cohort, Trace], object]
"""Takes a part of the cohort and its trace: of requests those that were over in the meantime. Both are gone afterwards."""

_BLOCKS, _ROOM = 4, 512 << 20
"""How many blocks there are at first at least, and how many bytes of them if there are so many parts. Memory is taken for
those that are used only, the first that is free; beyond these, all are copied to where there are twice as many."""
_REQUESTS, _AT_ONCE = 8192, 64
_HOURS = 24 * 28


class Streamed(Running):
    """One replication of a cohort that is drawn in parts, which are handed to ``keep`` when they are over."""

    def __init__(self, plan: Plan, parts: CohortParts, guards: Guards, machine: Machine, keep: Keep) -> None:
        super().__init__(plan, guards, machine)
        self.parts, self.keep, self.begun = parts, keep, 0
        self.bits = max(1, (max(parts.sizes, default=1) - 1).bit_length())
        self.blank, self.visits = blank_row(self.layout, plan), Visits()
        self.hours = Growing(np.empty((0, 3, len(plan.pools)), dtype=np.int32))
        days, reviewed, places = blank_days(plan), blank_reviews(plan), len(plan.pools) + len(plan.positions)
        requests = max(_REQUESTS, max(parts.sizes, default=0))
        block = self._words_a_row() << self.bits
        blocks = max(_BLOCKS, min(len(parts), _ROOM // (8 * block)))
        beside = 4 * (blocks * block + at.ASKED_WORDS * requests) + days.size + reviewed.size
        self.region = machine.region(self.layout.words, beside)
        self.unit_days, self.reviewed = self.region.own(days), self.region.own(reviewed)
        self.census = self.region.own(np.zeros((_HOURS, 3, places), dtype=np.int64))
        self.asked = self.region.own(reserved((requests, at.ASKED_WORDS), np.int64))
        self.held: list[Cohort | None] = []
        self._add_blocks(blocks)
        self.set_limits(parts.key, sum(parts.arrivals))
        words = self.region.words
        words[at.BLOCK_BITS], words[at.ASKED_PACKED] = self.bits, 1
        self._place()
        if len(parts):
            self._draw_next()

    def _words_a_row(self) -> int:
        return 6 + need_words(self.plan) + self.parts.width + self.layout.out_words

    def _add_blocks(self, number: int) -> None:
        """Make room for ``number`` blocks more."""
        before = len(self.held) << self.bits
        size = before + (number << self.bits)

        def larger(name: str, shape: tuple[int, ...], axis: int = 0) -> None:
            new = reserved(shape, np.int64)
            if before:
                here = (slice(None),) * axis + (slice(before),)
                new[here] = getattr(self, name)
            setattr(self, name, self.region.own(new))

        larger("whole", (4, size), 1)
        larger("real", (2 + self.parts.width, size), 1)
        larger("needs", (size, need_words(self.plan)))
        larger("out", (size, self.layout.out_words))
        in_use = np.array([*(self.in_use.tolist() if before else []), *[0] * number])
        self.in_use = self.region.own(in_use)
        self.held += [None] * number

    whole: Words
    real: Words
    needs: Words
    out: Words
    in_use: Words

    def _place(self) -> None:
        """Write where the arrays are."""
        region, words = self.region, self.region.words
        arrival, return_draw, *columns = self.real
        stream, visit_class, child, rows = self.whole
        for word, array in (
            (at.OUT, self.out), (at.ASKED_ROWS, self.asked), (at.CENSUS, self.census), (at.UNIT_DAYS, self.unit_days),
            (at.REVIEWED, self.reviewed), (at.IN_USE, self.in_use), (at.ARRIVAL_TIMES, arrival), (at.ARRIVAL_STREAMS, stream),
            (at.ARRIVAL_CLASSES, visit_class), (at.CHILDREN, child), (at.RETURN_DRAWS, return_draw),
            (at.NEEDS, self.needs), (at.ROW_NUMBERS, rows),
        ):  # fmt: skip
            words[word] = region.place(array)
        words[at.ASKED_ROOM], words[at.CENSUS_ROOM] = len(self.asked), len(self.census)
        for number, column in enumerate(self.parts.columns):
            words[self.layout.columns_at + number] = region.place(columns[column])

    def _draw_next(self) -> None:
        """Draw the next part into a block that is free."""
        block = self.held.index(None)
        size = self.parts.sizes[self.begun]
        first = block << self.bits
        here = slice(first, first + size)
        cohort = self.parts.draw(self.real[2:, here].view(np.float64))
        self.begun += 1
        self.real[0, here], self.real[1, here] = cohort.arrival.view(np.int64), cohort.return_draw.view(np.int64)
        self.whole[0, here], self.whole[1, here] = cohort.stream, cohort.visit_class
        self.whole[2, here] = np.where(cohort.child >= 0, cohort.child + first, -1)
        assert cohort.rows is not None  # noqa: S101 - parts have it
        self.whole[3, here] = cohort.rows
        self.needs[here] = 0
        put_needs(cohort.needs, self.needs[here])
        self.out[here] = self.blank
        self.held[block], self.in_use[block] = cohort, cohort.arrivals
        words = self.region.words
        words[at.NEXT_ARRIVAL], words[at.ARRIVALS] = first, first + cohort.arrivals
        words[at.MORE_TO_COME] = int(self.begun < len(self.parts))

    def make_room(self) -> None:
        """Let the arena grow, take what is over out of the memory, and draw the next part if it is due."""
        words = self.region.words
        if self.is_cramped():
            self.region.grow()
            words = self.region.words
            self._place()
        if words[at.CENSUS_HOURS] == len(self.census):
            self._take_hours()
        if words[at.PAUSED]:
            for block, needed in enumerate(self.in_use.tolist()):
                if not needed and self.held[block] is not None:
                    self._hand_on(block)
            if None not in self.held:
                self._add_blocks(len(self.held))
                self._place()
            self._draw_next()
        elif words[at.ASKED] - words[at.ASKED_TAKEN] + _AT_ONCE > len(self.asked):
            self._hand_on(-1)
            unfinished = int(words[at.ASKED] - words[at.ASKED_TAKEN])
            if 2 * unfinished + _AT_ONCE > len(self.asked):
                self.asked = self.region.own(reserved((2 * len(self.asked), at.ASKED_WORDS), np.int64))
                self._place()

    def _take_hours(self) -> None:
        """Keep the census of pools and count the hours anew; nobody asks for that of positions."""
        words = self.region.words
        self.hours.append(self.census[: int(words[at.CENSUS_HOURS]), :, : len(self.plan.pools)])
        words[at.CENSUS_HOURS] = 0

    def _hand_on(self, block: int) -> None:
        """Hand on the trace of the visits in a block (-1: of none), and of the requests that are over."""
        cohort, rows = self._taken(block)
        words = self.region.words
        asked = self.asked[: int(words[at.ASKED_KEPT])]
        trace = trace_of(self, rows, asked, *self._use(self.census[:0].astype(np.int32)))
        self.visits.add(trace)
        self.keep(cohort, trace)
        words[at.ASKED_TAKEN] += len(asked)
        words[at.ASKED_KEPT] = 0

    def _taken(self, block: int) -> tuple[Cohort, Words]:
        """Return the cohort and the rows of a block, which is free from now on."""
        cohort = self.held[block] if block >= 0 else None
        if cohort is None:
            return nobody(self.plan, self.parts), self.out[:0]
        self.held[block] = None
        first = block << self.bits
        return cohort, self.out[first : first + cohort.size]

    def _use(self, hours: NDArray[np.int32]) -> tuple[Use, Use]:
        """Return the use of pools, with the census of these hours, and of positions, without one."""
        layout, none = self.layout, np.empty((len(self.plan.positions), 0), dtype=np.int64)
        busy, queue, capacity = hours[:, :, : len(layout.pools)].transpose(1, 2, 0)
        pools = Use(*minutes_of_use(self, layout.pools), busy, queue, capacity)
        return pools, Use(*minutes_of_use(self, layout.positions), none, none, none)

    def run(self) -> tuple[Cohort, Trace]:
        """Run to the end; return nobody, and the trace of what belongs to no visit. Raises GuardError."""
        self.go_on()
        for block, cohort in enumerate(self.held):
            if cohort is not None:
                self._hand_on(block)
        self._take_hours()
        asked = self.asked[: int(self.region.words[at.ASKED_KEPT])]
        trace = trace_of(self, self.out[:0], asked, *self._use(self.hours.rows))
        check_accounts(self.visits, accounts(self), self.plan.end)
        return nobody(self.plan, self.parts), trace


def nobody(plan: Plan, parts: CohortParts) -> Cohort:
    """Return a part of the cohort in which there is nobody."""
    real, whole = np.empty(0), np.empty(0, dtype=np.int64)
    return Cohort(
        seed=parts.seed, replication=parts.replication, key=parts.key, arrivals=0, arrival=real, stream=whole, number=whole,
        visit_class=whole, needs=np.empty((0, len(plan.needs)), dtype=np.bool_), parent=whole, child=whole,
        return_draw=real, values=(real,) * len(plan.streams), uniforms=(real,) * len(plan.uniforms), rows=whole,
    )  # fmt: skip
