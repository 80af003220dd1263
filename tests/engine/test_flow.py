"""Stages, queues, pools and shifts, worked by hand. Times are minutes; 09:00 is 540."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.engine.trace import Spent, has_bit


def test_three_visits_are_served_in_turn(shop, run):
    trace, _ = run(shop())
    assert trace.departed.tolist()[:3] == [550, 560, 570]
    assert trace.visit_spent[:3, Spent.TURN].tolist() == [0, 10, 20]
    assert trace.visit_spent[:3, Spent.WORK].tolist() == [10, 10, 10]
    assert trace.spent[0].tolist() == [30, 0, 0, 30, 0, 0]
    assert trace.pools.busy.tolist() == [30]
    assert trace.pools.capacity.tolist() == [1440]


def test_urgent_visits_overtake_where_the_queue_is_by_class(shop, run):
    variant = shop("""
classes: {_replace: 1, calm: {rank: 2}, urgent: {rank: 1}}
arrivals:
  _replace: 1
  first: {at: till, at_times: {times: "every day at 09:00", number: 3}, classes: {calm: 100%}}
  second: {at: till, at_times: {times: "every day at 09:01", number: 1}, classes: {urgent: 100%}}
pathway: {till: {queue: by_class}}
""")
    trace, _ = run(variant)
    assert trace.departed[:4].tolist() == [550, 570, 580, 560]


def test_a_place_is_held_through_a_stage_without_it_and_waited_in_for_the_next(shop, run):
    """The second visit gets the cubicle only when the first begins in the ward, not while it waits for a bed."""
    variant = shop("""
calendar: {length: 1 day}
organisation: {units: {ward: {}}}
arrivals: {people: {at: cubicle, at_times: {number: 2}}}
pathway:
  _replace: 1
  cubicle: {unit: shop, needs: {room: 1}, takes: 10 min, next: tests}
  tests: {unit: shop, holds: [room], takes: 30 min, next: ward}
  ward: {unit: ward, needs: {bed: 1}, waits_in: [room], takes: 60 min, next: out}
resources: {_replace: 1, room: {unit: shop, kind: place, number: 1}, bed: {unit: ward, kind: place, number: 1}}
""")
    trace, _ = run(variant)
    # first: room 540-580, bed 580-640; second: room 580-640 (620 ready, boards until 640), bed 640-700
    assert trace.departed[:2].tolist() == [640, 700]
    assert trace.visit_spent[1].tolist() == [40, 0, 20, 0, 100, 0]
    assert trace.pools.busy.tolist() == [100, 120]


def test_a_visit_waits_for_the_round(shop, run):
    trace, _ = run(
        shop("""
schedules: {round: "every day at 09:25, 11:00"}
pathway: {till: {until: round}}
""")
    )
    # the clerk is held while waiting for the round: second begins 09:25, ends 09:35, waits until 11:00
    assert trace.departed[:2].tolist() == [565, 660]
    assert trace.visit_spent[0].tolist() == [0, 0, 0, 10, 0, 15]


def test_nobody_begins_before_the_shift_and_work_under_way_is_finished(shop, run):
    trace, _ = run(shop("resources: {clerk: {number: 1, hours: 09:05-09:20}}"))
    assert trace.departed[:2].tolist() == [555, 565]  # began 09:05 and 09:15; the second runs past the end of the shift
    assert np.isnan(trace.departed[2])
    assert trace.pools.census_capacity.max() == 0
    assert trace.pools.census_queue[0, 10] == 1


def test_shifts_add_up(shop, run):
    trace, _ = run(
        shop("""
resources:
  clerk:
    _replace: 1
    unit: shop
    shifts: {day: {hours: 08:00-18:00, number: 1}, peak: {hours: 09:00-10:00, number: 2}}
""")
    )
    assert trace.departed[:3].tolist() == [550, 550, 550]
    assert trace.pools.capacity.tolist() == [600 + 120]


def test_those_who_lose_patience_leave_by_the_exit_for_it(shop, run):
    trace, _ = run(
        shop("""
pathway: {till: {leaves: {after: 15 min, to: gone}}}
exits: {gone: {}}
""")
    )
    # patience of the third runs out at 09:15, before its turn at 09:20
    assert trace.departed[:3].tolist() == [550, 560, 555]
    assert trace.exit[:3].tolist() == [0, 0, 1]
    assert not has_bit(trace.begun, 0)[2]


def test_a_shared_pool_serves_the_queue_whose_head_came_first(shop, run):
    variant = shop("""
arrivals:
  _replace: 1
  a: {at: left, at_times: {times: "every day at 09:00", number: 2}, classes: {any: 100%}}
  b: {at: right, at_times: {times: "every day at 09:01", number: 2}, classes: {any: 100%}}
pathway:
  _replace: 1
  left: {unit: shop, needs: {one: 1}, takes: 10 min, next: out}
  right: {unit: shop, needs: {two: 1}, takes: 10 min, next: out}
resources:
  _replace: 1
  one: {unit: shop, number: 1}
  two: {unit: shop, number: 0}
  both: {unit: shop, number: 1, serves: [one, two]}
""")
    trace, _ = run(variant)
    # a1 one 540-550, a2 both 540-550; then one is free for nobody, both serves b1 550-560, b2 560-570
    assert trace.departed[:4].tolist() == [550, 550, 560, 570]
    assert trace.pools.busy.tolist() == [10, 0, 30]


def test_a_released_place_is_not_free_until_it_is_ready(shop, run):
    trace, _ = run(shop("resources: {clerk: {kind: place, free_again: {ready_after: 5 min}}}"))
    assert trace.departed[:3].tolist() == [550, 565, 580]
    assert trace.pools.busy.tolist() == [30]  # being made ready is not being used


def test_returns_come_back_as_visits_of_their_own(shop, run):
    variant = shop("""
calendar: {length: 2 weeks}
arrivals: {people: {at_times: {number: 200}}}
pathway: {till: {takes: 1 min}}
exits: {out: {returns: {share: 20%, after: 1 days, at: till}}}
""")
    trace, _ = run(variant)
    first = 200 * 14
    came = ~np.isnan(trace.arrived[first:])
    possible = len(trace.arrived) - first
    assert came.sum() / np.isfinite(trace.arrived[:first]).sum() == pytest.approx(0.2 / 0.8, rel=0.15)
    assert came.sum() < possible


def test_later_passes_of_a_stage_draw_anew(shop, run):
    variant = shop("""
calendar: {length: 2 weeks}
arrivals: {people: {_replace: 1, at: till, per_day: 100, classes: {any: 100%}}}
pathway: {till: {needs: {clerk: 1}, takes: {exponential: {mean: 1 min}}, next: {till: 50%, out: 50%}}}
""")
    trace, _ = run(variant)
    done = ~np.isnan(trace.departed)
    work = trace.visit_spent[done, Spent.WORK]
    # a geometric number of exponential times is exponential: mean 2, sd 2; repeated draws would give sd 2.83
    assert work.mean() == pytest.approx(2.0, rel=0.12)
    assert work.std() == pytest.approx(2.0, rel=0.15)
