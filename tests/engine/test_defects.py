"""What goes wrong, where and why, and who comes back because of it. ``run`` runs both engines, which must agree."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from orgsim.cohort import draw_cohort
from orgsim.cohort.people import return_cap
from orgsim.engine.rules_defects import (
    CAUSE_NAMES,
    CUT,
    DECISION,
    GAVE_UP,
    HAND_OFF,
    LOAD,
    SOUND,
    WORK,
    leaving_cause,
    load_chance,
    stage_cause,
    with_fault,
)
from orgsim.engine.trace import came_by_failure, fault_counts, first_causes, first_stages
from orgsim.measures import definitions, measure
from orgsim.plan import compile_plan

TWO_UNITS = """
organisation: {units: {back: {}}}
pathway:
  till: {next: check}
  check: {unit: back, takes: 1 min, next: out}
"""
BACK = "exits: {out: {failure: {share: 80%, after: 1 h, at: till}}}"


def causes(trace) -> set[str]:
    came = ~np.isnan(trace.departed)
    return {CAUSE_NAMES[cause] for cause in first_causes(trace.faults[came])}


def test_the_chance_is_one_less_the_product_and_the_first_cause_counts():
    chances = (0.1, 0.2, 0.3, 0.4)
    edges = [0.1, 1 - 0.9 * 0.8, 1 - 0.9 * 0.8 * 0.7, 1 - 0.9 * 0.8 * 0.7 * 0.6]
    below = [stage_cause(edge - 1e-9, *chances) for edge in edges]
    above = [stage_cause(edge + 1e-9, *chances) for edge in edges]
    assert below == [WORK, HAND_OFF, CUT, LOAD]
    assert above == [HAND_OFF, CUT, LOAD, SOUND]
    assert leaving_cause(0.99, 0.0, 1.0) == GAVE_UP


@pytest.mark.parametrize(("load", "chance"), [(0.0, 0.0), (0.6, 0.0), (0.8, 0.2), (1.0, 0.4), (1.5, 0.4)])
def test_load_adds_along_a_line(load, chance):
    assert load_chance(load, 0.6, 0.4) == pytest.approx(chance)


def test_the_word_of_faults_keeps_the_first_cause_and_stage_and_counts_all():
    faults = np.array([with_fault(with_fault(1, DECISION, 61), WORK, 3)])
    assert (first_causes(faults)[0], first_stages(faults)[0], fault_counts(faults)[0]) == (DECISION, 61, 2)
    assert came_by_failure(faults).all()
    assert first_stages(np.array([0]))[0] == -1


def test_a_hand_off_fails_only_between_units(shop, run):
    defects = "pathway: {check: {defects: {hand_off: 100%}}}"
    trace, _ = run(shop(TWO_UNITS, defects))
    assert causes(trace) == {"hand_off"}
    assert set(first_stages(trace.faults[~np.isnan(trace.departed)])) == {1}
    same, _ = run(shop(TWO_UNITS, defects, "pathway: {check: {unit: shop}}"))
    assert causes(same) == {"sound"}


def test_a_hand_off_takes_its_time_only_between_units(shop, run):
    delay = "pathway: {check: {hand_off: {delay: 7 min}}}"
    plain, _ = run(shop(TWO_UNITS))
    late, _ = run(shop(TWO_UNITS, delay))
    same, _ = run(shop(TWO_UNITS, delay, "pathway: {check: {unit: shop}}"))
    left = ~np.isnan(late.departed)
    assert (late.departed - plain.departed)[left] == pytest.approx(7.0)
    assert np.array_equal(same.departed, plain.departed, equal_nan=True)


def test_patience_that_ran_out_is_a_defect_of_leaving(shop, run):
    trace, _ = run(shop(
        "pathway: {till: {leaves: {after: 1 min, to: out}}}",
        "exits: {out: {failure: {share: 0%, after: 1 h, at: till, gave_up: 100%}}}",
    ))  # fmt: skip
    gave_up = first_causes(trace.faults) == GAVE_UP
    begun = trace.begun[:, 0] > 0
    left = ~np.isnan(trace.departed)
    assert gave_up.any()
    assert np.array_equal(gave_up[left], ~begun[left])


def test_who_comes_back_is_failure_demand_and_goes_where_the_exit_says(shop, run):
    trace, _ = run(shop("pathway: {till: {defects: {base: 100%}}}", BACK))
    plan = compile_plan(shop("pathway: {till: {defects: {base: 100%}}}", BACK))
    cohort = draw_cohort(plan, 1, 1)
    came = ~np.isnan(trace.arrived)
    assert came_by_failure(trace.faults)[came & (cohort.parent >= 0)].all()
    assert not came_by_failure(trace.faults)[: cohort.arrivals].any()
    back = np.flatnonzero(came & (cohort.parent >= 0))
    assert len(back) > 0
    assert (trace.arrived[back] - trace.departed[cohort.parent[back]]) == pytest.approx(60.0)


def test_ordinary_returns_stay_as_they_are_where_nothing_goes_wrong(shop):
    returns = "exits: {out: {returns: {share: 20%, after: 1 h, at: till}}}"
    plain = draw_cohort(compile_plan(shop(returns)), 1, 1)
    failure = "exits: {out: {failure: {share: 25%, after: 1 h, at: till}}}"
    both = draw_cohort(compile_plan(shop(returns, failure)), 1, 1)
    assert np.array_equal(plain.child, both.child)
    assert np.array_equal(plain.return_draw, both.return_draw)


@pytest.mark.parametrize(("share", "cap"), [("0%", 0.0), ("10%", 0.25), ("26%", 0.5), ("50%", 0.5), ("80%", 0.8)])
def test_as_many_possible_returns_are_drawn_as_the_largest_share_may_ask_for(shop, share, cap):
    plan = compile_plan(shop(f"exits: {{out: {{failure: {{share: {share}, after: 1 h, at: till}}}}}}"))
    cohort = draw_cohort(plan, 1, 1)
    assert return_cap(plan) == cap
    assert np.array_equal(cohort.child >= 0, cohort.return_draw < cap)


def test_more_than_the_people_drawn_cannot_be_asked_for(shop):
    with pytest.raises(ValidationError):
        shop("exits: {out: {failure: {share: 81%, after: 1 h, at: till}}}")


def test_measures_only_where_something_can_go_wrong(shop, run):
    """Of 200 first contacts all fail and 80% come back: 20% are settled, give or take four standard deviations (1 in 16,000)."""
    many = "arrivals: {people: {at_times: {number: 200}}}\npathway: {till: {takes: 1 min}}"
    variant = shop(TWO_UNITS, many, "pathway: {check: {defects: {hand_off: 100%}}}", BACK)
    trace, _ = run(variant)
    plan = compile_plan(variant)
    found = {(row.measure, row.group): row.value for row in measure(variant, plan, draw_cohort(plan, 1, 1), trace)}
    assert found["right_first_time_share", ""] == 0.0
    assert found["defective_by_stage", "check"] == found["defective_by_cause", "hand_off"] == 1.0
    came = ~np.isnan(trace.arrived)
    again = came_by_failure(trace.faults)
    assert 0 < again.sum() < came.sum()
    assert found["failure_demand_share", ""] == (again & came).sum() / came.sum()
    assert found["first_contact_resolution", ""] == pytest.approx(0.2, abs=4 * (0.2 * 0.8 / 200) ** 0.5)
    assert "failure_demand_share" not in {one.id for one in definitions(shop())}
