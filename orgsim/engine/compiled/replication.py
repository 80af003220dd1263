"""One replication with the compiled engine: lay out the memory, let the kernel run, read the trace out of it.

``streamed`` does the same with a cohort that is drawn as it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import as_word
from orgsim.engine.compiled.tables import Tables
from orgsim.engine.compiled.trace import accounts, read_trace
from orgsim.engine.conservation import check_conservation
from orgsim.engine.guards import GuardError, Guards, Watch
from orgsim.engine.rules import MINUTES_A_WEEK
from orgsim.engine.trace import Reviewed, UnitDay

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.cohort import Cohort
    from orgsim.engine.compiled.region import Region
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

_REQUESTS_A_VISIT = 1
_FEWEST_REQUESTS = 1024
_EVENTS_A_VISIT = 64
"""For the time that a slot of the calendar spans: some times those that a visit has, so that few slots have two."""
_HOUR, _DAY = 60.0, 1440.0


class Layout:
    """A plan's image as an array; kept as long as the plan is."""

    def __init__(self, plan: Plan) -> None:
        tables = Tables(plan)
        self.words = np.array(tables.image.words(), dtype=np.int64)
        self.out_words = tables.out_words
        self.pools = list(tables.pools)
        self.positions = list(tables.positions)
        self.stages = list(tables.stages)
        self.columns_at = int(self.words[at.COLUMNS])


def layout_of(plan: Plan) -> Layout:
    """Return the layout of a plan, made once for each plan."""
    kept: Layout | None = plan.__dict__.get("_layout")
    if kept is None:
        kept = Layout(plan)
        object.__setattr__(plan, "_layout", kept)  # not a field: what is derived from the plan, kept with it
    return kept


class Machine(Protocol):
    """The kernel in some form, on a region of the kind that it can reach."""

    def region(self, image: NDArray[np.int64], words_beside: int) -> Region:
        """Return the memory for an image; ``words_beside``: words of the arrays that will be placed."""
        ...

    def begin(self, region: Region) -> None:
        """See ``kernel.begin``."""
        ...

    def advance(self, region: Region, until: int) -> int:
        """See ``kernel.advance``."""
        ...

    def finish(self, region: Region) -> None:
        """See ``kernel.finish``."""
        ...


class Running:
    """A kernel under way: it is let go on until the end, or until a guard stops it."""

    region: Region
    unit_days: NDArray[np.int64]
    reviewed: NDArray[np.int64]

    def __init__(self, plan: Plan, guards: Guards, machine: Machine) -> None:
        self.plan, self.machine, self.layout = plan, machine, layout_of(plan)
        self.watch = Watch(guards)

    def go_on(self) -> None:
        """Run to the end of the plan; raises GuardError."""
        machine, watch = self.machine, self.watch
        machine.begin(self.region)
        while True:
            status = machine.advance(self.region, watch.next_look)
            watch.events = int(self.region.words[at.EVENTS])
            if status == at.ENDED:
                break
            if status == at.ROOM:
                self.make_room()
            elif status == at.FAULTY:
                raise self._located(self._fault())
            else:
                self._look()
        self.before_end()
        machine.finish(self.region)

    def make_room(self) -> None:
        """See to it that the kernel has room to go on."""
        raise NotImplementedError

    def before_end(self) -> None:
        """See to it that what is not over at the end of the run has room."""

    @property
    def now(self) -> float:
        """Minutes since the start."""
        return float(self.region.words[at.NOW : at.NOW + 1].view(np.float64)[0])

    def set_limits(self, key: int, arrivals: int) -> None:
        """Write what guards and keys the kernel needs, and how fine its calendar is for so many arrivals."""
        words, guards = self.region.words, self.watch.guards
        ticks = _EVENTS_A_VISIT * max(arrivals, 1) / self.plan.end
        words[at.TICKS_A_MINUTE : at.TICKS_A_MINUTE + 1].view(np.float64)[0] = ticks
        words[at.MOST_AT_INSTANT] = guards.at_one_instant
        words[at.MOST_QUEUED] = guards.queue
        words[at.KEY] = as_word(key)

    def is_cramped(self) -> bool:
        """Whether the arena must grow."""
        words = self.region.words
        return bool(words[at.ARENA_END] - words[at.ARENA] < words[at.SLACK])

    def _look(self) -> None:
        try:
            self.watch.look(self.now)
        except GuardError as error:
            raise self._located(error) from None

    def _fault(self) -> GuardError:
        words, guards = self.region.words, self.watch.guards
        fault = int(words[at.FAULT])
        if fault == at.STUCK:
            return self.watch.stuck(self.now)
        if fault == at.LONG_QUEUE:
            pool = self.plan.names.pools[int(words[at.FAULT_AT])]
            return GuardError("ORG403", f"more than {guards.queue:,} wait for `{pool}`", self.now)
        return GuardError("ORG405", "one event needed more memory than the engine had left", self.now)

    def _located(self, error: GuardError) -> GuardError:
        stage = int(self.region.words[at.STAGE])
        return GuardError(error.code, error.message, error.time, self.plan.names.stages[stage] if stage >= 0 else "")


