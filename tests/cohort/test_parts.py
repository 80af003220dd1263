"""A cohort drawn in parts is the whole one, number for number, however many parts there are."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.cohort.parts import ARRIVALS_A_PART, MOST_WHOLE, CohortParts, parts_wanted
from orgsim.plan import Plan, compile_plan
from orgsim.scenario.schema import Variant
from tests.engine.random_scenarios import make, source_of

FLOW = """
calendar: {length: 3 weeks}
classes: {_replace: 1, calm: {}, urgent: {}}
needs:
  bed: {by_class: {urgent: 60%, calm: 10%}}
  test: {share: 50%, given: bed, given_share: 90%}
arrivals:
  _replace: 1
  walking: {at: till, per_day: 80, by_hour: [1, 0, 0, 0, 0, 0, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1],
            classes: {calm: 80%, urgent: 20%}}
  called: {at: till, at_times: {times: "every day at 08:00, 08:05", number: 3}, classes: {calm: 100%}}
  before: {at: till, at_start: 4, classes: {calm: 50%, urgent: 50%}}
pathway:
  till: {takes: {by_class: {calm: {exponential: {mean: 5 min}}, urgent: {lognormal: {mean: 9 min, sd: 4 min}}}}, next: talk}
  talk: {unit: shop, takes: {gamma: {mean: 20 min, sd: 10 min}}, next: {till: 10%, out: 90%}}
exits: {out: {returns: {share: 25%, after: 3 days, at: till}}}
"""
WHOLE = ("arrival", "stream", "number", "visit_class", "return_draw", "needs")
POINTERS = ("child", "parent")


def assert_parts_are_the_whole(plan: Plan, seed: int, replication: int, number: int) -> int:
    """Draw in up to ``number`` parts and compare with the whole; returns how many there were."""
    whole = draw_cohort(plan, seed, replication)
    parts = CohortParts(plan, seed, replication, number)
    seen: list[np.ndarray] = []
    arrived = 0
    for size, arrivals in zip(parts.sizes, parts.arrivals, strict=True):
        part = parts.draw(np.full((parts.width, size), np.nan))
        rows = part.rows
        assert rows is not None
        assert (part.size, part.arrivals, part.key) == (size, arrivals, whole.key)
        assert rows[:arrivals].tolist() == list(range(arrived, arrived + arrivals)), "arrivals come in order of time"
        for name in WHOLE:
            found, wanted = getattr(part, name), getattr(whole, name)[rows]
            assert (found.dtype, found.tobytes()) == (wanted.dtype, wanted.tobytes()), name
        for name in POINTERS:
            place = getattr(part, name)
            assert np.array_equal(np.where(place >= 0, rows[place], -1), getattr(whole, name)[rows]), name
        drawn = (*part.values, *part.uniforms)
        for number_of_column, (one, all_of_it) in enumerate(zip(drawn, (*whole.values, *whole.uniforms), strict=True)):
            assert one.tobytes() == all_of_it[rows].tobytes(), number_of_column
        seen.append(rows)
        arrived += arrivals
    assert sorted(np.concatenate([*seen, np.empty(0, dtype=np.int64)]).tolist()) == list(range(whole.size))
    return len(parts)


@pytest.mark.parametrize("number", [1, 2, 3, 21, 500])
def test_the_parts_are_the_whole(shop, number):
    plan = compile_plan(shop(FLOW))
    assert len(draw_cohort(plan, 5, 2).arrival) > 2000
    found = assert_parts_are_the_whole(plan, 5, 2, number)
    assert found == number if number < 100 else 100 < found < number, "parts in which nobody comes are left out"


def test_long_streams_are_drawn_in_pieces_of_their_own(shop, monkeypatch):
    monkeypatch.setattr("orgsim.cohort.times._AT_A_TIME", 7)
    assert_parts_are_the_whole(compile_plan(shop(FLOW)), 1, 1, 4)


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_are_the_whole_for_any_scenario(seed):
    plan = compile_plan(Variant.model_validate(make(source_of(seed))))
    assert_parts_are_the_whole(plan, seed, 1, 1 + seed % 6)


def test_only_large_cohorts_are_drawn_in_parts():
    assert parts_wanted(0.0) == parts_wanted(ARRIVALS_A_PART) == parts_wanted(MOST_WHOLE) == 1
    assert parts_wanted(MOST_WHOLE + 1) == round(MOST_WHOLE / ARRIVALS_A_PART) > 1
    assert parts_wanted(1e7) == round(1e7 / ARRIVALS_A_PART)
