"""Scenarios made at random: every run conserves (the engine checks itself), repeats to the bit, and uses no call order."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.engine.equality import Stopped, assert_same_trace, outcome
from tests.engine.random_scenarios import limits, make


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_random_scenarios_conserve_and_repeat(source: Random) -> None:
    plan = compile_plan(Variant.model_validate(make(source)))
    guards, journal = limits(source), Journal()
    first = outcome(plan, draw_cohort(plan, 3, 1), "simpy", guards, journal)
    second = outcome(plan, draw_cohort(plan, 3, 1), "simpy", guards)
    if isinstance(first, Stopped) or isinstance(second, Stopped):
        assert first == second
        assert first.code != "ORG410"
    else:
        assert_same_trace(first, second)
    times = [entry.time for entry in journal.visits]
    assert times == sorted(times)


@pytest.mark.parametrize("offset", [0, 1])
def test_two_replications_of_one_plan_are_independent_of_the_order_they_run_in(shop, run, offset):
    variant = shop("arrivals: {people: {_replace: 1, at: till, per_day: 130, classes: {any: 100%}}}")
    order = [1, 2] if offset == 0 else [2, 1]
    found = {replication: run(variant, 5, replication)[0].departed for replication in order}
    alone = run(variant, 5, 2)[0].departed
    assert np.array_equal(found[2], alone, equal_nan=True)
