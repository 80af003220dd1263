"""Compiling a variant: weekly numbers, routes into operations, errors that name the place."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.plan import PlanError, compile_plan, moment_number
from orgsim.plan.tables import OpCode
from orgsim.plan.weekly import weekly_numbers
from orgsim.scenario.schema.times import parse_hours

DAY = 1440.0


def test_weekly_numbers_add_up_and_wrap_round_the_week():
    shifts = [(parse_hours("22:00-06:00"), 2), (parse_hours("mon 05:00-07:00"), 1)]
    now, changes = weekly_numbers(shifts, 0.0)
    assert now == 2  # Sunday's night runs into Monday
    assert changes[:4] == ((300.0, 3), (360.0, 1), (420.0, 0), (1320.0, 2))
    assert changes[-1] == (6 * DAY + 1320, 2)
    assert weekly_numbers(shifts, 6 * DAY + 1380)[0] == 2


def test_touching_shifts_make_no_change():
    assert weekly_numbers([(parse_hours("00:00-12:00; 12:00-24:00"), 3)], 0.0) == (3, ())


def test_always_never_changes():
    assert weekly_numbers([(parse_hours("always"), 4)], 77.0) == (4, ())


def _codes(plan, name):
    stage = plan.names.stages.index(name)
    found = []
    for op in plan.ops[plan.stages[stage].entry :]:
        if op.code == OpCode.ENTER and op.a != stage:
            break
        found.append(OpCode(op.code).name)
    return found


def test_a_stage_becomes_its_operations_in_order(shop):
    plan = compile_plan(
        shop("""
schedules: {round: "every day at 09:25"}
organisation:
  layers: [front]
  positions: {boss: {unit: shop, layer: front}}
  decisions: {yes: {held_by: boss, asked_by: boss}}
pathway:
  till: {asks: yes, until: round, next: {by_class: {any: {shares: [{share: 50%, next: out}, {share: 50%, next: till}]}}}}
behaviours:
  keep: {who: boss, switched: on, do: hold, at: [till], lasts: 5 min}
  turn: {who: boss, switched: on, do: divert, at: [till], to: out}
  slow: {who: boss, switched: on, do: delay, at: [till], by: 5 min}
  idle: {who: boss, switched: off, do: delay, at: [till], by: 5 min}
""")
    )
    assert _codes(plan, "till") == [
        "ENTER", "HOLD", "TURN", "ASK", "SEIZE", "PROLONG", "BEGIN", "TAKE", "UNTIL", "END", "CLASS", "SPLIT",
    ]  # fmt: skip


def test_moments_that_are_the_same_are_recorded_once(shop):
    variant = shop("""
organisation: {layers: [front], positions: {boss: {unit: shop, layer: front}}}
targets: {quick: {owner: boss, clock: {starts: arrival, stops: {begins: [till]}}, within: 5 min, goal: 90%}}
measures:
  wait: {time: {from: arrival, to: {begins: [till]}}}
  out: {time: {from: {begins: [till]}, to: {leaves: shop}}}
""")
    plan = compile_plan(variant)
    assert len(plan.moments) == 2
    assert moment_number(plan, "arrival") == -1
    assert moment_number(plan, "departure") == -2
    assert plan.targets[0].stop == moment_number(plan, variant.measures["out"].time.start)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("pathway: {till: {needs: {clork: 1}}}", "no pool is called `clork`"),
        ("pathway: {till: {next: owt}}", "no stage or exit is called `owt`"),
        ("arrivals: {people: {per_day: 4}}", "exactly one of `per_day`"),
        ("arrivals: {people: {classes: {any: 90%}}}", "do not add to 100%"),
        ("resources: {clerk: {shifts: {day: {hours: always, number: 1}}}}", "one of `number` and `shifts`"),
        ("pathway: {till: {takes: {by_class: {some: 5 min}}}}", "class `any` and there is no default"),
        ("pathway: {till: {next: {by_class: {some: out}}}}", "`any` has nowhere to go"),
        ("pathway: {till: {until: dawn}}", "no schedule is called `dawn`"),
        ("needs: {a: {share: 5%, given: b, given_share: 3%}, b: {share: 2%}}", "must be written before it"),
        ("needs: {a: {share: 5%, by_class: {any: 5%}}}", "one of `share` and `by_class`"),
    ],
)
def test_what_cannot_be_compiled_is_named(shop, change, says):
    with pytest.raises(PlanError, match=says.replace("(", "\\(")):
        compile_plan(shop(change))


def test_the_name_of_the_scenario_and_of_units_change_no_number(shop):
    flow = "arrivals: {people: {_replace: 1, at: till, per_day: 130, classes: {any: 100%}}}"
    one = compile_plan(shop(flow))
    two = compile_plan(shop(flow, "name: Something else\norganisation: {units: {_replace: 1, shop: {name: Silo}}}"))
    first, second = (simulate(plan, draw_cohort(plan, 1, 1)) for plan in (one, two))
    assert np.array_equal(first.departed, second.departed, equal_nan=True)
