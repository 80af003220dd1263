"""The reference engine: a plan interpreted with SimPy, one process a visit and one a request on its way.

It is written to be read: ``life`` has what visits do, ``requests`` how decisions travel, ``responses`` how people
react to targets, ``pools`` who is served next, ``rules`` every formula.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine.conservation import Accounts, PoolAccount, check_conservation
from orgsim.engine.guards import GuardError, Guards, Watch
from orgsim.engine.holdings import Holdings
from orgsim.engine.life import Life
from orgsim.engine.recorder import Census
from orgsim.engine.requests import Correspondence
from orgsim.engine.responses import Responses, occupancy
from orgsim.engine.reviews import Reviews
from orgsim.engine.world import World
from orgsim.plan.tables import ACTION_NAMES

if TYPE_CHECKING:
    from orgsim.cohort import Cohort
    from orgsim.engine.journal import Journal
    from orgsim.engine.pools import Pool
    from orgsim.engine.trace import Trace
    from orgsim.engine.world import Process
    from orgsim.plan.change_tables import Lasts
    from orgsim.plan.tables import BehaviourRow, DecisionRow, MeetingRow, Plan, PoolRow, PositionRow

_HOUR = 60.0
_LEND = ACTION_NAMES.index("lend")


class Reference:
    """One replication with the reference engine."""

    def __init__(self, plan: Plan, cohort: Cohort, journal: Journal | None, guards: Guards) -> None:
        self.watch = Watch(guards)
        self.world = World(plan, cohort, self.watch, journal)
        self.correspondence = Correspondence(self.world)
        self.responses = Responses(self.world)
        self.holdings = Holdings(self.world, self.correspondence)
        self.life = Life(self.world, self.correspondence, self.responses, self.holdings)
        self.pool_census = Census(self.world.pools)
        self.position_census = Census(self.world.positions)
        self.reviews = Reviews(self.world)
        self._under_effect: set[int] = set()

    def run(self) -> Trace:
        """Run to the end of the plan and return the trace; raises GuardError."""
        for process in self._processes():
            self.world.env.process(process)
        self._step_to_end()
        end = self.world.plan.end
        self.pool_census.stop(end)
        self.position_census.stop(end)
        for visit in self.life.inside.values():
            self.world.recorder.keep_marks(visit)
        events, people = self.watch.events, self.world.people.table()
        reviews = self.reviews.table()
        trace = self.world.recorder.trace(self.pool_census, self.position_census, end, events, people, reviews)
        check_conservation(trace, self._accounts(end))
        return trace

    def _accounts(self, end: float) -> Accounts:
        """Add up what the conservation checks compare."""
        pools, inside = self.world.pools, self.life.inside.values()
        held = [0] * len(pools)
        minutes = list(self.holdings.held_minutes)
        for visit in inside:
            for holding in visit.held:
                held[holding.pool.number] += holding.units
                minutes[holding.pool.number] += (end - holding.since) * holding.units
        for pool in pools:
            pool.account(end)
        names = self.world.plan.names.pools
        rows = [
            PoolAccount(names[p.number], p.busy, p.resting, held[p.number], p.busy_minutes, minutes[p.number])
            for p in pools
        ]
        return Accounts(self.life.started, len(inside), sum(end - visit.since for visit in inside), rows)

    def _step_to_end(self) -> None:
        world, env, end, watch = self.world, self.world.env, self.world.plan.end, self.watch
        try:
            while (now := env.peek()) < end:
                world.now = now
                env.step()
                if watch.failed is not None:  # raised within a process, SimPy would tell of it an event later
                    raise watch.failed
                watch.step(now)
        except GuardError as error:
            stage = self.world.plan.names.stages[self.world.stage] if self.world.stage >= 0 else ""
            raise GuardError(error.code, error.message, error.time, stage) from None

    def _processes(self) -> list[Process]:
        """Return the processes that drive the replication; their order is part of the meaning of ties."""
        world, plan = self.world, self.world.plan
        structure = world.structure
        lending = [(n, row) for n, row in enumerate(plan.behaviours) if row.action == _LEND and row.schedule >= 0]
        return [
            *structure.processes(),
            self._measured_span(),
            self._hourly_census(),
            *(self._shifts(*pair) for pair in zip(world.pools, plan.pools, strict=True) if pair[1].changes),
            *(self._shifts(*pair) for pair in zip(world.positions, plan.positions, strict=True) if pair[1].changes),
            *([world.people.days()] if plan.people else []),
            *self.reviews.processes(),
            *(self._meetings(number, row) for number, row in enumerate(plan.meetings) if row.schedule >= 0),
            *(self._checks(number, row, lasts) for number, row, lasts in structure.checks()),
            *(self._lending(number, row) for number, row in lending),
            self._arrivals(),
        ]

    def _arrivals(self) -> Process:
        """Let the visits come in the order of the cohort."""
        world = self.world
        for row in range(world.arrivals):
            wait = world.arrival[row] - world.now
            if wait > 0:
                yield world.env.timeout(wait)
            self.life.start(row, world.plan.arrivals[world.stream[row]].at, -1)

    def _measured_span(self) -> Process:
        world, plan = self.world, self.world.plan
        yield world.env.timeout(plan.warm_up)
        self.pool_census.start(world.now)
        self.position_census.start(world.now)
        yield world.env.timeout(plan.length)
        self.pool_census.stop(world.now)
        self.position_census.stop(world.now)

    def _hourly_census(self) -> Process:
        while True:
            self.pool_census.count()
            self.position_census.count()
            yield self.world.env.timeout(_HOUR)

    def _shifts(self, pool: Pool, row: PoolRow | PositionRow) -> Process:
        """Change the number on duty through the week by the difference, so that lent or added units stay."""
        world = self.world
        minute = (world.plan.starts + world.now) % rules.MINUTES_A_WEEK
        place = sum(1 for moment, _ in row.changes if moment <= minute) % len(row.changes)
        while True:
            moment, _ = row.changes[place]
            wait = (moment - (world.plan.starts + world.now)) % rules.MINUTES_A_WEEK
            yield world.env.timeout(wait or rules.MINUTES_A_WEEK)
            pool.roster(pool.duties[place], pool.away, world.now)
            place = (place + 1) % len(row.changes)

    def _meetings(self, number: int, row: MeetingRow) -> Process:
        """Sit at each moment of the schedule, as long as the structure has the meeting."""
        structure = self.world.structure
        return structure.recurring(row.schedule, structure.meeting_lasts(number), lambda: self._sit(row))

    def _sit(self, row: MeetingRow) -> Process:
        """One person of each member is away, and at the end requests are settled."""
        self._seats(row, -1)
        yield self.world.env.timeout(row.lasts)
        settled = sorted(row.settles)
        items = rules.items_on_agenda(self.correspondence.waiting(settled, row.members), row.agenda)
        if items * row.per_item > 0:
            yield self.world.env.timeout(items * row.per_item)
        self._seats(row, 1)
        if row.orderly:
            self.correspondence.settle_oldest(settled, row, items)
        else:
            for decision in settled:
                self.correspondence.settle(decision, row)

    def _seats(self, row: MeetingRow, change: int) -> None:
        for member in row.members:
            position = self.world.positions[member]
            position.set_capacity(position.capacity + change, self.world.now)

    def _checks(self, decision: int, row: DecisionRow, lasts: Lasts) -> Process:
        return self.world.structure.recurring(row.check, lasts, lambda: self._check(decision, row))

    def _check(self, decision: int, row: DecisionRow) -> None:
        """Raise a standing request when its pool is full enough and neither it nor its effect is under way."""
        world = self.world
        if decision in self._under_effect or occupancy(world.pools[row.check_pool]) < row.check_above:
            return
        self._under_effect.add(decision)
        nth = len(world.recorder.requests)
        self.correspondence.ask(decision, -1, -1, nth, 0, lambda: self._take_effect(decision, row, nth))

    def _take_effect(self, decision: int, row: DecisionRow, request: int) -> None:
        """Do what a yes brings about; after a no the next check may ask again."""
        if self.world.recorder.requests[request].answer == 0:
            self._under_effect.discard(decision)
            return
        if row.effect_pool >= 0:
            self._add(row.effect_pool, row.effect_number)
        self.world.later(row.effect_lasts, self._wear_off, decision, row)

    def _wear_off(self, decision: int, row: DecisionRow) -> None:
        if row.effect_pool >= 0:
            self._add(row.effect_pool, -row.effect_number)
        self._under_effect.discard(decision)

    def _add(self, number: int, units: int) -> None:
        pool = self.world.pools[number]
        pool.set_capacity(pool.capacity + units, self.world.now)

    def _lending(self, number: int, row: BehaviourRow) -> Process:
        return self.world.recurring(row.schedule, lambda: self._lend(number, row))

    def _lend(self, number: int, row: BehaviourRow) -> None:
        """Move people from one pool to another for a while, if some are idle here and wanted there."""
        if number in self.world.structure.idle:
            return
        if not self.responses.triggered(row) or self.world.pools[row.from_pool].free < row.number:
            return
        self._add(row.from_pool, -row.number)
        self._add(row.to_pool, row.number)
        self.world.later(row.lasts, self._bring_back, row)

    def _bring_back(self, row: BehaviourRow) -> None:
        self._add(row.to_pool, -row.number)
        self._add(row.from_pool, row.number)
