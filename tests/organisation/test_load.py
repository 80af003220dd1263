from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from orgsim.organisation import build_graph
from orgsim.organisation.load import Load, position_loads
from orgsim.theory.hierarchy import layer_loads
from tests.organisation.builder import positions, tree, variant

FAR = {"asked_by": "a", "held_by": "d", "effort": "20 min", "passing_on": "6 min"}


def loads(organisation: dict[str, Any], rates: dict[str, float]) -> dict[str, Load]:
    made = variant(organisation)
    return position_loads(build_graph(made), made, rates)


def test_work_is_handling_over_attention() -> None:
    people = tree(decisions={"far": FAR})
    people["positions"]["top"] |= {"attention": "25%", "number": 2, "on_duty": "weekdays 09:00-17:00"}
    found = loads(people, {"far": 10})
    assert found["a"] == Load(0, 0, 0, 1440)
    assert found["left"] == Load(0, 10, 60, 1440)
    assert found["d"] == Load(10, 0, 200, 1440)
    assert found["top"].work == 240
    assert found["top"].available == pytest.approx(2 * 5 * 8 * 60 / 7)
    assert found["top"].utilisation == pytest.approx(240 * 7 / 4800)


def test_who_decides_for_himself_still_spends_the_effort() -> None:
    decisions = {"own": {"asked_by": "a", "held_by": "a", "effort": "5 min"}}
    assert loads(tree(decisions=decisions), {"own": 12})["a"].work == 60


def test_lost_messages_thin_out_and_are_asked_again() -> None:
    people = tree(decisions={"far": FAR}, line={"fidelity": "50%"})
    found = loads(people, {"far": 16})
    assert [found[key].passes_on for key in ("left", "top", "right")] == [8, 4, 2]
    assert found["d"].decides == 1
    people["decisions"]["far"] = {**FAR, "asks_again": {"after": "1 h", "at_most": 2}}
    again = 1 + 15 / 16 + (15 / 16) ** 2
    assert loads(people, {"far": 16})["left"].passes_on == pytest.approx(8 * again)


def test_meetings_in_duty_hours_take_time() -> None:
    meeting = {"members": ["top", "left"], "happens": "every day at 08:00", "lasts": "30 min"}
    people = tree(meetings={"huddle": meeting})
    people["positions"]["left"]["on_duty"] = "every day 20:00-08:00"
    people["positions"]["right"]["on_duty"] = "every day 08:00-20:00"
    found = loads(people, {})
    assert [found[key].available for key in ("top", "left", "right")] == [1410, 720, 720]


def test_nobody_there_means_a_load_without_end() -> None:
    people = tree(decisions={"far": FAR})
    people["positions"]["left"]["number"] = 0
    assert loads(people, {"far": 1})["left"].utilisation == float("inf")
    assert loads(people, {"far": 0})["left"].utilisation == 0


def test_a_complete_tree_loads_its_layers_as_the_closed_form_says() -> None:
    span, layers, a_day, minutes = 3, 2, 6.0, 15.0
    superiors: dict[str, str | None] = {"r": None}
    for _ in range(layers):
        tips = [key for key in superiors if not any(above == key for above in superiors.values())]
        superiors.update({f"{tip}{child}": tip for tip in tips for child in range(span)})
    teams = [key for key in superiors if len(key) == layers + 1]
    decisions = {
        f"{one}_{other}": {"asked_by": one, "held_by": other, "passing_on": f"{minutes:g} min"}
        for one, other in permutations(teams, 2)
    }
    each = a_day / (len(teams) - 1)
    found = loads({"positions": positions(**superiors), "decisions": decisions}, dict.fromkeys(decisions, each))
    closed = layer_loads(span, layers, decisions=a_day / 1440, coupling=1.0, handling=minutes)
    assert found["r"].utilisation == pytest.approx(closed[0])
    # The closed form counts the climb only; a request on its way down passes a manager once more.
    down = span * a_day / 1440 * minutes * (len(teams) - span) / (len(teams) - 1)
    assert found["r1"].utilisation == pytest.approx(closed[1] + down)
