"""The clocks of the targets: moments start and stop them, and the record may be touched up."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from orgsim.engine.journal import Happening
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL, DEPARTURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgsim.engine.visit import Visit
    from orgsim.engine.world import World

_RELABEL = ACTION_NAMES.index("relabel")
JUST_INSIDE = 1.0
"""A relabelled stay is recorded this many minutes inside the limit."""


class Clocks:
    """Records the moments of visits and runs the clocks of the targets by them."""

    def __init__(self, world: World, started: Callable[[Visit, int], None]) -> None:
        self._world = world
        self._started = started
        plan = world.plan
        timed = [(number, row) for number, row in enumerate(plan.targets) if row.timed]
        moments = range(DEPARTURE, len(plan.moments))
        self._starts = {moment: [t for t, row in timed if row.start == moment] for moment in moments}
        self._stops = {moment: [t for t, row in timed if row.stop == moment] for moment in moments}
        self._timed = [t for t, _ in timed]
        self._relabels = {
            t: [b for b, row in enumerate(plan.behaviours) if row.action == _RELABEL and row.target == t]
            for t in self._timed
        }
        stages = range(len(plan.stages))
        rows = list(enumerate(plan.moments))
        self._reach = [[m for m, row in rows if row.kind == 0 and stage in row.stages] for stage in stages]
        self._begin = [[m for m, row in rows if row.kind == 1 and stage in row.stages] for stage in stages]
        self._exits = [[m for m, row in rows if way in row.exits] for way in range(len(plan.exits))]
        self._departs = [m for m, row in rows if row.or_departs]
        self._after = [sum(1 << stage for stage in row.after) for _, row in rows]

    def arrive(self, visit: Visit) -> None:
        """The visit arrives."""
        for target in self._starts[ARRIVAL]:
            self._start(visit, target)

    def reach(self, visit: Visit, stage: int) -> None:
        """The visit joins a stage."""
        for moment in self._reach[stage]:
            self._meet(visit, moment)

    def begin(self, visit: Visit, stage: int) -> None:
        """The visit begins a stage; a moment of leaving a unit counts only after having begun a stage in it."""
        for moment in self._begin[stage]:
            if not self._after[moment] or self._after[moment] & visit.begun:
                self._meet(visit, moment)

    def depart(self, visit: Visit, way: int) -> None:
        """The visit departs, which stops every clock that still runs."""
        for moment in self._exits[way]:
            self._meet(visit, moment)
        for moment in self._departs:
            self._meet(visit, moment)
        for target in self._timed:
            self._stop(visit, target)

    def running(self, visit: Visit, target: int) -> bool:
        """Whether a target's clock has started and not stopped for this visit."""
        recorder, row = self._world.recorder, visit.row
        return not isnan(recorder.clock_start[target][row]) and isnan(recorder.clock_stop[target][row])

    def _meet(self, visit: Visit, moment: int) -> None:
        column = self._world.recorder.moments[moment]
        if not isnan(column[visit.row]):
            return
        column[visit.row] = self._world.now
        for target in self._stops[moment]:
            self._stop(visit, target)
        for target in self._starts[moment]:
            self._start(visit, target)

    def _start(self, visit: Visit, target: int) -> None:
        row = self._world.plan.targets[target]
        if visit.stream in row.streams and visit.visit_class in row.classes:
            self._world.recorder.clock_start[target][visit.row] = self._world.now
            self._started(visit, target)

    def _stop(self, visit: Visit, target: int) -> None:
        if not self.running(visit, target):
            return
        recorder, now = self._world.recorder, self._world.now
        recorder.clock_stop[target][visit.row] = now
        minutes = now - recorder.clock_start[target][visit.row]
        recorder.clock_recorded[target][visit.row] = self._on_record(visit, target, minutes)

    def _on_record(self, visit: Visit, target: int, minutes: float) -> float:
        """Return the minutes that go on the record: the true ones unless a behaviour relabels them."""
        world, limit = self._world, self._world.plan.targets[target].limit
        for number in self._relabels[target]:
            row = world.plan.behaviours[number]
            willing = world.uniforms[row.uniform][visit.row] < world.structure.power[number]
            tempted = 0.0 < minutes - limit <= row.over_by and willing
            if tempted and world.positions[row.holder].capacity > 0:
                world.recorder.touched[visit.row] |= 1 << number
                world.note(visit.row, Happening.RELABEL, number, target)
                return limit - JUST_INSIDE
        return minutes
