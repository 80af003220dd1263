from __future__ import annotations

from typing import Any

import pytest

from orgsim.organisation import build_graph
from orgsim.organisation.measures import (
    betweenness_load,
    depths,
    gini,
    graph_measures,
    handled_share,
    spans,
)
from orgsim.scenario.schema import Variant
from tests.organisation.builder import tree, variant


def asking(**organisation: Any) -> Variant:
    decisions = {
        "near": {"asked_by": "a", "held_by": "b"},
        "far": {"asked_by": "a", "held_by": "d"},
        "own": {"asked_by": "c", "held_by": "c"},
    }
    return variant(tree(decisions=decisions, **organisation))


def test_spans_and_depths_of_the_binary_tree() -> None:
    made = asking()
    assert spans(made) == {"top": 2, "left": 2, "right": 2, "a": 0, "b": 0, "c": 0, "d": 0}
    assert depths(made) == {"top": 0, "left": 1, "right": 1, "a": 2, "b": 2, "c": 2, "d": 2}


def test_load_that_passes_through() -> None:
    made = asking()
    graph = build_graph(made)
    alike = betweenness_load(graph, made)
    assert (alike["left"], alike["top"], alike["right"]) == pytest.approx((2 / 3, 1 / 3, 1 / 3))
    assert alike["a"] == alike["b"] == alike["d"] == 0
    weighted = betweenness_load(graph, made, {"near": 30, "far": 10})
    assert (weighted["left"], weighted["top"]) == pytest.approx((1.0, 0.25))


def test_shares_of_handling_add_to_one_and_own_decisions_count() -> None:
    made = asking()
    shares = handled_share(build_graph(made), made)
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["c"] == pytest.approx(1 / 7)  # left, b | left, top, right, d | c
    assert shares["left"] == pytest.approx(2 / 7)


@pytest.mark.parametrize(
    ("values", "expected"), [((1, 1, 1, 1), 0), ((0, 0, 0, 8), 0.75), ((1, 3), 0.25), ((0, 0), 0), ((), 0)]
)
def test_gini(values: tuple[float, ...], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)


def test_all_measures_with_and_without_a_link() -> None:
    alone, linked = asking(), asking(links={"phone": {"between": ["left", "right"]}})
    before, after = (
        {row.measure: row.value for row in graph_measures(build_graph(made), made)} for made in (alone, linked)
    )
    assert before["layers"] == 3
    assert before["span_mean"] == before["span_max"] == 2
    assert before["depth_mean"] == pytest.approx(10 / 7)
    assert [before[key] for key in ("connectedness", "hierarchy", "efficiency", "lubness")] == [1, 1, 1, 1]
    assert before["route_hops"] == pytest.approx((2 + 4 + 0) / 3)
    assert after["links"] == before["links"] + 1 == 1
    assert after["hierarchy"] == pytest.approx(14 / 15)
    assert after["efficiency"] == pytest.approx(14 / 15)


def test_no_positions_no_measures() -> None:
    empty = variant({})
    assert graph_measures(build_graph(empty), empty) == []


def test_positions_without_decisions_have_no_measures_of_travel() -> None:
    made = variant(tree())
    assert "route_hops" not in {row.measure for row in graph_measures(build_graph(made), made)}
