"""A small shop and one replication of it written down by hand: every measure can be worked out on paper."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from orgsim.cohort.cohort import Cohort
from orgsim.engine.trace import Requests, Reviewed, SettledBy, Trace, UnitDay, Use
from orgsim.measures.view import View
from orgsim.plan import Plan, compile_plan, moment_number
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.targets import Moment

NAN = float("nan")
START, STOP, END = 1440.0, 21600.0, 23040.0

SHOP: dict[str, Any] = {
    "orgsim": 1,
    "name": "A shop with a back room",
    "words": {"visit": "call", "visits": "calls"},
    "calendar": {"starts": "Monday 00:00", "warm_up": "1 day", "length": "2 weeks", "follow_up": "1 day"},
    "organisation": {
        "layers": ["front", "top"],
        "units": {"shop": {}, "outside": {"external": True}},
        "positions": {
            "clerk": {
                "unit": "shop", "layer": "front", "reports_to": "boss", "number": 2, "pay_band": "low",
                "on_duty": "weekdays 09:00-17:00",
            },
            "boss": {"unit": "shop", "layer": "top", "pay_band": "high"},
            "inspector": {"unit": "outside", "layer": "top", "pay_band": "high"},
        },
        "decisions": {
            "ask_boss": {"held_by": "boss", "asked_by": "clerk"},
            "own": {"held_by": "clerk", "asked_by": "clerk"},
        },
        "meetings": {
            "huddle": {"members": ["clerk", "boss"], "happens": "weekdays at 09:00", "lasts": "30 min"},
        },
    },
    "classes": {"quick": {}, "slow": {"rank": 1}},
    "needs": {"stay": {"share": "50%"}},
    "arrivals": {
        "door": {"at": "desk", "per_day": 24, "classes": {"quick": "50%", "slow": "50%"}},
        "present": {"at": "desk", "at_start": 1, "mode": "by_road", "classes": {"quick": "100%"}},
    },
    "pathway": {
        "desk": {
            "unit": "shop", "needs": {"till": 1}, "takes": "10 min",
            "next": {"by_need": "stay", "yes": "back", "no": "home"},
        },
        "back": {"unit": "shop", "needs": {"bed": 1}, "takes": "2 h", "next": "kept"},
    },
    "exits": {"home": {}, "kept": {}},
    "resources": {
        "till": {"unit": "shop", "number": 1, "pay_band": "low"},
        "bed": {"unit": "shop", "kind": "place", "number": 2, "costs": "£100 a day"},
        "van": {"unit": "outside", "number": 1, "pay_band": "low"},
    },
    "targets": {
        "prompt": {
            "name": "Four-hour promise", "owner": "boss", "clock": {}, "within": "4 h", "goal": "75%",
        },
        "average": {"owner": "boss", "clock": {}, "mean_below": "4 h"},
        "full": {"owner": "boss", "occupancy": {"of": ["bed"], "below": "80%"}},
        "keeping": {"owner": "boss", "share": {"of": "everyone", "are": "kept", "below": "50%"}},
    },
    "behaviours": {
        "doze": {"who": "boss", "do": "shorten", "at": ["desk"], "share": "10%"},
        "rush": {"who": "boss", "do": "shorten", "at": ["desk"], "share": "10%", "switched": "on"},
        "hurry": {"who": "boss", "do": "shorten", "at": ["back"], "share": "10%", "switched": "on"},
    },
    "groups": {
        "everyone": {},
        "kept": {"exits": ["kept"]},
        "home": {"name": "sent home", "exits": ["home"]},
        "slow": {"classes": ["slow"]},
        "needless": {"exits": ["kept"], "without_need": "stay"},
        "nobody": {"exits": ["home"], "reaches": ["kept"]},
    },
    "dispositions": ["kept", "home"],
    "measures": {
        "stay_time": {"of": "slow", "time": {"show": ["mean", "median", "p90", "p95"]}, "note": "Only slow."},
        "to_desk": {"name": "Time to the desk", "time": {"to": {"begins": ["desk"]}, "show": ["median"]}},
        "needless": {"of": "kept", "are": "needless", "better": "lower", "source": "audit"},
        "just_before": {"time_share": {"at_least": "3 h", "below": "4 h"}, "better": "neither"},
        "back_3d": {"returned": {"within": "3 days"}},
        "back_8d": {"returned": {"within": "8 days"}},
        "in_use": {"occupancy": ["till", "bed"]},
        "waiting": {"waiting_hours": {"stages": ["back"]}},
        "harm": {"harm": {"base": "10%", "ratio": {"5 h": "150%", "0 h": "90%", "4 h": "110%"}}},
        "empty": {"of": "nobody", "are": "kept"},
        "empty_time": {"of": "nobody", "time": {"show": ["mean", "p95"]}},
        "empty_harm": {"of": "nobody", "harm": {"base": "10%", "ratio": {"0 h": "100%"}}},
    },
    "about": {"sources": {"audit": {"text": "Our own audit of 2019"}}},
    "budget": {
        "pay_bands": {"low": "£31,200 a year", "high": "£62,400 a year"}, "on_costs": "25%", "visit": "£5",
    },
}  # fmt: skip

# stream, class, need, parent, arrived, departed, exit, recorded, touched, begun the desk
VISITS = [
    (0, 0, 1, -1, 1000.0, 1100.0, 0, 100.0, 0, 1005.0),  # 0: came in the warm-up
    (1, 0, 0, -1, 1440.0, 1500.0, 0, 60.0, 0, 1445.0),  # 1: put there at the start
    (0, 0, 0, -1, 1440.0, 1540.0, 0, 100.0, 0, 1445.0),  # 2: 100 min, comes back
    (0, 1, 1, -1, 2000.0, 2240.0, 1, 240.0, 1, 2005.0),  # 3: exactly at the limit, rushed
    (0, 1, 0, -1, 3000.0, 3235.0, 1, 235.0, 3, 2999.0),  # 4: kept without need, rushed and hurried
    (0, 0, 0, -1, 4000.0, 4250.0, 0, 239.0, 0, 4007.0),  # 5: over the limit, relabelled
    (0, 1, 0, -1, 12000.0, 12205.0, 0, 205.0, 0, 12009.0),  # 6: second week
    (0, 1, 1, -1, 13000.0, NAN, -1, NAN, 0, 13011.0),  # 7: still inside
    (0, 1, 0, -1, 14000.0, 14300.0, 0, 300.0, 0, NAN),  # 8: never begun the desk
    (0, 0, 0, -1, 21600.0, 21700.0, 0, 100.0, 1, 21605.0),  # 9: came as measuring ended
    (0, 0, 0, 2, 4420.0, 4450.0, 0, 30.0, 0, 4425.0),  # 10: the return of 2
    (0, 1, 0, 6, NAN, NAN, -1, NAN, 0, NAN),  # 11: the return of 6, which did not come
]
# decision, asked, answered, hops, times asked, settled
REQUESTS = [
    (0, 100.0, 5000.0, 9, 9, SettledBy.HOLDER),  # asked in the warm-up
    (0, 1500.0, 1560.0, 1, 1, SettledBy.HOLDER),
    (0, 2000.0, 2300.0, 3, 2, SettledBy.MEETING),
    (1, 3000.0, 3000.0, 0, 1, SettledBy.HOLDER),
    (0, 3000.0, NAN, 2, 3, SettledBy.OPEN),
    (0, 4000.0, 4040.0, 2, 2, SettledBy.RULE_BOOK),
]


def shop(**changes: Any) -> Variant:
    """Return the shop with some of its blocks replaced."""
    return Variant.model_validate(copy.deepcopy(SHOP) | changes)


def cohort_of(rows: list[tuple[Any, ...]]) -> Cohort:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    stream, kind, need, parent = (np.array(column, dtype=np.int64) for column in columns[:4])
    child = np.full(len(rows), -1, dtype=np.int64)
    child[parent[parent >= 0]] = np.flatnonzero(parent >= 0)
    nothing = np.zeros(len(rows))
    return Cohort(
        1, 1, 7, int((parent < 0).sum()), nothing, stream, np.arange(len(rows)), kind,
        need.astype(np.bool_).reshape(-1, 1), parent, child, nothing, (), (),
    )  # fmt: skip


def trace_of(plan: Plan, rows: list[tuple[Any, ...]], requests: list[tuple[Any, ...]]) -> Trace:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 10
    arrived, departed, recorded, begun_desk = (np.array(columns[at], dtype=np.float64) for at in (4, 5, 7, 9))
    exits, touched = (np.array(columns[at], dtype=np.int64) for at in (6, 8))
    size, targets = len(rows), len(plan.targets)
    moments = np.full((size, len(plan.moments)), np.nan)
    moments[:, moment_number(plan, Moment(begins=["desk"]))] = begun_desk
    begun = (~np.isnan(begun_desk)).astype(np.int64)  # bit 0: the desk
    reached = begun | ((exits == 1).astype(np.int64) << 1)  # bit 1: the back room
    wide = [np.repeat(column[:, None], targets, axis=1) for column in (arrived, departed, recorded)]
    return Trace(
        arrived=arrived, departed=departed, exit=exits, clock_start=wide[0], clock_stop=wide[1],
        clock_recorded=wide[2], moments=moments, touched=touched, faults=np.zeros(size, dtype=np.int64),
        reached=reached[:, None], begun=begun[:, None],
        spent=np.array([[600.0, 60.0, 0.0, 80.0, 0.0, 0.0], [840.0, 420.0, 420.0, 500.0, 70.0, 30.0]]),
        stage_visits=np.array([8, 2]), visit_spent=np.zeros((size, 6)), requests=_requests(requests),
        pools=_pools(), positions=_positions(), end=END, events=100,
        people=np.zeros((0, 0, len(UnitDay))), reviews=np.zeros((0, len(Reviewed))),
    )  # fmt: skip


def _requests(rows: list[tuple[Any, ...]]) -> Requests:
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    decision, hops, times, settled = (np.array(columns[at], dtype=np.int64) for at in (0, 3, 4, 5))
    asked, answered = (np.array(columns[at], dtype=np.float64) for at in (1, 2))
    nothing, unknown = np.full(len(rows), -1), np.full(len(rows), np.nan)
    return Requests(
        decision, nothing, asked, answered, hops, times, np.ones(len(rows)), settled, unknown, np.zeros_like(decision),
        hops, nothing, np.ones_like(decision), nothing, unknown,
    )  # fmt: skip


def _pools() -> Use:
    """Till, bed, van: the beds are full in the first measured week (hours 24 to 191), empty in the second."""
    hours = int(END // 60)
    busy = np.zeros((3, hours), dtype=np.int64)
    busy[1, 24:192] = 2
    capacity = np.array([[1], [2], [1]]) * np.ones((1, hours), dtype=np.int64)
    queue = np.arange(3 * hours).reshape(3, hours)
    return Use(np.array([10080.0, 20160.0, 0.0]), np.array([20160.0, 40320.0, 20160.0]), busy, queue, capacity)


def _positions() -> Use:
    none = np.zeros((3, 0), dtype=np.int64)
    return Use(np.array([2400.0, 0.0, 0.0]), np.array([9600.0, 0.0, 0.0]), none, none, none)


def view_of(
    variant: Variant,
    visits: list[tuple[Any, ...]] | None = None,
    requests: list[tuple[Any, ...]] | None = None,
) -> View:
    """Return what measures look at: the shop's visits and requests unless others are given."""
    plan = compile_plan(variant)
    rows = VISITS if visits is None else visits
    trace = trace_of(plan, rows, REQUESTS if requests is None else requests)
    return View(variant, plan, cohort_of(rows), trace)
