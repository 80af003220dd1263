"""Meetings with an agenda and time for each item: worked by hand, and against the queue that they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import ValidationError

from orgsim.cohort import draw_cohort
from orgsim.engine import rules, simulate
from orgsim.engine.journal import Step
from orgsim.engine.trace import SettledBy
from orgsim.measures import measure
from orgsim.plan import compile_plan
from orgsim.theory import screening
from orgsim.theory.checks import UnstableError

BOARD = """
organisation:
  layers: [front, top]
  positions:
    clerk: {unit: shop, layer: front, reports_to: chief, number: 2}
    chief: {unit: shop, layer: top, number: 0}
  decisions:
    discount: {held_by: chief, asked_by: clerk}
    credit: {held_by: chief, asked_by: clerk}
  meetings:
    board: {members: [clerk, chief], happens: "every day at 10:00, 14:00", lasts: 30 min, settles: [credit, discount]}
arrivals:
  people: {at_times: {times: "every day at 09:00", number: 3}}
  others: {at: desk, at_times: {times: "every day at 08:00", number: 1}, classes: {any: 100%}}
pathway:
  till: {asks: discount, needs: {}}
  desk: {unit: shop, asks: credit, next: out}
"""
AT_DESK, AT_TILL = 0, slice(1, 4)
"""The request of the one at 08:00 and of the three at 09:00, in the order of asking."""


def board(**more: str) -> str:
    words = "".join(f", {key}: {value}" for key, value in more.items())
    return BOARD.replace("lasts: 30 min", f"lasts: 30 min{words}")


def test_without_an_agenda_all_are_settled_at_the_end(shop, run):
    trace, _ = run(shop(BOARD))
    assert trace.requests.answered.tolist() == [630] * 4
    assert set(trace.requests.settled.tolist()) == {SettledBy.MEETING}


def test_the_oldest_come_first_whatever_they_are_for_and_the_rest_wait(shop, run):
    trace, journal = run(shop(board(agenda="2")))
    assert trace.requests.answered.tolist() == [630, 630, 870, 870]
    settled = [entry.decision for entry in journal.requests if entry.what == Step.SETTLED]
    assert settled == [1, 0, 0, 0]  # credit was asked for an hour before


def test_each_item_makes_it_longer_and_members_stay_away(shop, run):
    trace, _ = run(shop(board(agenda="3", per_item="7 min")))
    assert trace.requests.answered.tolist() == [630 + 21] * 3 + [870 + 7]
    # A day of 1440 minutes, less both sittings with their items: twice 30 and 4 x 7.
    assert trace.positions.capacity.tolist() == [2 * 1440 - 60 - 28, -60 - 28]


def test_an_item_that_comes_while_they_sit_over_the_others_waits(shop, run):
    late = board(per_item="20 min").replace('"every day at 09:00", number: 3', '"every day at 10:35", number: 3')
    trace, _ = run(shop(late))
    assert trace.requests.answered.tolist() == [650, 930, 930, 930]


def test_an_item_that_is_answered_elsewhere_meanwhile_makes_room_for_the_next(shop, run):
    """The desk's request is on the agenda at 10:30 and left to the rule book at 10:40; at 10:50 another takes its place."""
    impatient = board(agenda="1", per_item="20 min").replace(
        "credit: {", "credit: {asks_again: {after: 80 min, at_most: 1}, "
    )
    trace, _ = run(shop(impatient))
    assert trace.requests.answered[:3].tolist() == [640, 650, 890]
    assert np.isnan(trace.requests.answered[3])  # two sittings of one item each
    assert trace.requests.settled.tolist()[0] == SettledBy.RULE_BOOK


def test_hours_in_meetings_count_the_items(shop):
    variant = shop("calendar: {length: 1 week}", board(agenda="3", per_item="7 min"))
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 1, 1)
    rows = {row.measure: row.value for row in measure(variant, plan, cohort, simulate(plan, cohort)) if not row.group}
    assert rows["meeting_hours_per_week"] == pytest.approx(2 * 14 * 0.5 + 7 * 4 * 2 * 7 / 60)


