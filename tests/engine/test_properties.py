"""Scenarios made at random: every run conserves (the engine checks itself), repeats to the bit, and uses no call order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgsim.cohort import draw_cohort
from orgsim.engine import Journal, simulate
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant

STAGES = ["one", "two", "three", "four"]
POOLS = ["clerk", "room", "bed"]
TIMES = st.sampled_from(
    ["0 min", "1 min", "5 min", "10 min", {"exponential": {"mean": "7 min"}}, {"gamma": {"mean": "9 min", "sd": "12 min"}},
     {"lognormal": {"mean": "12 min", "sd": "10 min"}}, {"triangular": {"low": "1 min", "mode": "2 min", "high": "9 min"}}]
)  # fmt: skip
ACTIONS = {
    "jump_queue": {"at": ["two", "three"], "when": {"clock_over": "5 min"}},
    "divert": {"at": ["one", "two"], "to": "four", "when": {"clock_over": "10 min"}},
    "hold": {"at": ["one"], "lasts": "30 min", "when": {"occupancy_of": "clerk", "above": "60%"}},
    "delay": {"at": ["three"], "by": "6 min"},
    "shorten": {"at": ["two"], "share": "30%"},
    "relabel": {"over_by": "20 min"},
    "lend": {"from_pool": "room", "to_pool": "clerk", "number": 1, "lasts": "2 h", "checked": "every day at 09:00, 12:00",
             "when": {"queue_of": "clerk", "longer_than": 1}},
    "pull": {"pool": "bed"},
    "reserve": {"pool": "bed", "number": 1, "keeps_for": ["regular"]},
}  # fmt: skip


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """A scenario of up to four stages, three pools, an organisation of three and any of the behaviours."""
    count = draw(st.integers(1, 4))
    pathway: dict[str, Any] = {}
    for place in range(count):
        later = [*STAGES[place + 1 : count], "out"]
        onward: Any = draw(st.sampled_from(later))
        if draw(st.booleans()):
            onward = {"shares": [{"share": "70%", "next": onward}, {"share": "30%", "next": "out"}]}
        stage = {
            "unit": draw(st.sampled_from(["shop", "ward"])),
            "needs": {
                pool: draw(st.integers(1, 2))
                for pool in draw(st.lists(st.sampled_from(POOLS), unique=True, max_size=2))
            },
            "queue": draw(st.sampled_from(["first_come", "by_class"])),
            "takes": draw(TIMES),
            "next": onward,
        }
        if draw(st.booleans()):
            stage["asks"] = draw(st.sampled_from(["small", "large"]))
        if draw(st.booleans()):
            stage["until"] = "round"
        if draw(st.booleans()):
            stage["leaves"] = {"after": draw(TIMES), "to": "gone"}
        for key in ("holds", "waits_in"):
            stage[key] = draw(st.lists(st.sampled_from(POOLS), unique=True, max_size=1))
        pathway[STAGES[place]] = stage
    pathway.setdefault("four", {"unit": "ward", "needs": {"bed": 1}, "takes": draw(TIMES), "next": "out"})
    for name in STAGES:
        pathway.setdefault(name, {"unit": "shop", "takes": "1 min", "next": "four" if name != "four" else "out"})
    chosen = draw(st.lists(st.sampled_from(sorted(ACTIONS)), unique=True))
    return {
        "orgsim": 1,
        "name": "Made at random",
        "calendar": {"warm_up": "1 days", "length": "2 days", "follow_up": draw(st.sampled_from(["0 min", "1 days"]))},
        "schedules": {"round": "every day at 08:00, 10:00, 16:00"},
        "organisation": {
            "layers": ["front", "top"],
            "units": {"shop": {}, "ward": {}},
            "positions": {
                "clerk": {"unit": "shop", "layer": "front", "reports_to": "boss", "number": 2},
                "nurse": {"unit": "ward", "layer": "front", "reports_to": "boss", "attention": "50%"},
                "boss": {"unit": "shop", "layer": "top", "on_duty": draw(st.sampled_from(["always", "06:00-20:00"]))},
            },
            "line": {"delay": draw(TIMES), "fidelity": draw(st.sampled_from(["100%", "70%"]))},
            "links": {"phone": {"between": ["clerk", "nurse"], "delay": "1 min", "capacity": 1}},
            "decisions": {
                "small": {"held_by": "nurse", "asked_by": "clerk", "effort": "3 min", "route": "quickest"},
                "large": {
                    "held_by": "boss", "asked_by": "nurse", "effort": draw(TIMES),
                    "asks_again": {"after": "2 h", "at_most": 3},
                },
                "more": {
                    "held_by": "boss", "asked_by": "nurse", "effort": "5 min",
                    "asked_when": {"occupancy_of": "bed", "above": "80%", "checked": "every day at 09:00, 15:00"},
                    "effect": {"pool": "bed", "number": 1, "lasts": "3 h"},
                },
            },
            "meetings": {
                "huddle": {"members": ["nurse", "boss"], "happens": "every day at 09:00", "lasts": "15 min",
                           "settles": ["large"]},
            },
        },
        "classes": {"calm": {"rank": 2}, "urgent": {"rank": 1}},
        "arrivals": {
            "walking": {"at": "one", "per_day": draw(st.sampled_from([20, 100])), "classes": {"calm": "60%", "urgent": "40%"}},
            "regular": {"at": "two" if count > 1 else "one", "classes": {"calm": "100%"},
                        "at_times": {"times": "every day at 09:00, 09:05", "number": 3}},
            "before": {"at": "four", "at_start": 2, "classes": {"calm": "100%"}},
        },
        "pathway": pathway,
        "exits": {"out": {"returns": {"share": "20%", "after": "5 h", "at": "one"}}, "gone": {}},
        "resources": {
            "clerk": {"unit": "shop", "number": draw(st.integers(2, 4)),
                      "hours": draw(st.sampled_from(["always", "08:00-20:00"]))},
            "room": {"unit": "shop", "kind": "place", "number": draw(st.integers(2, 4))},
            "bed": {"unit": "ward", "kind": "place", "number": draw(st.integers(2, 5)),
                    "free_again": {"ready_after": "5 min", **({"told_by": "large"} if draw(st.booleans()) else {})}},
            "spare": {"unit": "ward", "kind": "place", "number": draw(st.integers(0, 2)), "serves": ["bed", "room"]},
        },
        "targets": {"quick": {"owner": "boss", "pressure": "90%", "clock": {}, "within": "30 min", "goal": "95%"}},
        "behaviours": {
            name: {"who": draw(st.sampled_from(["boss", "clerk"])), "because_of": "quick", "switched": "on",
                   "do": name, **ACTIONS[name]}
            for name in chosen
        },
    }  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_random_scenarios_conserve_and_repeat(tree):
    plan = compile_plan(Variant.model_validate(tree))
    cohort = draw_cohort(plan, 3, 1)
    journal = Journal()
    first, second = simulate(plan, cohort, journal), simulate(plan, draw_cohort(plan, 3, 1))
    for name in ("arrived", "departed", "clock_recorded", "moments", "visit_spent"):
        assert np.array_equal(getattr(first, name), getattr(second, name), equal_nan=True), name
    assert np.array_equal(first.exit, second.exit)
    assert np.array_equal(first.requests.answered, second.requests.answered, equal_nan=True)
    times = [entry.time for entry in journal.visits]
    assert times == sorted(times)


@pytest.mark.parametrize("offset", [0, 1])
def test_two_replications_of_one_plan_are_independent_of_the_order_they_run_in(shop, run, offset):
    variant = shop("arrivals: {people: {_replace: 1, at: till, per_day: 130, classes: {any: 100%}}}")
    order = [1, 2] if offset == 0 else [2, 1]
    found = {replication: run(variant, 5, replication)[0].departed for replication in order}
    alone = run(variant, 5, 2)[0].departed
    assert np.array_equal(found[2], alone, equal_nan=True)
