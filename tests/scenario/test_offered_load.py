"""The traffic equations and the load on pools and positions, against hand calculation and other solvers."""

from __future__ import annotations

import math

import pytest

from orgsim.organisation.flows import flows
from orgsim.organisation.graph import build_graph
from orgsim.organisation.load import position_loads
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.file import load
from orgsim.scenario.load_warnings import load_warnings
from orgsim.scenario.offered_load import mean_stay, offered_load
from orgsim.scenario.traffic import traffic


def rows(variant):
    return {(row.kind, row.id): row for row in offered_load(variant)}


def test_one_queue_is_rate_times_time(shop):
    variant = shop("resources: {clerk: {number: 1, hours: 09:00-17:00}}")
    row = rows(variant)["pool", "clerk"]
    assert row.needs_hours == pytest.approx(3 * 10 / 60)
    assert row.has_hours == pytest.approx(8)
    assert row.ratio == pytest.approx(0.0625)
    assert row.exact
    assert traffic(variant).arrivals == pytest.approx(3)
    assert mean_stay(variant, traffic(variant)) == pytest.approx(10)


def test_loops_and_shares_are_solved(shop):
    variant = shop("pathway: {till: {next: {till: 25%, out: 75%}}}")
    assert traffic(variant).visits("till") == pytest.approx(3 / 0.75)


def test_returns_come_again_and_again(shop):
    variant = shop("exits: {out: {returns: {share: 25%, after: 1 day, at: till}}}")
    assert traffic(variant).visits("till") == pytest.approx(3 / 0.75)


def test_arrivals_of_all_kinds_are_counted(shop):
    variant = shop(
        "arrivals: {people: {at_times: {times: weekdays at 09:00, number: 7}}, more: {at: till, per_day: 10, level: 120%,"
        " by_weekday: {mon: 200%}, classes: {any: 100%}}, there: {at: till, at_start: 50, classes: {any: 100%}}}"
    )
    assert traffic(variant).visits("till") == pytest.approx(5 + 12)


NEEDS = """
classes: {other: {}}
arrivals: {people: {classes: {any: 60%, other: 40%}}}
needs:
  bed: {by_class: {any: 20%, default: 70%}}
  scan: {given: bed, share: 10%, given_share: 90%}
pathway:
  till: {next: {by_need: scan, yes: scanner, no: look, missed: 10%, needless: 5%}}
  scanner: {unit: shop, next: look}
  look: {unit: shop, next: {by_need: bed, yes: ward, no: out, missed: 20%}}
  ward: {unit: shop, next: out}
"""


def test_a_visit_keeps_its_needs_along_its_way(shop):
    variant = shop(NEEDS)
    bed = 3 * (0.6 * 0.2 + 0.4 * 0.7)
    scan = 0.9 * bed + 0.1 * (3 - bed)
    found = traffic(variant)
    assert found.visits("scanner") == pytest.approx(0.9 * scan + 0.05 * (3 - scan))
    assert found.visits("ward") == pytest.approx(0.8 * bed)


def test_those_with_a_missed_need_come_back_with_needs_of_their_own(shop):
    variant = shop(NEEDS, "exits: {out: {returns: {share: 0%, missed: 20%, missed_need: bed, after: 1 day, at: ward}}}")
    arriving, chance = {"any": 1.8, "other": 1.2}, {"any": 0.2, "other": 0.7}
    leaving = {name: arriving[name] / (1 - 0.2 * chance[name]) for name in arriving}
    expected = sum(0.8 * arriving[name] * chance[name] + 0.2 * chance[name] * leaving[name] for name in arriving)
    assert traffic(variant).visits("ward") == pytest.approx(expected)


def test_what_is_held_on_counts_for_the_pool(shop):
    variant = shop(
        "resources: {room: {unit: shop, kind: place, number: 2, free_again: {ready_after: 6 min}}}",
        "pathway: {till: {needs: {_replace: 1, room: 1, clerk: 1}, next: rest}, rest: {unit: shop, holds: [room], takes: 20 min,"
        " next: {again: 50%, out: 50%}}, again: {unit: shop, holds: [room], takes: 1 h, next: out}}",
    )
    found = rows(variant)
    assert found["pool", "room"].needs_hours == pytest.approx(3 * (10 + 20 + 0.5 * 60 + 6) / 60)
    assert found["pool", "clerk"].needs_hours == pytest.approx(0.5)
    assert not found["pool", "room"].exact  # the room also waits for the clerk
    assert found["pool", "clerk"].exact


