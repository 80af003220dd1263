"""Write distributions, streams, stages, operations, branches and exits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import bit_of, dist_words
from orgsim.plan.tables import ACTION_NAMES, NONE, PASSED_OVER, OpCode

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables
    from orgsim.plan.tables import StageRow

_OF_STAGE = {OpCode.ENTER, OpCode.BEGIN, OpCode.TAKE, OpCode.END, OpCode.HAND_OVER, OpCode.RISK}
_OF_BEHAVIOUR = {OpCode.HOLD, OpCode.TURN, OpCode.PROLONG}
_JUMP, _DIVERT = ACTION_NAMES.index("jump_queue"), ACTION_NAMES.index("divert")


def write_flow(tables: Tables) -> None:
    """Write what a visit goes through."""
    plan, image = tables.plan, tables.image
    for address, row in zip(tables.dists, plan.dists, strict=True):
        image.put(address, dist_words(row))
    for number, (address, stream) in enumerate(zip(tables.streams, plan.streams, strict=True)):
        image.put(address, {at.COLUMN: number, at.STREAM_KEY: stream.key})
        image.put(address + at.STREAM_DISTS, {c: tables.dists[dist] for c, dist in enumerate(stream.dists)})
    for place, stage in enumerate(plan.stages):
        _write_stage(tables, place, stage)
    for address, defect in zip(tables.defects, plan.defects, strict=True):
        image.put(address, {
            at.DEFECT_KEY: defect.key, at.DEFECT_BASE: float(defect.base), at.DEFECT_HAND_OFF: float(defect.hand_off),
            at.DEFECT_CUT: float(defect.cut), at.DEFECT_POOL: tables.pools[defect.pool] if defect.pool >= 0 else None,
            at.DEFECT_FROM: float(defect.full_from), at.DEFECT_AT_FULL: float(defect.at_full),
        })  # fmt: skip
    _write_ways(tables)


def _write_stage(tables: Tables, number: int, row: StageRow) -> None:
    image, address, pools = tables.image, tables.stages[number], len(tables.plan.pools)
    rows = list(enumerate(tables.plan.moments))
    word, bit = bit_of(number)
    jumps = [b for b, one in enumerate(tables.plan.behaviours) if one.action == _JUMP and number in one.stages]
    image.put(address, {
        at.STAGE_NUMBER: number,
        at.KEEPS: image.flags(row.holds | row.waits_in, pools),
        at.HOLDS: image.flags(row.holds, pools),
        at.WAITS_IN: image.flags(row.waits_in, pools) if row.waits_in else None,
        at.STAGE_BY_CLASS: int(row.by_class),
        at.TAKES: tables.streams[row.take] if row.take >= 0 else None,
        at.STAFFED: int(row.staffed), at.STAGE_PEOPLE: tables.unit(row.unit),
        at.PATIENCE: tables.streams[row.leave] if row.leave >= 0 else None,
        at.LEAVES_TO: tables.ops[row.leave_to] if row.leave_to >= 0 else None,
        at.MARK_WORD: word, at.MARK_BIT: bit,
        at.JUMPED_BY: sum(1 << b for b in jumps),
        at.STAGE_UNIT: row.unit,
        at.HANDS_OVER: tables.streams[row.hand_over] if row.hand_over >= 0 else None,
        at.DEFECTS: tables.defects[row.defects] if row.defects >= 0 else None,
    })  # fmt: skip
    image.counted(address + at.SHORTENED, [tables.behaviours[b] for b in row.shorten])
    reach = [tables.moments[m] for m, one in rows if one.kind == 0 and number in one.stages]
    begin = [tables.moments[m] for m, one in rows if one.kind == 1 and number in one.stages]
    image.counted(address + at.ON_REACHING, reach)
    image.counted(address + at.ON_BEGINNING, begin)


def _write_ways(tables: Tables) -> None:
    """Write operations, branches and exits."""
    image, plan = tables.image, tables.plan
    for address, op in zip(tables.ops, plan.ops, strict=True):
        b = op.b if op.code == OpCode.SEIZE else 0
        if op.code == OpCode.ASK and op.b >= 0:
            b = tables.ops[op.b]
        image.put(address, {at.CODE: op.code, at.OP_A: _subject(tables, op.code, op.a), at.OP_B: b})
    for number, address in enumerate(tables.ops):
        after = _passed_over(tables, number + 1)
        counts = int(plan.ops[number].code not in PASSED_OVER)
        image.put(address, {at.OP_NEXT: tables.ops[after] if after < len(tables.ops) else None, at.OP_STEPS: counts})
    for address, row in zip(tables.splits, plan.splits, strict=True):
        rising = image.listed([float(share) for share in row.cumulative])
        to = image.listed([tables.ops[op] for op in row.to])
        words = {at.SPLIT_KEY: row.key, at.SPLIT_COLUMN: tables.column(row.uniform), at.SPLIT_COUNT: len(row.to)}
        image.put(address, words | {at.SPLIT_RISING: rising, at.SPLIT_TO: to})
    for address, ways in zip(tables.class_splits, plan.class_splits, strict=True):
        image.put(address, {c: tables.ops[op] for c, op in enumerate(ways)})
    for address, need in zip(tables.need_splits, plan.need_splits, strict=True):
        word, bit = bit_of(need.need)
        image.put(address, {
            at.NEED_KEY: need.key, at.NEED_WORD: word, at.NEED_BIT: bit, at.NEED_COLUMN: tables.column(need.uniform),
            at.MISSED: float(need.missed), at.NEEDLESS: float(need.needless),
            at.IF_SO: tables.ops[need.yes], at.IF_NOT: tables.ops[need.no],
        })  # fmt: skip
    for number, way in enumerate(plan.exits):
        word, bit = bit_of(way.need) if way.need >= 0 else (NONE, 0)
        image.put(tables.exits[number], {
            at.EXIT_NUMBER: number, at.EXIT_SHARE: float(way.share), at.EXIT_NEED_WORD: word, at.EXIT_NEED_BIT: bit,
            at.EXIT_NEED_SHARE: float(way.need_share), at.EXIT_AFTER: way.after,
            at.EXIT_AT: tables.ops[way.at] if way.at >= 0 else None,
            at.EXIT_FAILED_SHARE: float(way.failed_share), at.EXIT_FAILED_AFTER: way.failed_after,
            at.EXIT_FAILED_AT: tables.ops[way.failed_at] if way.failed_at >= 0 else None,
            at.EXIT_DIVERTED: float(way.diverted), at.EXIT_GAVE_UP: float(way.gave_up), at.EXIT_KEY: way.key,
            at.EXIT_DIVERTS: sum(1 << b for b, one in enumerate(plan.behaviours) if one.action == _DIVERT),
        })  # fmt: skip
        met = [tables.moments[m] for m, moment in enumerate(plan.moments) if number in moment.exits]
        image.counted(tables.exits[number] + at.ON_LEAVING, met)


def _passed_over(tables: Tables, number: int) -> int:
    """Return the first operation from ``number`` on that does something to a visit."""
    ops, passed = tables.plan.ops, 0
    while number < len(ops) and ops[number].code in PASSED_OVER and passed <= len(ops):
        number = ops[number].a if ops[number].code == OpCode.GO else number + 1
        passed += 1
    return number


def _subject(tables: Tables, code: int, number: int) -> int | None:
    """Return the address of what an operation is about."""
    if code in _OF_STAGE:
        return tables.stages[number]
    if code in _OF_BEHAVIOUR:
        return tables.behaviours[number]
    table = {
        OpCode.ASK: tables.decisions, OpCode.SEIZE: tables.pools, OpCode.UNTIL: tables.schedules, OpCode.SPLIT: tables.splits,
        OpCode.CLASS: tables.class_splits, OpCode.NEED: tables.need_splits, OpCode.GO: tables.ops, OpCode.DEPART: tables.exits,
    }[OpCode(code)]  # fmt: skip
    return table[number] if number >= 0 else None
