"""A run whose cohort is drawn in parts leaves the bits of a run of the whole, and uses its memory again."""

from __future__ import annotations

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine.compiled import streamed
from orgsim.engine.compiled.interpreted import Interpreted
from orgsim.engine.compiled.machine_code import machine_code
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.engine.equality import Stopped, assert_same_outcome, outcome
from tests.engine.in_parts import comparable, outcome_in_parts
from tests.engine.random_scenarios import limits, make, source_of

BUSY = """
calendar: {length: 4 weeks}
arrivals: {people: {_replace: 1, at: till, per_day: 400, classes: {any: 100%}}}
organisation:
  layers: [front, top]
  units: {shop: {}}
  positions: {clerk: {unit: shop, layer: front, reports_to: boss}, boss: {unit: shop, layer: top, number: 3}}
  decisions: {refund: {held_by: boss, asked_by: clerk, effort: 2 min}}
pathway: {till: {asks: refund, takes: 5 min}}
resources: {clerk: {number: 3}}
exits: {out: {returns: {share: 10%, after: 1 day, at: till}}}
"""
LINGERING = """
arrivals: {stubborn: {at: bench, at_start: 1, classes: {any: 100%}}}
pathway: {bench: {unit: shop, takes: 26 days, next: out}}
"""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all that is used again be so small that it is."""
    for name, value in (("_BLOCKS", 2), ("_ROOM", 0), ("_REQUESTS", 128), ("_HOURS", 5)):
        monkeypatch.setattr(streamed, name, value)


@pytest.mark.parametrize("number", [1, 2, 30])
def test_the_trace_is_that_of_the_whole(shop, number):
    plan = compile_plan(shop(BUSY))
    cohort = draw_cohort(plan, 1, 1)
    found, run = outcome_in_parts(plan, cohort, number, machine_code())
    assert not isinstance(found, Stopped)
    assert_same_outcome(comparable(outcome(plan, cohort, "simpy")), found)
    assert len(found.requests.asked) > 10_000
    assert number < 30 or len(run.held) == 8, "a part of a day is kept until nobody of it may come back, some days"
    assert number < 30 or len(run.asked) < 2000, "records of requests are used again"


def test_one_who_stays_keeps_one_block_only(shop):
    plan = compile_plan(shop(BUSY, LINGERING))
    cohort = draw_cohort(plan, 1, 1)
    found, run = outcome_in_parts(plan, cohort, 30, machine_code())
    assert_same_outcome(comparable(outcome(plan, cohort, "simpy")), found)
    assert len(run.held) == 8


@pytest.mark.parametrize("seed", range(60))
def test_the_trace_is_that_of_the_whole_for_any_scenario(seed):
    _assert_same(seed, [2, 7, 40][seed % 3], machine_code())


@pytest.mark.parametrize("seed", range(100, 112))
def test_every_access_to_memory_is_within_bounds(seed):
    _assert_same(seed, 6, Interpreted())


def _assert_same(seed, number, machine):
    source = source_of(seed)
    plan = compile_plan(Variant.model_validate(make(source)))
    cohort, guards = draw_cohort(plan, seed, 1), limits(source)
    found, _ = outcome_in_parts(plan, cohort, number, machine, guards)
    assert_same_outcome(comparable(outcome(plan, cohort, "simpy", guards)), found)


def test_nobody_comes(shop):
    plan = compile_plan(shop("arrivals: {people: {_replace: 1, at: till, at_start: 0, classes: {any: 100%}}}"))
    cohort = draw_cohort(plan, 1, 1)
    assert cohort.size == 0
    found, _ = outcome_in_parts(plan, cohort, 3, machine_code())
    assert_same_outcome(comparable(outcome(plan, cohort, "simpy")), found)
