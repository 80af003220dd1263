"""Compile what is judged and how people respond: moments, targets, behaviours."""

from __future__ import annotations

from orgsim.plan.builder import Builder, PlanError
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL, DEPARTURE, NONE, BehaviourRow, MomentRow, TargetRow
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.distribution import ByClass
from orgsim.scenario.schema.judging import Measure
from orgsim.scenario.schema.targets import Behaviour, Moment, When

Key = tuple[object, ...]


def moment_key(when: Moment) -> Key:
    """Return the key that equal moments share."""
    if when.leaves is not None:
        return ("leaves", when.leaves)
    kind = "reaches" if when.reaches is not None else "begins"
    return (kind, *sorted(when.reaches or when.begins or []))


class Moments:
    """The moments that targets and measures need, each recorded once."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self.rows: list[MomentRow] = []
        self.index: dict[Key, int] = {}
        for target in builder.variant.targets.values():
            if target.clock:
                self._add(target.clock.starts, target.clock.stops)
        for measure in builder.variant.measures.values():
            self._add(*_whens(measure))

    def _add(self, *whens: When) -> None:
        for when in whens:
            if isinstance(when, Moment) and moment_key(when) not in self.index:
                self.index[moment_key(when)] = len(self.rows)
                self.rows.append(self._row(when))

    def _row(self, when: Moment) -> MomentRow:
        builder, nothing = self._builder, frozenset[int]()
        if when.leaves is not None:
            unit = when.leaves
            builder.number(builder.units, unit, "unit")
            places = {name: (stage.where or stage.unit) == unit for name, stage in builder.variant.pathway.items()}
            inside = frozenset(builder.stages[name] for name, here in places.items() if here)
            outside = frozenset(builder.stages[name] for name, here in places.items() if not here)
            return MomentRow(1, outside, nothing, inside, or_departs=True)
        if when.begins is not None:
            return MomentRow(1, builder.some(builder.stages, when.begins, "stage"), nothing, nothing, or_departs=False)
        names = when.reaches or []
        stages = frozenset(builder.stages[name] for name in names if name in builder.stages)
        others = [name for name in names if name not in builder.stages]
        return MomentRow(0, stages, builder.some(builder.exits, others, "stage or exit"), nothing, or_departs=False)

    def number(self, when: When) -> int:
        """Return the number of a moment: -1 arrival, -2 departure."""
        if isinstance(when, Moment):
            return self.index[moment_key(when)]
        return ARRIVAL if when == "arrival" else DEPARTURE


def _whens(measure: Measure) -> tuple[When, ...]:
    for part in (measure.time, measure.time_share, measure.harm):
        if part is not None:
            return (part.start, part.end)
    return ()


def target_rows(builder: Builder, moments: Moments) -> tuple[TargetRow, ...]:
    """Compile the targets; those without a clock have no row of their own behaviour in the flow."""
    rows = []
    for key, target in builder.variant.targets.items():
        builder.number(builder.positions, target.owner, "position")
        streams, classes = _judged(builder, key, target.of)
        if target.clock is None:
            rows.append(
                TargetRow(
                    ARRIVAL, DEPARTURE, float(NONE), target.pressure, timed=False, streams=streams, classes=classes
                )
            )
            continue
        limit = target.within if target.within is not None else float(NONE)
        start, stop = moments.number(target.clock.starts), moments.number(target.clock.stops)
        rows.append(TargetRow(start, stop, limit, target.pressure, timed=True, streams=streams, classes=classes))
    return tuple(rows)


def _judged(builder: Builder, key: str, of: str | None) -> tuple[frozenset[int], frozenset[int]]:
    """Return the streams and classes whose visits a target judges."""
    everyone = frozenset(builder.arrivals.values()), frozenset(builder.classes.values())
    if of is None:
        return everyone
    group = builder.variant.groups.get(of)
    if group is None:
        raise PlanError(f"target `{key}`: no group is called `{of}`")
    streams = builder.some(builder.arrivals, group.arrivals, "arrivals") if group.arrivals else everyone[0]
    if group.modes:
        modes = {key: row.mode or key for key, row in builder.variant.arrivals.items()}
        streams &= frozenset(builder.arrivals[key] for key, mode in modes.items() if mode in group.modes)
    classes = builder.some(builder.classes, group.classes, "class") if group.classes else everyone[1]
    return streams, classes


def behaviour_rows(builder: Builder, targets: tuple[TargetRow, ...]) -> tuple[BehaviourRow, ...]:
    """Compile the behaviours that are switched on. ``to`` is filled in once the pathway is laid out."""
    on = {key: row for key, row in builder.variant.behaviours.items() if row.switched == "on"}
    return tuple(_behaviour(builder, key, row, targets) for key, row in on.items())


def power(variant: Variant, row: Behaviour) -> float:
    """Return how strongly a behaviour tempts: the pressure of its target (1 without one) x its strength."""
    pressure = variant.targets[row.because_of].pressure if row.because_of in variant.targets else 1.0
    return pressure * row.strength


def _behaviour(builder: Builder, key: str, row: Behaviour, targets: tuple[TargetRow, ...]) -> BehaviourRow:
    target = builder.number(builder.targets, row.because_of, "target")
    over = row.when.clock_over
    if over is not None and (target == NONE or targets[target].limit <= over):
        raise PlanError(f"behaviour `{key}`: `clock_over` needs `because_of` a target whose limit is later")
    if row.do in ("jump_queue", "relabel") and (target == NONE or targets[target].limit < 0):
        raise PlanError(f"behaviour `{key}`: `do: {row.do}` needs `because_of` a target with a limit")
    if row.do == "jump_queue" and over is None:
        raise PlanError(f"behaviour `{key}`: `do: jump_queue` needs `when: {{clock_over: ...}}`")
    when, pools = row.when, builder.pools
    return BehaviourRow(
        action=ACTION_NAMES.index(row.do),
        holder=builder.number(builder.positions, row.who, "position"),
        target=target,
        power=power(builder.variant, row),
        uniform=builder.uniform(f"behaviour:{key}"),
        stages=builder.some(builder.stages, row.at or [], "stage"),
        clock_over=float(NONE) if over is None else over,
        pool_full=builder.number(pools, when.occupancy_of, "pool"),
        above=when.above if when.above is not None else 1.0,
        pool_free=builder.number(pools, when.free, "pool"),
        pool_queue=builder.number(pools, when.queue_of, "pool"),
        longer=when.longer_than or 0,
        to=NONE,
        again=max(row.again_every, 0.1),
        lasts=row.lasts or 0.0,
        by=builder.stream(f"behaviour:{key}/by", ByClass(row.by, ())) if row.by else NONE,
        share=row.share or 0.0,
        over_by=row.over_by or 0.0,
        from_pool=builder.number(pools, row.from_pool or row.pool, "pool"),
        to_pool=builder.number(pools, row.to_pool, "pool"),
        number=row.number or 0,
        schedule=builder.schedule(row.checked.minutes) if row.checked else NONE,
        keeps_for=builder.some(builder.arrivals, row.keeps_for or [], "arrivals"),
        classes=builder.some(builder.classes, row.classes or [], "class"),
    )
