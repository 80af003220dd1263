"""Regions: the same for every variant, laid over what each variant has."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import NormalDist, fmean, stdev

import pytest

from orgsim.experiment.design import design
from orgsim.experiment.regions import draw_regions, moved, region_settings, regions_block
from orgsim.experiment.vary import VaryError
from orgsim.scenario import ScenarioError, load
from orgsim.scenario.schema.regions import Regions, Threshold

JUDGES = Path(__file__).parent / "scenarios" / "judges.yaml"


def test_a_region_depends_on_its_number_and_the_seed_alone() -> None:
    few, many = (draw_regions(Regions(number=number), 7) for number in (3, 30))
    assert many[:3] == few
    assert draw_regions(Regions(number=3), 8)[0] != few[0]


def test_a_spread_of_one_kind_moves_nothing_else() -> None:
    one, other = (draw_regions(Regions(number=5, need_sd=need), 7) for need in ("20%", "40%"))
    assert [(each.demand, each.staff) for each in one] == [(each.demand, each.staff) for each in other]
    assert [each.need for each in one] != [each.need for each in other]


def test_multipliers_are_lognormal_of_mean_one() -> None:
    """1,000 regions: means within 4 standard errors, sds of the logarithm within 4 (each wrong in 1 of 16,000)."""
    drawn = draw_regions(Regions(number=1000, threshold=Threshold(at=["see"], local_sd=0.5, optimum_sd=0.3)), 3)
    for what, sd in (("demand", 0.15), ("staff", 0.10), ("need", 0.20)):
        found = [getattr(one, what) for one in drawn]
        assert fmean(found) == pytest.approx(1, abs=4 * sd / math.sqrt(1000))
        assert stdev(map(math.log, found)) == pytest.approx(sd, rel=4 / math.sqrt(2000))
    assert stdev(one.misjudged for one in drawn) == pytest.approx(0.5, rel=4 / math.sqrt(2000))
    assert stdev(one.optimum for one in drawn) == pytest.approx(0.3, rel=4 / math.sqrt(2000))


def test_a_region_multiplies_what_the_variant_has() -> None:
    scenario = load(str(JUDGES))
    variants = ["local", "bigger"]
    region = draw_regions(regions_block(scenario, variants), 1)[2]
    setting = region_settings(scenario, variants, [region])[0]
    local, bigger = (
        one.model for one in design(scenario, variants, replications=1, seed=1, settings=[setting]).entries
    )
    assert local.arrivals["referrals"].level == pytest.approx(region.demand)
    assert local.needs["operation"].share == pytest.approx(0.5 * region.need)
    assert local.resources["theatre"].number == max(1, round(20 * region.staff))
    assert bigger.resources["theatre"].number == max(1, round(40 * region.staff))
    assert local.resources["theatre"].number != 20, "or the test shows nothing"


def test_who_decides_decides_how_far_the_threshold_is_off() -> None:
    scenario = load(str(JUDGES))
    region = draw_regions(regions_block(scenario, ["local"]), 1)[2]
    settings = region_settings(scenario, ["local", "national"], [region])
    entries = design(scenario, ["local", "national"], replications=1, seed=1, settings=settings).entries
    normal = NormalDist()
    for entry, off in zip(entries, (region.misjudged, -region.optimum), strict=True):
        route = entry.model.pathway["see"].next
        assert route.missed == pytest.approx(normal.cdf(normal.inv_cdf(0.1) + off))
        assert route.needless == pytest.approx(normal.cdf(normal.inv_cdf(0.05) - off))


def test_moving_a_share_there_and_back_leaves_it() -> None:
    assert moved(moved(0.2, 0.7), -0.7) == pytest.approx(0.2)
    assert (moved(0.0, 1.0), moved(1.0, -1.0)) == (0.0, 1.0)


def test_nobody_is_taken_away_altogether() -> None:
    scenario = load(str(JUDGES))
    regions = draw_regions(Regions(number=60, staff_sd="100%"), 1)
    settings = region_settings(scenario, ["local"], regions)
    numbers = [dict(setting.own[0][1])["resources.theatre.number"] for setting in settings]
    assert min(numbers) >= 1
    assert len(set(numbers)) > 10


def test_without_a_block_the_defaults_are_taken() -> None:
    scenario = load("shop-returns")
    block = regions_block(scenario, list(scenario.variant_ids), 5)
    assert (block.number, block.demand_sd, block.staff_sd, block.need_sd, block.threshold) == (5, 0.15, 0.1, 0.2, None)


def test_a_variant_cannot_change_the_regions_themselves() -> None:
    scenario = load(str(JUDGES))
    with pytest.raises(VaryError, match=r"`wilder` changes the regions.*`threshold.decided` only"):
        regions_block(scenario, ["local", "wilder"])


def test_a_value_that_is_set_cannot_differ_between_regions() -> None:
    scenario = load(str(JUDGES), ("resources.theatre.number=12",))
    with pytest.raises(VaryError, match=r"resources\.theatre\.number"):
        region_settings(scenario, ["local"], draw_regions(Regions(number=2), 1))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("at: [operate]", "`operate` has no threshold"),
        ("at: [nowhere]", "no stage is called `nowhere`"),
        ("at: []", "at"),
    ],
)
def test_a_threshold_needs_a_stage_that_has_one(change: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(JUDGES.read_text().replace("at: [see]", change), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(str(path))
    assert any(said in problem.message or said in str(problem.path) for problem in caught.value.problems)


def test_the_block_changes_no_plan() -> None:
    from orgsim.plan import compile_plan

    scenario = load(str(JUDGES))
    plain = scenario.variant("local")
    assert compile_plan(plain) == compile_plan(plain.model_copy(update={"regions": None}))
