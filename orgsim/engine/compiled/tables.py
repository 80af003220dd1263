"""Write the tables of a plan into an image: rows become records, row numbers become addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import Image, bit_of, dist_words, rank_numbers
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL, NONE, OpCode

if TYPE_CHECKING:
    from orgsim.plan.tables import BehaviourRow, DecisionRow, Plan, PoolRow, PositionRow, StageRow, TargetRow

_JUMP, _DIVERT, _RELABEL, _LEND = (ACTION_NAMES.index(name) for name in ("jump_queue", "divert", "relabel", "lend"))
_OF_STAGE = {OpCode.ENTER, OpCode.BEGIN, OpCode.TAKE, OpCode.END}
_OF_BEHAVIOUR = {OpCode.HOLD, OpCode.TURN, OpCode.PROLONG}


class Tables:
    """The image of a plan, and the addresses of its rows while it is written."""

    def __init__(self, plan: Plan) -> None:
        if len(plan.behaviours) > at.MOST_BEHAVIOURS:
            raise ValueError(f"a plan has at most {at.MOST_BEHAVIOURS} behaviours that are switched on")
        self.plan = plan
        self.image = image = Image()
        self.ranks = rank_numbers(plan)
        self.marks = max(1, (len(plan.stages) + 62) // 63)
        self.out_moments = at.OUT_MARKS + 2 * self.marks
        self.out_clocks = self.out_moments + len(plan.moments)
        self.out_words = self.out_clocks + at.CLOCK_WORDS * len(plan.targets)
        pool_words = at.LINES + 2 * len(self.ranks)
        self.dists = image.rooms(len(plan.dists), at.DIST_WORDS)
        self.streams = image.rooms(len(plan.streams), at.STREAM_DISTS + len(plan.ranks))
        self.schedules = [image.listed([len(row), *map(float, row)]) for row in plan.schedules]
        self.ops = image.rooms(len(plan.ops), at.OP_WORDS)
        self.stages = image.rooms(len(plan.stages), at.STAGE_WORDS)
        queues = image.rooms(len(plan.pools) + len(plan.positions) + len(plan.channels), pool_words)
        self.pools = queues[: len(plan.pools)]
        self.positions = queues[len(plan.pools) :][: len(plan.positions)]
        self.channels = queues[len(plan.pools) + len(plan.positions) :]
        self.decisions = image.rooms(len(plan.decisions), at.DECISION_WORDS)
        self.meetings = image.rooms(len(plan.meetings), at.MEETING_WORDS)
        self.exits = image.rooms(len(plan.exits), at.EXIT_WORDS)
        self.targets = image.rooms(len(plan.targets), at.TARGET_WORDS)
        self.moments = image.rooms(len(plan.moments), at.MOMENT_WORDS)
        self.behaviours = image.rooms(len(plan.behaviours), at.BEHAVIOUR_WORDS)
        self.splits = image.rooms(len(plan.splits), at.SPLIT_WORDS)
        self.class_splits = image.rooms(len(plan.class_splits), len(plan.ranks))
        self.need_splits = image.rooms(len(plan.need_splits), at.NEED_SPLIT_WORDS)
        self._write_all(pool_words, queues)

    def _write_all(self, pool_words: int, queues: list[int]) -> None:
        plan, image = self.plan, self.image
        for address, row in zip(self.dists, plan.dists, strict=True):
            image.put(address, dist_words(row))
        for number, (address, stream) in enumerate(zip(self.streams, plan.streams, strict=True)):
            image.put(address, {at.COLUMN: number, at.STREAM_KEY: stream.key})
            image.put(address + at.STREAM_DISTS, {c: self.dists[dist] for c, dist in enumerate(stream.dists)})
        for place, stage in enumerate(plan.stages):
            self._write_stage(place, stage)
        for place, pool in enumerate(plan.pools):
            self._write_pool(place, pool)
        for place, position in enumerate(plan.positions):
            self._write_position(place, position)
        for place, channel in enumerate(plan.channels):
            address = self._write_queue(self.channels[place], place, max(channel.capacity, 0))
            image.put(address, {
                at.DELAY: self.dists[channel.delay], at.FIDELITY: float(channel.fidelity),
                at.LIMITED: int(channel.capacity >= 0), at.CHANNEL_SCHEDULE: self._schedule(channel.schedule),
            })  # fmt: skip
        for place, decision in enumerate(plan.decisions):
            self._write_decision(place, decision)
        self._write_meetings()
        for place, target in enumerate(plan.targets):
            self._write_target(place, target)
        self._write_moments()
        for place, behaviour in enumerate(plan.behaviours):
            self._write_behaviour(place, behaviour)
        self._write_ways()
        self._write_head(pool_words, queues)

    def _schedule(self, number: int) -> int | None:
        return self.schedules[number] if number >= 0 else None

    def _column(self, uniform: int) -> int:
        """Return the column of the cohort that a uniform is in: uniforms come after the streams of times."""
        return len(self.plan.streams) + uniform if uniform >= 0 else NONE

    def _write_stage(self, number: int, row: StageRow) -> None:
        image, address, pools = self.image, self.stages[number], len(self.plan.pools)
        rows = list(enumerate(self.plan.moments))
        word, bit = bit_of(number)
        jumps = [b for b, one in enumerate(self.plan.behaviours) if one.action == _JUMP and number in one.stages]
        image.put(address, {
            at.STAGE_NUMBER: number,
            at.KEEPS: image.flags(row.holds | row.waits_in, pools),
            at.HOLDS: image.flags(row.holds, pools),
            at.WAITS_IN: image.flags(row.waits_in, pools) if row.waits_in else None,
            at.STAGE_BY_CLASS: int(row.by_class),
            at.TAKES: self.streams[row.take] if row.take >= 0 else None,
            at.STAFFED: int(row.staffed),
            at.PATIENCE: self.streams[row.leave] if row.leave >= 0 else None,
            at.LEAVES_TO: self.ops[row.leave_to] if row.leave_to >= 0 else None,
            at.MARK_WORD: word, at.MARK_BIT: bit,
            at.JUMPED_BY: sum(1 << b for b in jumps),
        })  # fmt: skip
        image.counted(address + at.SHORTENED, [self.behaviours[b] for b in row.shorten])
        reach = [self.moments[m] for m, one in rows if one.kind == 0 and number in one.stages]
        begin = [self.moments[m] for m, one in rows if one.kind == 1 and number in one.stages]
        image.counted(address + at.ON_REACHING, reach)
        image.counted(address + at.ON_BEGINNING, begin)

    def _write_queue(self, address: int, number: int, capacity: int) -> int:
        """Write what pools, positions and channels share; each serves its own queue."""
        image = self.image
        image.put(address, {at.POOL_NUMBER: number, at.CAPACITY: capacity, at.ON_DUTY: capacity, at.FIDELITY: 1.0})
        image.counted(address + at.SERVES, [address])
        image.counted(address + at.SERVED_BY, [address])
        return address

    def _write_pool(self, number: int, row: PoolRow) -> None:
        image, plan = self.image, self.plan
        address = self._write_queue(self.pools[number], number, row.capacity)
        choosy = any(plan.pools[other].reserves for other in row.served_by)
        image.put(address, {
            at.RESTS: int(row.ready >= 0 or row.told >= 0), at.CHOOSY: int(choosy), at.POOL_KEY: row.key,
            at.MADE_READY_BY: self.dists[row.ready] if row.ready >= 0 else None,
            at.TOLD_BY: self.decisions[row.told] if row.told >= 0 else None,
        })  # fmt: skip
        image.counted(address + at.SERVES, [self.pools[other] for other in row.serves])
        image.counted(address + at.SERVED_BY, [self.pools[other] for other in row.served_by])
        image.counted(address + at.KEEPS_BACK, [self.behaviours[b] for b in row.reserves])
        image.counted(address + at.PULLS, [self.behaviours[b] for b in row.pulls])
        self._write_changes(address, row.changes)

    def _write_position(self, number: int, row: PositionRow) -> None:
        address = self._write_queue(self.positions[number], number, row.capacity)
        self.image.put(address, {at.ATTENTION: float(row.attention), at.POSITION_BY_CLASS: int(row.by_class)})
        self._write_changes(address, row.changes)

    def _write_changes(self, address: int, changes: tuple[tuple[float, int], ...]) -> None:
        words = [word for moment, number in changes for word in (float(moment), number)]
        self.image.put(address, {at.CHANGES: self.image.listed(words), at.CHANGES_COUNT: len(changes)})

    def _write_decision(self, number: int, row: DecisionRow) -> None:
        image, address = self.image, self.decisions[number]
        image.put(address, {
            at.DECISION_NUMBER: number, at.DECISION_KEY: row.key,
            at.ASKER: self.positions[row.asker], at.HOLDER: self.positions[row.holder],
            at.EFFORT: self.dists[row.effort], at.PASSING: self.dists[row.passing],
            at.AGAIN: float(row.again), at.AT_MOST: row.at_most,
            at.CHECKED_POOL: self.pools[row.check_pool] if row.check_pool >= 0 else None,
            at.CHECKED_ABOVE: float(row.check_above), at.CHECK_SCHEDULE: self._schedule(row.check),
            at.EFFECT_POOL: self.pools[row.effect_pool] if row.effect_pool >= 0 else None,
            at.EFFECT_UNITS: row.effect_number, at.EFFECT_LASTS: float(row.effect_lasts),
        })  # fmt: skip
        steps = [word for channel, to in row.steps for word in (self.channels[channel], self.positions[to])]
        image.put(address, {at.STEPS: image.listed(steps), at.STEPS_COUNT: len(row.steps)})

    def _write_meetings(self) -> None:
        for address, row in zip(self.meetings, self.plan.meetings, strict=True):
            rights = [(number, self.plan.decisions[number]) for number in sorted(row.settles)]
            settled = [self.decisions[n] for n, one in rights if one.asker in row.members and one.holder in row.members]
            words = {at.MEETING_SCHEDULE: self._schedule(row.schedule), at.MEETING_LASTS: float(row.lasts)}
            self.image.put(address, words)
            self.image.counted(address + at.MEMBERS, [self.positions[member] for member in row.members])
            self.image.counted(address + at.SETTLES, settled)

    def _write_target(self, number: int, row: TargetRow) -> None:
        image, plan, address = self.image, self.plan, self.targets[number]
        mine = [(b, one) for b, one in enumerate(plan.behaviours) if one.target == number]
        nearing = [self.behaviours[b] for b, one in mine if one.clock_over >= 0 and one.action in (_JUMP, _DIVERT)]
        image.put(address, {
            at.TARGET_NUMBER: number, at.LIMIT: float(row.limit),
            at.OF_STREAMS: image.flags(row.streams, len(plan.arrivals)),
            at.OF_CLASSES: image.flags(row.classes, len(plan.ranks)),
            at.CLOCK: self.out_clocks + at.CLOCK_WORDS * number,
        })  # fmt: skip
        image.counted(address + at.NEARING, nearing)
        image.counted(address + at.RELABELLED, [self.behaviours[b] for b, one in mine if one.action == _RELABEL])

    def _timed(self) -> list[tuple[int, TargetRow]]:
        return [(self.targets[t], row) for t, row in enumerate(self.plan.targets) if row.timed]

    def _write_moments(self) -> None:
        image = self.image
        for number, row in enumerate(self.plan.moments):
            address = self.moments[number]
            after = [0] * self.marks
            for stage in row.after:
                word, bit = bit_of(stage)
                after[word] |= bit
            image.put(
                address, {at.MOMENT: self.out_moments + number, at.AFTER: image.listed(after) if row.after else None}
            )
            image.counted(address + at.STOPS, [t for t, target in self._timed() if target.stop == number])
            image.counted(address + at.STARTS_CLOCKS, [t for t, target in self._timed() if target.start == number])

    def _write_behaviour(self, number: int, row: BehaviourRow) -> None:
        def pool(chosen: int) -> int | None:
            return self.pools[chosen] if chosen >= 0 else None

        image, plan = self.image, self.plan
        image.put(self.behaviours[number], {
            at.BEHAVIOUR_NUMBER: number, at.BEHAVIOUR_BIT: 1 << number, at.ACTION: row.action,
            at.BEHAVIOUR_HOLDER: self.positions[row.holder],
            at.BEHAVIOUR_TARGET: self.targets[row.target] if row.target >= 0 else None,
            at.POWER: float(row.power), at.INTEGRITY: self._column(row.uniform),
            at.AT_STAGES: image.flags(row.stages, len(plan.stages)), at.OVER: float(row.clock_over),
            at.FULL: pool(row.pool_full), at.ABOVE: float(row.above), at.FREE: pool(row.pool_free),
            at.QUEUED_FOR: pool(row.pool_queue), at.LONGER: row.longer,
            at.TO: self.ops[row.to] if row.to >= 0 else None, at.TRY_AGAIN: float(row.again), at.LASTS: float(row.lasts),
            at.BY: self.streams[row.by] if row.by >= 0 else None, at.SHARE: float(row.share),
            at.OVER_BY: float(row.over_by), at.FROM_POOL: pool(row.from_pool), at.TO_POOL: pool(row.to_pool),
            at.MOVES: row.number, at.KEPT_FOR: image.flags(row.keeps_for, len(plan.arrivals)),
            at.LENDING_SCHEDULE: self._schedule(row.schedule),
        })  # fmt: skip

    def _write_ways(self) -> None:
        """Write operations, branches and exits."""
        image, plan = self.image, self.plan
        for address, op in zip(self.ops, plan.ops, strict=True):
            b = op.b if op.code == OpCode.SEIZE else 0
            image.put(address, {at.CODE: op.code, at.OP_A: self._subject(op.code, op.a), at.OP_B: b})
        for number, address in enumerate(self.ops):
            after, steps = self._passed_over(number + 1)
            image.put(address, {at.OP_NEXT: self.ops[after] if after < len(self.ops) else None, at.OP_STEPS: 1 + steps})
        for address, row in zip(self.splits, plan.splits, strict=True):
            rising = image.listed([float(share) for share in row.cumulative])
            to = image.listed([self.ops[op] for op in row.to])
            words = {at.SPLIT_KEY: row.key, at.SPLIT_COLUMN: self._column(row.uniform), at.SPLIT_COUNT: len(row.to)}
            image.put(address, words | {at.SPLIT_RISING: rising, at.SPLIT_TO: to})
        for address, ways in zip(self.class_splits, plan.class_splits, strict=True):
            image.put(address, {c: self.ops[op] for c, op in enumerate(ways)})
        for address, need in zip(self.need_splits, plan.need_splits, strict=True):
            word, bit = bit_of(need.need)
            image.put(address, {
                at.NEED_KEY: need.key, at.NEED_WORD: word, at.NEED_BIT: bit, at.NEED_COLUMN: self._column(need.uniform),
                at.MISSED: float(need.missed), at.NEEDLESS: float(need.needless),
                at.IF_SO: self.ops[need.yes], at.IF_NOT: self.ops[need.no],
            })  # fmt: skip
        for number, way in enumerate(plan.exits):
            word, bit = bit_of(way.need) if way.need >= 0 else (NONE, 0)
            image.put(self.exits[number], {
                at.EXIT_NUMBER: number, at.EXIT_SHARE: float(way.share), at.EXIT_NEED_WORD: word, at.EXIT_NEED_BIT: bit,
                at.EXIT_NEED_SHARE: float(way.need_share), at.EXIT_AFTER: way.after,
                at.EXIT_AT: self.ops[way.at] if way.at >= 0 else None,
            })  # fmt: skip
            met = [self.moments[m] for m, moment in enumerate(plan.moments) if number in moment.exits]
            image.counted(self.exits[number] + at.ON_LEAVING, met)

    def _passed_over(self, number: int) -> tuple[int, int]:
        """Return the first operation from ``number`` on that does something to a visit, and how many are passed over."""
        ops, steps = self.plan.ops, 0
        while number < len(ops) and ops[number].code in (OpCode.GO, OpCode.END) and steps <= len(ops):
            number = ops[number].a if ops[number].code == OpCode.GO else number + 1
            steps += 1
        return number, steps

    def _subject(self, code: int, number: int) -> int | None:
        """Return the address of what an operation is about."""
        if code in _OF_STAGE:
            return self.stages[number]
        if code in _OF_BEHAVIOUR:
            return self.behaviours[number]
        table = {
            OpCode.ASK: self.decisions, OpCode.SEIZE: self.pools, OpCode.UNTIL: self.schedules, OpCode.SPLIT: self.splits,
            OpCode.CLASS: self.class_splits, OpCode.NEED: self.need_splits, OpCode.GO: self.ops, OpCode.DEPART: self.exits,
        }[OpCode(code)]  # fmt: skip
        return table[number] if number >= 0 else None

    def _write_head(self, pool_words: int, queues: list[int]) -> None:
        image, plan = self.image, self.plan
        end_of_head = image.size
        image.put(0, {
            at.END: float(plan.end), at.WARM_UP: float(plan.warm_up), at.LENGTH: float(plan.length),
            at.STARTS: float(plan.starts), at.INSTANT: -1.0, at.STAGE: -1, at.RANKS: len(self.ranks),
            at.RANK_ZERO: self.ranks[0], at.POOLS: queues[0] if queues else end_of_head, at.POOL_WORDS: pool_words,
            at.POOL_COUNT: len(plan.pools) + len(plan.positions), at.CENSUS_ROWS: len(plan.pools) + len(plan.positions),
            at.BEHAVIOURS: self.behaviours[0] if self.behaviours else end_of_head,
            at.OUT_WORDS: self.out_words, at.MARK_WORDS: self.marks,
            at.NEED_WORDS: max(1, (len(plan.needs) + 62) // 63),
            at.VISIT_WORDS: at.PASSES + max(1, len(plan.stages)),
            at.ENTRIES: image.listed([self.ops[row.at] for row in plan.arrivals]),
            at.CLASS_RANKS: image.listed([self.ranks[rank] for rank in plan.ranks]),
            at.COLUMNS: image.room(len(plan.streams) + len(plan.uniforms)),
        })  # fmt: skip
        image.counted(at.ARRIVAL_CLOCKS, [t for t, row in self._timed() if row.start == ARRIVAL])
        image.counted(at.TIMED, [t for t, _ in self._timed()])
        image.counted(at.DEPARTS, [self.moments[m] for m, row in enumerate(plan.moments) if row.or_departs])
        started = self._started()
        image.put(
            0, {at.STARTING: image.listed([w for pair in started for w in pair]), at.STARTING_COUNT: len(started)}
        )

    def _started(self) -> list[tuple[int, int]]:
        """Return the processes that drive a replication and their subjects, in the order in which they begin."""
        plan = self.plan
        pools = zip(self.pools, plan.pools, strict=True)
        positions = zip(self.positions, plan.positions, strict=True)
        return [
            (at.SPAN, 0), (at.COUNTS, 0),
            *((at.SHIFTS, address) for address, row in pools if row.changes),
            *((at.SHIFTS, address) for address, row in positions if row.changes),
            *((at.MEETS, a) for a, row in zip(self.meetings, plan.meetings, strict=True) if row.schedule >= 0),
            *((at.CHECKS, a) for a, row in zip(self.decisions, plan.decisions, strict=True) if row.check >= 0),
            *((at.LENDS, a) for a, row in zip(self.behaviours, plan.behaviours, strict=True)
              if row.action == _LEND and row.schedule >= 0),
            (at.ARRIVES, 0),
        ]  # fmt: skip
