"""Compile the pathway: each stage becomes a run of operations, each exit one."""

from __future__ import annotations

from orgsim.keys import name_key
from orgsim.plan.builder import Builder, PlanError
from orgsim.plan.failing import defect_numbers, with_failure
from orgsim.plan.tables import (
    ACTION_NAMES,
    NONE,
    BehaviourRow,
    ExitRow,
    NeedSplitRow,
    Op,
    OpCode,
    SplitRow,
    StageRow,
)
from orgsim.scenario.schema.distribution import ByClass
from orgsim.scenario.schema.flow import Exit, Stage
from orgsim.scenario.schema.organisation import AT_ONCE
from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Go, Route, Shares

Place = int | str
"""An operation by number or, until all are laid out, the stage or exit that begins there."""

HOLD, DIVERT, DELAY, SHORTEN = (ACTION_NAMES.index(name) for name in ("hold", "divert", "delay", "shorten"))


class Pathway:
    """Lays out the operations; ``entries`` maps each stage and exit to its first operation."""

    def __init__(self, builder: Builder, behaviours: tuple[BehaviourRow, ...]) -> None:
        self.builder = builder
        self.behaviours = behaviours
        self.entries: dict[str, int] = {}
        self._ops: list[tuple[int, Place, Place]] = []
        self._splits: list[tuple[int, int, tuple[float, ...], tuple[Place, ...]]] = []
        self._class_splits: list[tuple[Place, ...]] = []
        self._need_splits: list[tuple[int, int, int, float, float, Place, Place]] = []
        for name in builder.variant.exits:
            self.entries[name] = self._emit(OpCode.DEPART, builder.exits[name])
        for name, stage in builder.variant.pathway.items():
            self.entries[name] = len(self._ops)
            self._lay_out(name, stage)

    def _emit(self, code: OpCode, a: Place = NONE, b: Place = NONE) -> int:
        self._ops.append((code, a, b))
        return len(self._ops) - 1

    def _lay_out(self, name: str, stage: Stage) -> None:
        builder, number = self.builder, self.builder.stages[name]
        self._emit(OpCode.ENTER, number)
        if stage.hand_off is not None:
            self._emit(OpCode.HAND_OVER, number)
        self._emit_acting(OpCode.HOLD, HOLD, number)
        self._emit_acting(OpCode.TURN, DIVERT, number)
        if stage.asks is not None:
            self._emit(OpCode.ASK, builder.number(builder.decisions, stage.asks, "decision"), stage.refused or NONE)
        for pool, units in stage.needs.items():
            self._emit(OpCode.SEIZE, builder.number(builder.pools, pool, "pool"), units)
        self._emit_acting(OpCode.PROLONG, DELAY, number)
        self._emit(OpCode.BEGIN, number)
        if stage.takes != ByClass(AT_ONCE, ()):
            self._emit(OpCode.TAKE, number)
        if stage.defects is not None:
            self._emit(OpCode.RISK, number)
        if stage.until is not None:
            minutes = builder.variant.schedules.get(stage.until)
            if minutes is None:
                raise PlanError(f"no schedule is called `{stage.until}`")
            self._emit(OpCode.UNTIL, builder.schedule(minutes.minutes))
        self._emit(OpCode.END, number)
        start = self._branch(stage.next, f"stage:{name}/next")
        if isinstance(start, str):
            self._emit(OpCode.GO, start)

    def _emit_acting(self, code: OpCode, action: int, stage: int) -> None:
        """Emit one operation for each behaviour of this action that acts here without a clock."""
        for number, row in enumerate(self.behaviours):
            if row.action == action and stage in row.stages and row.clock_over < 0:
                self._emit(code, number)

    def _branch(self, route: Route, path: str) -> Place:
        """Lay out a route; return where it starts: a name for a plain step, else the operation it emitted first."""
        if isinstance(route, Go):
            return route.to
        here = self._emit(OpCode.GO)
        if isinstance(route, Shares):
            self._ops[here] = (OpCode.SPLIT, self._share_row(route, path), NONE)
        elif isinstance(route, ByVisitClass):
            self._ops[here] = (OpCode.CLASS, self._class_row(route, path), NONE)
        else:
            self._ops[here] = (OpCode.NEED, self._need_row(route, path), NONE)
        return here

    def _share_row(self, route: Shares, path: str) -> int:
        to = tuple(self._branch(branch, f"{path}/{place}") for place, (_, branch) in enumerate(route.branches))
        total, rising = 0.0, []
        for share, _ in route.branches:
            total += share
            rising.append(total)
        self._splits.append((name_key(path), self.builder.uniform(path), tuple(rising), to))
        return len(self._splits) - 1

    def _class_row(self, route: ByVisitClass, path: str) -> int:
        named = dict(route.branches)
        to: list[Place] = []
        laid: dict[int, Place] = {}
        for visit_class in self.builder.classes:
            branch = named.get(visit_class, route.default)
            if branch is None:
                raise PlanError(f"{path}: the class `{visit_class}` has nowhere to go and there is no default")
            if id(branch) not in laid:
                laid[id(branch)] = self._branch(branch, f"{path}/{visit_class if visit_class in named else 'default'}")
            to.append(laid[id(branch)])
        self._class_splits.append(tuple(to))
        return len(self._class_splits) - 1

    def _need_row(self, route: ByNeed, path: str) -> int:
        need = self.builder.number(self.builder.needs, route.need, "need")
        yes, no = self._branch(route.yes, f"{path}/yes"), self._branch(route.no, f"{path}/no")
        uniform = self.builder.uniform(path) if route.missed or route.needless else NONE
        self._need_splits.append((name_key(path), need, uniform, route.missed, route.needless, yes, no))
        return len(self._need_splits) - 1

    def at(self, place: Place) -> int:
        """Operation number of a place; raises PlanError for an unknown stage or exit."""
        if isinstance(place, int):
            return place
        if place not in self.entries:
            raise PlanError(f"no stage or exit is called `{place}`")
        return self.entries[place]

    def ops(self) -> tuple[Op, ...]:
        """All operations, every place resolved."""
        return tuple(Op(code, self.at(a), self.at(b)) for code, a, b in self._ops)

    def splits(self) -> tuple[SplitRow, ...]:
        """Splits by shares."""
        return tuple(SplitRow(key, u, rising, tuple(map(self.at, to))) for key, u, rising, to in self._splits)

    def class_splits(self) -> tuple[tuple[int, ...], ...]:
        """Splits by class: an operation for each class."""
        return tuple(tuple(map(self.at, to)) for to in self._class_splits)

    def need_splits(self) -> tuple[NeedSplitRow, ...]:
        """Splits by true need."""
        return tuple(NeedSplitRow(*row[:5], self.at(row[5]), self.at(row[6])) for row in self._need_splits)

    def stage_rows(self) -> tuple[StageRow, ...]:
        """Compile the stages in the order of the file."""
        return tuple(self._stage_row(name, stage) for name, stage in self.builder.variant.pathway.items())

    def _stage_row(self, name: str, stage: Stage) -> StageRow:
        builder, number = self.builder, self.builder.stages[name]
        pools = builder.variant.resources
        held = [*stage.needs, *stage.holds]
        return StageRow(
            entry=self.entries[name],
            unit=builder.number(builder.units, stage.unit, "unit"),
            where=builder.number(builder.units, stage.where or stage.unit, "unit"),
            holds=builder.some(builder.pools, stage.holds, "pool"),
            waits_in=builder.some(builder.pools, stage.waits_in, "pool"),
            by_class=stage.queue == "by_class",
            take=builder.stream(f"stage:{name}/takes", stage.takes),
            staffed=any(pools[pool].kind == "staff" for pool in held if pool in pools),
            leave=builder.stream(f"stage:{name}/leaves", stage.leaves.after) if stage.leaves else NONE,
            leave_to=self.at(stage.leaves.to) if stage.leaves else NONE,
            shorten=tuple(
                place for place, row in enumerate(self.behaviours) if row.action == SHORTEN and number in row.stages
            ),
            hand_over=builder.stream(f"stage:{name}/hand_off", stage.hand_off.delay) if stage.hand_off else NONE,
            defects=defect_numbers(builder).get(name, NONE),
        )

    def exit_rows(self) -> tuple[ExitRow, ...]:
        """Compile the exits and who comes back."""
        exits = self.builder.variant.exits.items()
        return tuple(
            with_failure(self.builder, name, self._returns(name, way_out), way_out.failure, self.at)
            for name, way_out in exits
        )

    def _returns(self, name: str, way_out: Exit) -> ExitRow:
        builder, back = self.builder, way_out.returns
        if back is None:
            return ExitRow(0.0, NONE, 0.0, NONE, NONE)
        need = builder.number(builder.needs, back.missed_need, "need")
        share = back.share if back.missed is None else back.missed
        after = builder.stream(f"exit:{name}/after", ByClass(back.after, ()))
        return ExitRow(back.share, need, share, after, self.at(back.at))
