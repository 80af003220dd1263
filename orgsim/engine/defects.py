"""Work that goes wrong: which visits become defective, and which of them come back because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine import rules_defects as faulty
from orgsim.engine.responses import occupancy
from orgsim.plan.tables import ACTION_NAMES

if TYPE_CHECKING:
    from orgsim.engine.visit import Visit
    from orgsim.engine.world import World

_DIVERT = ACTION_NAMES.index("divert")


def mark_defective(world: World, visit: Visit, cause: int) -> None:
    """Make a visit defective where it is, for a ``cause`` of ``rules_defects``; whatever finds a fault calls this.

    The visit then counts as any other with a defect: the exit it leaves by says how many of them come back.
    """
    faults = world.recorder.faults
    faults[visit.row] = faulty.with_fault(faults[visit.row], cause, visit.stage)


class Defects:
    """All defects of a replication."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._diverts = sum(1 << b for b, row in enumerate(world.plan.behaviours) if row.action == _DIVERT)

    def run_risk(self, visit: Visit, stage: int, key: int) -> None:
        """Find whether this pass of a stage went wrong; ``key`` is that of its draw."""
        world = self._world
        row = world.plan.defects[world.plan.stages[stage].defects]
        load = 0.0
        if row.pool >= 0:
            load = faulty.load_chance(occupancy(world.pools[row.pool]), row.full_from, row.at_full)
        base = faulty.base_chance(row.base, world.people.error_factor(world.plan.stages[stage].unit))
        hand_off = row.hand_off if visit.handed_over else 0.0
        cause = faulty.stage_cause(rules.uniform(key), base, hand_off, row.cut if visit.cut else 0.0, load)
        world.people.note_done(world.plan.stages[stage].unit, wrong=cause != faulty.SOUND)
        if cause != faulty.SOUND:
            mark_defective(world, visit, cause)

    def leave(self, visit: Visit, way: int) -> None:
        """Find whether having been sent elsewhere, or having given up, leaves a defect."""
        world, row = self._world, self._world.plan.exits[way]
        diverted = row.diverted if world.recorder.touched[visit.row] & self._diverts else 0.0
        gave_up = row.gave_up if visit.gave_up else 0.0
        if diverted <= 0.0 and gave_up <= 0.0:
            return
        key = rules.derive(rules.derive(world.key, row.key), visit.row)
        cause = faulty.leaving_cause(rules.uniform(key), diverted, gave_up)
        if cause != faulty.SOUND:
            mark_defective(world, visit, cause)

    def comes_back(self, visit: Visit, way: int, child: int) -> bool:
        """Whether the visit comes back, as ``child``, because of a defect; then that is failure demand."""
        world, row, faults = self._world, self._world.plan.exits[way], self._world.recorder.faults
        if row.failed_at < 0 or faults[visit.row] >> faulty.COUNT_AT == 0:
            return False
        if world.return_draw[visit.row] >= row.failed_share:
            return False
        faults[child] |= faulty.FAILURE_DEMAND
        return True
