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


@dataclass
class Visits:
    """What the visits of a trace, or of its parts, add up to: how many left, and minutes.

    ``gone``: the sum of the minutes at which they left; ``came``: of those at which they came; ``spent``: what they spent.
    """

    departed: int = 0
    gone: float = 0.0
    came: float = 0.0
    spent: float = 0.0

    def add(self, trace: Trace) -> None:
        """Add the visits of a trace. Raises GuardError ORG410 if one left before it came."""
        import numpy as np

        _check_clocks(trace)
        left = trace.exit >= 0
        self.departed += int(np.count_nonzero(left))
        self.gone += float(trace.departed[left].sum())
        self.came += float(np.nan_to_num(trace.arrived).sum())
        self.spent += float(trace.visit_spent.sum())


def check_conservation(trace: Trace, accounts: Accounts) -> None:
    """Raise GuardError ORG410 unless visits, units, clocks and work all add up at the end of ``trace``."""
    visits = Visits()
    visits.add(trace)
    check_accounts(visits, accounts, trace.end)


def check_accounts(visits: Visits, accounts: Accounts, end: float) -> None:
    """Raise GuardError ORG410 unless all visits of a run that ended at minute ``end``, its units and its work add up."""
    _check_visits(visits, accounts, end)
    for pool in accounts.pools:
        _check_units(pool, end)


def _fail(message: str, now: float) -> None:
    raise GuardError("ORG410", f"a conservation check failed: {message}", now)


def _check_visits(visits: Visits, accounts: Accounts, end: float) -> None:
    """Check that arrivals = departures + inside, and that times inside agree with what visits spent (Little's law)."""
    if accounts.started != visits.departed + accounts.inside:
        _fail(f"{accounts.started} visits came, {visits.departed} left and {accounts.inside} are inside", end)
    inside = visits.gone + accounts.inside * end - visits.came
    spent = visits.spent + accounts.inside_waited
    if abs(spent - inside) > _RELATIVE * (1 + inside):
        _fail(f"visits were inside for {inside:.3f} minutes and spent {spent:.3f} of them", end)


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
