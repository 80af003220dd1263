from __future__ import annotations

from typing import Any

import pytest

from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.flows import flows
from orgsim.scenario.schema import Variant
from orgsim.theory.networks import traffic
from tests.organisation.builder import tree, variant


def pathway(stages: dict[str, Any], **rest: Any) -> Variant:
    """100 visits a day, 30% urgent, enter at ``door``."""
    classes = {"urgent": "30%", "other": "70%"}
    rows = {key: row if "next" in row else {"next": row} for key, row in stages.items()}
    return variant(
        tree(decisions=rest.pop("decisions", {})),
        classes={"urgent": {}, "other": {}},
        arrivals={"street": {"at": "door", "per_day": 80, "level": "125%", "classes": classes}},
        pathway={key: {"unit": "shop", "takes": "5 min", **row} for key, row in rows.items()},
        exits=rest.pop("exits", {"home": {}, "ward": {}}),
        **rest,
    )


def test_shares_and_a_loop() -> None:
    made = pathway({"door": "test", "test": {"next": {"door": "20%", "home": "80%"}}})
    found = flows(made)
    assert found.visits == pytest.approx({"door": 125, "test": 125, "home": 100, "ward": 0})
    assert found.arrows["test", "door"] == pytest.approx(25)


def test_by_class_nested_in_shares() -> None:
    by_class = {"by_class": {"urgent": "ward", "default": {"ward": "10%", "home": "90%"}}}
    made = pathway({"door": {"shares": [{"share": "50%", "next": "home"}, {"share": "50%", "next": by_class}]}})
    assert flows(made).visits["ward"] == pytest.approx(0.5 * (30 + 7))


def test_a_need_stays_the_same_along_the_way() -> None:
    needs = {"bed": {"by_class": {"urgent": "40%", "default": "10%"}}}
    ask = {"by_need": "bed", "yes": "ward", "no": "again"}
    made = pathway({"door": ask, "again": {**ask, "no": "home"}}, needs=needs)
    found = flows(made)
    assert found.arrows["door", "ward"] == pytest.approx(30 * 0.4 + 70 * 0.1)
    assert found.arrows.get(("again", "ward"), 0) == pytest.approx(0)


def test_missed_and_needless_and_a_need_that_depends_on_another() -> None:
    needs = {"ill": {"share": "50%"}, "bed": {"given": "ill", "share": "0%", "given_share": "60%"}}
    made = pathway(
        {"door": {"by_need": "bed", "yes": "ward", "no": "home", "missed": "25%", "needless": "10%"}},
        needs=needs,
    )
    assert flows(made).visits["ward"] == pytest.approx(100 * (0.3 * 0.75 + 0.7 * 0.1))


def test_those_who_come_back_more_often_when_missed() -> None:
    back = {"share": "10%", "missed": "20%", "missed_need": "bed", "after": "2 days", "at": "door"}
    exits = {"home": {"returns": back}, "ward": {}}
    made = pathway({"door": {"next": "home"}}, exits=exits, needs={"bed": {"share": "50%"}})
    assert flows(made).visits["door"] == pytest.approx(100 / (1 - 0.15))


def test_arrivals_at_set_times_and_at_the_start() -> None:
    times = {"times": "weekdays at 08:00, 13:00", "number": 7}
    streams = {
        "clinic": {"at": "serve", "at_times": times, "classes": {"all": "100%"}},
        "there": {"at": "serve", "at_start": 50, "classes": {"all": "100%"}},
    }
    assert flows(variant(tree(), arrivals=streams)).visits["serve"] == pytest.approx(10)


def test_the_same_as_the_closed_form_of_a_network() -> None:
    made = pathway(
        {
            "door": {"a": "70%", "b": "30%"},
            "a": {"b": "80%", "home": "20%"},
            "b": {"door": "10%", "home": "90%"},
        }
    )
    closed = traffic([100.0, 0.0, 0.0], [[0, 0.7, 0.3], [0, 0, 0.8], [0.1, 0, 0]])
    found = flows(made).visits
    assert [found[key] for key in ("door", "a", "b")] == pytest.approx(list(closed))


def test_requests_come_from_stages_that_ask_and_places_that_tell() -> None:
    decisions = {
        "admit": {"asked_by": "a", "held_by": "b"},
        "told": {"asked_by": "a", "held_by": "d"},
        "more_beds": {"asked_by": "a", "held_by": "top"},
    }
    made = pathway(
        {
            "door": {"ask": "25%", "home": "75%"},
            "ask": {"asks": "admit", "needs": {"bed": 1}, "next": "ward"},
        },
        decisions=decisions,
        resources={"bed": {"unit": "shop", "kind": "place", "number": 4, "free_again": {"told_by": "told"}}},
    )
    assert requests_a_day(made) == pytest.approx({"admit": 25, "told": 25})
