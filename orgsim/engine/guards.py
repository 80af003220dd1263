"""Limits that stop a runaway replication, and how it says so."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass


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

    def __init__(self, guards: Guards) -> None:
        self.guards = guards
        self.events = 0
        self.instant = -1.0
        self.at_instant = 0
        self._began = time.monotonic()

    def step(self, now: float, stage: str) -> None:
        """Count one event at ``now``; raises GuardError ORG401, ORG402, ORG404 or ORG405."""
        self.events += 1
        if now != self.instant:
            self.instant, self.at_instant = now, 0
            if self.events % self._EVERY:
                return
        self.at_instant += 1
        if self.at_instant > self.guards.at_one_instant:
            self.stuck(now, stage)
        if self.events > self.guards.events:
            raise GuardError("ORG402", f"more than {self.guards.events:,} events happened", now, stage)
        if not self.events % self._EVERY:
            self._slow_checks(now, stage)

    def stuck(self, now: float, stage: str) -> None:
        """Raise ORG401: the clock does not move."""
        count = self.guards.at_one_instant
        raise GuardError("ORG401", f"{count:,} events happened without the clock moving", now, stage)

    def queue(self, length: int, now: float, stage: str, pool: str) -> None:
        """Check a queue; raises ORG403."""
        if length > self.guards.queue:
            raise GuardError("ORG403", f"more than {self.guards.queue:,} wait for `{pool}`", now, stage)

    def _slow_checks(self, now: float, stage: str) -> None:
        seconds = time.monotonic() - self._began
        if seconds > self.guards.seconds:
            raise GuardError("ORG404", f"the replication took longer than {self.guards.seconds:g} seconds", now, stage)
        if memory_used() > self.guards.memory:
            raise GuardError(
                "ORG405", f"more than {self.guards.memory / 2**30:g} GiB of memory were needed", now, stage
            )


def memory_used() -> int:
    """Return the greatest memory this process has used, in bytes (0 where the system does not say)."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
