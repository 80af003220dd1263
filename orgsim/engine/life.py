"""The life of a visit: what each operation of the plan does. One method an operation, named after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpy import Interrupt

from orgsim.engine import rules
from orgsim.engine.clocks import Clocks
from orgsim.engine.journal import Happening
from orgsim.engine.responses import Responses, redirect
from orgsim.engine.trace import Spent
from orgsim.engine.visit import IN_FRONT, State, Visit
from orgsim.plan.tables import OpCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from simpy import Event

    from orgsim.engine.holdings import Holdings
    from orgsim.engine.requests import Correspondence
    from orgsim.engine.world import Process, World

    Step = Callable[[Visit, int, int], Event | None]

GONE = -1


class Life:
    """Interprets the operations of a plan, one SimPy process a visit.

    A step does its work and sets ``visit.at`` to the next operation. If time must pass it returns the event to wait
    for, having set what the visit spends the time on and whether it may be interrupted.
    """

    def __init__(self, world: World, correspondence: Correspondence, responses: Responses, holdings: Holdings) -> None:
        self._world = world
        self._correspondence = correspondence
        self._responses = responses
        self._holdings = holdings
        self._clocks = Clocks(world, responses.clock_started)
        responses.clocks = self._clocks
        self._steps: dict[int, Step] = {
            OpCode.ENTER: self._enter, OpCode.HOLD: self._hold, OpCode.TURN: self._turn, OpCode.ASK: self._ask,
            OpCode.SEIZE: self._seize, OpCode.PROLONG: self._prolong, OpCode.BEGIN: self._begin,
            OpCode.TAKE: self._take, OpCode.UNTIL: self._until, OpCode.END: self._end, OpCode.SPLIT: self._split,
            OpCode.CLASS: self._class, OpCode.NEED: self._need, OpCode.GO: self._go, OpCode.DEPART: self._depart,
        }  # fmt: skip
        self.inside: dict[int, Visit] = {}
        self.started = 0

    def start(self, row: int, at: int, came_from: int) -> None:
        """Let the visit of a cohort row begin at an operation."""
        world = self._world
        visit_class = world.visit_class[row]
        visit = Visit(row, at, world.stream[row], visit_class, world.plan.ranks[visit_class], world.now)
        world.recorder.arrived[row] = world.now
        self.inside[row] = visit
        self.started += 1
        visit.process = world.env.process(self._live(visit, came_from))

    def _live(self, visit: Visit, came_from: int) -> Process:
        world, ops = self._world, self._world.plan.ops
        world.note(visit.row, Happening.ARRIVE, ops[visit.at].a, came_from)
        self._clocks.arrive(visit)
        instant, limit = 0, world.watch.guards.at_one_instant
        while visit.at != GONE:
            code, a, b, _ = ops[visit.at]
            world.stage = visit.stage
            event = self._steps[code](visit, a, b)
            if event is None:
                instant += 1
                if instant > limit:
                    world.watch.stuck(world.now, "")
                continue
            since = visit.since = world.now
            try:
                yield event
            except Interrupt as redirected:
                assert redirected.cause is not None  # noqa: S101  (redirect always names an operation)
                visit.at = redirected.cause
            if world.now > since:
                instant = 0
            visit.state = State.BUSY
            world.recorder.spend(visit, world.now - since)
            visit.since = world.now

    def _enter(self, visit: Visit, stage: int, _: int) -> None:
        """Join a stage: let go of all that it does not hold or wait in, and start the patience."""
        world, row = self._world, self._world.plan.stages[stage]
        visit.epoch += 1
        visit.stage = stage
        visit.request = None
        visit.held_outside = -1.0
        visit.stage_pass = visit.passes.get(stage, 0)
        visit.passes[stage] = visit.stage_pass + 1
        visit.reached |= 1 << stage
        if world.recorder.measured(visit):
            world.recorder.stage_visits[stage] += 1
        world.note(visit.row, Happening.REACH, stage)
        self._holdings.let_go(
            visit, lambda held: held.queue.number not in row.holds and held.queue.number not in row.waits_in
        )
        visit.boarding = any(held.queue.number in row.waits_in for held in visit.held)
        self._clocks.reach(visit, stage)
        if row.leave >= 0:
            epoch = visit.epoch
            world.later(self._time(visit, row.leave), lambda: self._give_up(visit, epoch))
        visit.at += 1

    def _give_up(self, visit: Visit, epoch: int) -> None:
        """Patience has run out: leave, if still waiting for the same stage to begin."""
        if visit.epoch != epoch or visit.state == State.BUSY:
            return
        self._world.note(visit.row, Happening.GIVE_UP, visit.stage)
        redirect(visit, self._world.plan.stages[visit.stage].leave_to)

    def _hold(self, visit: Visit, behaviour: int, _: int) -> Event | None:
        """Keep the visit before the stage while the behaviour is tempted, at most so long; look again regularly."""
        world, row = self._world, self._world.plan.behaviours[behaviour]
        if not self._responses.tempted(behaviour, visit):
            self._let_in(visit)
            return None
        if visit.held_outside < 0:
            visit.held_outside = world.now
            self._responses.touch(behaviour, visit, Happening.HOLD, visit.stage)
        if world.now - visit.held_outside >= row.lasts:
            self._let_in(visit)
            return None
        visit.state, visit.spending = State.IDLE, Spent.TURN
        return world.env.timeout(row.again)

    def _let_in(self, visit: Visit) -> None:
        visit.held_outside = -1.0
        visit.at += 1

    def _turn(self, visit: Visit, behaviour: int, _: int) -> None:
        """Send the visit elsewhere if the behaviour is tempted."""
        if self._responses.tempted(behaviour, visit):
            self._responses.touch(behaviour, visit, Happening.TURN, visit.stage)
            visit.at = self._world.plan.behaviours[behaviour].to
        else:
            visit.at += 1

    def _ask(self, visit: Visit, decision: int, _: int) -> Event:
        """Ask for a decision and wait for the answer."""
        world = self._world
        visit.at += 1
        visit.asked += 1
        visit.state, visit.spending = State.ASKING, Spent.DECISION
        answer = visit.wake = world.env.event()
        number = len(world.recorder.requests)
        visit.request = None
        world.note(visit.row, Happening.ASK, decision, number)
        request = self._correspondence.ask(
            decision,
            visit.row,
            visit.row,
            visit.asked,
            visit.class_rank,
            lambda: self._answered(visit, number, decision),
        )
        visit.request = request
        return answer

    def _answered(self, visit: Visit, number: int, decision: int) -> None:
        """Wake the visit, if it still waits for this answer."""
        if visit.request is None or visit.request.number != number or visit.wake is None:
            return
        self._world.note(visit.row, Happening.ANSWER, decision, number)
        visit.state = State.BUSY
        visit.request = None
        visit.wake.succeed()
        visit.wake = None

    def _seize(self, visit: Visit, number: int, units: int) -> Event | None:
        """Take units of a pool, waiting in its queue if need be."""
        world, pool = self._world, self._world.pools[number]
        visit.at += 1
        visit.units = units
        row = world.plan.stages[visit.stage]
        visit.rank = IN_FRONT if visit.stage in visit.hurry else visit.class_rank if row.by_class else 0
        if self._holdings.seize(visit, pool):
            return None
        world.watch.queue(len(pool.queue), world.now, "", world.plan.names.pools[number])
        world.note(visit.row, Happening.QUEUE, number, units)
        visit.queue = pool
        visit.state = State.QUEUED
        visit.spending = Spent.BOARDING if visit.boarding else Spent.TURN
        visit.wake = world.env.event()
        return visit.wake

    def _prolong(self, visit: Visit, behaviour: int, _: int) -> Event | None:
        """Delay the beginning, if the behaviour is tempted."""
        visit.at += 1
        if not self._responses.tempted(behaviour, visit):
            return None
        self._responses.touch(behaviour, visit, Happening.PROLONG, visit.stage)
        visit.spending = Spent.BOARDING if visit.boarding else Spent.TURN
        return self._world.env.timeout(self._time(visit, self._world.plan.behaviours[behaviour].by))

    def _begin(self, visit: Visit, stage: int, _: int) -> None:
        """Begin: let go of what was only waited in; patience no longer counts."""
        visit.epoch += 1
        row, before = self._world.plan.stages[stage], visit.epoch - 1
        self._world.note(visit.row, Happening.BEGIN, stage)
        self._holdings.let_go(visit, lambda held: held.epoch != before and held.queue.number not in row.holds)
        visit.boarding = False
        self._clocks.begin(visit, stage)
        visit.begun |= 1 << stage
        visit.at += 1

    def _take(self, visit: Visit, stage: int, _: int) -> Event | None:
        """Let the stage take its time, which behaviours may cut short."""
        world, row = self._world, self._world.plan.stages[stage]
        minutes = self._time(visit, row.take)
        for behaviour in row.shorten:
            if self._responses.tempted(behaviour, visit):
                self._responses.touch(behaviour, visit, Happening.PROLONG, stage)
                minutes *= 1.0 - world.plan.behaviours[behaviour].share
        visit.at += 1
        if minutes <= 0:
            return None
        visit.state = State.BUSY if row.staffed else State.IDLE
        visit.spending = Spent.WORK if row.staffed else Spent.PASSIVE
        return world.env.timeout(minutes)

    def _until(self, visit: Visit, schedule: int, _: int) -> Event | None:
        """Wait for the next moment of a schedule."""
        visit.at += 1
        wait = self._world.until_next(schedule, strictly=False)
        if wait <= 0:
            return None
        visit.state, visit.spending = State.IDLE, Spent.ROUND
        return self._world.env.timeout(wait)

    def _end(self, visit: Visit, stage: int, _: int) -> None:
        self._world.note(visit.row, Happening.END, stage)
        visit.at += 1

    def _split(self, visit: Visit, number: int, _: int) -> None:
        row = self._world.plan.splits[number]
        visit.at = row.to[rules.picks(row.cumulative, self._chance(visit, row.uniform, row.key))]

    def _class(self, visit: Visit, number: int, _: int) -> None:
        visit.at = self._world.plan.class_splits[number][visit.visit_class]

    def _need(self, visit: Visit, number: int, _: int) -> None:
        row = self._world.plan.need_splits[number]
        truth = self._world.needs[visit.row][row.need]
        if row.uniform >= 0:
            truth = rules.seen_need(truth, row.missed, row.needless, self._chance(visit, row.uniform, row.key))
        visit.at = row.yes if truth else row.no

    def _go(self, visit: Visit, to: int, _: int) -> None:
        visit.at = to

    def _depart(self, visit: Visit, way: int, _: int) -> None:
        """Leave: let go of everything; perhaps come back as a new visit."""
        world = self._world
        visit.epoch += 1
        world.note(visit.row, Happening.DEPART, way)
        self._holdings.let_go(visit, lambda _: True)
        self._clocks.depart(visit, way)
        world.recorder.leave(visit, way, world.now)
        del self.inside[visit.row]
        visit.at = GONE
        row, child = world.plan.exits[way], world.child[visit.row]
        if row.at < 0 or child < 0:
            return
        share = row.need_share if row.need >= 0 and world.needs[visit.row][row.need] else row.share
        if world.return_draw[visit.row] < share:
            world.later(world.values[row.after][visit.row], lambda: self.start(child, row.at, visit.row))

    def _time(self, visit: Visit, stream: int) -> float:
        """Return the visit's time of a stream: drawn ahead for the first pass of its stage, by key for later ones."""
        world = self._world
        if visit.stage_pass == 0:
            return world.values[stream][visit.row]
        row = world.plan.streams[stream]
        return world.draw(row.dists[visit.visit_class], self._key(visit, row.key))

    def _chance(self, visit: Visit, stream: int, key: int) -> float:
        """Return the visit's uniform of a choice, in the same way."""
        if visit.stage_pass == 0:
            return self._world.uniforms[stream][visit.row]
        return rules.uniform(self._key(visit, key))

    def _key(self, visit: Visit, key: int) -> int:
        return rules.derive(rules.derive(rules.derive(self._world.key, key), visit.row), visit.stage_pass)
