"""Checks at the end of every replication: nothing appears, vanishes or is counted twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from orgsim.engine.guards import GuardError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgsim.engine.trace import Trace

_RELATIVE = 1e-7


class PoolAccount(NamedTuple):
    """A pool at the end: its name, units busy and resting, units that visits hold, and the minutes of both."""

    name: str
    busy: int
    resting: int
    held: int
    busy_minutes: float
    held_minutes: float


@dataclass(frozen=True)
class Accounts:
    """What an engine counted beside the trace: visits that came and are inside, minutes those have waited since."""

    started: int
    inside: int
    inside_waited: float
    pools: Sequence[PoolAccount]


def check_conservation(trace: Trace, accounts: Accounts) -> None:
    """Raise GuardError ORG410 unless visits, units, clocks and work all add up at the end of ``trace``."""
    _check_visits(trace, accounts)
    for pool in accounts.pools:
        _check_units(pool, trace.end)
    _check_clocks(trace)


def _fail(message: str, now: float) -> None:
    raise GuardError("ORG410", f"a conservation check failed: {message}", now)


def _check_visits(trace: Trace, accounts: Accounts) -> None:
    """Check that arrivals = departures + inside, and that times inside agree with what visits spent (Little's law)."""
    import numpy as np

    left = trace.exit >= 0
    departed = int(np.count_nonzero(left))
    if accounts.started != departed + accounts.inside:
        _fail(f"{accounts.started} visits came, {departed} left and {accounts.inside} are inside", trace.end)
    arrived = np.nan_to_num(trace.arrived)
    gone = float(trace.departed[left].sum()) + accounts.inside * trace.end
    inside = gone - float(arrived.sum())
    spent = float(trace.visit_spent.sum()) + accounts.inside_waited
    if abs(spent - inside) > _RELATIVE * (1 + inside):
        _fail(f"visits were inside for {inside:.3f} minutes and spent {spent:.3f} of them", trace.end)


def _check_units(pool: PoolAccount, end: float) -> None:
    """Check that units held = busy, and busy time = the time visits held them."""
    if pool.busy != pool.held or pool.resting < 0:
        _fail(f"`{pool.name}` has {pool.busy} units busy but visits hold {pool.held}", end)
    if abs(pool.busy_minutes - pool.held_minutes) > _RELATIVE * (1 + pool.held_minutes):
        _fail(f"`{pool.name}` was busy for {pool.busy_minutes:.3f} minutes but held for {pool.held_minutes:.3f}", end)


def _check_clocks(trace: Trace) -> None:
    """Check that no visit leaves before it comes and no clock stops before it starts."""
    import numpy as np

    if np.any(trace.departed < trace.arrived) or np.any(trace.clock_stop < trace.clock_start):
        _fail("a clock stopped before it started", trace.end)
