"""Writes down what happens, in plain lists, and turns it into a trace at the end."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.engine.trace import Requests, Trace, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgsim.cohort import Cohort
    from orgsim.engine.pools import Pool
    from orgsim.engine.requests import Request
    from orgsim.engine.trace import Floats, Ints
    from orgsim.engine.visit import Visit
    from orgsim.plan.tables import Plan

_WORD = 63
_CATEGORIES = 6


class Recorder:
    """Rows for every visit of the cohort, filled in as they happen; minutes, NaN for never."""

    def __init__(self, plan: Plan, cohort: Cohort) -> None:
        size = cohort.size
        self._plan = plan
        self.arrived = [math.nan] * size
        self.departed = [math.nan] * size
        self.exit = [-1] * size
        self.touched = [0] * size
        self.faults = [0] * size
        self.reached = [0] * size
        self.begun = [0] * size
        self.moments = [[math.nan] * size for _ in plan.moments]
        self.clock_start = [[math.nan] * size for _ in plan.targets]
        self.clock_stop = [[math.nan] * size for _ in plan.targets]
        self.clock_recorded = [[math.nan] * size for _ in plan.targets]
        self.visit_spent = [[0.0] * size for _ in range(_CATEGORIES)]
        self.spent = [[0.0] * _CATEGORIES for _ in plan.stages]
        self.stage_visits = [0] * len(plan.stages)
        self.requests: list[Request] = []

    def spend(self, visit: Visit, minutes: float) -> None:
        """Add ``minutes`` to what the visit spends its time on at its stage."""
        self.visit_spent[visit.spending][visit.row] += minutes
        if visit.measured:
            self.spent[visit.stage][visit.spending] += minutes

    def leave(self, visit: Visit, exit_row: int, now: float) -> None:
        """Write down the departure."""
        self.departed[visit.row] = now
        self.exit[visit.row] = exit_row
        self.keep_marks(visit)

    def keep_marks(self, visit: Visit) -> None:
        """Write down which stages the visit has joined and begun so far."""
        self.reached[visit.row], self.begun[visit.row] = visit.reached, visit.begun

    def trace(
        self, pools: Census, positions: Census, end: float, events: int, people: Floats, reviews: Floats
    ) -> Trace:
        """Return all of it as arrays (shapes as in ``Trace``)."""
        import numpy as np

        def table(columns: Sequence[Sequence[float]], rows: int) -> Floats:
            return np.array(columns, dtype=np.float64).reshape(len(columns), rows).T.copy()

        size = len(self.arrived)
        return Trace(
            arrived=np.array(self.arrived, dtype=np.float64), departed=np.array(self.departed, dtype=np.float64),
            exit=np.array(self.exit, dtype=np.int64),
            clock_start=table(self.clock_start, size), clock_stop=table(self.clock_stop, size),
            clock_recorded=table(self.clock_recorded, size), moments=table(self.moments, size),
            touched=np.array(self.touched, dtype=np.int64), faults=np.array(self.faults, dtype=np.int64),
            reached=self._words(self.reached), begun=self._words(self.begun),
            spent=np.array(self.spent).reshape(-1, _CATEGORIES),
            stage_visits=np.array(self.stage_visits, dtype=np.int64),
            visit_spent=table(self.visit_spent, size), requests=self._requests(),
            pools=pools.use(), positions=positions.use(), end=end, events=events, people=people,
            reviews=reviews,
        )  # fmt: skip

    def _words(self, masks: list[int]) -> Ints:
        import numpy as np

        words = (len(self._plan.stages) + _WORD - 1) // _WORD
        low = (1 << _WORD) - 1
        rows = [[(mask >> (_WORD * word)) & low for word in range(words)] for mask in masks]
        return np.array(rows, dtype=np.int64).reshape(len(masks), words)

    def _requests(self) -> Requests:
        import numpy as np

        def whole(name: str) -> Ints:
            return np.array([getattr(request, name) for request in self.requests], dtype=np.int64)

        def real(name: str) -> Floats:
            return np.array([getattr(request, name) for request in self.requests], dtype=np.float64)

        return Requests(
            whole("decision"), whole("visit"), real("asked"), real("answered"), whole("hops"), whole("times_asked"),
            real("kept"), whole("settled"), real("complexity"), whole("number_of_way"), whole("depth"), whole("decided_by"),
            whole("answer"), whole("right"), real("value"),
        )  # fmt: skip


class Census:
    """The state of pools or positions at each whole hour, and their use over the measured span."""

    def __init__(self, pools: Sequence[Pool]) -> None:
        self._pools = pools
        self._busy: list[list[int]] = []
        self._queue: list[list[int]] = []
        self._capacity: list[list[int]] = []
        self._at_start = [(0.0, 0.0)] * len(pools)
        self._at_end: list[tuple[float, float]] | None = None

    def count(self) -> None:
        """Take the census of this hour."""
        self._busy.append([pool.busy for pool in self._pools])
        self._queue.append([len(pool.queue) for pool in self._pools])
        self._capacity.append([pool.capacity for pool in self._pools])

    def start(self, now: float) -> None:
        """Begin the measured span."""
        self._at_start = self._totals(now)

    def stop(self, now: float) -> None:
        """End the measured span, if it has not ended before."""
        if self._at_end is None:
            self._at_end = self._totals(now)

    def _totals(self, now: float) -> list[tuple[float, float]]:
        for pool in self._pools:
            pool.account(now)
        return [(pool.busy_minutes, pool.capacity_minutes) for pool in self._pools]

    def use(self) -> Use:
        """Return the integrals and the hourly census as arrays."""
        import numpy as np

        spans = [
            (e[0] - s[0], e[1] - s[1]) for s, e in zip(self._at_start, self._at_end or self._at_start, strict=True)
        ]

        def hourly(rows: list[list[int]]) -> Ints:
            return np.array(rows, dtype=np.int64).reshape(len(rows), len(self._pools)).T.copy()

        return Use(
            np.array([busy for busy, _ in spans], dtype=np.float64), np.array([number for _, number in spans], dtype=np.float64),
            hourly(self._busy), hourly(self._queue), hourly(self._capacity),
        )  # fmt: skip
