"""A runaway is stopped, with the stage named; conservation is checked at the end of every replication."""

from __future__ import annotations

import pickle

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import GuardError, Guards, simulate
from orgsim.engine.guards import check_room
from orgsim.engine.holdings import Holdings
from orgsim.engine.pools import Pool
from orgsim.plan import compile_plan

MANY = """
arrivals: {people: {_replace: 1, at: till, per_day: 200000, classes: {any: 100%}}}
resources: {clerk: {number: 5000}}
"""


def _run(variant, guards=None):
    plan = compile_plan(variant)
    return simulate(plan, draw_cohort(plan, 1, 1), guards=guards)


def test_a_loop_without_time_is_stopped(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop("pathway: {till: {_replace: 1, unit: shop, next: till}}"), Guards(at_one_instant=5_000))
    assert (caught.value.code, caught.value.stage, caught.value.time) == ("ORG401", "till", 540)


def test_a_loop_through_a_request_without_time_is_stopped(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop("""
organisation:
  layers: [front]
  positions: {boss: {unit: shop, layer: front}}
  decisions: {yes: {held_by: boss, asked_by: boss}}
pathway: {till: {_replace: 1, unit: shop, asks: yes, next: till}}
"""), Guards(at_one_instant=5_000))  # fmt: skip
    assert (caught.value.code, caught.value.stage) == ("ORG401", "till")


def test_too_many_events_are_stopped(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop(), Guards(events=20))
    assert caught.value.code == "ORG402"


def test_a_queue_that_grows_for_ever_is_stopped(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop("arrivals: {people: {at_times: {number: 50}}}"), Guards(queue=30))
    assert (caught.value.code, caught.value.stage) == ("ORG403", "till")
    assert "clerk" in caught.value.message


def test_the_wall_clock_stops_it(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop(MANY), Guards(seconds=0.0))
    assert caught.value.code == "ORG404"


def test_too_much_memory_stops_it(shop):
    with pytest.raises(GuardError) as caught:
        _run(shop(MANY), Guards(memory=1))
    assert caught.value.code == "ORG405"


def test_more_visits_than_memory_are_refused_before_they_are_drawn(shop):
    check_room(compile_plan(shop()))
    absurd = "calendar: {length: 10 weeks}\narrivals: {people: {_replace: 1, at: till, per_day: 1000000, classes: {any: 100%}}}"
    with pytest.raises(GuardError) as caught:
        check_room(compile_plan(shop(absurd)))
    assert caught.value.code == "ORG405"
    assert "93,800,000 visits" in caught.value.message
    check_room(compile_plan(shop(absurd.replace("10 weeks", "4 weeks"))), in_parts=True)
    with pytest.raises(GuardError):
        check_room(compile_plan(shop(absurd)), in_parts=True)


def test_an_engine_that_loses_a_unit_is_found_out(shop, monkeypatch):
    monkeypatch.setattr(Pool, "give_back", lambda self, units, now: None)
    with pytest.raises(GuardError) as caught:
        _run(shop())
    assert caught.value.code == "ORG410"


def test_an_engine_that_gives_a_unit_back_twice_is_found_out(shop, monkeypatch):
    kept = Holdings._release

    def twice(self, visit, held):
        kept(self, visit, held)
        held.pool.account(self._world.now)
        held.pool.busy -= 1

    monkeypatch.setattr(Holdings, "_release", twice)
    with pytest.raises(GuardError) as caught:
        _run(shop())
    assert caught.value.code == "ORG410"


def test_the_error_survives_a_process_boundary():
    error = pickle.loads(pickle.dumps(GuardError("ORG402", "too many", 5.0, "till")))  # noqa: S301
    assert (error.code, error.message, error.time, error.stage) == ("ORG402", "too many", 5.0, "till")
