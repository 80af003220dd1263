"""The memory of the compiled engine grows in the middle of a run, and ends it with a guard when it cannot."""

from __future__ import annotations

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import GuardError, Guards, simulate
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled import region, replication
from orgsim.engine.compiled.machine_code import machine_code
from orgsim.engine.compiled.replication import Replication
from orgsim.plan import compile_plan
from tests.conftest import MakeVariant
from tests.engine.equality import assert_same_trace

BUSY = """
arrivals:
  people: {_replace: 1, at: till, per_day: 400, classes: {any: 100%}}
  crowd: {at: till, at_start: 20, classes: {any: 100%}}
organisation:
  layers: [front, top]
  units: {shop: {}}
  positions: {clerk: {unit: shop, layer: front, reports_to: boss}, boss: {unit: shop, layer: top}}
  decisions: {refund: {held_by: boss, asked_by: clerk, effort: 5 min}}
pathway: {till: {asks: refund}}
"""


def test_everything_that_grows_has_grown_and_nothing_has_changed(
    shop: MakeVariant, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = compile_plan(shop(BUSY))
    cohort = draw_cohort(plan, 1, 1)
    few = {"_HEAP": 2, "_RING": 2, "_SLOTS": 256, "_EVENTS": 1}
    for name, words in (*few.items(), ("_ARENA", (1 << 14) + 3000), ("_SLACK", 1 << 10)):
        monkeypatch.setattr(region, name, words)
    monkeypatch.setattr(replication, "_FEWEST_REQUESTS", 65)
    monkeypatch.setattr(replication, "_REQUESTS_A_VISIT", 0)
    small = Replication(plan, cohort, Guards(), machine_code())
    first = len(small.region.words)
    trace = small.run()
    assert len(small.region.words) > first
    assert len(small.asked) > 65
    assert small.region.words[at.NEW_EVENTS] == small.region.words[at.NEW_EVENTS_END]
    for room in (at.HEAP_ROOM, at.READY_ROOM, at.URGENT_ROOM):
        assert small.region.words[room] > 2
    assert_same_trace(simulate(plan, cohort), trace)


def test_an_event_that_finds_no_room_ends_the_run(shop: MakeVariant, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = compile_plan(shop("arrivals: {people: {_replace: 1, at: till, at_start: 400, classes: {any: 100%}}}"))
    for name, words in (("_SLOTS", 256), ("_EVENTS", 64), ("_ARENA", (1 << 14) + 8000), ("_SLACK", 1)):
        monkeypatch.setattr(region, name, words)
    with pytest.raises(GuardError) as caught:
        Replication(plan, draw_cohort(plan, 1, 1), Guards(), machine_code()).run()
    assert caught.value.code == "ORG405"
    assert "memory" in str(caught.value)
