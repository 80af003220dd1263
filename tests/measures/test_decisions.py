"""The measures of requests, worked out by hand on the shop."""

from __future__ import annotations

import math

from orgsim.measures.decisions import rows
from orgsim.measures.view import View
from tests.measures.shop import shop, view_of


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
