"""``measure`` gives tidy rows, ``series`` the compact arrays that pictures are drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from orgsim.cohort.cohort import Cohort
from orgsim.engine.trace import Trace
from orgsim.plan.tables import Plan
from orgsim.scenario.schema import Variant

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Row(NamedTuple):
    """One value: ``group`` is '' for all, or the id of a part; NaN means there was nothing to measure."""

    measure: str
    group: str
    value: float


def measure(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> list[Row]:
    """Return every measure of one replication, in the order of ``definitions(variant)``.

    Shares are fractions, times minutes. A declared measure replaces a built-in one of the same id.
    """
    from orgsim.measures import decisions, declared, money, targets, use, visits
    from orgsim.measures.listing import declared_ids
    from orgsim.measures.view import View

    view = View(variant, plan, cohort, trace)
    built_in = [row for part in (targets, visits, decisions, use, money) for row in part.rows(view)]
    taken = declared_ids(variant)
    return [*declared.rows(view), *(row for row in built_in if row.measure not in taken)]


def series(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> dict[str, NDArray[np.generic[Any]]]:
    """Return the arrays of one replication that the pictures need; ``arrays`` says what each holds."""
    from orgsim.measures.arrays import all_series
    from orgsim.measures.view import View

    return all_series(View(variant, plan, cohort, trace))
