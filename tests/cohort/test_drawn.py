"""Variants of one replication share what is the same; whether anything is kept changes no number."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import numpy as np
import pytest

from orgsim.cohort import Cohort, draw_cohort, drawn
from orgsim.cohort.draw import kept
from orgsim.plan import compile_plan

FLOW = """
calendar: {length: 1 week}
classes: {_replace: 1, calm: {}, urgent: {}}
needs: {bed: {by_class: {urgent: 60%, calm: 10%}}}
arrivals: {_replace: 1, walking: {at: till, per_day: 80, classes: {calm: 80%, urgent: 20%}}}
pathway:
  till: {takes: {exponential: {mean: 5 min}}, next: talk}
  talk: {unit: shop, takes: {lognormal: {mean: 20 min, sd: 10 min}}, next: {till: 10%, out: 90%}}
exits: {out: {returns: {share: 5%, after: 3 days, at: till}}}
"""
CHANGES = {
    "as it is": "{}",
    "slower": "pathway: {talk: {takes: {lognormal: {mean: 25 min, sd: 10 min}}}}",
    "another family": "pathway: {talk: {takes: {_replace: 1, exponential: {mean: 20 min}}}}",
    "another stage": """
pathway:
  talk: {next: {_replace: 1, more: 100%}}
  more: {unit: shop, takes: {uniform: {low: 1 min, high: 2 min}}, next: out}
""",
    "other needs": "needs: {bed: {by_class: {urgent: 70%, calm: 10%}}}",
    "more arrivals": "arrivals: {walking: {level: 120%}}",
    "another mix": "arrivals: {walking: {classes: {calm: 70%, urgent: 30%}}}",
    "in elsewhere": "arrivals: {walking: {at: talk}}",
    "no returns": "exits: {out: {_replace: 1}}",
    "longer": "calendar: {length: 8 days}",
}


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def plans(shop):
    return {name: compile_plan(shop(FLOW, change)) for name, change in CHANGES.items()}


def _bytes(cohort: Cohort) -> dict[str, object]:
    found = {field.name: getattr(cohort, field.name) for field in fields(cohort)}
    return {name: _plain(value) for name, value in found.items()}


def _plain(value):
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return (value.dtype.str, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value


def _alone(plan, replication=1):
    kept.forget()
    return _bytes(draw_cohort(plan, 7, replication))


def test_what_was_drawn_before_changes_no_number(plans):
    expected = {name: _alone(plan) for name, plan in plans.items()}
    for names in (list(plans), list(plans)[::-1], [*plans, *plans]):
        kept.forget()
        for name in names:
            assert _bytes(draw_cohort(plans[name], 7, 1)) == expected[name], name


def test_what_is_the_same_is_shared_and_nothing_else(plans):
    first, slower = (draw_cohort(plans[name], 7, 1) for name in ("as it is", "slower"))
    names = [row.name for row in plans["as it is"].streams]
    till, talk = (names.index(f"stage:{name}/takes") for name in ("till", "talk"))
    assert first.values[till] is slower.values[till]
    assert first.arrival is slower.arrival
    assert first.needs is slower.needs
    assert not np.shares_memory(first.values[talk], slower.values[talk])
    for other in (draw_cohort(plans["as it is"], 7, 2), draw_cohort(plans["as it is"], 8, 1)):
        assert not np.array_equal(other.values[till][:50], first.values[till][:50])


def test_little_is_kept(plans, monkeypatch):
    for replication in range(5):
        draw_cohort(plans["as it is"], 7, replication)
    assert len(kept._drawn) == drawn.REPLICATIONS_KEPT
    monkeypatch.setattr(drawn, "MOST_BYTES", 100)
    kept.forget()
    large = _bytes(draw_cohort(plans["as it is"], 7, 1))
    assert not kept._drawn
    monkeypatch.undo()
    assert large == _alone(plans["as it is"])


def test_columns_beyond_the_limit_are_not_kept(plans, monkeypatch):
    people = _alone(plans["as it is"])
    whole = draw_cohort(plans["as it is"], 7, 1)
    size = len(whole.arrival)
    monkeypatch.setattr(drawn, "MOST_BYTES", 8 * 8 * size)
    kept.forget()
    for name, plan in plans.items():
        draw_cohort(plan, 7, 1)
        for one in kept._drawn.values():
            assert sum(column.nbytes for column in one.columns.values()) <= 8 * 8 * size * 1.3, name
    assert _bytes(draw_cohort(plans["as it is"], 7, 1)) == people


def test_threads_that_draw_at_once_draw_the_same(plans):
    asked = [(name, replication) for replication in range(6) for name in plans] * 2
    expected = {(name, replication): _alone(plans[name], replication) for name, replication in set(asked)}
    kept.forget()
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda one: _bytes(draw_cohort(plans[one[0]], 7, one[1])), asked)
        assert all(cohort == expected[one] for one, cohort in zip(asked, found, strict=True))
