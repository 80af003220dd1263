"""How positions respond to targets: when a behaviour is triggered, and what it does to a waiting visit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine.journal import Happening
from orgsim.engine.reserving import keeping
from orgsim.engine.visit import BUSY, IN_FRONT, QUEUED, Visit
from orgsim.plan.tables import ACTION_NAMES

if TYPE_CHECKING:
    from orgsim.engine.clocks import Clocks
    from orgsim.engine.pools import Pool
    from orgsim.engine.world import World
    from orgsim.plan.tables import BehaviourRow

_JUMP, _DIVERT = ACTION_NAMES.index("jump_queue"), ACTION_NAMES.index("divert")


class Responses:
    """All behaviours of a replication."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_clock: list[list[int]] = [[] for _ in world.plan.targets]
        for number, row in enumerate(world.plan.behaviours):
            if row.clock_over >= 0 and row.action in (_JUMP, _DIVERT):
                self._by_clock[row.target].append(number)
        self.clocks: Clocks | None = None
        self._reserve_units()

    def tempted(self, number: int, visit: Visit) -> bool:
        """Whether the behaviour's power exceeds the visit's integrity and its trigger holds now."""
        row = self._world.plan.behaviours[number]
        return self.willing(number, visit) and self.triggered(row)

    def willing(self, number: int, visit: Visit) -> bool:
        """Whether the behaviour's power, as it is now, exceeds the visit's integrity."""
        world = self._world
        return world.uniforms[world.plan.behaviours[number].uniform][visit.row] < world.structure.power[number]

    def triggered(self, row: BehaviourRow) -> bool:
        """Whether somebody is on duty to act and every condition of the trigger holds now."""
        world = self._world
        if world.positions[row.holder].capacity <= 0:
            return False
        if row.pool_full >= 0 and occupancy(world.pools[row.pool_full]) < row.above:
            return False
        if row.pool_free >= 0 and world.pools[row.pool_free].free < 1:
            return False
        return row.pool_queue < 0 or len(world.pools[row.pool_queue].queue) > row.longer

    def touch(self, number: int, visit: Visit, what: Happening, b: int = -1) -> None:
        """Write down that a behaviour acted on a visit."""
        self._world.recorder.touched[visit.row] |= 1 << number
        self._world.note(visit.row, what, number, b)

    def clock_started(self, visit: Visit, target: int) -> None:
        """Set a timer for each behaviour that will act on this visit as the limit of ``target`` nears."""
        world, limit = self._world, self._world.plan.targets[target].limit
        for number in self._by_clock[target]:
            row = world.plan.behaviours[number]
            integrity = world.uniforms[row.uniform][visit.row]
            when = rules.acting_time(world.now, row.clock_over, limit, world.structure.power[number], integrity)
            if not math.isnan(when):
                world.later(when - world.now, self._act, visit, number)

    def _act(self, visit: Visit, number: int) -> None:
        """Act on a visit if its clock still runs; if it cannot be now, try again until the limit."""
        world, row = self._world, self._world.plan.behaviours[number]
        assert self.clocks is not None  # noqa: S101  (set before the first event)
        if not self.clocks.running(visit, row.target) or not self.willing(number, visit):
            return
        if self.triggered(row) and self._done(visit, number, row):
            return
        limit = world.recorder.clock_start[row.target][visit.row] + world.plan.targets[row.target].limit
        if world.now + row.again < limit:
            world.later(row.again, self._act, visit, number)

    def _done(self, visit: Visit, number: int, row: BehaviourRow) -> bool:
        """Do it if the visit's state allows; return whether it was done."""
        if row.action == _JUMP:
            self._hurry(visit, number, row)
            return True
        if visit.stage not in row.stages or visit.state is BUSY:
            return False
        self.touch(number, visit, Happening.TURN, visit.stage)
        redirect(visit, row.to)
        return True

    def _hurry(self, visit: Visit, number: int, row: BehaviourRow) -> None:
        """From now on the visit stands in front in these queues; if it waits in one, it rejoins it there."""
        visit.hurry = visit.hurry | row.stages
        self.touch(number, visit, Happening.JUMP)
        if visit.state is QUEUED and visit.stage in row.stages and visit.rank != IN_FRONT:
            queue = visit.queue
            assert queue is not None  # noqa: S101  (a queued visit has a queue)
            queue.leave(visit)
            visit.rank = IN_FRONT
            queue.join(visit)

    def _reserve_units(self) -> None:
        """Give each pool with reserved units the rule of who may take them."""
        for pool, pool_row in zip(self._world.pools, self._world.plan.pools, strict=True):
            pool.may_take = keeping([self._world.plan.behaviours[number] for number in pool_row.reserves])


def occupancy(pool: Pool) -> float:
    """Return the share of a pool in use; an empty pool counts as full."""
    return pool.busy / pool.capacity if pool.capacity > 0 else 1.0


def redirect(visit: Visit, to: int) -> None:
    """Take a waiting visit out of whatever it waits for and send it to another operation, at this instant."""
    if visit.queue is not None:
        visit.queue.leave(visit)
        visit.queue = None
    visit.wake = None
    visit.request = None
    visit.held_outside = -1.0
    visit.state = BUSY
    assert visit.process is not None  # noqa: S101  (a visit in the system has a process)
    visit.process.interrupt(to)
