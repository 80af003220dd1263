"""What tests of structures share: running a variant on a short calendar and reading what it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.schema import Variant
from tests.engines import USABLE

SHORT = ("calendar.warm_up=2 days", "calendar.length=1 week", "calendar.follow_up=2 days")
SEED = 1900


def variant_of(name: str, variant: str, *sets: str) -> Variant:
    return load(name, [*SHORT, *sets]).variant(variant)


def times_inside(variant: Variant, replication: int = 1) -> NDArray[np.float64]:
    """Return how long each visit was inside, in minutes; NaN for one that still is."""
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, SEED, replication)
    trace = simulate(plan, cohort, engine=USABLE[-1])
    return np.asarray((trace.departed - trace.arrived)[: cohort.arrivals])


def all_values(variant: Variant) -> list[tuple[str, str, str]]:
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, SEED, 1)
    return [
        (row.measure, row.group, repr(float(row.value)))
        for row in measure(variant, plan, cohort, simulate(plan, cohort))
    ]
