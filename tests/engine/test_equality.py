"""Two engines, one meaning: the compiled engine leaves the trace of the reference engine, to the bit.

Every test of this folder that uses ``run`` checks the same for its shop. ``scripts/soak_equality.py`` goes on for longer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from orgsim.cohort import draw_cohort
from orgsim.engine import Guards, Journal
from orgsim.engine.trace import Trace
from orgsim.measures import measure, series
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.schema import Variant
from tests.conftest import PlainLoader
from tests.engine.chain_of_stages import long_chain
from tests.engine.equality import Stopped, assert_engines_agree, assert_same_outcome, assert_same_trace, outcome
from tests.engine.random_scenarios import limits, make, source_of

TESTS = Path(__file__).parents[1]
SHORT = ("calendar.warm_up=6 h", "calendar.length=2 days", "calendar.follow_up=12 h")
FILES = sorted([*TESTS.glob("*/scenarios/*.yaml"), *TESTS.glob("*/hospital.yaml"), *TESTS.glob("*/sample.yaml")])
PARTS, EXAMPLES, SEEDS = 8, 50, 50
"""Random scenarios: parts that may run side by side, and how many each part has from Hypothesis and by plain seeds."""

SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
"""A failure is not shrunk, which may take minutes; ``scripts/soak_equality.py`` writes the scenario down."""


def _variants() -> list[tuple[str, str]]:
    """Name of each built-in scenario with each of its variants, and the file itself as ``base``."""
    found = []
    for name, file in builtin_scenarios().items():
        tree = yaml.load(file.read_text("utf-8"), PlainLoader)  # noqa: S506  (a safe loader without booleans)
        found += [(name, variant) for variant in ("base", *tree.get("variants", {}))]
    return found


def _agree(variant: Variant, replication: int = 1, guards: Guards | None = None) -> Trace | Stopped:
    plan = compile_plan(variant)
    return assert_engines_agree(plan, draw_cohort(plan, 1, replication), guards)


def _random(source: Random) -> tuple[Variant, Guards]:
    return Variant.model_validate(make(source)), limits(source)


@pytest.mark.parametrize(("name", "variant"), _variants())
def test_every_variant_of_the_built_in_scenarios(name, variant):
    done = _agree(load(name, SHORT).variant(variant))
    assert isinstance(done, Trace)
    assert len(done.arrived) > 0
    if "/" not in name:  # those in folders are small, and not all of them ask anybody
        assert len(done.requests.asked) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_of_the_tests(file):
    scenario = load(str(file), SHORT)
    for variant in scenario.variant_ids:
        assert isinstance(_agree(scenario.variant(variant)), Trace)


def test_a_run_of_several_weeks():
    sets = ("calendar.length=5 weeks", "calendar.starts=Thursday 11:20")
    scenario = load(str(TESTS / "experiment" / "scenarios" / "shop.yaml"), sets)
    assert isinstance(_agree(scenario.variant()), Trace)


@pytest.mark.parametrize("part", range(PARTS))
def test_random_scenarios(part):
    @seed(part)
    @SETTINGS
    @given(st.randoms(use_true_random=False))
    def agree(source: Random) -> None:
        variant, guards = _random(source)
        _agree(variant, guards=guards)

    agree()


@pytest.mark.parametrize("part", range(PARTS))
def test_random_scenarios_by_seed(part):
    for number in range(part * SEEDS, (part + 1) * SEEDS):
        variant, guards = _random(source_of(number))
        _agree(variant, number, guards)


def test_random_scenarios_with_the_memory_checked():
    """The compiled engine's source as plain Python never reaches beyond its memory, and does the same."""
    for number in range(40):
        variant, guards = _random(source_of(number))
        plan = compile_plan(variant)
        cohort = draw_cohort(plan, number, 1)
        if cohort.size < 500:  # its memory does not grow
            assert_engines_agree(plan, cohort, guards, "interpreted")


@pytest.mark.parametrize("stages", [63, 64, 65, 127, 140])
def test_more_stages_than_a_word_has_bits(stages):
    done = _agree(Variant.model_validate(long_chain(stages)))
    assert isinstance(done, Trace)
    assert done.reached.shape[1] == (stages + 62) // 63
    assert done.touched.any()


def _waiting(shop: Any) -> Variant:
    return shop("""
organisation:
  layers: [front]
  positions: {boss: {unit: shop, layer: front}}
  decisions: {yes: {held_by: boss, asked_by: boss, effort: 1 min}}
arrivals: {people: {at_times: {times: "every day at 09:00, 09:20", number: 6}}}
pathway: {till: {asks: yes, leaves: {after: 25 min, to: out}}}
""")


