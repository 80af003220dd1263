"""How many managers a fixed budget should buy, when every one of them costs some of the front line.

Sources: M/M/c (Erlang 1917) for the people on the front line and for their managers; without managers, Bernoulli feedback
of what fails (Jackson 1957). That the best number lies between none and many follows from these, it is not published.
"""

from __future__ import annotations

from orgsim.theory import checks
from orgsim.theory.queues import erlang_c


def managed_time(managers: int, people: int, rate: float, asking: float, handling: float, failing: float) -> float:
    """Return the mean time of a job that takes 1 unit of work of one of ``people`` on the front line.

    Jobs come at ``rate``; a share ``asking`` of them needs ``handling`` of a manager's time first. Without managers nobody
    is asked, and what should have been asked fails with probability ``failing`` and comes back. Raises ``UnstableError``.
    """
    checks.share("asking", asking)
    checks.share("failing", failing)
    if managers == 0:
        again = asking * failing
        return erlang_c(rate / (1 - again), 1, people).time / (1 - again)
    return erlang_c(rate, 1, people).time + asking * erlang_c(asking * rate, 1 / handling, managers).time


def best_managers(budget: int, wage: int, rate: float, asking: float, handling: float, failing: float) -> int:
    """Return the number of managers with the least time, each paid ``wage`` times as much as one on the front line.

    Raises ``UnstableError`` where no number of them can keep up.
    """
    times = {}
    for managers in range((budget - 1) // wage + 1):
        try:
            times[managers] = managed_time(managers, budget - wage * managers, rate, asking, handling, failing)
        except checks.UnstableError:
            continue
    if not times:
        raise checks.UnstableError("no number of managers can keep up with this")
    return min(times, key=lambda managers: times[managers])
