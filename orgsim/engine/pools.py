"""Pools and positions: numbers of units, ranked queues, and who is served next."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Protocol

from orgsim.engine.rules_people import missing
from orgsim.engine.rules_review import rostered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Claimant(Protocol):
    """Whoever waits in a queue: a visit, a request or a message."""

    rank: int
    units: int
    place: tuple[int, int] | None

    def granted(self, pool: Pool, queue: Pool) -> None:
        """Take note that ``units`` of ``pool`` are now held, out of ``queue``; called at the moment of granting."""


class Sequence64:
    """The counter that orders those who join queues at equal rank."""

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        """Return the next number."""
        self.last += 1
        return self.last


class Pool:
    """Units of one kind with one queue, ordered by (rank, sequence of joining).

    ``serves`` are the queues a free unit may go to (own first), ``served_by`` the pools that may serve this queue.
    ``busy`` are held, ``resting`` are released but not yet usable, ``capacity`` is the number on duty; a shift that
    ends while its people are busy leaves ``busy`` above ``capacity`` until they are released. ``rests``: whether units
    that visits release are not usable at once. ``planned``: the number that the shifts say, with its integral; ``on_duty``: the
    same times ``scale``, which reviews change; ``duties``: what is planned after each change of the week; ``away`` of the
    pool's ``heads`` are vacant or absent, and ``missing`` those whom that keeps from this shift.
    """

    def __init__(self, number: int, capacity: int, sequence: Sequence64, *, rests: bool = False) -> None:
        self.number = number
        self.capacity = capacity
        self.rests = rests
        self.busy = 0
        self.resting = 0
        self.duties: Sequence[int] = ()
        self.queue: list[tuple[int, int, Claimant]] = []
        self.serves: Sequence[Pool] = (self,)
        self.served_by: Sequence[Pool] = (self,)
        self.may_take: Callable[[Pool, Claimant], bool] | None = None
        self.noted: Callable[[Pool, Claimant], None] | None = None
        self.on_duty = self.planned = capacity
        self.scale = 1.0
        self.planned_minutes = self.planned_since = 0.0
        self.heads = self.away = self.missing = 0
        self._sequence = sequence
        self.busy_minutes = 0.0
        self.capacity_minutes = 0.0
        self.since = 0.0

    @property
    def free(self) -> int:
        """Units that could be seized now; negative when a shift ended over people at work."""
        return self.capacity - self.busy - self.resting

    def account(self, now: float) -> None:
        """Bring the integrals of busy and capacity up to ``now``; call before either changes."""
        span = now - self.since
        self.busy_minutes += span * self.busy
        self.capacity_minutes += span * self.capacity
        self.since = now

    def _fits(self, claimant: Claimant) -> bool:
        free = self.capacity - self.busy - self.resting
        return free >= claimant.units and (self.may_take is None or self.may_take(self, claimant))

    def seize(self, claimant: Claimant, now: float) -> bool:
        """Grant at once if nobody waits and a pool that serves this queue has units free, else join the queue.

        Returns whether it was granted.
        """
        waiting = bool(self.queue)
        if not waiting or any(pool.may_take is not None for pool in self.served_by):
            for pool in self.served_by:
                if pool._fits(claimant) and not (waiting and self._somebody_before(pool, claimant)):
                    pool.grant(claimant, self, now)
                    return True
        self.join(claimant)
        return False

    def _somebody_before(self, pool: Pool, claimant: Claimant) -> bool:
        """Whether a waiting claimant that ``pool`` could serve ranks before a newcomer."""
        return any(rank <= claimant.rank and pool._fits(waiting) for rank, _, waiting in self.queue)

    def join(self, claimant: Claimant) -> None:
        """Join the queue at the tail of the claimant's rank."""
        claimant.place = (claimant.rank, self._sequence.next())
        insort(self.queue, (*claimant.place, claimant))  # no two have the same place, so claimants are not compared

    def leave(self, claimant: Claimant) -> None:
        """Leave the queue without being served."""
        place = claimant.place
        assert place is not None  # noqa: S101  (only those in the queue leave it)
        del self.queue[bisect_left(self.queue, place)]
        claimant.place = None

    def grant(self, claimant: Claimant, queue: Pool, now: float) -> None:
        """Hand ``claimant.units`` of this pool to a claimant from ``queue``."""
        self.account(now)
        self.busy += claimant.units
        claimant.granted(self, queue)
        if self.noted is not None:
            self.noted(self, claimant)

    def give_back(self, units: int, now: float) -> None:
        """Take units back; they are free at once."""
        self.account(now)
        self.busy -= units
        self.serve(now)

    def retire(self, units: int, now: float) -> None:
        """Take units back that cannot be used yet."""
        self.account(now)
        self.busy -= units
        self.resting += units

    def revive(self, units: int, now: float) -> None:
        """Make retired units free."""
        self.resting -= units
        self.serve(now)

    def set_capacity(self, capacity: int, now: float) -> None:
        """Change the number on duty and serve whoever can be served."""
        self.account(now)
        self.capacity = capacity
        self.serve(now)

    def roster(self, planned: int, away: int, now: float) -> None:
        """Change what the shifts say or how many are away, by the difference, so that lent or added units stay."""
        self.planned_minutes += (now - self.planned_since) * self.planned
        self.planned, self.planned_since = planned, now
        on_duty = rostered(planned, self.scale)
        there = self.capacity + self.missing + on_duty - self.on_duty
        self.on_duty, self.away = on_duty, away
        self.missing = missing(on_duty, away, self.heads, there)
        self.set_capacity(there - self.missing, now)

    def serve(self, now: float) -> None:
        """Grant free units to the first of the queues this pool serves, until nobody can be served."""
        while self.capacity > self.busy + self.resting and (found := self._next()) is not None:
            queue, place = found
            _, _, claimant = queue.queue.pop(place)
            claimant.place = None
            self.grant(claimant, queue, now)

    def _next(self) -> tuple[Pool, int] | None:
        """Find who is served next, a queue and a place in it: the least (rank, sequence) among the heads."""
        best: tuple[Pool, int] | None = None
        for queue in self.serves:
            place = self._head(queue) if queue.queue else None
            if place is not None and (best is None or queue.queue[place] < best[0].queue[best[1]]):
                best = (queue, place)
        return best

    def _head(self, queue: Pool) -> int | None:
        """Return the place of the first in ``queue`` this pool may serve; only reserved units let anybody overtake."""
        if self.may_take is None:
            return 0 if self._fits(queue.queue[0][2]) else None
        return next((place for place, entry in enumerate(queue.queue) if self._fits(entry[2])), None)
