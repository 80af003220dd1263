"""Measures of a real run whose every minute can be worked out beforehand.

Three visits come every day at 09:00 to one desk that takes 10 minutes each; each then asks the boss, 5 minutes away, who
thinks for 3: they are inside for 23, 33 and 43 minutes. The third is over the limit of 35, and is written down as inside.
"""

from __future__ import annotations

from typing import Any

import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import definitions, measure, series
from orgsim.plan import compile_plan
from orgsim.scenario.schema import Variant

DESK: dict[str, Any] = {
    "orgsim": 1,
    "name": "A desk and a boss",
    "calendar": {"starts": "Monday 00:00", "warm_up": "1 day", "length": "1 week", "follow_up": "1 day"},
    "organisation": {
        "layers": ["front", "top"],
        "units": {"office": {}},
        "line": {"delay": "5 min"},
        "positions": {
            "clerk": {"unit": "office", "layer": "front", "reports_to": "boss", "pay_band": "all"},
            "boss": {"unit": "office", "layer": "top", "pay_band": "all"},
        },
        "decisions": {"permit": {"held_by": "boss", "asked_by": "clerk", "effort": "3 min"}},
    },
    "classes": {"all": {}},
    "arrivals": {"door": {"at": "desk", "at_times": {"times": "every day at 09:00", "number": 3}, "classes": {"all": "100%"}}},
    "pathway": {
        "desk": {"unit": "office", "needs": {"desk": 1}, "takes": "10 min", "next": "permission"},
        "permission": {"unit": "office", "asks": "permit", "next": "out"},
    },
    "exits": {"out": {}},
    "resources": {"desk": {"unit": "office", "number": 1}},
    "targets": {
        "prompt": {"owner": "boss", "pressure": "100%", "clock": {}, "within": "35 min", "goal": "90%", "counted": "daily"},
    },
    "behaviours": {
        "touch_up": {"who": "boss", "because_of": "prompt", "do": "relabel", "over_by": "10 min", "switched": "on"},
    },
    "measures": {
        "to_desk": {"time": {"to": {"begins": ["desk"]}, "show": ["median"]}},
        "waiting": {"waiting_hours": {"stages": ["permission"]}},
    },
    "budget": {"pay_bands": {"all": "£19,500 a year"}},
}  # fmt: skip


def test_a_run_worked_out_beforehand() -> None:
    variant = Variant.model_validate(DESK)
    plan = compile_plan(variant)
    cohort = draw_cohort(plan, 1, 1)
    trace = simulate(plan, cohort)
    rows = measure(variant, plan, cohort, trace)
    found = {(row.measure, row.group): row.value for row in rows}
    expected = {
        "visits_per_day": 3, "time_inside": 33, "still_inside_share": 0, "prompt_true": 2 / 3, "prompt_reported": 1,
        "prompt_mean": 33, "prompt_last_10_min": 1 / 3, "prompt_weeks_met": 1, "to_desk_median": 10,
        "waiting": 3 * 13 / 60, "decision_latency_mean": 13, "hops_per_decision": 1, "requests_per_day": 3,
        "asked_again_share": 0, "cost_per_day": 2 * 24 * 10, "cost_per_visit": 160, "management_cost_share": 0.5,
    }  # fmt: skip
    assert {name: found[name, ""] for name in expected} == pytest.approx(expected)
    assert found["position_utilisation", "boss"] == pytest.approx(9 / 1440)
    assert found["pool_utilisation", "desk"] == pytest.approx(30 / 1440)
    assert found["behaviour_acts_per_day", "touch_up"] == 1
    assert list(dict.fromkeys(row.measure for row in rows)) == [one.id for one in definitions(variant)]
    arrays = series(variant, plan, cohort, trace)
    assert arrays["bins:prompt:all"][:6].tolist() == [0, 0, 7, 7, 7, 0]
    assert arrays["bins_recorded:prompt"][:6].tolist() == [0, 0, 7, 14, 0, 0]
    assert arrays["weekly:prompt"].tolist() == [[21, 21, 14]]
    assert arrays["hours:arrivals"][9::24].tolist() == [3] * 7
    assert arrays["latency:permit"][4] == 21
    assert arrays["stage_visits"].tolist() == [21, 21]
