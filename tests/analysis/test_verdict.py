"""A verdict holds where the closed form says it does, and one that behaviours make is gone without them."""

# ruff: noqa: E501 (a scenario reads better on one line)
from __future__ import annotations

from pathlib import Path

import pytest

import orgsim
from orgsim.analysis.verdict import BETTER, KEY, UNDECIDED, WORSE, verdicts
from orgsim.experiment import Run, StoreError
from orgsim.experiment.box import box_of, described, hypercube, without_behaviours
from orgsim.experiment.design import Setting
from tests.analysis.test_sensitivity import POINTS, SCENARIO, SHARE

PRESSED = """
targets: {soon: {owner: head, pressure: 0%, clock: {starts: arrival, stops: {begins: [clerk, machine]}}, within: 30 min, goal: 90%}}
behaviours: {put_off: {who: head, because_of: soon, switched: on, when: {clock_over: 1 min}, do: divert, at: [clerk], to: machine}}
"""


def run_of(folder: Path, text: str) -> Run:
    (folder / "office.yaml").write_text(text, encoding="utf-8")
    scenario = orgsim.load(str(folder / "office.yaml"))
    box = box_of(scenario, scenario.variant_ids)
    points, off = hypercube(box, POINTS, 3), without_behaviours(scenario, scenario.variant_ids)
    return orgsim.run(
        scenario, replications=8, seed=3, jobs=2, output=folder, against="clerk",
        settings=(Setting(), *points, *([off] if off else [])),
        sensitivity={**described(scenario, box, (), points), KEY: off.label if off else None},
    )  # fmt: skip


def test_it_holds_in_the_part_of_the_box_that_is_known(tmp_path: Path) -> None:
    # At the file's 80 a day the clerk is quicker (22.5 min, the machine 30), and up to 96: in 60% of the box.
    # With 8 replications a count of 20 points is less often out than with the 3 of test_sensitivity, where how far is said.
    (row,) = verdicts(run_of(tmp_path, SCENARIO), measures=["time_mean"]).rows
    assert row.said == WORSE
    assert abs(row.holds.count - (1 - SHARE) * POINTS) <= 2
    assert row.holds_for_sure.count <= row.holds.count
    assert (row.behaviours_off, row.without) == (None, "")


def test_what_only_behaviours_make_is_gone_without_them(tmp_path: Path) -> None:
    text = SCENARIO.replace(
        "units: {office: {}}", "units: {office: {}}, positions: {head: {unit: office, layer: front_line}}"
    )
    text = text.replace(
        "machine: {change: {arrivals.people.at: machine}}", "pressed: {change: {targets.soon.pressure: 100%}}"
    )
    (row,) = verdicts(run_of(tmp_path, text + PRESSED), measures=["time_mean"]).rows
    assert row.said == BETTER  # whoever would queue long is sent to the machine
    assert row.difference.mean < -1
    assert row.behaviours_off is not None
    assert row.behaviours_off.mean == 0  # the same people, and nothing else differs
    assert row.without == UNDECIDED


def test_a_run_of_something_else_has_no_verdict(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(SCENARIO, encoding="utf-8")
    scenario = orgsim.load(str(tmp_path / "office.yaml"), ["calendar.length=1 day"])
    with pytest.raises(StoreError, match="not a run of a verdict"):
        verdicts(orgsim.run(scenario, replications=1, seed=3, jobs=1, output=tmp_path))
