"""The measures of requests, worked out by hand on the shop."""

from __future__ import annotations

import copy
import math
from dataclasses import replace

import numpy as np

from orgsim.measures.decisions import rows
from orgsim.measures.view import View
from tests.measures.shop import SHOP, shop, view_of


def values(view: View) -> dict[tuple[str, str], float]:
    return {(row.measure, row.group): row.value for row in rows(view)}


def test_latency_and_hops_of_answered_requests_of_the_span(view: View) -> None:
    found = values(view)  # 60, 300, 0 and 40 minutes over 1, 3, 0 and 2 hops; the one asked in the warm-up is out
    assert found["decision_latency_mean", ""] == 100.0
    assert found["decision_latency_mean", "ask_boss"] == 400 / 3
    assert found["decision_latency_mean", "own"] == 0.0
    assert found["hops_per_decision", ""] == 1.5
    assert found["hops_per_decision", "ask_boss"] == 2.0


def test_latency_by_route_and_by_the_layer_that_decides(view: View) -> None:
    found = values(view)
    assert found["decision_latency_by_route", "reporting_lines"] == 400 / 3
    assert found["decision_latency_by_route", "at_the_asker"] == 0.0
    assert found["decision_latency_by_layer", "top"] == 400 / 3
    assert found["decision_latency_by_layer", "front"] == 0.0


LATER = "1 day 17 h 40 min"
"""Between the requests that were asked at 2,000 and at 3,000 minutes."""


def turned(**changed: dict) -> dict[tuple[str, str], float]:
    """The measures where the organisation becomes another: ask_boss took 60 and 300 minutes before, and 40 after."""
    organisation = copy.deepcopy(SHOP["organisation"])
    for block, things in changed.items():
        for name, change in things.items():
            organisation[block][name] |= change
    return values(view_of(shop(becomes={"at": LATER, "organisation": organisation})))


def test_a_request_counts_for_who_held_the_decision_when_it_was_asked() -> None:
    found = turned(decisions={"ask_boss": {"held_by": "clerk"}})
    assert found["decision_latency_by_layer", "top"] == (60 + 300) / 2
    assert found["decision_latency_by_layer", "front"] == (0 + 40) / 2
    assert found["decision_latency_by_route", "reporting_lines"] == (60 + 300) / 2
    assert found["decision_latency_by_route", "at_the_asker"] == (0 + 40) / 2


def test_a_request_counts_for_the_layer_and_the_route_that_there_were_when_it_was_asked() -> None:
    found = turned(positions={"boss": {"layer": "front"}}, decisions={"ask_boss": {"route": "nearest"}})
    assert found["decision_latency_by_layer", "top"] == (60 + 300) / 2
    assert found["decision_latency_by_layer", "front"] == (0 + 40) / 2
    assert found["decision_latency_by_route", "reporting_lines"] == (60 + 300) / 2
    assert found["decision_latency_by_route", "nearest"] == 40


def test_who_decided_is_in_the_layer_that_they_were_in_then() -> None:
    organisation = copy.deepcopy(SHOP["organisation"])
    organisation["decisions"]["ask_boss"]["complexity"] = {"exponential": {"mean": 1}}
    later = copy.deepcopy(organisation)
    later["positions"]["boss"]["layer"] = "front"
    found = view_of(shop(organisation=organisation, becomes={"at": LATER, "organisation": later}))
    boss = found.plan.names.positions.index("boss")
    requests = replace(found.trace.requests, decided_by=np.full(len(found.trace.requests.asked), boss))
    decided = values(replace(found, trace=replace(found.trace, requests=requests)))
    assert decided["decision_latency_by_decider", "top"] == (60 + 300) / 2
    assert decided["decision_latency_by_decider", "front"] == (0 + 40) / 2


def test_requests_and_how_they_end(view: View) -> None:
    found = values(view)
    assert found["requests_per_day", ""] == 5 / 14
    assert found["requests_per_day", "own"] == 1 / 14
    assert found["asked_again_share", ""] == 3 / 5
    assert found["settled_by_meeting_share", ""] == 1 / 4
    assert found["settled_by_rule_book_share", ""] == 1 / 4


def test_no_requests() -> None:
    found = values(view_of(shop(), requests=[]))
    assert found.pop(("requests_per_day", "")) == 0.0
    assert all(math.isnan(value) for (name, _), value in found.items() if name != "requests_per_day")
