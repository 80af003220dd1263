"""Short programs that give the wait of every visit at one stage; they share no code with the simulator."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence


def first_come_waits(
    arrivals: Sequence[float],
    services: Sequence[float],
    servers: int,
    patience: Sequence[float] | None = None,
) -> list[float]:
    """Return waits by the recursion of Kiefer and Wolfowitz: each takes the server that is free first."""
    free, waits = [0.0] * servers, []
    for visit, (arrived, service) in enumerate(zip(arrivals, services, strict=True)):
        begins = max(arrived, free[0])
        if patience is not None and begins - arrived > patience[visit]:
            waits.append(patience[visit])
            continue
        heapq.heapreplace(free, begins + service)
        waits.append(begins - arrived)
    return waits


def ranked_waits(arrivals: Sequence[float], services: Sequence[float], ranks: Sequence[int]) -> list[float]:
    """Return waits at one server that takes the lowest rank first and interrupts nobody."""
    waits, queue, free, visit = [math.nan] * len(arrivals), [], 0.0, 0
    while visit < len(arrivals) or queue:
        if not queue:
            free = max(free, arrivals[visit])
        while visit < len(arrivals) and arrivals[visit] <= free:
            heapq.heappush(queue, (ranks[visit], visit))
            visit += 1
        _, served = heapq.heappop(queue)
        waits[served] = free - arrivals[served]
        free += services[served]
    return waits
