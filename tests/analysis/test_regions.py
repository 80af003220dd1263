"""How much regions differ beyond chance: by hand, and in runs whose regions are all alike or are not."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from orgsim import api
from orgsim.analysis.regions import Counted, counts_of, regions
from orgsim.experiment import Run, StoreError
from orgsim.experiment.regions import described, draw_regions, region_settings, regions_block
from orgsim.scenario import load
from orgsim.scenario.problems import UsageError
from orgsim.theory.variation import expected_component, funnel_limits, share_off_threshold

JUDGES = str(Path(__file__).parents[1] / "experiment" / "scenarios" / "judges.yaml")


def ran(folder: Path, *sets: str, variants: tuple[str, ...] = ("local",), number: int = 12, n: int = 12) -> Run:
    scenario = load(JUDGES, sets)
    block = regions_block(scenario, variants, number)
    drawn = draw_regions(block, 2)
    settings = region_settings(scenario, variants, drawn)
    return api.run(
        scenario, variants, replications=n, seed=2, settings=settings, regions=described(block, drawn), output=folder
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return ran(tmp_path_factory.mktemp("runs"), variants=("local", "national"), number=6, n=3)


def test_the_component_by_hand() -> None:
    one = Counted("v", "per head", ((110, 90), (100, 100)), ((100.0, 100.0), (100.0, 100.0)))
    assert one.components == pytest.approx([100 * (0.01 + 0.01 - 0.02) / 2, 100 * -0.02 / 2])
    assert one.ratios == pytest.approx([1.05, 0.95])


def test_regions_that_are_alike_differ_by_chance_alone(tmp_path: Path) -> None:
    """12 regions, 12 years, nothing varied: the mean component is 0 within 4 standard errors (wrong in 1 of 16,000).

    A year's component of chance alone has a variance of about 2 (100 / E)^2 / R.
    """
    alike = ("regions.demand_sd=0%", "regions.need_sd=0%", "regions.staff_sd=0%", "regions.threshold=remove")
    found = regions(ran(tmp_path, *alike), count="visits").variations[0]
    wanted = found.counted.expected[0][0]
    assert found.component.n == 12
    assert found.component.mean == pytest.approx(0, abs=4 * 100 / wanted * math.sqrt(2 / 12 / 12))


def test_regions_of_unlike_demand_have_the_component_of_their_multipliers(tmp_path: Path) -> None:
    """The expectation is 100 cv^2 of the regions that were drawn, here the population of all there are."""
    fixed = ("regions.need_sd=0%", "regions.staff_sd=0%", "regions.threshold=remove", "regions.demand_sd=40%")
    run = ran(tmp_path, *fixed)
    found = regions(run, count="visits").variations[0]
    demands = [one["demand"] for one in run.manifest["regions"]["regions"].values()]
    mean = sum(demands) / len(demands)
    cv = math.sqrt(sum((one / mean - 1) ** 2 for one in demands) / len(demands))
    wanted = expected_component(cv)
    assert wanted > 5
    assert found.component.mean == pytest.approx(wanted, abs=4 * found.component.sd / math.sqrt(12) + 100 / 560 / 12)


def test_two_regions_of_one_year_never_share_a_replication(run: Run) -> None:
    found = regions(run)
    seen = found.variations[0].counted.observed
    direct = [[int((run.series("local", number, "fates", label)["disposition"] == 0).sum()) for number in (1, 2, 3)]
              for label in run.settings]  # fmt: skip
    assert [list(year) for year in seen] == [
        [direct[region][(year + region) % 3] for region in range(6)] for year in range(3)
    ]


def test_it_says_what_is_counted_on_which_basis(run: Run) -> None:
    found = regions(run)
    assert found.count == "operated"
    assert [(one.counted.variant, one.counted.basis) for one in found.variations] == [
        ("local", "per head"), ("local", "per visit"), ("national", "per head"), ("national", "per visit"),
    ]  # fmt: skip
    assert [one.difference is None for one in found.variations] == [True, True, False, False]
    for year, wanted in zip(found.variations[1].counted.observed, found.variations[1].counted.expected, strict=True):
        assert sum(year) == pytest.approx(sum(wanted))


def test_an_exit_can_be_counted_and_nothing_else(run: Run) -> None:
    model = run.variant("local", run.settings[0])
    assert counts_of(model) == ("operated", "home", "visits")
    home, operated, everybody = (regions(run, count=one).variations[0].counted.observed[0] for one in
                                 ("home", "operated", "visits"))  # fmt: skip
    assert all(a + b <= c for a, b, c in zip(home, operated, everybody, strict=True))
    with pytest.raises(UsageError, match="nothing called `nobody`"):
        regions(run, count="nobody")


def test_measures_over_the_regions(run: Run) -> None:
    found = regions(run, measures=["missed_share"])
    local, national = found.across
    assert local.lowest < local.mean < local.highest
    assert national.difference is not None
    assert national.difference.mean == pytest.approx(national.mean - local.mean)


def test_the_table_has_every_region_and_year(run: Run) -> None:
    with (run.path / "tables" / "regions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2 * 2 * 6 * 3
    assert {row["region"] for row in rows} == set(run.settings)
    assert float(rows[0]["demand"]) == run.manifest["regions"]["regions"]["region 01"]["demand"]


def test_another_run_is_none_of_regions(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a run of regions"):
        regions(api.run(load(JUDGES), ["local"], replications=1, output=tmp_path))


def test_limits_of_a_funnel() -> None:
    assert funnel_limits(400, 1.96) == pytest.approx((0.902, 1.098))
    assert funnel_limits(4, 3.09) == (0.0, pytest.approx(2.545))
    with pytest.raises(ValueError, match="expected"):
        funnel_limits(0, 1.96)


def test_errors_of_thresholds_that_are_off() -> None:
    assert share_off_threshold(0.1, math.sqrt(3)) == pytest.approx(0.26083, abs=1e-5)
    for share in (0.0, 1.0):
        with pytest.raises(ValueError, match="share"):
            share_off_threshold(share, 1.0)
