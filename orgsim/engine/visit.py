"""The state of one visit while it is in the system."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import simpy

    from orgsim.engine.pools import Pool
    from orgsim.engine.requests import Request

NOWHERE = -1
IN_FRONT = -1
"""The rank of a visit that jumps the queue; ranks of classes are 0 or more."""


class State(IntEnum):
    """Whether a visit may be interrupted: only while it is waiting or time passes without staff."""

    BUSY = 0
    QUEUED = 1
    ASKING = 2
    IDLE = 3
    """time passes, nobody is at work on it: held outside, results, rest, waiting for a set time"""


BUSY, QUEUED, ASKING, IDLE = State


class Holding:
    """Units a visit holds: of which pool, and the number of the pool whose queue it got them from."""

    __slots__ = ("epoch", "pool", "queue", "since", "units")

    def __init__(self, pool: Pool, queue: int, units: int, epoch: int, since: float) -> None:
        self.pool, self.queue, self.units = pool, queue, units
        self.epoch, self.since = epoch, since


class Visit:
    """One visit. ``row`` is its row in the cohort, ``at`` the next operation, ``stage`` where it is.

    ``measured``: whether it arrived in the measured span. ``handed_over``: whether it came to its stage from another unit;
    ``cut``: whether the time of this pass was cut; ``gave_up``: whether its patience has run out anywhere.

    ``epoch`` moves on whenever it joins or begins a stage or departs; timers that remember another epoch are void.
    """

    __slots__ = (
        "asked", "at", "begun", "boarding", "class_rank", "cut", "epoch", "gave_up", "handed_over", "held", "held_outside",
        "hurry", "measured", "passes",
        "place", "process", "queue", "rank", "reached", "request", "row", "since", "spending", "stage", "stage_pass", "state",
        "stream", "units", "visit_class", "wake",
    )  # fmt: skip

    def __init__(
        self, row: int, at: int, stream: int, visit_class: int, class_rank: int, now: float, *, measured: bool
    ) -> None:
        self.row = row
        self.at = at
        self.stream = stream
        self.visit_class = visit_class
        self.class_rank = class_rank
        self.epoch = 0
        self.measured = measured
        self.since = now
        self.stage = NOWHERE
        self.stage_pass = 0
        self.passes: dict[int, int] = {}
        self.reached = 0
        self.begun = 0
        self.state = BUSY
        self.spending = 0
        self.held: list[Holding] = []
        self.rank = class_rank
        self.units = 1
        self.place: tuple[int, int] | None = None
        self.queue: Pool | None = None
        self.hurry: frozenset[int] = frozenset()
        self.request: Request | None = None
        self.asked = 0
        self.boarding = False
        self.handed_over = False
        self.cut = False
        self.gave_up = False
        self.held_outside = -1.0
        self.wake: simpy.Event | None = None
        self.process: simpy.Process | None = None

    def granted(self, pool: Pool, queue: Pool) -> None:
        """Hold the units; a visit that was waiting wakes by an event of its own, at this time."""
        self.held.append(Holding(pool, queue.number, self.units, self.epoch, pool.since))
        self.queue = None
        self.state = BUSY
        if self.wake is not None:
            self.wake.succeed()
            self.wake = None
