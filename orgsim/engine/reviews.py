"""Reviews: at set times how many are on duty is corrected by the work that came since the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules_review
from orgsim.engine.trace import Reviewed

if TYPE_CHECKING:
    from orgsim.engine.trace import Floats
    from orgsim.engine.world import Process, World
    from orgsim.plan.tables import ReviewRow


class Books:
    """What a pool had done, had waiting and had planned at its last review."""

    def __init__(self) -> None:
        self.busy = self.planned = 0.0
        self.waiting = 0


class Reviews:
    """All reviews of a replication, and the record of them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._found: list[tuple[float, ...]] = []

    def processes(self) -> list[Process]:
        """Return a process for each pool that is reviewed, in the order of the plan."""
        return [self._recurring(row, Books()) for row in self._world.plan.reviews]

    def _recurring(self, row: ReviewRow, books: Books) -> Process:
        world = self._world
        while True:
            yield world.env.timeout(world.until_next(row.schedule, strictly=True))
            self._review(row, books)

    def _review(self, row: ReviewRow, books: Books) -> None:
        """Work is what the pool's people did, and what waits for them more than at the last review."""
        now, pool = self._world.now, self._world.pools[row.pool]
        busy = pool.busy_minutes + (now - pool.since) * pool.busy
        planned = pool.planned_minutes + (now - pool.planned_since) * pool.planned
        work = busy - books.busy + (len(pool.queue) - books.waiting) * row.minutes_each
        hours = planned - books.planned
        books.busy, books.planned, books.waiting = busy, planned, len(pool.queue)
        if hours <= 0.0:
            return
        needed = rules_review.needed(work, hours, row.use)
        self._found.append((float(row.pool), now, needed, pool.scale))
        pool.scale = rules_review.corrected(pool.scale, needed - pool.scale, row.gain, row.least, row.most)
        if rules_review.rostered(pool.planned, pool.scale) != pool.on_duty:
            pool.roster(pool.planned, pool.away, now)

    def table(self) -> Floats:
        """Return the reviews in order: (number, columns of ``Reviewed``)."""
        import numpy as np

        return np.array(self._found, dtype=np.float64).reshape(len(self._found), len(Reviewed))
