"""Answers, defects and what they lead to are told, and truth is held against the answer."""

from __future__ import annotations

from functools import cache

import numpy as np

from orgsim.engine.rules_defects import DECISION, WORK
from orgsim.engine.trace import came_by_failure, first_causes
from orgsim.exports.again import Replication, simulate_again
from orgsim.scenario import load
from orgsim.story import tell

SHORT = ("calendar.warm_up=0 days", "calendar.length=2 days", "calendar.follow_up=2 days")


@cache
def screened() -> Replication:
    """Proposals that two look at one after the other."""
    variant = load("regimes/costly-yes", SHORT).variant("series")
    return simulate_again("series", "Both", variant, 1, 1)


@cache
def faulty() -> Replication:
    sets = (
        *SHORT,
        "pathway.desk.defects={base: 30%}",
        "exits.refunded.failure={share: 80%, after: 1 h, at: desk}",
    )
    return simulate_again("silo", "Silo", load("shop-returns", sets).variant("silo"), 1, 1)


def lines(one: Replication, row: int) -> list[str]:
    return [line.text for line in tell(one, row + 1).lines]


def test_an_answer_is_yes_or_no_rightly_or_wrongly() -> None:
    one = screened()
    asked = one.trace.requests
    words = {(1, 1): "yes, rightly", (1, 0): "yes, wrongly", (0, 1): "no, rightly", (0, 0): "no, wrongly"}
    for (answer, right), said in words.items():
        row = int(np.flatnonzero((asked.answer == answer) & (asked.right == right))[0])
        told = lines(one, int(asked.visit[row]))
        assert f"the answer is there: {said}" in told


def test_a_need_that_was_asked_about_was_met_if_the_last_answer_was_yes() -> None:
    one = screened()
    asked = one.trace.requests
    for row in range(40):
        (fact,) = tell(one, row + 1).needs
        answers = asked.answer[(asked.visit == row) & (asked.answer >= 0)]
        assert fact.acted_on == (bool(answers[-1] == 1) if len(answers) else None)
        assert fact.true == bool(one.cohort.needs[row, 0])


def test_what_went_wrong_is_told_and_where_it_led() -> None:
    one = faulty()
    causes, again = first_causes(one.trace.faults), came_by_failure(one.trace.faults)
    wrong = int(np.flatnonzero((causes == WORK) & ~np.isnan(one.trace.departed))[0])
    assert "Something went wrong at desk: the work itself." in lines(one, wrong)
    child = int(np.flatnonzero(again & ~np.isnan(one.trace.arrived))[0])
    parent = int(one.cohort.parent[child])
    assert any("because of what went wrong" in text for text in lines(one, parent))
    assert "because something went wrong there" in lines(one, child)[0]


def test_a_wrong_answer_is_what_went_wrong() -> None:
    one = screened()
    row = int(np.flatnonzero((first_causes(one.trace.faults) == DECISION) & ~np.isnan(one.trace.departed))[0])
    assert any(text.endswith("a wrong answer.") for text in lines(one, row))
