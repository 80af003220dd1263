"""What all parts of the reference engine share: the clock, the plan, the cohort's numbers, the pools, the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import simpy

from orgsim.engine import rules
from orgsim.engine.journal import Entry, Happening, Journal, RequestEntry
from orgsim.engine.people import People
from orgsim.engine.pools import Claimant, Pool, Sequence64
from orgsim.engine.recorder import Recorder
from orgsim.engine.transition import Transition
from orgsim.engine.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from orgsim.cohort import Cohort
    from orgsim.engine.guards import Watch
    from orgsim.engine.trace import Floats
    from orgsim.plan.tables import Plan

    Process = Generator[simpy.Event, object, None]


class World:
    """One replication under way."""

    def __init__(self, plan: Plan, cohort: Cohort, watch: Watch, journal: Journal | None) -> None:
        self.env = simpy.Environment(initial_time=0.0)
        self.plan = plan
        self.watch = watch
        self.journal = journal
        self.recorder = Recorder(plan, cohort)
        self.key = cohort.key
        self.size, self.arrivals = cohort.size, cohort.arrivals
        self.arrival: list[float] = cohort.arrival.tolist()
        self.stream: list[int] = cohort.stream.tolist()
        self.visit_class: list[int] = cohort.visit_class.tolist()
        self.needs: list[list[bool]] = cohort.needs.T.tolist()
        self.child: list[int] = cohort.child.tolist()
        self.return_draw: list[float] = cohort.return_draw.tolist()
        self.values = [_numbers(column) for column in cohort.values]
        self.uniforms = [_numbers(column) for column in cohort.uniforms]
        sequence = Sequence64()
        self.pools = [
            Pool(number, row.capacity, sequence, rests=row.ready >= 0 or row.told >= 0)
            for number, row in enumerate(plan.pools)
        ]
        for pool, row in zip(self.pools, plan.pools, strict=True):
            pool.serves = [self.pools[other] for other in row.serves]
            pool.served_by = [self.pools[other] for other in row.served_by]
            pool.noted = self._note_seized if journal is not None else None
        self.positions = [Pool(number, row.capacity, sequence) for number, row in enumerate(plan.positions)]
        self.channels = [Pool(number, max(row.capacity, 0), sequence) for number, row in enumerate(plan.channels)]
        changes = (*(row.changes for row in plan.pools), *(row.changes for row in plan.positions))
        for pool, weekly in zip((*self.pools, *self.positions), changes, strict=True):
            pool.duties = [number for _, number in weekly]
        self.people = People(self)
        self.stage = -1
        self.now: float = 0.0
        """Minutes since the start; set before each event."""
        self.structure = Transition(self)

    def later(self, delay: float, action: Callable[..., None], *given: object) -> None:
        """Do ``action`` with what is ``given`` to it after ``delay`` minutes, as one event."""
        event = self.env.timeout(delay)
        assert event.callbacks is not None  # noqa: S101  (a fresh timeout has a list)
        event.callbacks.append(lambda _: action(*given))

    def until_next(self, schedule: int, *, strictly: bool) -> float:
        """Return the minutes to the next moment of a schedule; 0 for continuously (-1)."""
        if schedule < 0:
            return 0.0
        moments = self.plan.schedules[schedule]
        return rules.until_next(moments, 0, len(moments), self.plan.starts, self.now, int(strictly))

    def recurring(self, schedule: int, action: Callable[[], None]) -> Process:
        """Do ``action`` at every moment of a schedule."""
        yield self.env.timeout(self.until_next(schedule, strictly=False))
        while True:
            action()
            yield self.env.timeout(self.until_next(schedule, strictly=True))

    def draw(self, dist: int, key: int) -> float:
        """Return the time of a distribution row that belongs to ``key``."""
        return rules.draw(*self.plan.dists[dist], key)

    def note(self, visit: int, what: int, a: int = -1, b: int = -1) -> None:
        """Write an entry into the journal, if one is kept."""
        if self.journal is not None:
            self.journal.visits.append(Entry(self.now, visit, what, a, b))

    def _note_seized(self, pool: Pool, claimant: Claimant) -> None:
        if isinstance(claimant, Visit):
            self.note(claimant.row, Happening.SEIZE, pool.number, claimant.units)

    def note_request(self, entry: RequestEntry) -> None:
        """Write a step of a request into the journal, if one is kept."""
        if self.journal is not None:
            self.journal.requests.append(entry)


def _numbers(column: Floats) -> Sequence[float]:
    """Return the numbers of an array as Python reads them one by one, without a copy: each visit needs only a few."""
    return cast("Sequence[float]", column.data)
