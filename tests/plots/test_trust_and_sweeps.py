"""Pictures 11 and 12: what is drawn is what the store holds."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import orgsim
from orgsim.analysis.statistics import estimate, paired
from orgsim.analysis.warm_up import mser
from orgsim.experiment import Run
from orgsim.experiment.vary import grid_of, latin_hypercube, read_vary
from orgsim.plots import enough, hockey_stick, sweep_lines, sweep_map, sweep_scatter, warm_up
from orgsim.plots.catalogue import pictures
from orgsim.plots.from_run import results_of
from orgsim.plots.picture import Picture
from orgsim.plots.scale import scale_for
from orgsim.plots.sweep_points import axes_of, path_words
from tests.plots import made_up
from tests.plots.conftest import SHOP

SHORT = ("calendar.length=2 days", "calendar.warm_up=6 h", "calendar.follow_up=6 h")
FITTERS, DOOR = "resources.fitter.number=1:2:1", "arrivals.door.per_day=40,80"


@pytest.fixture(scope="module")
def swept_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A grid of two paths, two variants and three replications."""
    shop = orgsim.load(str(SHOP), SHORT)
    settings = grid_of(read_vary([FITTERS, DOOR]))
    return orgsim.run(shop, replications=3, seed=5, output=tmp_path_factory.mktemp("swept"), settings=settings)


def rows(picture: Picture) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(picture.table.csv())))


def test_the_hours_drawn_are_the_mean_of_the_stored_ones(run: Run) -> None:
    data = warm_up.extract(results_of(run))
    assert data is not None
    drawn = [row for row in rows(warm_up.draw(data)) if (row["series"], row["variant"]) == ("inside", "together")]
    stored = np.mean(run.series_of_all("together", "inside"), axis=0)
    assert [float(row["mean"]) for row in drawn] == pytest.approx(stored)
    assert {row["mser5_hours"] for row in drawn} == {str(mser(stored) if mser(stored) is not None else "")}
    assert {float(row["warm_up_hours"]) for row in drawn} == {6.0}


def test_a_warm_up_that_is_too_short_is_said() -> None:
    said = warm_up.draw(warm_up.extract(made_up.results(2))).sentence
    assert "Silo: MSER-5 would leave out 35 hours, so it is long enough" in said
    assert "Systemic: MSER-5 would leave out 7.1 days, so it is too short" in said


def test_running_means_and_differences_are_those_of_scipy(run: Run) -> None:
    data = enough.extract(results_of(run), ["time_in_shop_mean"])
    assert data is not None
    values = {key: np.array(list(of.values())) for key, of in run.by_replication("time_in_shop_mean").items()}
    found = rows(enough.draw(data))
    for kind, expected in (("mean", values["together"]), ("difference", values["together"] - values["apart"])):
        last = next(
            row for row in found if (row["kind"], row["variant"], row["replications"]) == (kind, "together", "2")
        )
        low, high = stats.t.interval(0.95, 1, expected.mean(), stats.sem(expected))
        assert [float(last[key]) for key in ("mean", "low", "high")] == pytest.approx([expected.mean(), low, high])


def test_one_replication_has_no_running_mean() -> None:
    results = made_up.results(1)
    one = replace(results.sides[0], values={key: of[:1] for key, of in results.sides[0].values.items()})
    assert enough.extract(results) is not None
    assert enough.extract(replace(results, sides=(one,))) is None


def test_a_map_has_the_stored_value_of_each_setting(swept_run: Run) -> None:
    data = sweep_map.extract(results_of(swept_run, swept_run.settings[0]))
    assert data is not None
    found = rows(sweep_map.draw(data))
    assert len(found) == 2 * 2 * 4  # measures, panels, settings
    for row in found:
        setting = f"resources.fitter.number={row['resources.fitter.number']}"
        setting = f"{setting}, arrivals.door.per_day={row['arrivals.door.per_day']}"
        values = swept_run.by_replication(row["measure"], setting=setting)
        if row["kind"] == "mean":
            expected = estimate(values["apart"].values())
        else:
            expected = paired(values["together"], values["apart"], "neither")
        assert [float(row[key]) for key in ("mean", "low", "high")] == pytest.approx(
            [expected.mean, expected.low, expected.high]
        )


