"""Both engines count alike towards the guard of one instant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from orgsim.cohort import draw_cohort
from orgsim.engine import Guards
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant
from tests.engine.equality import assert_same_outcome, outcome

TIGHT = Path(__file__).parent / "tight-limit.yaml"


@pytest.mark.parametrize("most", range(3, 9))
def test_what_does_nothing_to_a_visit_counts_in_neither_engine(most: int) -> None:
    plan = compile_plan(Variant.model_validate(yaml.safe_load(TIGHT.read_text())))
    cohort, guards = draw_cohort(plan, 1, 6171), Guards(at_one_instant=most)
    assert_same_outcome(outcome(plan, cohort, "simpy", guards), outcome(plan, cohort, "interpreted", guards))
