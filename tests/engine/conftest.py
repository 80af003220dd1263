"""Run a variant and read its journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal, simulate
from orgsim.engine.trace import Trace
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant

Run = Callable[..., tuple[Trace, Journal]]


@pytest.fixture
def run() -> Run:
    """Run one replication of a variant; returns its trace and journal."""

    def go(variant: Variant, seed: int = 1, replication: int = 1) -> tuple[Trace, Journal]:
        plan, journal = compile_plan(variant), Journal()
        return simulate(plan, draw_cohort(plan, seed, replication), journal), journal

    return go
