"""Write what is judged and how people respond: targets, moments, behaviours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import bit_of
from orgsim.plan.tables import ACTION_NAMES

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables
    from orgsim.plan.tables import BehaviourRow, TargetRow

_JUMP, _DIVERT, _RELABEL = (ACTION_NAMES.index(name) for name in ("jump_queue", "divert", "relabel"))


def write_judged(tables: Tables) -> None:
    """Write targets, moments and behaviours."""
    for place, target in enumerate(tables.plan.targets):
        _write_target(tables, place, target)
    _write_moments(tables)
    for place, behaviour in enumerate(tables.plan.behaviours):
        _write_behaviour(tables, place, behaviour)


def _write_target(tables: Tables, number: int, row: TargetRow) -> None:
    image, plan, address = tables.image, tables.plan, tables.targets[number]
    mine = [(b, one) for b, one in enumerate(plan.behaviours) if one.target == number]
    nearing = [tables.behaviours[b] for b, one in mine if one.clock_over >= 0 and one.action in (_JUMP, _DIVERT)]
    image.put(address, {
        at.TARGET_NUMBER: number, at.LIMIT: float(row.limit),
        at.OF_STREAMS: image.flags(row.streams, len(plan.arrivals)),
        at.OF_CLASSES: image.flags(row.classes, len(plan.ranks)),
        at.CLOCK: tables.out_clocks + at.CLOCK_WORDS * number,
    })  # fmt: skip
    image.counted(address + at.NEARING, nearing)
    image.counted(address + at.RELABELLED, [tables.behaviours[b] for b, one in mine if one.action == _RELABEL])


def _write_moments(tables: Tables) -> None:
    image = tables.image
    for number, row in enumerate(tables.plan.moments):
        address = tables.moments[number]
        after = [0] * tables.marks
        for stage in row.after:
            word, bit = bit_of(stage)
            after[word] |= bit
        image.put(
            address, {at.MOMENT: tables.out_moments + number, at.AFTER: image.listed(after) if row.after else None}
        )
        image.counted(address + at.STOPS, [t for t, target in tables.timed() if target.stop == number])
        image.counted(address + at.STARTS_CLOCKS, [t for t, target in tables.timed() if target.start == number])


def _write_behaviour(tables: Tables, number: int, row: BehaviourRow) -> None:
    def pool(chosen: int) -> int | None:
        return tables.pools[chosen] if chosen >= 0 else None

    image, plan = tables.image, tables.plan
    image.put(tables.behaviours[number], {
        at.BEHAVIOUR_NUMBER: number, at.BEHAVIOUR_BIT: 1 << number, at.ACTION: row.action,
        at.BEHAVIOUR_HOLDER: tables.positions[row.holder],
        at.BEHAVIOUR_TARGET: tables.targets[row.target] if row.target >= 0 else None,
        at.POWER: float(row.power), at.INTEGRITY: tables.column(row.uniform),
        at.AT_STAGES: image.flags(row.stages, len(plan.stages)), at.OVER: float(row.clock_over),
        at.FULL: pool(row.pool_full), at.ABOVE: float(row.above), at.FREE: pool(row.pool_free),
        at.QUEUED_FOR: pool(row.pool_queue), at.LONGER: row.longer,
        at.TO: tables.ops[row.to] if row.to >= 0 else None, at.TRY_AGAIN: float(row.again), at.LASTS: float(row.lasts),
        at.BY: tables.streams[row.by] if row.by >= 0 else None, at.SHARE: float(row.share),
        at.OVER_BY: float(row.over_by), at.FROM_POOL: pool(row.from_pool), at.TO_POOL: pool(row.to_pool),
        at.MOVES: row.number, at.KEPT_FOR: image.flags(row.keeps_for, len(plan.arrivals)),
        at.LENDING_SCHEDULE: tables.schedule(row.schedule),
    })  # fmt: skip
