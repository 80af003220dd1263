"""Each behaviour in a case small enough to work by hand, and gone when it is switched off. 09:00 is minute 540."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.engine.journal import Happening
from orgsim.engine.trace import Spent

BASE = """
organisation: {layers: [front], positions: {boss: {unit: shop, layer: front}}}
targets:
  quick: {owner: boss, pressure: 100%, clock: {starts: arrival, stops: departure}, within: 40 min, goal: 95%}
behaviours:
  act: {who: boss, because_of: quick, switched: on, ACTION}
"""
RUSH = "do: jump_queue, at: [till], when: {clock_over: 5 min}"


def _with(action: str) -> str:
    return BASE.replace("ACTION", action)


@pytest.mark.parametrize("switch", ["on", "off"])
def test_rush_takes_those_near_the_limit_to_the_front(shop, run, switch):
    """Three later visits of a better rank would pass the one that waits; near the limit it goes before them."""
    variant = shop(
        _with(RUSH).replace("switched: on", f"switched: {switch}"),
        """
classes: {_replace: 1, calm: {rank: 2}, urgent: {rank: 1}}
arrivals:
  _replace: 1
  calm: {at: till, at_times: {times: "every day at 09:00", number: 2}, classes: {calm: 100%}}
  urgent: {at: till, at_times: {times: "every day at 09:01", number: 4}, classes: {urgent: 100%}}
pathway: {till: {queue: by_class}}
groups: {calm: {classes: [calm]}}
targets: {quick: {of: calm}}
""",
    )
    trace, journal = run(variant)
    if switch == "off":
        assert trace.departed[1] == 600
        assert trace.touched.sum() == 0
        return
    acted = [entry.time for entry in journal.visits if entry.visit == 1 and entry.what == Happening.JUMP]
    assert len(acted) == 1
    assert 545 <= acted[0] <= 580
    # it is served at the first turn of the clerk after that moment
    assert trace.visit_spent[1, Spent.TURN] == np.ceil((acted[0] - 540) / 10) * 10
    assert trace.departed[1] < 600


DIVERT = "do: divert, at: [till], to: aside, when: {clock_over: 10 min}"
ASIDE = """
arrivals: {people: {at_times: {number: 400}}}
pathway: {aside: {unit: shop, takes: 5 min, next: out}}
"""


def test_divert_takes_waiting_visits_elsewhere_before_the_limit(shop, run):
    trace, journal = run(shop(_with(DIVERT), ASIDE))
    turned = [entry for entry in journal.visits if entry.what == Happening.TURN]
    minutes = np.array([entry.time - 540 for entry in turned])
    assert len(turned) > 300
    assert minutes.min() >= 10
    assert minutes.max() <= 40
    # integrity is uniform and power is 1: the moments are spread evenly from 10 to 40 minutes
    assert minutes.mean() == pytest.approx(25, abs=4 * (30 / np.sqrt(12)) / np.sqrt(len(minutes)))
    inside = trace.departed[:400] - trace.arrived[:400]
    assert np.nanmax(inside) == minutes.max() + 5


def test_pressure_and_strength_bound_how_many_are_diverted(shop, run):
    half = _with(DIVERT + ", strength: 60%").replace("pressure: 100%", "pressure: 50%")
    trace, _ = run(shop(half, ASIDE))
    acted = (trace.touched[:400] > 0).mean()
    assert acted == pytest.approx(0.3, abs=4 * np.sqrt(0.3 * 0.7 / 400))


def test_divert_needs_its_place_free_and_tries_again(shop, run):
    variant = shop(
        _with("do: divert, at: [till], to: aside, when: {clock_over: 10 min, free: bench}"),
        """
arrivals: {people: {at_times: {number: 40}}}
pathway: {aside: {unit: shop, needs: {bench: 1}, takes: 500 min, next: out}}
resources: {bench: {unit: shop, kind: place, number: 2}}
""",
    )
    trace, _ = run(variant)
    assert (trace.touched[:40] > 0).sum() == 2


def test_nobody_acts_while_the_holder_is_off_duty(shop, run):
    away = _with(DIVERT).replace("{unit: shop, layer: front}", "{unit: shop, layer: front, on_duty: 12:00-13:00}")
    trace, _ = run(shop(away, ASIDE))
    assert trace.touched.sum() == 0


HOLD = """
pathway:
  _replace: 1
  door: {unit: shop, next: till}
  till: {unit: shop, needs: {clerk: 1}, takes: 10 min, next: out}
arrivals:
  _replace: 1
  early: {at: till, at_times: {times: "every day at 09:00", number: 1}, classes: {any: 100%}}
  people: {at: door, at_times: {times: "every day at 09:01", number: 1}, classes: {any: 100%}}
