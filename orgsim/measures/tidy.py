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

    from orgsim.measures.view import View

    Series = dict[str, NDArray[np.generic[Any]]]


class Row(NamedTuple):
    """One value: ``group`` is '' for all, or the id of a part; NaN means there was nothing to measure."""

    measure: str
    group: str
    value: float


def measure(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> list[Row]:
    """Return every measure of one replication, in the order of ``definitions(variant)``.

    Shares are fractions, times minutes. A declared measure replaces a built-in one of the same id.
    """
    from orgsim.measures.view import View

    with View(variant, plan, cohort, trace) as view:
        return _rows(view)


def series(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> Series:
    """Return the arrays of one replication that the pictures need; ``arrays`` says what each holds."""
    from orgsim.measures.arrays import all_series
    from orgsim.measures.view import View

    with View(variant, plan, cohort, trace) as view:
        return all_series(view)


def measure_all(variant: Variant, plan: Plan, cohort: Cohort, trace: Trace) -> tuple[list[Row], Series]:
    """Return what ``measure`` and ``series`` do, with what they share found once."""
    from orgsim.measures.arrays import all_series
    from orgsim.measures.view import View

    with View(variant, plan, cohort, trace) as view:
        return _rows(view), all_series(view)


def _rows(view: View) -> list[Row]:
    from orgsim.measures import decisions, declared, failing, groups, money, people, reviews, targets, use, visits
    from orgsim.measures.listing import declared_ids

    parts = (targets, visits, decisions, failing, use, money, people, reviews, groups)
    built_in = [row for part in parts for row in part.rows(view)]
    taken = declared_ids(view.variant)
    return [*declared.rows(view), *(row for row in built_in if row.measure not in taken)]
