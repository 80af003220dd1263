"""Measures of parts add up to those of the whole, bit for bit, however many parts there are."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from orgsim.cohort import Cohort, draw_cohort
from orgsim.cohort.parts import CohortParts
from orgsim.engine import GuardError, simulate, simulate_parts
from orgsim.engine.trace import Requests, Trace
from orgsim.measures import Measured, Row, measure_all
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.schema import Variant
from tests.engine.in_parts import OF_VISITS
from tests.engine.random_scenarios import limits, make, source_of

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"


def bits(rows: list[Row], arrays: dict[str, np.ndarray]) -> list[object]:
    named = [(row.measure, row.group, row.value.hex()) for row in rows]
    return [*named, *((name, one.dtype, one.shape, one.tobytes()) for name, one in arrays.items())]


def of_the_whole(variant: Variant, seed: int, guards=None) -> list[object]:
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, seed, 1)
    return bits(*measure_all(variant, plan, cohort, simulate(plan, cohort, guards=guards)))


def of_parts(variant: Variant, seed: int, number: int, guards=None) -> list[object]:
    plan = compile_plan(variant)
    measured = Measured(variant, plan)
    last = simulate_parts(plan, CohortParts(plan, seed, 1, number), measured.add, guards)
    return bits(*measured.finish(*last))


@pytest.mark.parametrize("variant", ["silo", "systemic"])
@pytest.mark.parametrize("name", ["nhs-four-hours", "shop-returns"])
def test_built_in_scenarios(name, variant):
    chosen = load(str(SCENARIOS / f"{name}.yaml"), sets=["calendar.length=2 weeks"]).variant(variant)
    assert of_parts(chosen, 1, 5) == of_the_whole(chosen, 1)


@pytest.mark.parametrize("seed", range(60))
def test_any_scenario(seed):
    source = source_of(seed)
    variant, guards = Variant.model_validate(make(source)), limits(source)
    try:
        whole = of_the_whole(variant, seed, guards)
    except GuardError:
        with pytest.raises(GuardError):
            of_parts(variant, seed, 7, guards)
    else:
        assert of_parts(variant, seed, [2, 7, 40][seed % 3], guards) == whole


def test_parts_may_be_over_in_any_order(view):
    """Cut the hand-made trace of the shop up, so that each visit and each request is a part, and shuffle them."""
    whole = Measured(view.variant, view.plan).finish(view.cohort, view.trace)
    for seed in range(5):
        measured = Measured(view.variant, view.plan)
        visits = families(view.cohort)
        requests = [[row] for row in range(len(view.trace.requests.asked))]
        order = np.random.default_rng(seed)
        order.shuffle(visits)
        order.shuffle(requests)
        for place in range(max(len(visits), len(requests))):
            rows = visits[place] if place < len(visits) else []
            asked = requests[place] if place < len(requests) else []
            measured.add(some(view.cohort, rows), without_end(view.trace, rows, asked))
        found = measured.finish(some(view.cohort, []), part(view.trace, [], []))
        assert bits(*found) == bits(*whole)


def families(cohort: Cohort) -> list[list[int]]:
    """The rows of each arrival and all that may come of it."""
    found = []
    for row in range(cohort.arrivals):
        family = [row]
        while cohort.child[family[-1]] >= 0:
            family.append(int(cohort.child[family[-1]]))
        found.append(family)
    return found


def some(cohort: Cohort, rows: list[int]) -> Cohort:
    """A part of the cohort."""
    chosen = np.array(rows, dtype=np.int64)
    whole = ("arrival", "stream", "number", "visit_class", "needs", "return_draw")
    size = len(rows)
    child = np.array([place + 1 if place + 1 < size else -1 for place in range(size)], dtype=np.int64)
    parent = np.arange(size, dtype=np.int64) - 1
    arrivals = min(1, size)
    columns = {name: getattr(cohort, name)[chosen] for name in whole}
    return replace(cohort, **columns, rows=chosen, child=child, parent=parent, arrivals=arrivals)


def part(trace: Trace, rows: list[int], asked: list[int]) -> Trace:
    """The trace of these visits and requests."""
    requests = {one.name: getattr(trace.requests, one.name)[asked] for one in fields(Requests)}
    return replace(trace, **{name: getattr(trace, name)[rows] for name in OF_VISITS}, requests=Requests(**requests))


def without_end(trace: Trace, rows: list[int], asked: list[int]) -> Trace:
    """The same before the end: what is known then only must not be looked at."""
    nothing = np.full_like(trace.pools.busy, np.nan)
    pools = replace(trace.pools, busy=nothing, capacity=nothing, census_busy=trace.pools.census_busy[:, :0])
    return replace(part(trace, rows, asked), pools=pools, spent=trace.spent * np.nan, people=trace.people[:0])
