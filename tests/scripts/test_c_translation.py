"""The kernel translated to C does the same as the engine, to the bit; what C cannot say is named with its place."""

from __future__ import annotations

import shutil
from types import FunctionType

import pytest

import orgsim
from orgsim.cohort import draw_cohort
from orgsim.engine import GuardError, Guards, simulate
from orgsim.plan import Plan, compile_plan
from orgsim.scenario.schema import Variant
from scripts.benchmarks import c_translation
from scripts.benchmarks.department import SCENARIO
from scripts.benchmarks.peers.table_in_c import simulate_in_c
from tests.engine.equality import assert_same_trace
from tests.engine.random_scenarios import make, source_of

pytestmark = pytest.mark.skipif(not shutil.which("gcc"), reason="there is no C compiler here")
SHORT = ["calendar.warm_up=1 days", "calendar.length=2 days", "calendar.follow_up=1 days"]


def check(plan: Plan, seed: int) -> bool:
    """Assert that both do the same; returns whether it went to the end, and was not stopped by the same guard."""
    cohort = draw_cohort(plan, seed, 1)
    try:
        here = simulate(plan, cohort, engine="compiled")
    except GuardError as error:
        with pytest.raises(GuardError) as caught:
            simulate_in_c(plan, cohort, Guards())
        assert (caught.value.code, caught.value.time) == (error.code, error.time)
        return False
    assert_same_trace(here, simulate_in_c(plan, cohort, Guards()))
    return True


@pytest.mark.parametrize("name", [str(SCENARIO), "nhs-four-hours", "shop-returns"])
def test_scenarios_come_out_the_same(name: str) -> None:
    assert check(compile_plan(orgsim.load(name, SHORT).variant()), 1)


def test_so_do_scenarios_made_at_random() -> None:
    ended = [check(compile_plan(Variant.model_validate(make(source_of(seed)))), seed) for seed in range(40)]
    assert sum(ended) > 30


def _too_much(m: memoryview) -> int:
    return sum(one for one in m)


def _steps(m: memoryview) -> int:
    for place in range(0, 9, 3):
        m[0] = place
    return 0


def _cut_short(m: memoryview) -> int:
    total = 0
    total = 0.5
    return total  # noqa: RET504  (what is translated is the assignment)


@pytest.mark.parametrize(("function", "what"), [(_too_much, "GeneratorExp"), (_steps, "Call"), (_cut_short, "Name")])
def test_what_c_cannot_say_is_named_with_its_place(function: FunctionType, what: str) -> None:
    function.__annotations__.update({"m": "Ints", "return": "int"})
    with pytest.raises(c_translation.UntranslatableError, match=rf"test_c_translation\.py:\d+: .*{what}"):
        c_translation._Function(function).text()
