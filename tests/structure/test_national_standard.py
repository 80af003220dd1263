"""A national standard wins exactly where local judgement is less sure than regions are different.

Every run is of 40 regions, eight replications each. Winners: the 95% interval of the difference over regions leaves out 0, so
were there none, each of the two tests would name one in 5% of choices of seeds. Means: of the closed form in the regions that
were drawn, within four standard errors of a share in as many replications, whose luck all regions share (each wrong in less
than 1 of 16,000).
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from statistics import NormalDist, fmean

import pytest

from orgsim import api
from orgsim.analysis.statistics import Estimate, estimate
from orgsim.experiment.regions import described, draw_regions, region_settings, regions_block
from orgsim.scenario import load
from orgsim.theory.variation import share_off_threshold

OPTIMUM_SD, ERRORS = 0.5, 0.1
REPLICATIONS = 8
LUCK = math.sqrt(ERRORS * (1 - ERRORS) / (REPLICATIONS * 30 * 56))
VARIANTS = ["each_region", "nation"]
Values = dict[str, list[float]]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory):
    """The share wrongly decided in each region, by variant, for one sd of local judgement."""

    @cache
    def ran(local_sd: float) -> Values:
        scenario = load("regimes/national-standard", (f"regions.threshold.local_sd={local_sd}",))
        block = regions_block(scenario, VARIANTS)
        regions = draw_regions(block, 5)
        output: Path = tmp_path_factory.mktemp("regions")
        settings = region_settings(scenario, VARIANTS, regions)
        with api.run(scenario, VARIANTS, replications=REPLICATIONS, seed=5, settings=settings, output=output,
                     regions=described(block, regions)) as run:  # fmt: skip
            found: dict[tuple[str, str], list[float]] = {}
            for key, _, value in run.overall({"wrong_share"}):
                found.setdefault((key.variant, key.setting), []).append(value)
        return {one: [sum(found[one, region.label]) / REPLICATIONS for region in regions] for one in VARIANTS}

    return ran


def between(values: Values) -> Estimate:
    return estimate(mine - theirs for mine, theirs in zip(*(values[one] for one in VARIANTS), strict=True))


def test_local_judgement_wins_where_it_is_surer_than_regions_are_different(wrong) -> None:
    assert between(wrong(0.1)).high < 0


def test_the_national_standard_wins_where_local_judgement_is_unsure(wrong) -> None:
    assert between(wrong(1.0)).low > 0


def _errors(off: float) -> float:
    """The share of errors, half of whom have the need, at a threshold that lies ``off`` sd of normal evidence."""
    normal = NormalDist()
    best = normal.inv_cdf(ERRORS)
    return (normal.cdf(best + off) + normal.cdf(best - off)) / 2


@pytest.mark.parametrize("local_sd", [0.1, 1.0])
def test_the_share_of_errors_is_the_closed_form(wrong, local_sd: float) -> None:
    scenario = load("regimes/national-standard", (f"regions.threshold.local_sd={local_sd}",))
    drawn = draw_regions(regions_block(scenario, VARIANTS), 5)
    off = {"each_region": [one.misjudged for one in drawn], "nation": [-one.optimum for one in drawn]}
    for variant in VARIANTS:
        expected = fmean(_errors(one) for one in off[variant])
        assert fmean(wrong(local_sd)[variant]) == pytest.approx(expected, abs=4 * LUCK)


def test_the_closed_form_flips_where_both_spreads_are_equal() -> None:
    nation = share_off_threshold(ERRORS, OPTIMUM_SD)
    assert share_off_threshold(ERRORS, 0.49) < nation < share_off_threshold(ERRORS, 0.51)
    assert share_off_threshold(ERRORS, 0.0) == pytest.approx(ERRORS)
