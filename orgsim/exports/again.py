"""Simulate one replication again, with a journal: it depends only on scenario, seed and number."""

from __future__ import annotations

from dataclasses import dataclass

from orgsim.cohort.cohort import Cohort
from orgsim.engine.journal import Journal
from orgsim.engine.trace import Trace
from orgsim.plan.tables import Plan
from orgsim.scenario.schema import Variant


@dataclass(frozen=True)
class Replication:
    """Replication ``number`` of the variant ``key``, whole, with the journal of all that happened.

    ``name`` is what people call the variant.
    """

    key: str
    name: str
    number: int
    variant: Variant
    plan: Plan
    cohort: Cohort
    trace: Trace
    journal: Journal


def simulate_again(key: str, name: str, variant: Variant, seed: int, number: int) -> Replication:
    """Simulate replication ``number`` of ``variant``. Raises PlanError or GuardError as a run does."""
    from orgsim.cohort import draw_cohort
    from orgsim.engine import simulate
    from orgsim.plan import compile_plan

    plan = compile_plan(variant)
    cohort = draw_cohort(plan, seed, number)
    journal = Journal()
    trace = simulate(plan, cohort, journal=journal)
    return Replication(key, name, number, variant, plan, cohort, trace, journal)