def test_the_pictures_that_are_drawn_depend_on_the_design(swept_run: Run, tmp_path: Path) -> None:
    def drawn(run: Run) -> set[str]:
        return {one.name for one in pictures(results_of(run, run.settings[0])) if one.name.startswith("11-")}

    shop = orgsim.load(str(SHOP), SHORT)
    one = orgsim.run(shop, replications=2, output=tmp_path, settings=grid_of(read_vary([FITTERS])))
    axes = read_vary(["resources.fitter.number=1:3", "arrivals.door.per_day=40:80"])
    cube = orgsim.run(shop, replications=2, output=tmp_path, settings=latin_hypercube(axes, 4, 1))
    assert drawn(swept_run) == {"11-sweep-map"}
    assert drawn(one) == {"11-sweep", "11-hockey-stick"}
    assert drawn(cube) == {"11-sweep-scatter"}
    found = hockey_stick.extract(results_of(one, one.settings[0]))
    assert found is not None
    use = [row.value for key, row in one.values("pool_utilisation")
           if (key.setting, key.variant, row.group) == (one.settings[0], "apart", "fitter")]  # fmt: skip
    assert found.curves[0].full[0].mean == pytest.approx(np.mean(use))


def test_lines_go_up_the_axis_whatever_the_order_of_the_settings() -> None:
    results = made_up.results(2)
    swept = made_up.swept([{made_up.BEDS: beds} for beds in (220, 180, 200)], results.sides)
    data = sweep_lines.extract(replace(results, swept=swept))
    assert data is not None
    assert data.axis.numbers == (180.0, 200.0, 220.0)
    assert data.rows[0].means[0].found[0] is swept.line("1", "silo").estimates["four_hour_reported"]
    assert [row["value"] for row in rows(sweep_lines.draw(data))][:3] == ["180", "200", "220"]


def test_cells_that_say_nothing_are_hatched() -> None:
    results = made_up.suited("sweep_map", made_up.results(2))
    data = sweep_map.extract(results)
    assert data is not None
    figure = sweep_map.draw(data).figure
    hatched = sum(bool(patch.get_hatch()) for axes in figure.axes for patch in axes.patches)
    panels = [panel for band in data.bands for panel in band.panels if panel.difference]
    unclear = sum(one.low <= 0 <= one.high for panel in panels for row in panel.found for one in row)
    assert hatched == unclear > 0


def test_scatter_has_a_dot_for_each_setting_and_names_values_that_are_no_numbers() -> None:
    data = sweep_scatter.extract(made_up.suited("sweep_scatter", made_up.results(2)))
    assert data is not None
    found = rows(sweep_scatter.draw(data))
    assert len(found) == 11 * 3
    assert {row["targets.four_hour.within"] for row in found} == {"4 h", "1 day"}
    assert [axis.ordered for axis in data.axes] == [True, True, False]


def test_axes_are_in_the_words_of_the_scenario() -> None:
    variant = made_up.variant()
    axes = axes_of([{"resources.bed.number": 2, "needs.admission.share": "30%"},
                    {"resources.bed.number": 1, "needs.admission.share": "5%"}], variant)  # fmt: skip
    assert [(axis.title, axis.words) for axis in axes] == [
        ("Ward beds: number", ("1", "2")), ("Admission: share (%)", ("5", "30")),
    ]  # fmt: skip
    assert path_words("organisation.decisions.admit.effort", variant) == "Admission: effort"
    assert path_words("calendar.length", variant) == "Calendar: length"


@pytest.mark.parametrize(
    ("unit", "value", "difference", "said"),
    [
        ("share", 0.914, False, "91.4%"), ("share", -0.02, True, "\u22122 pt"), ("min", 75.0, False, "75 min"),
        ("min", 300.0, True, "+5 h"), ("min", 4320.0, False, "3 d"), ("£", -12.0, True, "\u2212£12"),
        ("count", 4.0, True, "+4"),
    ],
)  # fmt: skip
def test_scales_say_values_in_units_that_people_say(unit: str, value: float, difference: bool, said: str) -> None:
    scale = scale_for(unit, [value], difference=difference)
    assert scale.said(value) == scale.tick(scale.by * value) == said