@pytest.mark.parametrize(
    ("code", "guards"),
    [
        ("ORG401", [Guards(at_one_instant=number) for number in range(40)]),
        ("ORG402", [Guards(events=number) for number in range(160)]),
        ("ORG403", [Guards(queue=number) for number in range(12)]),
    ],
)
def test_each_limit_stops_both_at_the_same_moment_in_the_same_words(shop, code, guards):
    variant = _waiting(shop)
    found = [_agree(variant, guards=each) for each in guards]
    assert {each.code for each in found if isinstance(each, Stopped)} == {code}
    assert isinstance(found[-1], Trace)


LOOPS = [
    "pathway: {till: {_replace: 1, unit: shop, next: till}}",
    """
pathway: {till: {_replace: 1, unit: shop, asks: yes, next: till}}
organisation:
  layers: [front]
  positions: {boss: {unit: shop, layer: front}}
  decisions: {yes: {held_by: boss, asked_by: boss}}
""",
    "pathway: {till: {leaves: {after: 0 min, to: till}}}",
    """
pathway: {till: {asks: yes}}
organisation:
  layers: [front]
  line: {fidelity: 0%}
  positions: {boss: {unit: shop, layer: front}, clerk: {unit: shop, layer: front, reports_to: boss}}
  decisions: {yes: {held_by: boss, asked_by: clerk}}
""",
]


@pytest.mark.parametrize("loop", LOOPS, ids=["steps", "requests", "patience", "messages"])
@pytest.mark.parametrize("most", [0, 1, 7, 100])
def test_a_loop_without_time_stops_both_in_the_same_stage(shop, loop, most):
    done = _agree(shop(loop), guards=Guards(at_one_instant=most))
    assert isinstance(done, Stopped)
    assert done.code == "ORG401"


def test_a_cohort_of_nobody(shop):
    done = _agree(shop("arrivals: {people: {at_times: {number: 0}}}"))
    assert isinstance(done, Trace)
    assert done.arrived.shape == (0,)
    assert done.visit_spent.shape == (0, 6)


def test_nothing_but_visits_at_the_start(shop):
    _agree(shop("arrivals: {_replace: 1, people: {at: till, at_start: 3, classes: {any: 100%}}}"))


def test_replications_in_one_process_leave_nothing_to_each_other():
    variant, _ = _random(source_of(23))
    plan = compile_plan(variant)
    first, second = draw_cohort(plan, 5, 1), draw_cohort(plan, 5, 2)
    guards = Guards(events=200_000)
    alone = [outcome(compile_plan(variant), cohort, "simpy", guards) for cohort in (first, second)]
    for cohort, expected in ((first, alone[0]), (second, alone[1]), (first, alone[0]), (second, alone[1])):
        assert_same_outcome(expected, outcome(plan, cohort, "compiled", guards))
    assert not np.array_equal(alone[0].arrived, alone[1].arrived)


def test_a_stopped_replication_leaves_nothing_to_the_next(shop):
    plan = compile_plan(_waiting(shop))
    cohort = draw_cohort(plan, 1, 1)
    expected = outcome(plan, cohort, "simpy")
    for guards in (Guards(events=30), Guards(queue=2), Guards(at_one_instant=3)):
        assert isinstance(outcome(plan, cohort, "compiled", guards), Stopped)
        assert_same_outcome(expected, outcome(plan, cohort, "compiled"))


def test_keeping_a_journal_changes_nothing():
    for number in range(60):
        variant, guards = _random(source_of(number))
        plan = compile_plan(variant)
        cohort = draw_cohort(plan, number, 1)
        kept = outcome(plan, cohort, "simpy", guards, Journal())
        assert_same_outcome(outcome(plan, cohort, "simpy", guards), kept)


@pytest.mark.parametrize("number", [1, 4, 9, 16])
def test_measures_and_series_of_both_are_the_same(number):
    variant, _ = _random(source_of(number))
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, number, 1)
    guards = Guards(events=1_000_000)
    traces = [outcome(plan, cohort, engine, guards) for engine in ("simpy", "compiled")]
    rows = [[repr(row) for row in measure(variant, plan, cohort, trace)] for trace in traces]
    assert rows[0] == rows[1]
    one, other = (series(variant, plan, cohort, trace) for trace in traces)
    assert one.keys() == other.keys()
    for name, values in one.items():
        assert values.dtype == other[name].dtype, name
        assert values.tobytes() == other[name].tobytes(), name


def test_a_difference_between_engines_would_be_seen(shop):
    """The reference engine on a cohort that differs by one minute is told apart from itself."""
    plan = compile_plan(shop())
    cohort = draw_cohort(plan, 1, 1)
    values = tuple(column + 1 for column in cohort.values)
    with pytest.raises(AssertionError, match="departed"):
        assert_same_trace(outcome(plan, cohort, "simpy"), outcome(plan, replace(cohort, values=values), "simpy"))
