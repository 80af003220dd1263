"""The scenarios made at random say all that the format can say, and their runs do all that an engine can do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal
from orgsim.plan import compile_plan
from orgsim.plan.tables import ACTION_NAMES, OpCode
from orgsim.scenario.schema import Variant
from tests.engine import dice, overheard, plan_features, random_people, seen
from tests.engine.equality import Stopped, outcome
from tests.engine.random_scenarios import limits, make, source_of

FIXED_SET = range(400)
EXPECTED = seen.EXPECTED | overheard.EXPECTED
MEANING = Path(__file__).parents[2] / "docs" / "semantics.md"


@pytest.fixture(scope="module")
def found() -> dict[str, set[str]]:
    """Features of the plans and happenings of the runs of the fixed set."""
    plans: set[str] = set()
    runs: set[str] = set()
    with pytest.MonkeyPatch.context() as monkeypatch:
        listener = overheard.Listener(monkeypatch)
        for seed in FIXED_SET:
            source = source_of(seed)
            plan = compile_plan(Variant.model_validate(make(source)))
            plans |= plan_features.features(plan)
            cohort, journal = draw_cohort(plan, seed, 1), Journal()
            done = outcome(plan, cohort, "simpy", limits(source), journal)
            if isinstance(done, Stopped):
                runs.add(f"stopped by {done.code}")
            else:
                runs |= seen.read(plan, cohort, done, journal)
    return {"plans": plans, "runs": runs | listener.seen}


def test_the_plans_have_every_feature(found):
    assert sorted(plan_features.EXPECTED - found["plans"]) == []


def test_the_runs_do_all_that_can_happen(found):
    assert sorted(EXPECTED - found["runs"]) == []


def test_the_runs_meet_the_guards(found):
    assert {f"stopped by {code}" for code in ("ORG401", "ORG402", "ORG403")} <= found["runs"]


def test_the_lists_name_nothing_that_no_one_looks_for(found):
    assert sorted(found["plans"] - plan_features.EXPECTED) == []
    assert sorted(name for name in found["runs"] - EXPECTED if not name.startswith("stopped by")) == []


def test_the_generator_knows_every_action_and_every_family():
    from orgsim.scenario.schema.distribution import FAMILIES
    from orgsim.scenario.schema.targets import ACTIONS

    assert set(random_people.ACTIONS) == set(ACTION_NAMES) == set(ACTIONS)
    assert set(dice.FAMILIES) == set(FAMILIES)


def test_the_meaning_of_every_operation_and_action_is_written_down():
    rows = [line.split("|")[1] for line in MEANING.read_text("utf-8").splitlines() if line.startswith("|")]
    operations = {row.strip() for row in rows}
    actions = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert sorted({code.name for code in OpCode} - operations) == []
    assert sorted(set(ACTION_NAMES) - actions) == []


def test_a_scenario_is_the_same_for_the_same_source():
    assert make(source_of(7)) == make(source_of(7))
    assert make(source_of(7)) != make(source_of(8))
