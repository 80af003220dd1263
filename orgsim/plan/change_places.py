"""Compile how many are on duty where, before a change of structure and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from orgsim.plan.builder import PlanError
from orgsim.plan.change_tables import PlaceChange
from orgsim.plan.tables import Plan, PoolRow, PositionRow
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK

Place = TypeVar("Place", PoolRow, PositionRow)


def changed_pools(
    plan: Plan, later: Sequence[PoolRow], at: float
) -> tuple[tuple[PoolRow, ...], tuple[PlaceChange, ...]]:
    """Return the pools with the moments of both structures, and what is new about each at minute ``at`` of the run."""
    rows, changes = [], []
    other_reserves = any(one.reserves != other.reserves for one, other in zip(plan.pools, later, strict=True))
    for number, (one, other) in enumerate(zip(plan.pools, later, strict=True)):
        _refuse_others(plan.names.pools[number], one, other)
        row, capacity, numbers = _both(one, other, plan.starts, at)
        rows.append(row)
        if one != other or other_reserves:
            choosy = any(later[place].reserves for place in other.served_by)
            serving = (other.serves, other.served_by, other.reserves, choosy)
            heads = max([other.capacity, *(people for _, people in other.changes)])
            changes.append(PlaceChange(number, capacity, numbers, 1.0, False, *serving, heads=heads))
    return tuple(rows), tuple(changes)


def changed_positions(
    plan: Plan, names: Sequence[str], later: Mapping[str, PositionRow], at: float
) -> tuple[tuple[PositionRow, ...], tuple[PlaceChange, ...]]:
    """Return the positions of both structures, and what is new about each at minute ``at`` of the run.

    One that the later structure does not have stays on duty: it answers what it was asked before.
    """
    first = dict(zip(plan.names.positions, plan.positions, strict=True))
    rows, changes = [], []
    for number, name in enumerate(names):
        other = later.get(name, first.get(name))
        assert other is not None  # noqa: S101  (each name is of one of the two)
        one = first.get(name) or _nobody_yet(other)
        row, capacity, numbers = _both(one, other, plan.starts, at)
        rows.append(row)
        if one._replace(layer=other.layer) != other:
            place = len(plan.pools) + number
            own = (other.authority, other.knowledge, other.weighs)
            changes.append(
                PlaceChange(place, capacity, numbers, other.attention, other.by_class, (), (), (), False, *own)
            )
    return tuple(rows), tuple(changes)


def _nobody_yet(row: PositionRow) -> PositionRow:
    return row._replace(capacity=0, changes=())


def _refuse_others(name: str, one: PoolRow, other: PoolRow) -> None:
    """Refuse what about a pool may not change. Raises PlanError."""
    free = {"capacity": 0, "changes": (), "serves": (), "served_by": (), "reserves": ()}
    if one._replace(**free) != other._replace(**free):  # type: ignore[arg-type]
        raise PlanError(f"resource `{name}`: only `number`, `shifts`, `hours` and `serves` can change in mid-run")


def _both(one: Place, other: Place, starts: float, at: float) -> tuple[Place, int, tuple[int, ...]]:
    """Return the row with the moments of both, the later number on duty at the change and after each moment."""
    if one.changes == other.changes:
        moments = [moment for moment, _ in one.changes]
    else:
        moments = sorted({moment for row in (one, other) for moment, _ in row.changes})
    row = one._replace(changes=tuple((moment, _on_duty(one, moment)) for moment in moments))
    return row, _on_duty(other, (starts + at) % MINUTES_A_WEEK), tuple(_on_duty(other, moment) for moment in moments)


def _on_duty(row: PoolRow | PositionRow, minute: float) -> int:
    """Return the number on duty from a minute of the week on."""
    if not row.changes:
        return row.capacity
    before = [number for moment, number in row.changes if moment <= minute]
    return before[-1] if before else row.changes[-1][1]
