"""Run a variant and read its journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal, simulate
from orgsim.engine.trace import Trace
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.engine.equality import assert_same_trace, outcome

Run = Callable[..., tuple[Trace, Journal]]


@pytest.fixture
def run() -> Run:
    """Run one replication of a variant with both engines, which must agree; returns its trace and journal."""

    def go(variant: Variant, seed: int = 1, replication: int = 1) -> tuple[Trace, Journal]:
        plan, journal = compile_plan(variant), Journal()
        cohort = draw_cohort(plan, seed, replication)
        trace = simulate(plan, cohort, journal)
        assert_same_trace(trace, outcome(plan, cohort, "simpy"))
        assert_same_trace(trace, outcome(plan, cohort, "compiled"))
        return trace, journal

    return go
