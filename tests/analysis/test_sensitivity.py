"""A verdict that turns at a known place: one clerk with a queue, or a fixed time without one.

With Poisson arrivals and exponential service of 10 minutes the time at the clerk's is 1/(144 - a) days at ``a`` arrivals
a day; the other way takes 30 minutes. So the second is better above 96 arrivals a day: in 40% of 60 to 120.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

import orgsim
from orgsim.analysis.compare import UnknownMeasureError
from orgsim.analysis.sensitivity import Sensitivity, chief_measures, sensitivity
from orgsim.experiment import Run, StoreError
from orgsim.experiment.box import box_of, described, hypercube, one_at_a_time
from orgsim.experiment.design import Setting

TURNS_AT, SHARE, POINTS = 96, 0.4, 20
SCENARIO = """
orgsim: 1
name: A clerk or a machine
calendar: {warm_up: 2 days, length: 20 days, follow_up: 1 day}
organisation: {units: {office: {}}}
classes: {any: {}}
arrivals: {people: {at: clerk, per_day: 80, classes: {any: 100%}}}
pathway:
  clerk: {unit: office, needs: {clerk: 1}, takes: {exponential: {mean: 10 min}}, next: out}
  machine: {unit: office, takes: 30 min, next: out}
exits: {out: {}}
resources: {clerk: {unit: office, number: 1, kind: place, costs: £1 a day}}
measures: {time: {time: {from: arrival, to: departure, show: [mean]}}}
budget: {visit: £2}
variants:
  clerk: {}
  machine: {change: {arrivals.people.at: machine}}
plausible:
  people: {name: People a day, path: arrivals.people.per_day, from: 60, to: 120}
  paper: {path: budget.visit, from: £1, to: £5}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("box")
    (folder / "office.yaml").write_text(SCENARIO, encoding="utf-8")
    scenario = orgsim.load(str(folder / "office.yaml"))
    box = box_of(scenario, scenario.variant_ids)
    ends, points = one_at_a_time(box), hypercube(box, POINTS, 3)
    return orgsim.run(
        scenario, replications=3, seed=3, jobs=1, output=folder, against="clerk", settings=(Setting(), *ends, *points),
        sensitivity=described(scenario, box, ends, points),
    )  # fmt: skip


@pytest.fixture(scope="module")
def found(run: Run) -> Sensitivity:
    return sensitivity(run, measures=["time_mean", "cost_per_visit"])


def test_the_share_of_the_box_is_the_one_that_is_known(found: Sensitivity) -> None:
    # The points are spread evenly, 8 of 20 above 96. A point is on the wrong side only where the mean is out by more
    # than its distance from 30 min: 2 min for a point 3 a day away, so the count is within 2 of 8 unless means of 3 x
    # 20 days are out by 4 min or more there, three standard errors (about once in 300 seeds).
    one = next(one for one in found.robust if one.measure == "time_mean")
    assert one.points == POINTS
    assert abs(one.better.count - SHARE * POINTS) <= 2
    assert one.better.low <= SHARE <= one.better.high
    assert one.better.count + one.worse.count == POINTS
    assert one.better_for_sure.count <= one.better.count
    assert one.worse_for_sure.count <= one.worse.count


def test_far_from_the_turn_it_is_on_the_side_it_should_be(run: Run, found: Sensitivity) -> None:
    for label, numbers in found.points.items():
        mean = {one: sum(of.values()) / 3 for one, of in run.by_replication("time_mean", setting=label).items()}
        if abs(numbers["people"] - TURNS_AT) > 15:
            assert (mean["machine"] < mean["clerk"]) == (numbers["people"] > TURNS_AT), label


def test_the_ends_are_those_of_the_formula(found: Sensitivity) -> None:
    swing = found.tornado("time_mean", "machine", "clerk")[0]
    assert swing.parameter == "people"
    assert swing.low.mean == pytest.approx(30 - 1440 / (144 - 60), abs=1.5)
    assert swing.base is not None
    assert swing.base.mean == pytest.approx(30 - 1440 / (144 - 80), abs=2.5)
    assert swing.high.mean < -10
    assert swing.low.low > 0
    alone = found.tornado("time_mean", "machine")[0]
    assert alone.base is None
    assert alone.low.mean == alone.high.mean == 0  # the machine never keeps anybody waiting


def test_what_matters_is_told_from_what_does_not(found: Sensitivity) -> None:
    ranked = {one.parameter: one for one in found.ranked("time_mean", "machine", "clerk")}
    assert ranked["people"].partial.value < -0.95  # -1 when the same people keep every point in its order
    assert ranked["paper"].spearman.low < 0 < ranked["paper"].spearman.high
    swings = {one.parameter: one for one in found.tornado("time_mean", "machine", "clerk")}
    assert swings["paper"].low == swings["paper"].base == swings["paper"].high
    assert swings["paper"].width == 0
    money = {one.parameter: one for one in found.ranked("cost_per_visit", "clerk")}
    assert money["paper"].partial.value > 0.99


def test_tables_say_the_same(run: Run, found: Sensitivity) -> None:
    with (run.path / "tables" / "sign_robustness.csv").open() as file:
        row = next(row for row in csv.DictReader(file) if row["measure"] == "time_mean")
    one = next(one for one in found.robust if one.measure == "time_mean")
    assert (int(row["better"]), int(row["points"])) == (one.better.count, POINTS)
    with (run.path / "tables" / "points.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * POINTS
    assert all(60 <= float(row["value"]) <= 120 for row in rows if row["parameter"] == "people")
    assert {"tornado.csv", "rank_correlation.csv", "sign_robustness.csv", "points.csv"} <= set(run.manifest["tables"])


def test_json_has_no_nan(found: Sensitivity) -> None:
    def numbers(value: object) -> list[float]:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
        return [value] if isinstance(value, float) else [one for part in inside for one in numbers(part)]

    document = found.to_json()
    assert document["schema"] == "orgsim.sensitivity/1"
    assert not any(math.isnan(one) for one in numbers(document))
    assert {one["against"] for one in document["one_at_a_time"]} == {None, "clerk"}


def test_the_chief_measure_is_the_whole_way(run: Run, found: Sensitivity) -> None:
    assert [one.id for one in chief_measures(found, run.variant("clerk"))] == ["time_mean"]


def test_a_measure_that_is_not_there_is_refused(run: Run) -> None:
    with pytest.raises(UnknownMeasureError, match="time_mean"):
        sensitivity(run, measures=["time_mea"])


def test_another_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text(SCENARIO, encoding="utf-8")
    plain = orgsim.run(orgsim.load(str(tmp_path / "office.yaml")), replications=1, output=tmp_path)
    with pytest.raises(StoreError, match="not a sensitivity run"):
        sensitivity(plain)
