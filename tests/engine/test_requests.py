"""Requests that travel the organisation, worked by hand. 09:00 is minute 540."""

from __future__ import annotations

import math

import pytest

from orgsim.engine.journal import Step
from orgsim.engine.trace import SettledBy, Spent

ORG = """
organisation:
  layers: [front, middle, top]
  positions:
    clerk: {unit: shop, layer: front, reports_to: chief}
    chief: {unit: shop, layer: middle, reports_to: owner}
    owner: {unit: shop, layer: top}
  line: {delay: 2 min}
  decisions:
    discount: {held_by: owner, asked_by: clerk, effort: 6 min, passing_on: 1 min}
arrivals: {people: {at_times: {number: 1}}}
pathway: {till: {asks: discount}}
"""


def test_a_request_climbs_the_lines_and_the_answer_comes_back(shop, run):
    trace, journal = run(shop(ORG))
    # 2 up, 1 passing on, 2 up, 6 deciding, 4 back = 15; then 10 at the till
    assert trace.departed[0] == 565
    assert trace.visit_spent[0].tolist() == [0, 15, 0, 10, 0, 0]
    requests = trace.requests
    assert (requests.asked[0], requests.answered[0], requests.hops[0]) == (540, 555, 2)
    assert requests.settled[0] == SettledBy.HOLDER
    steps = [(entry.time, Step(entry.what).name) for entry in journal.requests]
    assert steps == [
        (540, "SENT"), (542, "ARRIVED"), (542, "HANDLING"), (543, "PASSED_ON"), (543, "SENT"), (545, "ARRIVED"),
        (545, "HANDLING"), (551, "DECIDED"), (555, "ANSWERED"),
    ]  # fmt: skip
    assert trace.positions.busy.tolist() == [0, 1, 6]


def test_attention_stretches_effort_and_requests_queue_for_it(shop, run):
    two = ORG.replace("number: 1}}", "number: 2}}")
    trace, _ = run(shop(two.replace("layer: top}", "layer: top, attention: 50%}")))
    # both reach the chief at 542, leave 543 and 544; the owner takes 12 each: 545-557, 557-569; 4 back
    assert trace.requests.answered.tolist() == [561, 573]
    assert trace.positions.busy.tolist() == [0, 2, 24]


def test_nobody_decides_off_duty(shop, run):
    late = ORG.replace("owner: {unit: shop, layer: top}", "owner: {unit: shop, layer: top, on_duty: 10:00-12:00}")
    trace, _ = run(shop(late))
    assert trace.requests.answered[0] == 600 + 6 + 4


def test_a_link_shortens_the_way_where_the_right_goes_quickest(shop, run):
    linked = ORG.replace("effort: 6 min,", "effort: 6 min, route: quickest,").replace(
        "  decisions:", "  links: {phone: {between: [clerk, owner], delay: 1 min}}\n  decisions:"
    )
    trace, _ = run(shop(linked))
    assert trace.requests.answered[0] == 548
    assert trace.requests.hops[0] == 1


def test_a_holder_who_is_the_asker_decides_on_the_spot(shop, run):
    trace, _ = run(shop(ORG.replace("held_by: owner", "held_by: clerk")))
    assert trace.requests.answered[0] == 546
    assert trace.requests.hops[0] == 0


def test_a_link_that_happens_at_set_times_makes_news_wait(shop, run):
    linked = ORG.replace("effort: 6 min,", "effort: 6 min, route: nearest,").replace(
        "  decisions:", '  links: {call: {between: [clerk, owner], happens: "every day at 09:30, 11:00"}}\n  decisions:'
    )
    trace, _ = run(shop(linked))
    assert trace.requests.answered[0] == 660  # sent 09:30, decided 09:36, and the answer waits for the call at 11:00


def test_a_channel_with_one_place_carries_one_message_at_a_time(shop, run):
    linked = (
        ORG.replace("number: 1}}", "number: 2}}")
        .replace("effort: 6 min,", "effort: 0 min, route: quickest,")
        .replace("  decisions:", "  links: {phone: {between: [clerk, owner], delay: 5 min, capacity: 1}}\n  decisions:")
        .replace("line: {delay: 2 min}", "line: {delay: 50 min}")
    )
    trace, _ = run(shop(linked))
    assert trace.requests.answered.tolist() == [550, 555]


def test_lost_requests_are_asked_again_and_then_the_rule_book_decides(shop, run):
    lost = ORG.replace("line: {delay: 2 min}", "line: {delay: 2 min, fidelity: 0%}").replace(
        "passing_on: 1 min", "passing_on: 1 min, asks_again: {after: 30 min, at_most: 2}"
    )
    trace, _ = run(shop(lost))
    assert trace.requests.answered[0] == 540 + 90
    assert trace.requests.times_asked[0] == 3
    assert trace.requests.settled[0] == SettledBy.RULE_BOOK
    assert trace.requests.kept[0] == 0


def test_the_share_of_messages_lost_follows_the_fidelity(shop, run):
    lossy = (
        ORG.replace("line: {delay: 2 min}", "line: {delay: 0 min, fidelity: 80%}")
        .replace("passing_on: 1 min", "passing_on: 0 min, asks_again: {after: 60 min, at_most: 50}")
        .replace("number: 1}}", "number: 2000}}")
        .replace("effort: 6 min", "effort: 0 min")
    )
    trace, _ = run(shop(lossy + "resources: {clerk: {number: 2000}}"))
    first = (trace.requests.times_asked == 1).mean()
    assert first == pytest.approx(0.8 * 0.8, abs=4 * math.sqrt(0.64 * 0.36 / 2000))  # 4 standard errors


def test_a_meeting_settles_what_its_members_ask_and_decide(shop, run):
    away = "organisation: {positions: {owner: {on_duty: 15:00-16:00}}}"
    huddle = """
organisation:
  meetings: {huddle: {members: [clerk, owner], happens: "every day at 09:20", lasts: 10 min, settles: [discount]}}
"""
    trace, _ = run(shop(ORG, away, huddle))
    assert trace.requests.answered[0] == 570
    assert trace.requests.settled[0] == SettledBy.MEETING
    assert trace.visit_spent[0, Spent.DECISION] == 30


def test_a_standing_request_opens_more_places_for_a_while(shop, run):
    more = """
organisation:
  layers: [front]
  positions: {chief: {unit: shop, layer: front}}
  decisions:
    open_till:
      held_by: chief
      asked_by: chief
      effort: 5 min
      asked_when: {occupancy_of: clerk, above: 100%, checked: "every day at 09:05"}
      effect: {pool: clerk, number: 1, lasts: 2 h}
pathway: {till: {takes: 30 min}}
"""
    trace, _ = run(shop(more))
    # one clerk until 09:10, two from then: second 09:10-09:40, third 09:30-10:00
    assert trace.departed[:3].tolist() == [570, 580, 600]
    assert trace.pools.capacity.tolist() == [1440 + 120]


def test_news_of_a_free_place_must_be_told(shop, run):
    told = ORG.replace("pathway: {till: {asks: discount}}", "").replace("number: 1}}", "number: 2}}")
    trace, _ = run(shop(told + "resources: {clerk: {kind: place, free_again: {told_by: discount}}}"))
    assert trace.departed[:2].tolist() == [550, 575]  # free at 550, told 15 minutes later
