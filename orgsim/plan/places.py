"""Compile the pools: how many when, who may use whose, and what happens before a released unit is free again."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.keys import name_key
from orgsim.plan.builder import Builder, PlanError
from orgsim.plan.tables import ACTION_NAMES, NONE, BehaviourRow, PoolRow, ReviewRow
from orgsim.plan.weekly import weekly_numbers
from orgsim.scenario.schema.flow import Pool
from orgsim.scenario.schema.times import Hours

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


def pool_rows(builder: Builder, behaviours: tuple[BehaviourRow, ...]) -> tuple[PoolRow, ...]:
    """Compile the pools in the order of the file."""
    served_by = _served_by(builder)
    rows = []
    for key, pool in builder.variant.resources.items():
        own = builder.pools[key]
        capacity, changes = weekly_numbers(pool_hours(key, pool), builder.variant.calendar.starts)
        again = pool.free_again
        rows.append(
            PoolRow(
                name_key(f"pool:{key}"),
                capacity,
                changes,
                (own, *(builder.number(builder.pools, other, "pool") for other in pool.serves)),
                served_by[own],
                builder.dist(again.ready_after) if again else NONE,
                builder.number(builder.decisions, again.told_by if again else None, "decision"),
                pool.kind == "staff",
                _acting(behaviours, "reserve", own),
                _acting(behaviours, "pull", own),
            )
        )
    return tuple(rows)


def review_rows(builder: Builder) -> tuple[ReviewRow, ...]:
    """Compile the reviews of pools, in the order of the file."""
    return tuple(
        ReviewRow(
            builder.pools[key], builder.schedule(row.happens.minutes), row.gain, row.use, row.least, row.most,
            minutes_each(builder.variant, key),
        )
        for key, pool in builder.variant.resources.items()
        if (row := pool.reviewed) is not None
    )  # fmt: skip


def minutes_each(variant: Variant, pool: str) -> float:
    """Return the mean minutes of the stages that need a pool, over stages and classes alike."""
    stages = [stage for stage in variant.pathway.values() if pool in stage.needs]
    times = [stage.takes.of(name) for stage in stages for name in variant.classes]
    means = [time.mean for time in times if time is not None and math.isfinite(time.mean)]
    return math.fsum(means) / len(means) if means else 0.0


def _served_by(builder: Builder) -> dict[int, tuple[int, ...]]:
    found = {own: [own] for own in builder.pools.values()}
    for key, pool in builder.variant.resources.items():
        for other in pool.serves:
            found[builder.number(builder.pools, other, "pool")].append(builder.pools[key])
    return {own: tuple(others) for own, others in found.items()}


def pool_hours(key: str, pool: Pool) -> list[tuple[Hours, int]]:
    """Return the hours of a pool and the number on duty in each; raises PlanError unless there is one way to say so."""
    if (pool.number is None) == (pool.shifts is None):
        raise PlanError(f"resource `{key}`: give one of `number` and `shifts`")
    if pool.shifts is None:
        return [(pool.hours, pool.number or 0)]
    return [(shift.hours, shift.number) for shift in pool.shifts.values()]


def _acting(behaviours: tuple[BehaviourRow, ...], action: str, pool: int) -> tuple[int, ...]:
    kind = ACTION_NAMES.index(action)
    return tuple(number for number, row in enumerate(behaviours) if row.action == kind and row.from_pool == pool)
