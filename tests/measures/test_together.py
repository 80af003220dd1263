"""Measures and series taken together are what they are apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure, measure_all, series
from orgsim.plan import compile_plan
from orgsim.scenario import load

SHOP = Path(__file__).resolve().parents[2] / "scenarios" / "shop-returns.yaml"


def test_measures_and_series_taken_together_are_what_they_are_apart() -> None:
    variant = load(str(SHOP), sets=["calendar.length=2 weeks"]).variant("silo")
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 3, 1)
    seen = variant, plan, cohort, simulate(plan, cohort)
    rows, arrays = measure_all(*seen)
    assert [(row.measure, row.group, row.value.hex()) for row in rows] == [
        (row.measure, row.group, row.value.hex()) for row in measure(*seen)
    ]
    apart = series(*seen)
    assert list(arrays) == list(apart)
    assert all(np.array_equal(arrays[name].view("u1"), apart[name].view("u1")) for name in apart)
