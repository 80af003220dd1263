"""What visits hold, and what a unit goes through between being released and being free again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine.journal import Happening

if TYPE_CHECKING:
    from collections.abc import Collection

    from orgsim.engine.pools import Pool
    from orgsim.engine.requests import Correspondence
    from orgsim.engine.visit import Holding, Visit
    from orgsim.engine.world import World

_NOBODY = -1


class Holdings:
    """Releasing, with the bookkeeping that the conservation checks compare."""

    def __init__(self, world: World, correspondence: Correspondence) -> None:
        self._world = world
        self._correspondence = correspondence
        self.held_minutes = [0.0] * len(world.pools)

    def let_go(self, visit: Visit, kept: Collection[int]) -> None:
        """Release, in the order seized, what the visit got before this epoch out of queues other than ``kept``."""
        for held in visit.held.copy():
            if held.epoch < visit.epoch and held.queue not in kept:
                visit.held.remove(held)
                self._release(visit, held)

    def _release(self, visit: Visit, held: Holding) -> None:
        world, pool = self._world, held.pool
        if world.journal:
            world.note(visit.row, Happening.RELEASE, pool.number, held.units)
        self.held_minutes[pool.number] += (world.now - held.since) * held.units
        if not pool.rests:
            pool.give_back(held.units, world.now)
            return
        row = world.plan.pools[pool.number]
        pool.retire(held.units, world.now)
        visit.asked += 1
        nth = visit.asked
        key = rules.derive(rules.derive(rules.derive(world.key, row.key), visit.row), nth)
        minutes = world.draw(row.ready, key) if row.ready >= 0 else 0.0
        world.later(minutes, self._ready, visit, pool, held.units, nth)

    def _ready(self, visit: Visit, pool: Pool, units: int, nth: int) -> None:
        """The unit is made ready; unless somebody fetches the news, it must be told before it is free."""
        world, told = self._world, self._world.plan.pools[pool.number].told
        if told < 0 or self._fetched(visit, pool):
            pool.revive(units, world.now)
            return
        self._correspondence.ask(told, _NOBODY, visit.row, nth, 0, lambda: pool.revive(units, world.now))

    def _fetched(self, visit: Visit, pool: Pool) -> bool:
        """Whether a pulling behaviour gets the news without a message."""
        world = self._world
        for number in world.plan.pools[pool.number].pulls:
            row = world.plan.behaviours[number]
            willing = world.uniforms[row.uniform][visit.row] < world.structure.power[number]
            if willing and world.positions[row.holder].capacity > 0:
                return True
        return False
