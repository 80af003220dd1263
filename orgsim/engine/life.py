"""The life of a visit: what each operation of the plan does. One method an operation, named after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simpy import Interrupt

from orgsim.engine import rules
from orgsim.engine import rules_defects as faulty
from orgsim.engine.clocks import Clocks
from orgsim.engine.defects import Defects, mark_defective
from orgsim.engine.journal import Happening
from orgsim.engine.responses import Responses, redirect
from orgsim.engine.trace import BOARDING, DECISION, PASSIVE, ROUND, TURN, WORK
from orgsim.engine.visit import ASKING, BUSY, IDLE, IN_FRONT, QUEUED, Visit
from orgsim.plan.tables import PASSED_OVER, OpCode

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

    A step does its work; the next row follows unless it sets ``visit.at``. If time must pass it returns the event to
    wait for, having set what the visit spends the time on and whether it may be interrupted.
    """

    def __init__(self, world: World, correspondence: Correspondence, responses: Responses, holdings: Holdings) -> None:
        self._world = world
        self._correspondence = correspondence
        self._responses = responses
        self._holdings = holdings
        self._clocks = Clocks(world, responses.clock_started)
        responses.clocks = self._clocks
        self._defects = Defects(world)
        steps: dict[int, Step] = {
            OpCode.ENTER: self._enter, OpCode.HOLD: self._hold, OpCode.TURN: self._turn, OpCode.ASK: self._ask,
            OpCode.SEIZE: self._seize, OpCode.PROLONG: self._prolong, OpCode.BEGIN: self._begin,
            OpCode.TAKE: self._take, OpCode.UNTIL: self._until, OpCode.END: self._end, OpCode.SPLIT: self._split,
            OpCode.CLASS: self._class, OpCode.NEED: self._need, OpCode.GO: self._go, OpCode.DEPART: self._depart,
            OpCode.HAND_OVER: self._hand_over, OpCode.RISK: self._risk,
        }  # fmt: skip
        self._stages = world.plan.stages
        self._most_steps = world.watch.guards.at_one_instant + 1
        self._ops = [(steps[code], a, b, int(code not in PASSED_OVER)) for code, a, b, _ in world.plan.ops]
        self._kept = [row.holds | row.waits_in for row in world.plan.stages]
        self.inside: dict[int, Visit] = {}
        self.started = 0

    def start(self, row: int, at: int, came_from: int) -> None:
        """Let the visit of a cohort row begin at an operation."""
        world, plan, now = self._world, self._world.plan, self._world.now
        visit_class = world.visit_class[row]
        measured = plan.warm_up <= now < plan.warm_up + plan.length
        visit = Visit(row, at, world.stream[row], visit_class, plan.ranks[visit_class], now, measured=measured)
        world.recorder.arrived[row] = now
        self.inside[row] = visit
        self.started += 1
        visit.process = world.env.process(self._live(visit, came_from))

    def _live(self, visit: Visit, came_from: int) -> Process:
        world = self._world
        world.note(visit.row, Happening.ARRIVE, world.plan.ops[visit.at].a, came_from)
        self._clocks.arrive(visit)
        while (event := self._go_on(visit)) is not None:
            since = visit.since = world.now
            try:
                yield event
            except Interrupt as redirected:
                assert redirected.cause is not None  # noqa: S101  (redirect always names an operation)
                visit.at = redirected.cause
            visit.since = world.now
            visit.state = BUSY
            world.recorder.spend(visit, visit.since - since)

    def _go_on(self, visit: Visit) -> Event | None:
        """Take the visit's next steps until one takes time; return what it waits for, or None when it has left."""
        ops = self._ops
        self._world.stage = visit.stage
        steps = self._most_steps
        while steps > 0:
            at = visit.at
            if at == GONE:
                return None
            visit.at = at + 1
            step, a, b, counts = ops[at]
            steps -= counts
            event = step(visit, a, b)
            if event is not None:
                return event
        raise self._world.watch.stuck(self._world.now)

    def _enter(self, visit: Visit, stage: int, _: int) -> None:
        """Join a stage: let go of all that it does not hold or wait in, and start the patience."""
        world, row = self._world, self._stages[stage]
        visit.epoch += 1
        visit.handed_over = visit.stage >= 0 and self._stages[visit.stage].unit != row.unit
        visit.cut = False
        visit.stage = world.stage = stage
        visit.stage_pass = visit.passes.get(stage, 0)
        visit.passes[stage] = visit.stage_pass + 1
        visit.reached |= 1 << stage
        if visit.measured:
            world.recorder.stage_visits[stage] += 1
        if world.journal:
            world.note(visit.row, Happening.REACH, stage)
        self._holdings.let_go(visit, self._kept[stage])
        visit.boarding = bool(row.waits_in) and any(held.queue in row.waits_in for held in visit.held)
        self._clocks.reach(visit, stage)
        if row.leave >= 0:
            world.later(self._time(visit, row.leave), self._give_up, visit, visit.epoch)

    def _give_up(self, visit: Visit, epoch: int) -> None:
        """Patience has run out: leave, if still waiting for the same stage to begin."""
        if visit.epoch != epoch or visit.state is BUSY:
            return
        visit.gave_up = True
        self._world.note(visit.row, Happening.GIVE_UP, visit.stage)
        redirect(visit, self._world.plan.stages[visit.stage].leave_to)

    def _hand_over(self, visit: Visit, stage: int, _: int) -> Event | None:
        """Wait at first, if the visit comes from another unit."""
        if not visit.handed_over:
            return None
        minutes = self._time(visit, self._stages[stage].hand_over)
        if minutes <= 0:
            return None
        visit.state, visit.spending = IDLE, TURN
        return self._world.env.timeout(minutes)

    def _hold(self, visit: Visit, behaviour: int, _: int) -> Event | None:
        """Keep the visit before the stage while the behaviour is tempted, at most so long; look again regularly."""
        world, row = self._world, self._world.plan.behaviours[behaviour]
        if not self._responses.tempted(behaviour, visit):
            visit.held_outside = -1.0
            return None
        if visit.held_outside < 0:
            visit.held_outside = world.now
            self._responses.touch(behaviour, visit, Happening.HOLD, visit.stage)
        if world.now - visit.held_outside >= row.lasts:
            visit.held_outside = -1.0
            return None
        visit.at -= 1
        visit.state, visit.spending = IDLE, TURN
        return world.env.timeout(row.again)

    def _turn(self, visit: Visit, behaviour: int, _: int) -> None:
        """Send the visit elsewhere if the behaviour is tempted."""
        if self._responses.tempted(behaviour, visit):
            self._responses.touch(behaviour, visit, Happening.TURN, visit.stage)
            visit.at = self._world.plan.behaviours[behaviour].to

    def _ask(self, visit: Visit, decision: int, refused: int) -> Event:
        """Ask for a decision and wait for the answer; a no may lead elsewhere."""
        world = self._world
        visit.asked += 1
        visit.state, visit.spending = ASKING, DECISION
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
            lambda: self._answered(visit, number, decision, refused),
        )
        visit.request = request
        return answer

    def _answered(self, visit: Visit, number: int, decision: int, refused: int) -> None:
        """Wake the visit, if it still waits for this answer."""
        if visit.request is None or visit.request.number != number or visit.wake is None:
            return
        if visit.request.right == 0:
            mark_defective(self._world, visit, faulty.DECISION)
        self._world.note(visit.row, Happening.ANSWER, decision, number)
        if refused >= 0 and visit.request.answer == 0:
            visit.at = refused
        visit.state = BUSY
        visit.request = None
        visit.wake.succeed()
        visit.wake = None

    def _seize(self, visit: Visit, number: int, units: int) -> Event | None:
        """Take units of a pool, waiting in its queue if need be."""
        world, pool = self._world, self._world.pools[number]
        visit.units = units
        by_class = self._stages[visit.stage].by_class
        visit.rank = IN_FRONT if visit.stage in visit.hurry else visit.class_rank if by_class else 0
        if pool.seize(visit, world.now):
            return None
        world.watch.queue(len(pool.queue), world.now, world.plan.names.pools[number])
        world.note(visit.row, Happening.QUEUE, number, units)
        visit.queue = pool
        visit.state = QUEUED
        visit.spending = BOARDING if visit.boarding else TURN
        visit.wake = world.env.event()
        return visit.wake

    def _prolong(self, visit: Visit, behaviour: int, _: int) -> Event | None:
        """Delay the beginning, if the behaviour is tempted."""
        if not self._responses.tempted(behaviour, visit):
            return None
        self._responses.touch(behaviour, visit, Happening.PROLONG, visit.stage)
        visit.spending = BOARDING if visit.boarding else TURN
        return self._world.env.timeout(self._time(visit, self._world.plan.behaviours[behaviour].by))

    def _begin(self, visit: Visit, stage: int, _: int) -> None:
        """Begin: let go of what was only waited in; patience no longer counts."""
        if self._world.journal:
            self._world.note(visit.row, Happening.BEGIN, stage)
        self._holdings.let_go(visit, self._stages[stage].holds)
        visit.epoch += 1
        visit.boarding = False
        self._clocks.begin(visit, stage)
        visit.begun |= 1 << stage

    def _take(self, visit: Visit, stage: int, _: int) -> Event | None:
        """Let the stage take its time, which behaviours may cut short."""
        row = self._stages[stage]
        minutes = self._time(visit, row.take)
        for behaviour in row.shorten:
            if self._responses.tempted(behaviour, visit):
                self._responses.touch(behaviour, visit, Happening.PROLONG, stage)
                visit.cut = True
                minutes *= 1.0 - self._world.plan.behaviours[behaviour].share
        if row.staffed:
            minutes *= self._world.people.time_factor(row.unit)
        if minutes <= 0:
            return None
        if row.staffed:
            visit.state, visit.spending = BUSY, WORK
        else:
            visit.state, visit.spending = IDLE, PASSIVE
        return self._world.env.timeout(minutes)

    def _risk(self, visit: Visit, stage: int, _: int) -> None:
        """The work of a stage is done: perhaps wrongly."""
        world = self._world
        self._defects.run_risk(visit, stage, self._key(visit, world.plan.defects[self._stages[stage].defects].key))

    def _until(self, visit: Visit, schedule: int, _: int) -> Event | None:
        """Wait for the next moment of a schedule."""
        wait = self._world.until_next(schedule, strictly=False)
        if wait <= 0:
            return None
        visit.state, visit.spending = IDLE, ROUND
        return self._world.env.timeout(wait)

    def _end(self, visit: Visit, stage: int, _: int) -> None:
        if self._world.journal:
            self._world.note(visit.row, Happening.END, stage)

    def _split(self, visit: Visit, number: int, _: int) -> None:
        row = self._world.plan.splits[number]
        drawn = self._chance(visit, row.uniform, row.key)
        visit.at = row.to[rules.picks(row.cumulative, 0, len(row.to), drawn)]

    def _class(self, visit: Visit, number: int, _: int) -> None:
        visit.at = self._world.plan.class_splits[number][visit.visit_class]

    def _need(self, visit: Visit, number: int, _: int) -> None:
        key, need, uniform, missed, needless, yes, no = self._world.plan.need_splits[number]
        truth = self._world.needs[need][visit.row]
        if uniform >= 0:
            truth = rules.seen_need(truth, missed, needless, self._chance(visit, uniform, key))
        visit.at = yes if truth else no

    def _go(self, visit: Visit, to: int, _: int) -> None:
        visit.at = to

    def _depart(self, visit: Visit, way: int, _: int) -> None:
        """Leave: let go of everything; perhaps come back as a new visit."""
        world = self._world
        visit.epoch += 1
        world.note(visit.row, Happening.DEPART, way)
        self._holdings.let_go(visit, ())
        self._clocks.depart(visit, way)
        world.recorder.leave(visit, way, world.now)
        del self.inside[visit.row]
        visit.at = GONE
        self._defects.leave(visit, way)
        row, child = world.plan.exits[way], world.child[visit.row]
        if child < 0:
            return
        if self._defects.comes_back(visit, way, child):
            world.later(world.values[row.failed_after][visit.row], self.start, child, row.failed_at, visit.row)
            return
        if row.at < 0:
            return
        share = row.need_share if row.need >= 0 and world.needs[row.need][visit.row] else row.share
        if world.return_draw[visit.row] < share:
            world.later(world.values[row.after][visit.row], self.start, child, row.at, visit.row)

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