def _waits(shop, per_day: float, weeks: int, agenda: int) -> tuple[np.ndarray, int]:
    """Minutes that settled requests waited for a daily sitting of no length, and how many are open at the end."""
    text = (
        board(agenda=str(agenda)).replace("every day at 10:00, 14:00", "every day at 12:00").replace("30 min", "0 min")
    )
    change = f"arrivals: {{_replace: 1, people: {{at: desk, per_day: {per_day}, classes: {{any: 100%}}}}}}"
    variant = shop(text, change, f"calendar: {{length: {weeks} weeks}}")
    plan = compile_plan(variant)
    requests = simulate(plan, draw_cohort(plan, 1, 1)).requests
    answered = ~np.isnan(requests.answered)
    return (requests.answered - requests.asked)[answered], int(np.count_nonzero(~answered))


def test_with_little_to_do_a_request_waits_half_the_time_between_sittings(shop):
    """Within 4 standard errors of T / 2; T / sqrt(12) is the spread of one wait."""
    waits, _ = _waits(shop, 2, 100, 20)
    mean, variance = screening.meeting_wait(1440)
    assert len(waits) > 1300
    assert abs(waits.mean() - mean) < 4 * math.sqrt(variance / len(waits))


def test_a_full_agenda_waits_as_the_queue_with_bulk_service_does(shop):
    """Load two thirds: within 4 standard errors of the closed form, each 1.8% of 200 weeks (found over 30 replications)."""
    waits, left = _waits(shop, 4, 200, 6)
    assert waits.mean() == pytest.approx(1440 * screening.agenda_wait(4, 1, 6), rel=0.072)
    assert left < 40


def test_what_is_asked_beyond_the_agenda_piles_up(shop):
    """8 a day and an agenda of 5: 3 a day are left over, within 4 standard deviations of a Poisson number and a sitting."""
    _, left = _waits(shop, 8, 8, 5)
    assert abs(left - 56 * 3) < 4 * math.sqrt(56 * 8) + 5


def test_the_closed_form():
    assert screening.agenda_wait(0.1, 1, 5) == pytest.approx(0.5, abs=1e-6)
    # One at a sitting: left' = max(left + A - 1, 0) with Poisson A of mean a has mean a^2 / (2 (1 - a)).
    assert screening.agenda_wait(0.5, 1, 1) == pytest.approx(0.5 + 0.5**2 / (2 * 0.5) / 0.5, rel=1e-6)
    with pytest.raises(UnstableError, match="grows for ever"):
        screening.agenda_wait(5, 1, 5)


@pytest.mark.parametrize(("needed", "quality"), [(1, 0.6), (2, 0.6), (3, 0.6), (2, 0.9), (2, 0.5)])
def test_votes_pass_as_often_as_the_binomial_says(shop, run, needed: int, quality: float):
    """Three members, each right with the chance of the decision's quality: within 4 standard errors, for yes and for no."""
    third = "\norganisation: {positions: {owner: {unit: shop, layer: top}}}\n"
    judged = f"\norganisation: {{decisions: {{discount: {{judged: {{best: {quality:.0%}, about: deserving}}}}}}}}\n"
    many = '\nneeds: {deserving: {share: 50%}}\narrivals: {people: {at_times: {times: "every day at 09:00", number: 1000}}}\n'
    members = BOARD.replace("members: [clerk, chief]", f"members: [clerk, chief, owner], passes_with: {needed}")
    variant = shop(members, third, judged, many)
    trace, _ = run(variant)
    asked = trace.requests
    settled = (asked.decision == 0) & (asked.settled == SettledBy.MEETING)
    plan = compile_plan(variant)
    truth = draw_cohort(plan, 1, 1).needs[asked.visit[settled], 0]
    yes = asked.answer[settled] == 1
    assert (asked.right[settled] == (yes == truth)).all()
    for so, one in ((True, quality), (False, 1 - quality)):
        share, expected, number = yes[truth == so].mean(), screening.committee(one, 3, needed), (truth == so).sum()
        assert number > 400
        assert abs(share - expected) <= 4 * math.sqrt(expected * (1 - expected) / number)


def test_more_votes_than_members_are_refused(shop):
    with pytest.raises(ValidationError, match="nothing can pass with 3 votes: the meeting has 2 members"):
        shop(board(passes_with="3"))


def test_items_on_an_agenda():
    assert [rules.items_on_agenda(*pair) for pair in ((4, -1), (4, 6), (4, 3), (0, 2))] == [4, 4, 3, 0]
