"""The flagship keeps to the published figures on a few replications; the peak comes from the behaviours alone."""

from __future__ import annotations

import importlib.util
import math
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from orgsim.scenario import load

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = str(ROOT / "scenarios" / "nhs-four-hours.yaml")
REPLICATIONS = 3
PEAK_MAKERS = ("rush", "decant", "admit_to_stop_clock")

# A handful of beds decides these in a few replications: the table of 24 judges them.
TOO_WILD = {"admitted_after_4h_from_decision", "bed_occupancy"}
# What docs/calibration.md says does not fit.
KNOWN_MISFITS = {"blood_test_share"}


@pytest.fixture(scope="module")
def calibrate() -> ModuleType:
    path = ROOT / "scripts" / "calibrate.py"
    spec = importlib.util.spec_from_file_location("calibrate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def results(calibrate: ModuleType) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {}
    for task in calibrate.tasks_of(REPLICATIONS, 77):
        found.setdefault(task.name, []).append(calibrate.replicate(task))
    return found


def mean(results: dict[str, list[dict[str, float]]], variant: str, measure: str) -> float:
    values = [one[measure] for one in results[variant]]
    return math.fsum(values) / len(values)


def test_figures_lie_in_their_bands(calibrate: ModuleType, results: dict[str, list[dict[str, float]]]) -> None:
    outside = []
    for figure, found, _ in calibrate.table(results):
        # three replications scatter: give half the band's width more
        room = 0.0 if math.isinf(figure.high) else (figure.high - figure.low) / 2
        if figure.measure in TOO_WILD | KNOWN_MISFITS:
            continue
        if not figure.low - room <= found.mean <= figure.high + room:
            outside.append(f"{figure.what}: {found.mean:.3f}")
    assert outside == []


def test_the_peak_needs_the_behaviours(results: dict[str, list[dict[str, float]]]) -> None:
    assert mean(results, "silo", "four_hour_spike_ratio") > 1.7
    assert 0.8 <= mean(results, "silo_without_target", "four_hour_spike_ratio") <= 1.2


def test_deleting_the_behaviours_deletes_the_peak(calibrate: ModuleType) -> None:
    sets = [f"behaviours.{name}=remove" for name in PEAK_MAKERS]
    without = load(SCENARIO, sets).variant("base")
    values = calibrate.replicate(calibrate.Task("base", without, 77, 1))
    assert values["four_hour_spike_ratio"] < 1.25


def test_gaming_shows_in_the_reported_figure_and_in_needless_admissions(
    results: dict[str, list[dict[str, float]]],
) -> None:
    assert mean(results, "silo", "four_hour_reported") > mean(results, "silo", "four_hour_true")
    off = "silo_without_target"
    assert mean(results, off, "four_hour_reported") == mean(results, off, "four_hour_true")
    assert mean(results, "silo", "needless_admission_share") > 1.5 * mean(results, off, "needless_admission_share")


def test_the_target_also_helps(results: dict[str, list[dict[str, float]]]) -> None:
    assert mean(results, "silo", "four_hour_true") > mean(results, "silo_without_target", "four_hour_true")
    assert mean(results, "silo", "time_in_department_p95") < mean(
        results, "silo_without_target", "time_in_department_p95"
    )


PROMISED = (
    "four_hour_reported",
    "four_hour_true",
    "four_hour_last_10_min",
    "four_hour_last_20_min",
    "four_hour_last_20_min_admitted",
    "four_hour_last_20_min_discharged",
    "time_in_department_mean",
    "time_in_department_median",
    "time_in_department_p95",
    "time_to_assessment_median",
    "time_to_treatment_median",
    "admitted_share",
    "admitted_within_3h",
    "admitted_3h_to_4h",
    "admitted_after_4h",
    "admissions_last_10_min",
    "needless_admission_share",
    "left_before_seen",
    "reattended_7d",
    "bed_occupancy",
    "boarding_hours_per_day",
    "admitted_after_4h_from_decision",
    "electives_cancelled",
    "whole_journey_mean",
    "decision_latency_mean",
    "hops_per_decision",
    "cost_per_visit",
    "excess_deaths_expected",
)


@pytest.mark.parametrize("measure", PROMISED)
def test_every_promised_measure_has_a_value(results: dict[str, list[dict[str, float]]], measure: str) -> None:
    assert all(math.isfinite(one[measure]) for one in results["silo"])


def test_estimate_is_a_t_interval(calibrate: ModuleType) -> None:
    found = calibrate.estimate([1.0, 2.0, 3.0, 4.0])
    assert found.mean == 2.5
    # t(3, 0.975) = 3.182446, s = 1.290994
    assert found.half == pytest.approx(3.182446 * 1.290994 / 2, rel=1e-5)


def test_the_table_is_written_between_its_marks(
    calibrate: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{calibrate.START}\nold\n{calibrate.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(calibrate, "PAGE", page)
    write: Callable[[str], None] = calibrate.write
    write("new")
    assert page.read_text(encoding="utf-8") == f"before\n{calibrate.START}\nnew\n{calibrate.END}\nafter\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(SystemExit):
        write("new")