def test_what_waits_for_a_schedule_is_held_meanwhile(shop):
    variant = shop("schedules: {noon: 'every day at 12:00'}", "pathway: {till: {until: noon}}")
    assert rows(variant)["pool", "clerk"].needs_hours == pytest.approx(3 * (10 + 720) / 60)


def test_helpers_lend_their_spare_hours(shop):
    variant = shop("resources: {helper: {unit: shop, number: 2, serves: [clerk]}}")
    assert rows(variant)["pool", "clerk"].has_hours == pytest.approx(24 + 48)


def test_work_without_anybody_is_infinite(shop):
    row = rows(shop("resources: {clerk: {number: 0}}"))["pool", "clerk"]
    assert math.isinf(row.ratio)


ORGANISATION = """
organisation:
  layers: [front, boss, top]
  positions:
    clerk_lead: {unit: shop, layer: front, reports_to: boss}
    stock_lead: {unit: shop, layer: front, reports_to: boss, attention: 25%}
    boss: {unit: shop, layer: boss, reports_to: top, attention: 50%, on_duty: weekdays 09:00-17:00}
    top: {unit: shop, layer: top, number: 2}
  line: {delay: 5 min}
  links: {corridor: {between: [clerk_lead, stock_lead], fidelity: 80%, delay: 1 min}}
  decisions:
    refund: {held_by: stock_lead, asked_by: clerk_lead, effort: 12 min, passing_on: 3 min, asks_again: {after: 1 h}}
    credit: {held_by: top, asked_by: clerk_lead, effort: 30 min, passing_on: 5 min}
    stock: {held_by: stock_lead, asked_by: clerk_lead, route: nearest, effort: 4 min}
    order: {held_by: stock_lead, asked_by: clerk_lead, route: quickest, effort: 8 min}
  meetings: {huddle: {members: [boss, stock_lead], happens: "every day at 09:30", lasts: 20 min}}
pathway:
  till: {asks: refund, next: second}
  second: {unit: shop, asks: credit, next: third}
  third: {unit: shop, asks: stock, next: fourth}
  fourth: {unit: shop, asks: order, next: out}
"""


def test_decisions_take_attention_along_their_way(shop):
    found = rows(shop(ORGANISATION))
    stock = found["position", "stock_lead"]
    arriving = 3 * 0.8  # the link loses a fifth, and nobody asks again
    assert stock.needs_hours == pytest.approx((3 * 12 + arriving * (4 + 8)) / 0.25 / 60)
    assert stock.has_hours == pytest.approx(24 - 20 / 60)
    boss = found["position", "boss"]
    assert boss.needs_hours == pytest.approx((3 * 3 + 3 * 5) / 0.5 / 60)
    assert boss.has_hours == pytest.approx((5 * 8 * 60 - 5 * 20) / 7 / 60)
    assert found["position", "top"].needs_hours == pytest.approx(3 * 30 / 60)


def test_positions_agree_with_the_load_of_the_organisation(shop):
    variant = shop(ORGANISATION)
    expected = position_loads(build_graph(variant), variant, dict.fromkeys(variant.organisation.decisions, 3.0))
    for key, load_of_key in expected.items():
        row = rows(variant)["position", key]
        assert row.needs_hours * 60 == pytest.approx(load_of_key.work)
        assert row.has_hours * 60 == pytest.approx(load_of_key.available)


def test_news_of_free_units_is_work_for_somebody(shop):
    variant = shop(ORGANISATION, "resources: {clerk: {free_again: {told_by: credit}}}")
    assert rows(variant)["position", "top"].needs_hours == pytest.approx((3 + 3) * 30 / 60)


@pytest.mark.parametrize("name", [*builtin_scenarios(), "sample"])
def test_traffic_agrees_with_the_flows_of_the_organisation(name, sample, tmp_path):
    if name == "sample":
        (tmp_path / "s.yaml").write_text(sample, encoding="utf-8")
    scenario = load(str(tmp_path / "s.yaml") if name == "sample" else name)
    for variant_id in scenario.variant_ids:
        variant = scenario.variant(variant_id)
        found, expected = traffic(variant), flows(variant)
        for stage in variant.pathway:
            assert found.visits(stage) == pytest.approx(expected.visits[stage], rel=1e-6, abs=1e-9)


def test_warnings_say_hours_and_per_cent(shop):
    variant = shop("calendar: {warm_up: 5 min}", "arrivals: {people: {at_times: {number: 300}}}")
    over, short = load_warnings(variant, {}, traffic(variant), offered_load(variant))
    assert over.message == "`clerk` needs 50 hours a day, has 24 hours: 208%"
    assert short.message == "the warm-up is 0.1 hours, but a stay takes 0.2 hours on average"
    assert {over.severity, short.severity} == {"warning"}
