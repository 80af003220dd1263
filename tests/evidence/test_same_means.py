"""The structures of the flagship have the same people, beds and money, and none has a performance number of its own."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from orgsim.scenario import load
from orgsim.scenario.file import Scenario
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.distribution import Distribution
from orgsim.scenario.schema.flow import Pool

ROOT = Path(__file__).resolve().parents[2]
FLAGSHIP = ROOT / "scenarios" / "nhs-four-hours.yaml"
SHOP = ROOT / "scenarios" / "shop-returns.yaml"
SAME_MEANS = ("systemic", "silo_without_target", "silo_shared_beds", "silo_rights", "silo_flat_staffing",
              "silo_matched_staffing", "silo_flexible_cubicles", "silo_pooled_cubicles")  # fmt: skip


@pytest.fixture(scope="module")
def flagship() -> Scenario:
    return load(str(FLAGSHIP))


def pool_hours(pool: Pool) -> float:
    """Return unit-minutes a week."""
    if pool.shifts is not None:
        return sum(shift.number * shift.hours.minutes_a_week for shift in pool.shifts.values())
    return (pool.number or 0) * pool.hours.minutes_a_week


def positions(variant: Variant) -> dict[str, tuple[object, ...]]:
    return {
        name: (one.number, one.on_duty, one.attention, one.pay_band, one.line, one.layer)
        for name, one in variant.as_written.organisation.positions.items()  # of attention what they have of their own
    }


def yearly_pay(variant: Variant) -> float:
    bands, hours = variant.budget.pay_bands, variant.budget.hours_a_week * 60
    people = [
        one.number * one.on_duty.minutes_a_week / hours * bands[one.pay_band]
        for one in variant.organisation.positions.values()
        if one.pay_band is not None
    ]
    staff = [
        pool_hours(pool) / hours * bands[pool.pay_band]
        for pool in variant.resources.values()
        if pool.pay_band is not None
    ]
    return sum(people) + sum(staff)


@pytest.mark.parametrize("name", SAME_MEANS)
def test_same_people_beds_and_money(flagship: Scenario, name: str) -> None:
    silo, other = flagship.variant("silo"), flagship.variant(name)
    assert positions(other) == positions(silo)
    assert {key: pool_hours(pool) for key, pool in other.resources.items()} == {
        key: pool_hours(pool) for key, pool in silo.resources.items()
    }
    assert yearly_pay(other) == pytest.approx(yearly_pay(silo))
    assert other.budget == silo.budget


def test_more_beds_says_so_and_is_the_only_one(flagship: Scenario) -> None:
    silo, more = flagship.variant("silo"), flagship.variant("silo_more_beds")
    assert (more.resources["medical_bed"].number or 0) - (silo.resources["medical_bed"].number or 0) == 12
    rest = {key: pool for key, pool in more.resources.items() if key != "medical_bed"}
    assert rest == {key: pool for key, pool in silo.resources.items() if key != "medical_bed"}


def test_a_structure_changes_no_performance_number(flagship: Scenario) -> None:
    silo, systemic = flagship.variant("silo"), flagship.variant("systemic")
    for part in ("calendar", "schedules", "classes", "needs", "arrivals", "pathway", "exits", "measures", "groups"):
        assert getattr(systemic, part) == getattr(silo, part), part
    assert systemic.organisation.line == silo.organisation.line
    for key, decision in systemic.organisation.decisions.items():
        before = silo.organisation.decisions[key]
        kept = ("effort", "passing_on", "asks_again", "effect", "complexity", "concerns", "unclear", "judged")
        assert [getattr(decision, part) for part in kept] == [getattr(before, part) for part in kept]
        if decision.asked_when is not None:
            assert decision.asked_when == before.asked_when
    for key, pool in systemic.resources.items():
        assert pool.model_copy(update={"serves": []}) == silo.resources[key].model_copy(update={"serves": []})
    assert systemic.organisation.informal == silo.organisation.informal  # the same law, drawn over another tree
    written = systemic.as_written.organisation.links
    new = set(written) - set(silo.organisation.links)
    phones: Counter[tuple[Distribution, float]] = Counter(
        (link.delay, link.fidelity) for key, link in silo.organisation.links.items() if key.endswith("_phone")
    )
    assert len(phones) == 1
    assert {(written[key].delay, written[key].fidelity) for key in new} == set(phones)


def test_meetings_take_no_more_time_in_the_systemic_structure(flagship: Scenario) -> None:
    def hours(name: str) -> float:
        meetings = flagship.variant(name).organisation.meetings.values()
        return sum(len(one.members) * len(one.happens.minutes) * one.lasts for one in meetings)

    assert hours("systemic") <= hours("silo")


def test_behaviours_are_off_in_the_file_and_on_in_the_silo(flagship: Scenario) -> None:
    base, silo = flagship.variant("base"), flagship.variant("silo")
    assert {one.switched for one in base.behaviours.values()} == {"off"}
    helpful_there = {"pull_medical", "pull_surgical"}
    assert {key for key, one in silo.behaviours.items() if one.switched == "off"} == helpful_there


@pytest.mark.parametrize("path", [FLAGSHIP, SHOP], ids=["nhs", "shop"])
def test_scenarios_raise_no_problem(path: Path) -> None:
    assert [str(problem) for problem in load(str(path)).problems] == []


def test_hours_of_arrival_are_those_of_the_data(flagship: Scenario) -> None:
    data = ROOT / "scenarios" / "data" / "arrival_profile_24h_constructed.csv"
    with data.open(encoding="utf-8") as file:
        published = [100 * float(row["share_of_daily_arrivals_all_types_constructed"]) for row in csv.DictReader(file)]
    for stream in ("walk_in", "ambulance"):
        assert flagship.variant("silo").arrivals[stream].by_hour == pytest.approx(published)


def test_a_shop_speaks_of_customers() -> None:
    shop = load(str(SHOP))
    words = shop.variant("silo").words
    assert (words.entity, words.organisation) == ("customer", "shop")
    silo, systemic = shop.variant("silo"), shop.variant("systemic")
    assert positions(systemic) == positions(silo)
    assert systemic.resources == silo.resources
    assert systemic.pathway == silo.pathway