"""


KEPT = "do: hold, at: [door], lasts: LASTS, again_every: 4 min, when: {occupancy_of: clerk, above: 100%}"


def test_hold_keeps_visits_outside_while_it_is_full(shop, run):
    trace, _ = run(shop(_with(KEPT.replace("LASTS", "1 h")), HOLD))
    assert trace.visit_spent[1, Spent.TURN] == 12  # looked again at 09:05, 09:09, 09:13; free since 09:10
    assert trace.departed[1] == 563


def test_hold_ends_when_it_has_lasted_long_enough(shop, run):
    _, journal = run(shop(_with(KEPT.replace("LASTS", "8 min")), HOLD))
    joined = [entry.time for entry in journal.visits if entry.visit == 1 and entry.what == Happening.REACH]
    assert joined == [541, 549]


def test_delay_keeps_what_was_seized(shop, run):
    trace, _ = run(shop(_with("do: delay, at: [till], by: 7 min, when: {occupancy_of: clerk, above: 100%}")))
    assert trace.departed[:3].tolist() == [557, 574, 591]


def test_shorten_cuts_the_time(shop, run):
    trace, _ = run(shop(_with("do: shorten, at: [till], share: 40%")))
    assert trace.departed[:3].tolist() == [546, 552, 558]


def test_relabel_changes_the_record_and_nothing_else(shop, run):
    base = shop(_with("do: relabel, over_by: 25 min"), "arrivals: {people: {at_times: {number: 8}}}")
    trace, _ = run(base)
    true = (trace.clock_stop - trace.clock_start)[:8, 0]
    assert true.tolist() == [10, 20, 30, 40, 50, 60, 70, 80]
    assert trace.clock_recorded[:8, 0].tolist() == [10, 20, 30, 40, 39, 39, 70, 80]


def test_lend_moves_idle_people_and_brings_them_back(shop, run):
    variant = shop(
        _with(
            'do: lend, from_pool: porter, to_pool: clerk, number: 1, lasts: 30 min, checked: "every day at 09:05",'
            " when: {queue_of: clerk, longer_than: 1}"
        ),
        "resources: {porter: {unit: shop, number: 1}}",
    )
    trace, _ = run(variant)
    assert trace.departed[:3].tolist() == [550, 555, 560]
    assert trace.pools.capacity.tolist() == [1440 + 30, 1440 - 30]


def test_pull_fetches_the_news_without_a_message(shop, run):
    told = """
organisation:
  positions: {far: {unit: shop, layer: front, reports_to: boss}}
  line: {delay: 30 min}
  decisions: {news: {held_by: boss, asked_by: far}}
resources: {clerk: {kind: place, free_again: {told_by: news}}}
"""
    slow, _ = run(shop(_with("do: shorten, at: [till], share: 0%"), told))
    assert slow.departed[:3].tolist() == [550, 620, 690]
    fetched, _ = run(shop(_with("do: pull, pool: clerk"), told))
    assert fetched.departed[:3].tolist() == [550, 560, 570]


def test_reserve_keeps_the_last_units_for_those_named(shop, run):
    variant = shop(
        _with("do: reserve, pool: clerk, number: 1, keeps_for: [guests]"),
        """
arrivals: {guests: {at: till, at_times: {times: "every day at 09:05", number: 1}, classes: {any: 100%}}}
resources: {clerk: {number: 2}}
""",
    )
    trace, _ = run(variant)
    # one clerk serves at 09:00, the last free one is kept; at 09:10 again only one is free, at 09:15 two are
    assert trace.departed[:4].tolist() == [550, 565, 575, 555]


def test_a_turned_visit_leaves_the_queue_and_its_request(shop, run):
    """Diverted while asking: the request is answered all the same, but nobody is woken by it."""
    variant = shop(
        _with(DIVERT.replace("clock_over: 10 min", "clock_over: 1 min")),
        """
organisation:
  positions: {far: {unit: shop, layer: front, reports_to: boss}}
  line: {delay: 30 min}
  decisions: {leave: {held_by: boss, asked_by: far}}
pathway: {till: {asks: leave}, aside: {unit: shop, takes: 100 min, next: out}}
arrivals: {people: {at_times: {number: 1}}}
""",
    )
    trace, _ = run(variant)
    assert trace.requests.answered[0] == 600
    assert trace.departed[0] == pytest.approx(540 + trace.visit_spent[0, Spent.DECISION] + 100)
    assert trace.pools.busy[0] == 0


def test_easy_ones_first_is_done_to_visits_of_their_class_alone(shop, run):
    """Cream-skimming: with everybody tempted, the easy are served before the hard who came before them."""
    skim = "do: jump_queue, at: [till], when: {clock_over: 0 min}, classes: [easy]"
    variant = shop(
        _with(skim),
        """
classes: {_replace: 1, hard: {}, easy: {}}
arrivals:
  _replace: 1
  hard: {at: till, at_times: {times: "every day at 09:00", number: 6}, classes: {hard: 100%}}
  easy: {at: till, at_times: {times: "every day at 09:01", number: 6}, classes: {easy: 100%}}
targets: {quick: {within: 2 h}}
""",
    )
    trace, journal = run(variant)
    jumped = {entry.visit for entry in journal.visits if entry.what == Happening.JUMP}
    assert jumped
    assert jumped <= set(range(6, 12))
    assert trace.touched[:6].sum() == 0
    waited = trace.departed - trace.arrived
    # one after the other, ten minutes each: in order of coming the easy would be inside for 69 to 119 minutes
    assert waited[6:].mean() < 94
    assert waited[:6].mean() > 35


def test_a_class_that_nothing_is_done_to_draws_the_same_numbers(shop, run):
    """The integrity of the others is what it is without the limit to a class."""
    classes = """
classes: {_replace: 1, hard: {}, easy: {}}
arrivals: {people: {at_times: {number: 200}, classes: {_replace: 1, hard: 50%, easy: 50%}}}
pathway: {aside: {unit: shop, takes: 5 min, next: out}}
"""
    touched = []
    for limit in ("", ", classes: [easy]", ", classes: [hard]"):
        trace, _ = run(shop(_with(f"do: divert, at: [till], to: aside, strength: 50%{limit}"), classes))
        touched.append(trace.touched > 0)
    assert touched[0].any()
    np.testing.assert_array_equal(touched[0], touched[1] | touched[2])
    assert not (touched[1] & touched[2]).any()
