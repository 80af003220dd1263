"""Checks at the end of every replication: nothing appears, vanishes or is counted twice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.engine.guards import GuardError

if TYPE_CHECKING:
    from orgsim.engine.holdings import Holdings
    from orgsim.engine.life import Life
    from orgsim.engine.world import World

_RELATIVE = 1e-7


def check_conservation(world: World, life: Life, holdings: Holdings, end: float) -> None:
    """Raise GuardError ORG410 unless visits, units, clocks and work all add up at ``end``."""
    _check_visits(world, life, end)
    _check_units(world, life, holdings, end)
    _check_clocks(world)


def _fail(world: World, message: str) -> None:
    raise GuardError("ORG410", f"a conservation check failed: {message}", world.now)


def _check_visits(world: World, life: Life, end: float) -> None:
    """Check that arrivals = departures + inside, and that times inside agree with what visits spent (Little's law)."""
    recorder = world.recorder
    departed = sum(1 for exit_row in recorder.exit if exit_row >= 0)
    if life.started != departed + len(life.inside):
        _fail(world, f"{life.started} visits came, {departed} left and {len(life.inside)} are inside")
    ends = [end if math.isnan(left) else left for left in recorder.departed]
    inside = math.fsum(left - came for came, left in zip(recorder.arrived, ends, strict=True) if not math.isnan(came))
    waiting = math.fsum(end - visit.since for visit in life.inside.values())
    spent = math.fsum(math.fsum(column) for column in recorder.visit_spent) + waiting
    if abs(spent - inside) > _RELATIVE * (1 + inside):
        _fail(world, f"visits were inside for {inside:.3f} minutes and spent {spent:.3f} of them")


def _check_units(world: World, life: Life, holdings: Holdings, end: float) -> None:
    """Check each pool: units held = busy, and busy time = the time visits held them."""
    held = [0] * len(world.pools)
    minutes = list(holdings.held_minutes)
    for visit in life.inside.values():
        for holding in visit.held:
            held[holding.pool.number] += holding.units
            minutes[holding.pool.number] += (end - holding.since) * holding.units
    for pool, units, time in zip(world.pools, held, minutes, strict=True):
        name = world.plan.names.pools[pool.number]
        pool.account(end)
        if pool.busy != units or pool.resting < 0:
            _fail(world, f"`{name}` has {pool.busy} units busy but visits hold {units}")
        if abs(pool.busy_minutes - time) > _RELATIVE * (1 + time):
            _fail(world, f"`{name}` was busy for {pool.busy_minutes:.3f} minutes but held for {time:.3f}")


def _check_clocks(world: World) -> None:
    """Check that no visit leaves before it comes and no clock stops before it starts."""
    recorder = world.recorder
    pairs = [(recorder.arrived, recorder.departed), *zip(recorder.clock_start, recorder.clock_stop, strict=True)]
    for starts, stops in pairs:
        if any(stop < start for start, stop in zip(starts, stops, strict=True)):
            _fail(world, "a clock stopped before it started")
