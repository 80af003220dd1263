"""What one replication shows, in the closed forms' unit of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.theory.simulated.scenarios import UNIT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan


def in_span(plan: Plan, times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which moments lie in the measured span."""
    return (times >= plan.warm_up) & (times < plan.warm_up + plan.length)


def visits(plan: Plan, cohort: Cohort, trace: Trace) -> dict[str, float]:
    """Return waits, times, shares of exits, rates and numbers present, of visits that arrived in the measured span.

    Raises ValueError when one of them is still inside: the mean would leave out the longest.
    """
    import numpy as np

    from orgsim.engine.trace import Spent

    measured = in_span(plan, trace.arrived)
    if not np.isfinite(trace.departed[measured]).all():
        raise ValueError("the follow-up is too short: measured visits are still inside")
    found = waits(plan, cohort, trace.visit_spent[:, Spent.TURN], measured)
    found["time"] = float((trace.departed - trace.arrived)[measured].mean() / UNIT)
    for row, name in enumerate(plan.names.exits):
        found[f"share to {name}"] = float((trace.exit[measured] == row).mean())
    for row, name in enumerate(plan.names.stages):
        found[f"rate at {name}"] = float(trace.stage_visits[row] / plan.length * UNIT)
        found[f"number at {name}"] = float(trace.spent[row].sum() / plan.length)
    return found


def waits(plan: Plan, cohort: Cohort, minutes: NDArray[np.float64], measured: NDArray[np.bool_]) -> dict[str, float]:
    """Return the mean wait of all and of each class, the share who wait and the mean queue; ``minutes`` has a row a visit."""
    found = {
        "wait": float(minutes[measured].mean() / UNIT),
        "share who wait": float((minutes[measured] > 0).mean()),
        "queue": float(minutes[measured].sum() / plan.length),
    }
    for row, name in enumerate(plan.names.classes):
        of_class = measured & (cohort.visit_class[: len(minutes)] == row)
        if of_class.any():
            found[f"wait of {name}"] = float(minutes[of_class].mean() / UNIT)
    return found


def requests(plan: Plan, _cohort: Cohort, trace: Trace) -> dict[str, float]:
    """Return how long requests asked in the measured span took, how far they went and how they ended.

    Also the load of the people of each position, by its name. Raises ValueError when one is still open.
    """
    import numpy as np

    from orgsim.engine.trace import SettledBy

    asked = trace.requests
    measured = in_span(plan, asked.asked)
    took = (asked.answered - asked.asked)[measured] / UNIT
    if not np.isfinite(took).all():
        raise ValueError("the follow-up is too short: measured requests are still open")
    found = {
        "latency": float(took.mean()),
        "variance of latency": float(took.var()),
        "hops": float(asked.hops[measured].mean()),
        "first time": float((asked.times_asked[measured] == 1).mean()),
        "rule book": float((asked.settled[measured] == SettledBy.RULE_BOOK).mean()),
    }
    for row, name in enumerate(plan.names.positions):
        if trace.positions.capacity[row]:
            found[f"load of {name}"] = float(trace.positions.busy[row] / trace.positions.capacity[row])
    return found
