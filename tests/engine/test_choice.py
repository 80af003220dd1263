"""Which engine does the work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import orgsim
from orgsim.cohort import draw_cohort
from orgsim.engine import Journal, simulate
from orgsim.engine.choice import COLD_VISITS, WARM_VISITS, EngineError, check_engine, choose, unavailable
from orgsim.engine.guards import expected_visits
from orgsim.plan import compile_plan
from tests.engine.stand_in import StandIn

SHOP = Path(__file__).parents[1] / "experiment" / "scenarios" / "shop.yaml"
LITTLE, MUCH, HUGE = WARM_VISITS - 1, WARM_VISITS, COLD_VISITS


def test_little_work_goes_to_simpy_and_asks_nothing(monkeypatch):
    engine = StandIn().put(monkeypatch)
    assert choose("auto", LITTLE) == "simpy"
    assert engine.asked == 0


def test_much_work_goes_to_the_compiled_engine_when_it_is_compiled(monkeypatch):
    engine = StandIn(warm=False).put(monkeypatch)
    assert choose("auto", MUCH) == "simpy"
    assert choose("auto", HUGE) == "compiled"
    engine.warm_up()
    assert choose("auto", MUCH) == "compiled"


def test_what_cannot_be_used_is_not_taken_and_asking_for_it_is_an_error(monkeypatch):
    StandIn(reason="this processor is not known").put(monkeypatch)
    assert choose("auto", HUGE) == "simpy"
    with pytest.raises(EngineError, match=r"this processor is not known; take simpy"):
        choose("compiled", HUGE)


def test_a_package_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "orgsim.engine.compiled", None)
    assert "is not installed" in unavailable()
    assert choose("auto", HUGE) == "simpy"


def test_what_is_asked_for_is_taken(monkeypatch):
    StandIn().put(monkeypatch)
    assert choose("simpy", HUGE) == "simpy"
    assert choose("compiled", 0) == "compiled"


def test_an_engine_that_there_is_not_is_said():
    with pytest.raises(EngineError, match="auto, simpy, compiled"):
        check_engine("fast")  # type: ignore[arg-type]


@pytest.mark.parametrize("variant", ["apart", "together"])
def test_as_many_visits_come_as_are_expected(variant):
    plan = compile_plan(orgsim.load(str(SHOP)).variant(variant))
    mean = sum(draw_cohort(plan, 1, number).arrivals for number in range(1, 21)) / 20
    assert mean == pytest.approx(expected_visits(plan), abs=4 * (mean / 20) ** 0.5)


def test_a_journal_is_kept_by_the_reference_engine_only(shop):
    plan = compile_plan(shop())
    with pytest.raises(ValueError, match="journal"):
        simulate(plan, None, Journal(), engine="compiled")  # type: ignore[arg-type]


def test_choosing_imports_no_numba():
    code = "import sys; from orgsim.engine.choice import choose; choose('auto', 1); print(*sys.modules)"
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True).stdout
    assert not {"numba", "simpy"} & set(said.split())
