"""Limits that stop a runaway replication, and how it says so."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.engine.stopping import stop_if_asked

if TYPE_CHECKING:
    from orgsim.plan.tables import ArrivalRow, Plan


class GuardError(RuntimeError):
    """A replication was stopped; ``code`` is the permanent code, ``stage`` the stage at fault ('' if none)."""

    def __init__(self, code: str, message: str, now: float, stage: str = "") -> None:
        super().__init__(code, message, now, stage)
        self.code, self.message, self.time, self.stage = code, message, now, stage

    def __str__(self) -> str:
        """What happened, for people."""
        return self.message


@dataclass(frozen=True)
class Guards:
    """Limits of one replication: events, events at one instant, visits waiting for one pool, seconds, bytes."""

    events: int = 200_000_000
    at_one_instant: int = 100_000
    queue: int = 1_000_000
    seconds: float = 3600.0
    memory: int = 8 * 2**30


class Watch:
    """Counts what the guards limit; ``step`` is called once an event."""

    _EVERY = 65_536
    """How many events pass between two looks at what takes time to find out."""

    def __init__(self, guards: Guards) -> None:
        self.guards = guards
        self.events = 0
        self.failed: GuardError | None = None
        self.instant = -1.0
        self.at_instant = 0
        self.next_look = min(self._EVERY, guards.events + 1)
        self._began = time.monotonic()

    def step(self, now: float) -> None:
        """Count one event at ``now``; raises GuardError ORG401, ORG402, ORG404 or ORG405."""
        self.events += 1
        if now != self.instant:
            self.instant, self.at_instant = now, 0
        else:
            self.at_instant += 1
            if self.at_instant > self.guards.at_one_instant:
                raise self.stuck(now)
        if self.events >= self.next_look:
            self.look(now)

    def stuck(self, now: float) -> GuardError:
        """Return the error ORG401: the clock does not move. It is noted in ``failed``, as that of ``queue`` is."""
        count = self.guards.at_one_instant
        self.failed = GuardError("ORG401", f"{count:,} events happened without the clock moving", now)
        return self.failed

    def queue(self, length: int, now: float, pool: str) -> None:
        """Check a queue; raises ORG403."""
        if length > self.guards.queue:
            self.failed = GuardError("ORG403", f"more than {self.guards.queue:,} wait for `{pool}`", now)
            raise self.failed

    def look(self, now: float) -> None:
        """Look at what grows slowly: events in all, the time they took, the memory they needed; sets ``next_look``.

        Raises GuardError ORG402, ORG404 or ORG405.
        """
        guards = self.guards
        self.next_look = min(self.events + self._EVERY, guards.events + 1)
        if self.events > guards.events:
            raise GuardError("ORG402", f"more than {guards.events:,} events happened", now)
        if time.monotonic() - self._began > guards.seconds:
            raise GuardError("ORG404", f"the replication took longer than {guards.seconds:g} seconds", now)
        if memory_used() > guards.memory:
            raise GuardError("ORG405", f"more than {guards.memory / 2**30:g} GiB of memory were needed", now)
        stop_if_asked()


def memory_used() -> int:
    """Return the greatest memory this process has used, in bytes (0 where the system does not say)."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


_IN_PARTS = 200
"""Bytes a visit of a replication that is drawn and measured in parts: its results, and what quantiles need."""


def check_room(plan: Plan, guards: Guards | None = None, *, in_parts: bool = False) -> None:
    """Raise GuardError ORG405 when a replication of a plan would need more memory than the guards allow.

    Asked before the cohort is drawn: 8 bytes for each visit expected and each stream, a third more for returns (up to
    five times as many with failure demand), and about a kilobyte a visit for the reference engine; little ``in_parts``.
    """
    guards = guards or Guards()
    from orgsim.cohort.people import return_cap

    visits = max(1.34, 1.0 / (1.0 - return_cap(plan))) * expected_visits(plan)
    whole = 8 * (len(plan.streams) + len(plan.uniforms) + len(plan.moments) + 20) + 1000
    needed = visits * (_IN_PARTS if in_parts else whole)
    if needed > guards.memory:
        limit = f"{guards.memory / 2**30:g} GiB"
        message = f"about {visits:,.0f} visits would come, which need more than {limit} of memory; check the arrivals"
        raise GuardError("ORG405", message, 0.0)


def expected_visits(plan: Plan) -> float:
    """Return how many visits are expected until the end of a plan, returns left out."""
    return sum(_expected(row, plan.end) for row in plan.arrivals)


def _expected(row: ArrivalRow, end: float) -> float:
    """Return the visits expected from a stream of arrivals until ``end``."""
    if row.rates:
        return sum(row.rates) / len(row.rates) * end
    return row.number * (len(row.times) * (end / 10080.0 + 1) if row.times else 1)
