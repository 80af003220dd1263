"""The funnel of regions: who is outside, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orgsim.plots import funnel
from orgsim.plots.funnel import ALARM, WARNING, Place
from orgsim.plots.source import Results


@pytest.mark.parametrize(
    ("seen", "beyond"), [(100, (0, 0)), (121, (1, 0)), (79, (-1, 0)), (132, (1, 1)), (68, (-1, -1))]
)
def test_limits_are_of_a_count_of_one_hundred(seen: int, beyond: tuple[int, int]) -> None:
    one = Place("region 01", seen, 100.0)
    assert (one.beyond(WARNING), one.beyond(ALARM)) == beyond


def test_regions_far_out_are_named(results: Results) -> None:
    data = funnel.extract(results)
    assert [{one.region for one in spread.outside(ALARM)} for spread in data.spreads] == [
        {"region 01", "region 02"}, set(),
    ]  # fmt: skip
    said = funnel.draw(data).sentence
    assert "2 outside the 99.8% limits: region 0" in said
    assert "Systemic: 1 of 12 regions outside the 95% limits, 0 outside the 99.8% limits; systematic component" in said


def test_the_first_year_is_drawn(results: Results) -> None:
    data = funnel.extract(results)
    counted = results.regions.variations[0].counted
    assert [one.observed for one in data.spreads[0].places] == list(counted.observed[0])
    assert data.years == 3


def test_nothing_is_drawn_without_regions_or_a_count(results: Results) -> None:
    assert funnel.extract(replace(results, regions=None)) is None
    nobody = [
        replace(one, counted=replace(one.counted, expected=tuple((0.0,) * 12 for _ in range(3))))
        for one in results.regions.variations
    ]
    assert funnel.extract(replace(results, regions=replace(results.regions, variations=tuple(nobody)))) is None
