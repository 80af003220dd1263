"""A change of structure in mid-run, worked by hand. 09:00 is minute 540, 12:00 minute 720. Both engines agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.stats import binom

from orgsim.cohort import draw_cohort
from orgsim.engine import rules_change, simulate
from orgsim.engine.journal import Step
from orgsim.engine.trace import SettledBy, Trace
from orgsim.plan import PlanError, compile_plan
from orgsim.scenario import load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.derived import derived
from orgsim.scenario.schema import Variant
from tests.conftest import MakeVariant, PlainLoader
from tests.engine.conftest import Run
from tests.engine.equality import assert_engines_agree, assert_same_trace

ORG = """
layers: [front, middle, top]
units: {shop: {}}
positions:
  clerk: {unit: shop, layer: front, reports_to: chief}
  chief: {unit: shop, layer: middle, reports_to: owner}
  owner: {unit: shop, layer: top}
line: {delay: 2 min}
decisions:
  discount: {held_by: owner, asked_by: clerk, effort: 6 min, passing_on: 1 min}
"""
DAY = "every day at 09:00, 12:00"
Make = Callable[..., Variant]


def organisation(changes: Mapping[str, Any] = {}) -> dict[str, Any]:
    """The organisation with values set at dotted paths; None takes away."""
    tree = yaml.load(ORG, PlainLoader)  # noqa: S506
    for path, value in changes.items():
        *above, last = path.split(".")
        here = tree
        for key in above:
            here = here.setdefault(key, {})
        if value is None:
            del here[last]
        else:
            here[last] = deepcopy(value)
    return tree


@pytest.fixture
def turns(shop: MakeVariant) -> Make:
    """Make a shop that changes ``at`` a time from ``before`` into ``after``, with shocks."""

    def make(
        at: str, after: Mapping[str, Any], before: Mapping[str, Any] = {}, shocks: Mapping[str, str] = {}, **more: Any
    ) -> Variant:
        tree = {
            "organisation": organisation(before),
            "arrivals": {"people": {"at_times": {"times": DAY, "number": 1}}},
            "pathway": {"till": {"asks": "discount"}},
            "becomes": {"at": at, "organisation": organisation(after), "shocks": dict(shocks)},
        }
        return shop(yaml.safe_dump(tree, sort_keys=False), yaml.safe_dump(more))

    return make


def answered(trace: Trace) -> list[float]:
    return [float(minute) for minute in trace.requests.answered]


OWN = {"decisions.discount.held_by": "clerk"}


def test_requests_asked_from_the_change_on_go_the_new_way(turns: Make, run: Run) -> None:
    trace, _ = run(turns("10 h", OWN))
    assert answered(trace) == [555, 726]
    assert trace.requests.hops.tolist() == [2, 0]
    assert trace.requests.decision.tolist() == [0, 0]


def test_a_request_on_its_way_finishes_on_the_old_one(turns: Make, run: Run) -> None:
    trace, journal = run(turns("543 min", OWN))
    assert answered(trace) == [555, 726]
    assert [entry.time for entry in journal.requests if entry.what == Step.DECIDED] == [551, 726]


def test_a_position_that_goes_answers_what_it_was_asked(turns: Make, run: Run) -> None:
    gone = {
        "positions.owner": None,
        "positions.chief": {"unit": "shop", "layer": "top"},
        "decisions.discount.held_by": "chief",
    }
    trace, _ = run(turns("541 min", gone))
    assert answered(trace) == [555, 720 + 2 + 6 + 2]


def test_a_position_that_is_new_is_there_from_the_change_on(turns: Make, run: Run) -> None:
    new = {
        "positions.deputy": {"unit": "shop", "layer": "middle", "reports_to": "chief"},
        "decisions.discount.held_by": "deputy",
    }
    trace, _ = run(turns("10 h", new))
    assert answered(trace) == [555, 720 + 2 + 1 + 2 + 6 + 4]
    assert trace.positions.census_capacity[3].tolist() == [0] * 10 + [1] * 14


def test_numbers_on_duty_change_by_the_difference(turns: Make, run: Run) -> None:
    """One sits in a meeting while the number goes from one to three, and comes back afterwards."""
    board = {"meetings.board": {"members": ["owner"], "happens": "every day at 08:30", "lasts": "3 h"}}
    more = {**board, "positions.owner": {"unit": "shop", "layer": "top", "number": 3}}
    trace, _ = run(turns("10 h", more, board))
    assert trace.positions.census_capacity[2].tolist() == [1] * 9 + [0] + [2] * 2 + [3] * 12


def test_hours_change_too(turns: Make, run: Run) -> None:
    mornings = {"positions.owner.on_duty": "06:00-10:00"}
    evenings = {"positions.owner.on_duty": "08:00-14:00"}
    trace, _ = run(turns("570 min", evenings, mornings, calendar={"length": "2 days"}))
    on = trace.positions.census_capacity[2].tolist()
    assert [hour for hour, number in enumerate(on) if number] == [*range(6, 14), *range(32, 38)]
    back, _ = run(turns("12 h", {"positions.owner.on_duty": "06:00-10:00"}, {"positions.owner.on_duty": "06:00-14:00"}))
    assert [hour for hour, number in enumerate(back.positions.census_capacity[2]) if number] == [*range(6, 12)]


def test_old_meetings_end_and_new_ones_begin(turns: Make, run: Run) -> None:
    def sits(when: str, member: str) -> dict[str, Any]:
        return {"meetings.board": {"members": [member], "happens": f"every day at {when}", "lasts": "90 min"}}

    trace, _ = run(turns("10 h", sits("12:00, 16:00", "chief"), sits("08:00, 09:45, 14:00", "owner")))
    away = [[hour for hour, number in enumerate(row) if number == 0] for row in trace.positions.census_capacity]
    assert away == [[], [12, 13, 16, 17], [8, 9, 10, 11]]  # the one that sits from 09:45 is not broken off


def test_a_meeting_settles_what_was_asked_before(turns: Make, run: Run) -> None:
    slow = {"line.delay": "5 h"}
    board = {
        "meetings.board": {
            "members": ["clerk", "owner"],
            "happens": "every day at 10:30",
            "lasts": "30 min",
            "settles": ["discount"],
        }
    }
    trace, _ = run(turns("10 h", {**slow, **board}, slow, calendar={"length": "1 day"}))
    assert answered(trace)[0] == 660
    assert trace.requests.settled[0] == SettledBy.MEETING
    without_owner = {"decisions.discount.held_by": "chief", **slow, **board}
    trace, _ = run(turns("10 h", without_owner, slow))
    assert trace.requests.settled[0] == SettledBy.MEETING  # by asker and holder of its own way


def test_pools_may_serve_others_from_the_change_on(turns: Make, run: Run) -> None:
    pools = {"clerk": {"unit": "shop", "number": 1}, "helper": {"unit": "shop", "number": 1}}
    variant = turns("9 h", {}, arrivals={"people": {"at_times": {"times": DAY, "number": 3}}}, pathway={"till": {"asks": None}},
                    resources=pools)  # fmt: skip
    helped = {**pools, "helper": {"unit": "shop", "number": 1, "serves": ["clerk"]}}
    helping = Variant.model_validate(tree_of(variant, resources=helped, at="545 min"))
    alone, _ = run(variant)
    trace, _ = run(helping)
    assert alone.departed.tolist() == [550, 560, 570, 730, 740, 750]
    assert trace.departed.tolist() == [550, 555, 560, 730, 730, 740]


def tree_of(variant: Variant, resources: dict[str, Any], at: str) -> dict[str, Any]:
    """The shop of the test above as a tree, with other resources from a change on."""
    del variant
    tree = yaml.load(SHOP_OF_TWO, PlainLoader)  # noqa: S506
    return {**tree, "becomes": {"at": at, "resources": resources}}


SHOP_OF_TWO = """
orgsim: 1
name: A small shop
calendar: {length: 1 day}
organisation: {units: {shop: {}}}
classes: {any: {}}
arrivals: {people: {at: till, at_times: {times: "every day at 09:00, 12:00", number: 3}, classes: {any: 100%}}}
pathway: {till: {unit: shop, needs: {clerk: 1}, takes: 10 min, next: out}}
exits: {out: {}}
resources: {clerk: {unit: shop, number: 1}, helper: {unit: shop, number: 1}}
"""


def test_standing_checks_change(turns: Make, run: Run) -> None:
    def check(when: str) -> dict[str, Any]:
        asked = {"occupancy_of": "clerk", "above": "0%", "checked": f"every day at {when}"}
        effect = {"pool": "clerk", "number": 1, "lasts": "10 min"}
        return {"decisions.more": {"held_by": "owner", "asked_by": "owner", "asked_when": asked, "effect": effect}}

    trace, _ = run(turns("10 h", check("11:00, 15:00"), check("08:00, 09:30, 14:00")))
    assert trace.requests.asked[trace.requests.decision == 1].tolist() == [480, 570, 660, 900]


def test_only_what_the_later_structure_has_begins_then(turns: Make, run: Run) -> None:
    asked = {"occupancy_of": "clerk", "above": "0%", "checked": "every day at 08:00, 15:00"}
    trace, _ = run(turns("10 h", {"decisions.more": {"held_by": "owner", "asked_by": "owner", "asked_when": asked}}))
    assert trace.requests.asked[trace.requests.decision == 1].tolist() == [900]
    trace, _ = run(
        turns("10 h", {}, {"decisions.more": {"held_by": "owner", "asked_by": "owner", "asked_when": asked}})
    )
    assert trace.requests.asked[trace.requests.decision == 1].tolist() == [480]


# What the change costs.


def test_managers_lack_attention_for_a_time(turns: Make, run: Run) -> None:
    shocks = {"attention_lost": "50%", "attention_for": "3 h"}
    trace, _ = run(turns("9 h", {}, shocks=shocks))
    # passing on takes 2 and deciding 12 until 12:00, which is no longer in the three hours
    assert answered(trace) == [540 + 2 + 2 + 2 + 12 + 4, 735]


def test_moved_staff_take_longer_until_they_have_learnt(turns: Make, run: Run) -> None:
    moved = {"positions.owner.unit": "yard", "units.yard": {}}
    trace, _ = run(turns("9 h", moved, shocks={"knowledge_lost": "20%", "relearning": "2 h"}))
    for minute, asked in ((545, 540), (725, 720)):  # handling begins five minutes after asking
        takes = 6 / (1 - 0.2 * math.exp(-(minute - 540) / 120))
        assert answered(trace)[int(asked == 720)] == pytest.approx(asked + 5 + takes + 4, abs=1e-9)


def test_a_request_goes_first_to_whoever_decided_before(turns: Make, run: Run) -> None:
    chief = {"decisions.discount.held_by": "chief"}
    trace, journal = run(turns("10 h", chief, shocks={"wrong_address": "100%", "relearning": "20 years"}))
    # up to the owner (2 + 1 + 2), who passes it on (1); then the way to the chief (2), who decides (6), and back (2)
    assert answered(trace)[1] == 720 + 5 + 1 + 2 + 6 + 2
    assert trace.requests.hops.tolist() == [2, 3]
    passed = [
        (entry.time, entry.position) for entry in journal.requests if entry.what == Step.PASSED_ON and entry.time > 700
    ]
    assert passed == [(723, 1), (726, 2)]


def test_a_share_goes_astray_that_fades(turns: Make) -> None:
    """Of 20 a day, by the day after the change; two-sided at 0.1% for each of four spans."""
    variant = turns("1 day", {"decisions.discount.held_by": "chief"}, shocks={"wrong_address": "60%", "relearning": "10 days"},
                    arrivals={"people": {"at_times": {"times": DAY, "number": 50}}}, calendar={"length": "21 days"})  # fmt: skip
    plan = compile_plan(variant)
    trace = simulate(plan, draw_cohort(plan, 3, 1), engine="compiled")
    day = trace.requests.asked // 1440
    astray = trace.requests.hops == 3
    assert not astray[day < 1].any()
    for first in (1, 6, 11, 16):
        days = np.arange(first, first + 5)
        expected = float(np.mean([0.6 * math.exp(-(d + h / 24 - 1) / 10) for d in days for h in (9, 12)]))
        here = astray[(day >= first) & (day < first + 5)]
        low, high = binom.interval(0.999, len(here), expected)
        assert low <= here.sum() <= high


LINKED = {
    "links.phone": {"between": ["clerk", "owner"], "delay": "1 min", "informal": True},
    "decisions.discount.route": "quickest",
    "positions.owner.unit": "yard",
    "units.yard": {},
}


def test_informal_links_of_moved_staff_may_not_survive(turns: Make) -> None:
    """In about half of 200 replications the phone is gone; two-sided at 0.1%. Where it is, the lines are used."""
    variant = turns("10 h", LINKED, {key: one for key, one in LINKED.items() if key != "positions.owner.unit"},
                    shocks={"links_survive": "50%"})  # fmt: skip
    plan = compile_plan(variant)
    hops = [
        simulate(plan, draw_cohort(plan, 1, replication), engine="simpy").requests.hops.tolist()
        for replication in range(200)
    ]
    assert {tuple(one) for one in hops} == {(1, 1), (1, 2)}
    low, high = binom.interval(0.999, 200, 0.5)
    assert low <= hops.count([1, 1]) <= high
    for replication in range(6):
        assert_engines_agree(plan, draw_cohort(plan, 1, replication))


def test_formal_links_and_those_of_staff_who_stay_survive(turns: Make) -> None:
    formal = {**LINKED, "links.phone": {**LINKED["links.phone"], "informal": False}}  # type: ignore[dict-item]
    for after in (formal, {key: one for key, one in LINKED.items() if key != "positions.owner.unit"}):
        plan = compile_plan(turns("10 h", after, shocks={"links_survive": "0%"}))
        assert plan.change is not None
        assert [right.instead for right in plan.change.rights] == [None]


def test_a_link_without_which_there_is_no_way_survives(turns: Make, run: Run) -> None:
    apart = {**LINKED, "positions.chief.reports_to": None}
    trace, _ = run(turns("10 h", apart, shocks={"links_survive": "0%"}))
    assert trace.requests.hops.tolist() == [2, 1]


def test_the_rules_are_what_their_equations_say() -> None:
    assert rules_change.fading(0.2, 10.0, 10.0) == pytest.approx(0.2 / math.e)
    assert rules_change.fading(0.2, 0.0, 10.0) == 0.0
    assert [rules_change.attention_left(0.4, 0.5, 10.0, since) for since in (-1.0, 0.0, 9.0, 10.0)] == [
        0.4,
        0.2,
        0.2,
        0.4,
    ]
    assert rules_change.effort_needed(6.0, 0.5, 10.0, 0.0) == 12.0
    assert rules_change.effort_needed(6.0, 0.5, 10.0, -1.0) == 6.0


# What must not differ.


def _without_events(trace: Trace) -> Trace:
    return replace(trace, events=0)


DERIVED = ("organisation.attention={per_metric: 0.5%, per_report: 1%}", "organisation.informal={per_position: 0.5}")


@pytest.mark.parametrize(("name", "sets"), [("nhs-four-hours", ()), ("shop-returns", ()), ("nhs-four-hours", DERIVED)])
def test_what_becomes_itself_is_what_it_was(name: str, sets: tuple[str, ...], tmp_path) -> None:
    short = ("calendar.warm_up=6 h", "calendar.length=2 days", "calendar.follow_up=12 h", *sets)
    scenario = load(name, short)
    for key in scenario.variant_ids:
        stays = scenario.variant(key)
        if stays.becomes is not None:
            continue
        file = tmp_path / f"{key}.yaml"
        file.write_text(scenario.resolved_yaml(key) + "\nbecomes: {at: 1 day, change: {}}\n", encoding="utf-8")
        turned = load(file).variant()
        one, other = (compile_plan(variant) for variant in (stays, turned))
        assert other.change is not None
        cohort = draw_cohort(one, 1, 1)
        assert_same_trace(*(_without_events(simulate(plan, cohort, engine="compiled")) for plan in (one, other)))


@pytest.mark.parametrize("name", ["nhs-four-hours", "regimes/low-traffic", "regimes/urgent-decision"])
def test_what_changes_at_once_is_what_it_becomes(name: str, tmp_path) -> None:
    """The same visits and requests; sums of minutes on duty may be rounded otherwise, for they are added up in more parts."""
    short = ("calendar.warm_up=6 h", "calendar.length=3 days", "calendar.follow_up=12 h")
    scenario = load(name, short)
    first, second = scenario.variant_ids[:2]
    written, later = (scenario.variant(key).as_written for key in (first, second))
    organisation_only = derived(written.model_copy(update={"organisation": later.organisation}))
    changes = derived(written.model_copy(update={"becomes": becomes_of(later)}))
    one, other = compile_plan(organisation_only), compile_plan(changes)
    cohort = draw_cohort(one, 2, 1)
    expected, found = (simulate(plan, cohort, engine="compiled") for plan in (one, other))
    assert len(expected.requests.asked) > 0
    for part in ("departed", "exit", "spent", "visit_spent", "clock_recorded", "touched"):
        np.testing.assert_array_equal(getattr(found, part), getattr(expected, part), part)
    for part in ("asked", "answered", "hops", "settled"):
        np.testing.assert_array_equal(getattr(found.requests, part), getattr(expected.requests, part), part)
    np.testing.assert_allclose(found.pools.busy, expected.pools.busy)


def becomes_of(variant: Variant) -> Any:
    from orgsim.scenario.schema.becomes import Becomes

    return Becomes(at="0 min", organisation=variant.organisation)  # type: ignore[arg-type]


def test_what_is_not_written_out_is_refused(turns: Make) -> None:
    variant = turns("10 h", {})
    assert variant.becomes is not None
    named = variant.becomes.model_copy(update={"variant": "other"})
    with pytest.raises(PlanError, match="not written out"):
        compile_plan(variant.model_copy(update={"becomes": named}))


def test_a_pool_may_not_become_another(turns: Make) -> None:
    tree = yaml.load(SHOP_OF_TWO, PlainLoader)  # noqa: S506
    for pools in (
        {"clerk": {"unit": "shop", "number": 1}},
        {**tree["resources"], "helper": {"unit": "shop", "number": 1, "kind": "place"}},
    ):
        with pytest.raises(PlanError, match=r"only `number`|no more and no less"):
            compile_plan(Variant.model_validate({**tree, "becomes": {"at": "1 h", "resources": pools}}))


# What people are pressed for.

PRESSED = """
targets: {quick: {owner: boss, clock: {starts: arrival, stops: departure}, within: 1 h, goal: 90%, pressure: 100%}}
behaviours: {rush: {who: boss, because_of: quick, do: shorten, at: [till], share: 50%, switched: SWITCHED}}
"""
BOSS = {
    "organisation": {
        "layers": ["front"],
        "units": {"shop": {}},
        "positions": {"boss": {"unit": "shop", "layer": "front"}},
    }
}


def pressed(before: str, **later: Any) -> Variant:
    tree = yaml.load(SHOP_OF_TWO + PRESSED.replace("SWITCHED", before), PlainLoader) | BOSS  # noqa: S506
    return Variant.model_validate({**tree, "becomes": {"at": "10 h", **later}})


def rush(switched: str, strength: str = "100%") -> dict[str, Any]:
    tree = yaml.load(PRESSED.replace("SWITCHED", switched), PlainLoader)  # noqa: S506
    return {"rush": {**tree["behaviours"]["rush"], "strength": strength}}


def test_a_behaviour_may_begin_and_end(run: Run) -> None:
    slow, quick = [550, 560, 570], [545, 550, 555]
    assert run(pressed("off", behaviours=rush("on")))[0].departed.tolist() == [*slow, 725, 730, 735]
    assert run(pressed("on", behaviours=rush("off")))[0].departed.tolist() == [*quick, 730, 740, 750]
    assert run(pressed("on", behaviours=rush("on", "0%")))[0].departed.tolist() == [*quick, 730, 740, 750]


def test_pressure_may_change(run: Run) -> None:
    target = yaml.load(PRESSED, PlainLoader)["targets"]["quick"]  # noqa: S506
    calm = pressed("on", targets={"quick": {**target, "pressure": "0%"}})
    assert run(calm)[0].departed.tolist() == [545, 550, 555, 730, 740, 750]


def test_a_behaviour_that_has_ended_does_not_act_when_its_time_comes(run: Run) -> None:
    """A visit that waits from 09:00 would be sent out in the hour; the behaviour ends at 10:00, or an hour earlier."""

    def impatient(at: str) -> Variant:
        tree = yaml.load(SHOP_OF_TWO, PlainLoader) | BOSS  # noqa: S506
        tree["pathway"]["till"]["takes"] = "5 h"
        tree["arrivals"]["people"]["at_times"]["number"] = 2
        tree["exits"]["gone"] = {}
        clock = {"starts": "arrival", "stops": "departure"}
        tree["targets"] = {
            "quick": {"owner": "boss", "clock": clock, "within": "1 h", "goal": "90%", "pressure": "100%"}
        }
        divert = {
            "who": "boss",
            "because_of": "quick",
            "do": "divert",
            "at": ["till"],
            "to": "gone",
            "when": {"clock_over": "0 min"},
        }
        tree["behaviours"] = {"send": {**divert, "switched": "on"}}
        return Variant.model_validate(
            {**tree, "becomes": {"at": at, "behaviours": {"send": {**divert, "switched": "off"}}}}
        )

    late, _ = run(impatient("10 h"))
    assert late.exit[1] == 1
    early, _ = run(impatient("9 h"))
    assert early.exit.tolist()[:2] == [0, 0]


def switching(before: str, after: str, row: dict[str, Any], **more: Any) -> Variant:
    tree = yaml.load(SHOP_OF_TWO, PlainLoader) | BOSS  # noqa: S506
    tree["arrivals"] |= more
    later = {"at": "10 h", "behaviours": {"help": {**row, "switched": after}}}
    return Variant.model_validate({**tree, "behaviours": {"help": {**row, "switched": before}}, "becomes": later})


def test_lending_may_begin_and_end(run: Run) -> None:
    lend = {"who": "boss", "do": "lend", "from_pool": "helper", "to_pool": "clerk", "number": 1, "lasts": "1 h",
            "checked": "every day at 08:30, 11:30"}  # fmt: skip
    for before, after, hour in (("on", "off", 9), ("off", "on", 12)):
        trace, _ = run(switching(before, after, lend))
        assert np.flatnonzero(trace.pools.census_capacity[0] == 2).tolist() == [hour]


def test_keeping_units_back_may_begin_and_end(run: Run) -> None:
    keep = {"who": "boss", "do": "reserve", "pool": "clerk", "number": 1, "keeps_for": ["vip"]}
    vip = {"at": "till", "at_start": 0, "classes": {"any": "100%"}}
    trace, _ = run(switching("on", "off", keep, vip=vip))
    assert trace.departed.tolist() == [610, 620, 630, 730, 740, 750]
    trace, _ = run(switching("off", "on", keep, vip=vip))
    assert trace.departed[:3].tolist() == [550, 560, 570]
    assert np.isnan(trace.departed[3:]).all()


@pytest.mark.parametrize(("first", "second"), [("silo", "systemic"), ("systemic", "silo_shared_beds")])
def test_the_whole_of_another_variant_from_the_start_is_that_variant(first: str, second: str, tmp_path: Path) -> None:
    """With its targets and behaviours: those that only one has are there in both, without effect."""
    text = builtin_scenarios()["nhs-four-hours"].read_text("utf-8")
    turns = f"  turns: {{extends: {first}, change: {{becomes: {{at: 0 min, variant: {second}}}}}}}\n"
    (tmp_path / "turns.yaml").write_text(text.replace("\nvariants:\n", f"\nvariants:\n{turns}"), encoding="utf-8")
    scenario = load(
        tmp_path / "turns.yaml", ("calendar.warm_up=6 h", "calendar.length=3 days", "calendar.follow_up=12 h")
    )
    traces = []
    for name in (second, "turns"):
        plan = compile_plan(scenario.variant(name))
        traces.append(simulate(plan, draw_cohort(plan, 2, 1), engine="compiled"))
    for part in ("departed", "exit", "spent", "visit_spent"):
        np.testing.assert_array_equal(getattr(traces[1], part), getattr(traces[0], part), part)
    np.testing.assert_array_equal(traces[1].requests.answered, traces[0].requests.answered)


def test_a_meeting_answers_in_order_of_asking_whichever_way_was_taken(turns: Make, run: Run) -> None:
    """Half of the requests went to the old owner first; all wait for one till clerk afterwards, as they asked."""
    meeting = {
        "members": ["clerk", "chief", "owner"],
        "happens": "every day at 12:00",
        "lasts": "0 min",
        "settles": ["discount"],
    }
    slow = {"decisions.discount.effort": "6 h", "meetings": {"noon": meeting}}
    after = {**slow, "decisions.discount.held_by": "chief"}
    variant = turns("0 min", after, slow, {"wrong_address": "50%"}, arrivals={"people": {"at_times": {"number": 8}}})
    ways = set()
    for replication in range(1, 5):
        trace, journal = run(variant, replication=replication)
        first = [number for number, asked in enumerate(trace.requests.asked.tolist()) if asked == 540]
        ways |= {entry.position for entry in journal.requests if entry.request in first and entry.what == Step.ARRIVED}
        settled = [number for number in first if trace.requests.settled[number] == SettledBy.MEETING]
        assert len(settled) >= 7
        left = trace.departed[trace.requests.visit[settled]].tolist()
        assert left == sorted(left)
    assert len(ways) > 1
