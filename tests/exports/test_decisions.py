from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from orgsim.exports import DecisionStep, decision_steps
from tests.exports.hospital import replication


@pytest.fixture(scope="module")
def steps() -> dict[int, list[DecisionStep]]:
    one = replication()
    found: dict[int, list[DecisionStep]] = defaultdict(list)
    for row in decision_steps(one.plan, one.trace, one.journal, one.number):
        found[row.request].append(row)
    return found


def test_every_request_is_there(steps: dict[int, list[DecisionStep]]) -> None:
    requests = replication().trace.requests
    assert sorted(steps) == list(range(1, len(requests.asked) + 1))
    for number, rows in steps.items():
        assert {row.visit for row in rows} == {requests.visit[number - 1] + 1}


def test_waits_add_up_to_the_time_until_the_answer(steps: dict[int, list[DecisionStep]]) -> None:
    requests = replication().trace.requests
    answered = 0
    for number, rows in steps.items():
        assert sum(row.waited for row in rows) == pytest.approx(rows[-1].since_asked)
        for row in rows:
            if row.what == "answered":
                answered += 1
                latency = requests.answered[number - 1] - requests.asked[number - 1]
                assert row.since_asked == pytest.approx(latency)
    assert answered == np.count_nonzero(~np.isnan(requests.answered)) > 0


def test_requests_climb_the_layers_and_come_down(steps: dict[int, list[DecisionStep]]) -> None:
    climbed = [[row.layer for row in rows if row.what == "arrived"] for rows in steps.values()]
    assert ["middle", "top", "middle"] in climbed


def test_how_a_request_was_settled_is_said() -> None:
    one = replication()
    rows = decision_steps(one.plan, one.trace, one.journal, 1)
    said = {row.what for row in rows}
    assert {"sent", "arrived", "lost", "handling", "passed_on", "decided", "answered", "asked_again"} <= said
    assert "settled" not in said
