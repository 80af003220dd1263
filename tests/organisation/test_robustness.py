"""What is still joined when managers are lost: worked out by hand on the binary tree."""

from __future__ import annotations

import math

import pytest

from orgsim.organisation import build_graph
from orgsim.organisation import robustness as robust
from orgsim.organisation.measures import graph_measures
from orgsim.scenario.schema import Variant
from tests.organisation.builder import positions, tree, variant

PHONE = {"phone": {"between": ["a", "c"], "informal": True}}


def loss(made: Variant, number: int, loads: dict[str, float]) -> robust.Loss:
    graph = build_graph(made)
    return robust.loss(graph, robust.by_load(graph, made, loads), number)


def test_managers_are_those_whom_somebody_reports_to() -> None:
    assert robust.managers(variant(tree())) == ["top", "left", "right"]


def test_the_most_loaded_goes_first_and_among_equals_the_most_crossed() -> None:
    made = variant(tree())
    graph = build_graph(made)
    assert robust.by_load(graph, made, {"right": 0.5}) == ["right", "left", "top"]
    assert robust.by_load(graph, made, {}) == ["left", "right", "top"]


def test_crossings_are_betweenness() -> None:
    found = robust.crossings(build_graph(variant(tree())))
    assert found["top"] == pytest.approx(9 / 15)  # 3 x 3 of the 15 pairs of others
    assert found["left"] == pytest.approx((2 * 4 + 1) / 15)
    assert found["a"] == 0


def test_pairs_still_joined() -> None:
    made = variant(tree())
    assert loss(made, 0, {}) == (0, 1.0, 1.0)
    one = loss(made, 1, {"top": 1})
    assert one.targeted == pytest.approx(6 / 15)  # two threes
    assert one.at_random == pytest.approx((6 + 6 + 6) / 3 / 15)  # without left: a, b alone, and four
    all_gone = loss(made, 3, {})
    assert all_gone.targeted == all_gone.at_random == 0


def test_a_link_holds_what_the_top_held() -> None:
    assert loss(variant(tree(links=PHONE)), 1, {"top": 1}).targeted == 1


def test_nothing_is_left_to_join() -> None:
    made = variant({"positions": positions(boss=None, one="boss")})
    assert math.isnan(loss(made, 1, {}).targeted)


def test_many_managers_are_drawn_the_same_way_each_time_and_near_the_mean_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    above: dict[str, str | None] = {"p0": None}
    above |= {f"p{number}": f"p{(number - 1) // 2}" for number in range(1, 31)}
    made = variant({"positions": positions(**above)})
    drawn = loss(made, 4, {})
    assert drawn == loss(made, 4, {})
    monkeypatch.setattr(robust, "DRAWS", 10_000)
    exact = loss(made, 4, {})
    assert drawn.targeted == exact.targeted
    assert drawn.at_random != exact.at_random
    assert drawn.at_random == pytest.approx(exact.at_random, abs=0.01)  # 300 of 1,365 sets, keyed: no chance in it


def test_the_measures_of_the_graph_have_them() -> None:
    made = variant(tree(links=PHONE))
    found = {row.measure: row.value for row in graph_measures(build_graph(made), made, loads={"top": 1.0})}
    assert found["managers_ratio"] == 3 / 4
    assert found["informal_degree"] == pytest.approx(2 / 7)
    assert found["joined_without_busiest"] == found["joined_without_busiest_quarter"] == 1
    assert found["joined_without_one"] < 1
    alone = variant({"positions": positions(one=None)})
    assert "joined_without_one" not in {row.measure for row in graph_measures(build_graph(alone), alone)}