class Replication(Running):
    """One replication of a cohort that is whole. Arrays are placed again whenever the memory has moved."""

    def __init__(self, plan: Plan, cohort: Cohort, guards: Guards, machine: Machine) -> None:
        super().__init__(plan, guards, machine)
        self.cohort = _Arrays(cohort, plan)
        out = np.tile(blank_row(self.layout, plan), (cohort.size, 1))
        rows = len(plan.pools) + len(plan.positions)
        census = np.zeros((int(plan.end // _HOUR) + 2, 3 * rows), dtype=np.int64)
        room = _FEWEST_REQUESTS + _REQUESTS_A_VISIT * cohort.size
        asked = np.empty((room, at.ASKED_WORDS), dtype=np.int64)
        days, reviewed = blank_days(plan), blank_reviews(plan)
        beside = out.size + census.size + asked.size + days.size + reviewed.size + self.cohort.words
        self.region = machine.region(self.layout.words, beside)
        self.out, self.census, self.asked = (self.region.own(one) for one in (out, census, asked))
        self.unit_days, self.reviewed = self.region.own(days), self.region.own(reviewed)
        self.in_use = self.region.own(np.array([cohort.arrivals]))
        self.set_limits(cohort.key, cohort.arrivals)
        words = self.region.words
        words[at.ARRIVALS], words[at.BLOCK_BITS] = cohort.arrivals, at.ONE_BLOCK
        self._place()

    def _place(self) -> None:
        """Write where the arrays are."""
        region, words, cohort = self.region, self.region.words, self.cohort
        for word, array in (
            (at.OUT, self.out), (at.ASKED_ROWS, self.asked), (at.CENSUS, self.census),
            (at.UNIT_DAYS, self.unit_days), (at.REVIEWED, self.reviewed), (at.IN_USE, self.in_use),
            (at.ARRIVAL_TIMES, cohort.arrival), (at.ARRIVAL_STREAMS, cohort.stream), (at.ARRIVAL_CLASSES, cohort.visit_class),
            (at.CHILDREN, cohort.child), (at.RETURN_DRAWS, cohort.return_draw), (at.NEEDS, cohort.needs),
        ):  # fmt: skip
            words[word] = region.place(array)
        words[at.ASKED_ROOM], words[at.CENSUS_ROOM] = len(self.asked), len(self.census)
        for number, column in enumerate(cohort.columns):
            words[self.layout.columns_at + number] = region.place(column)

    def run(self) -> Trace:
        """Run to the end of the plan and return the trace; raises GuardError."""
        self.go_on()
        trace = read_trace(self)
        check_conservation(trace, accounts(self))
        return trace

    def make_room(self) -> None:
        """Let the arena or the records of requests grow."""
        if self.is_cramped():
            self.region.grow()
        else:
            self.asked = self.region.own(np.concatenate([self.asked, np.empty_like(self.asked)]))
        self._place()


class _Arrays:
    """The cohort as arrays of 8-byte numbers."""

    def __init__(self, cohort: Cohort, plan: Plan) -> None:
        self.key, self.size, self.arrivals = cohort.key, cohort.size, cohort.arrivals
        self.arrival = _reals(cohort.arrival)
        self.stream, self.visit_class, self.child = (
            np.ascontiguousarray(one, dtype=np.int64) for one in (cohort.stream, cohort.visit_class, cohort.child)
        )
        self.return_draw = _reals(cohort.return_draw)
        self.columns = [_reals(column) for column in (*cohort.values, *cohort.uniforms)]
        self.needs = np.zeros((cohort.size, need_words(plan)), dtype=np.int64)
        put_needs(cohort.needs, self.needs)

    @property
    def words(self) -> int:
        """Return how many words the arrays have."""
        return (5 + self.needs.shape[1] + len(self.columns)) * self.size


def _reals(array: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ascontiguousarray(array, dtype=np.float64)


def need_words(plan: Plan) -> int:
    """Return how many words the needs of a visit take."""
    return max(1, (len(plan.needs) + 62) // 63)


def put_needs(needs: NDArray[np.bool_], into: NDArray[np.int64]) -> None:
    """Write truths (n, N) as bits into words (n, W) that are 0."""
    for need in range(needs.shape[1]):
        into[:, need // 63] |= needs[:, need].astype(np.int64) << (need % 63)


def blank_row(layout: Layout, plan: Plan) -> NDArray[np.int64]:
    """Return what is kept of a visit to which nothing has happened."""
    row = np.zeros(layout.out_words, dtype=np.int64)
    real = row.view(np.float64)
    real[at.OUT_ARRIVED] = real[at.OUT_DEPARTED] = np.nan
    row[at.OUT_EXIT] = -1
    real[layout.out_words - len(plan.moments) - at.CLOCK_WORDS * len(plan.targets) :] = np.nan
    return row


def blank_days(plan: Plan) -> NDArray[np.int64]:
    """Return room for the states of the people of each unit at each midnight."""
    return np.zeros((int(plan.end // _DAY) + 2, len(plan.people), len(UnitDay)), dtype=np.int64)


def blank_reviews(plan: Plan) -> NDArray[np.int64]:
    """Return room for as many reviews as a run may have."""
    weeks = int(plan.end // MINUTES_A_WEEK) + 2
    most = weeks * sum(len(plan.schedules[row.schedule]) for row in plan.reviews)
    return np.zeros((most, len(Reviewed)), dtype=np.int64)
