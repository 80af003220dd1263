"""Informal links drawn over a tree: each class of networks does what its limit says, and the draw what its law says."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations

import networkx as nx
import pytest

from orgsim.organisation import build_graph, route
from orgsim.organisation.errors import OrganisationError
from orgsim.organisation.export import as_graphml
from orgsim.plan import compile_plan
from orgsim.scenario.derived import law_of
from orgsim.scenario.derived.informal import LAWS, distance, informal_pairs, log_weight
from orgsim.scenario.schema.organisation import Informal
from tests.organisation.builder import TREE, tree, variant

SPAN, LAYERS = 3, 4


def firm() -> dict[str, str | None]:
    """A complete tree of 40 positions: ``p`` over p0, p1, p2, each over three, and so on."""
    names: list[str] = ["p"]
    for _ in range(LAYERS - 1):
        names += [f"{name}{child}" for name in names if len(name) == max(map(len, names)) for child in range(SPAN)]
    return {name: name[:-1] or None for name in names}


def drawn(law: str, number: int = 40, seed: int = 1) -> list[tuple[str, str]]:
    return informal_pairs(firm(), (), number, LAWS[law], seed)


def superior_of(one: str, other: str) -> str:
    common = ""
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        common += first
    return common


def test_a_local_team_has_only_links_under_one_boss():
    found = drawn("local_team", 200)
    assert len(found) == 13 * math.comb(SPAN, 2)  # every manager's team, wholly: no other pair can be drawn
    assert all(one[:-1] == other[:-1] for one, other in found)


def test_interdivisional_links_meet_only_at_the_top():
    found = drawn("random_interdivisional")
    assert len(found) == 40
    assert all(superior_of(one, other) == "p" for one, other in found)


def test_an_inner_circle_is_at_the_top_and_near():
    found = drawn("core_periphery", 3)
    assert found == [("p0", "p1"), ("p0", "p2"), ("p1", "p2")]


def test_multiscale_links_are_at_every_level():
    depths = Counter(
        len(superior_of(one, other)) - 1 for seed in range(20) for one, other in drawn("multiscale", 20, seed)
    )
    assert set(depths) == {0, 1, 2}


@pytest.mark.parametrize("law", LAWS)
def test_no_pair_is_drawn_twice_or_has_a_line_already(law: str):
    found = drawn(law, 100)
    assert len(set(found)) == len(found)
    assert all(one < other and firm()[other] != one for one, other in found)


def test_random_links_prefer_nobody():
    """Each pair of seven is drawn equally often: chi-square below its 99.9% point with 14 degrees of freedom."""
    draws = 3000
    found = Counter(pair for seed in range(draws) for pair in informal_pairs(TREE, (), 1, LAWS["random"], seed))
    pairs = [pair for pair in combinations(sorted(TREE), 2) if TREE[pair[0]] != pair[1] and TREE[pair[1]] != pair[0]]
    expected = draws / len(pairs)
    assert len(pairs) == 15
    assert sum((found[pair] - expected) ** 2 / expected for pair in pairs) < 36.1


def test_the_first_pair_drawn_follows_the_weights():
    """The share of draws in which one pair comes first is its weight over all weights, within 4 standard errors."""
    draws, law = 4000, (0.7, 0.9)
    found = Counter(pair for seed in range(draws) for pair in informal_pairs(TREE, (), 1, law, seed))
    weights = {
        ("left", "right"): math.exp(log_weight(0, 1, 1, *law)),
        ("a", "b"): math.exp(log_weight(1, 1, 1, *law)),
        ("c", "d"): math.exp(log_weight(1, 1, 1, *law)),
        **{pair: math.exp(log_weight(0, 2, 0, *law)) for pair in (("a", "top"), ("b", "top"), ("c", "top"), ("d", "top"))},
        **{pair: math.exp(log_weight(0, 2, 1, *law)) for pair in (("a", "right"), ("b", "right"), ("c", "left"), ("d", "left"))},
        **{pair: math.exp(log_weight(0, 2, 2, *law)) for pair in (("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"))},
    }  # fmt: skip
    total = sum(weights.values())
    for pair, weight in weights.items():
        share = weight / total
        assert abs(found[pair] / draws - share) < 4 * math.sqrt(share * (1 - share) / draws), pair


def test_the_law_by_hand():
    assert distance(1, 1) == 0
    assert distance(2, 1) == math.sqrt(3)
    assert log_weight(2, 2, 1, 0.5, 0.5) == pytest.approx(-4 - 2 * math.sqrt(3))
    assert log_weight(0, 1, 1, 0.0, 0.0) == 0
    assert log_weight(1, 1, 1, 0.0, math.inf) == -math.inf
    assert log_weight(3, 3, 3, math.inf, math.inf) == 0


def test_the_names_and_the_seed_decide_and_nothing_else():
    backwards = dict(reversed(firm().items()))
    assert informal_pairs(backwards, (), 40, LAWS["multiscale"], 1) == drawn("multiscale")
    assert drawn("multiscale", seed=2) != drawn("multiscale")


def test_a_pair_that_has_a_link_is_not_drawn():
    found = informal_pairs(TREE, [("b", "a"), ("right", "left")], 20, LAWS["local_team"], 1)
    assert found == [("c", "d")]


def test_trees_without_a_common_top_meet_above_their_tops():
    forest = {"x": None, "x1": "x", "x2": "x", "y": None, "y1": "y", "y2": "y"}
    assert informal_pairs(forest, (), 20, LAWS["local_team"], 1) == [("x", "y"), ("x1", "x2"), ("y1", "y2")]
    across = informal_pairs(forest, (), 20, LAWS["random_interdivisional"], 1)
    assert {(one[0], other[0]) for one, other in across} == {("x", "y")}
    assert len(across) == 9


def test_a_circle_is_refused():
    with pytest.raises(OrganisationError, match="lead nowhere"):
        informal_pairs({"a": "b", "b": "a"}, (), 1, LAWS["random"], 1)


def test_graph_routes_plan_and_exports_see_the_links():
    decision = {"right": {"asked_by": "a", "held_by": "d", "route": "nearest"}}
    shape = tree(decisions=decision, informal={"lambda": 0, "per_position": 100, "delay": "5 min", "fidelity": "90%"})
    made = variant(shape)
    graph = build_graph(made)
    assert graph.edges["a", "d", "informal:a:d"]["informal"]
    assert route(graph, made, "right") == (("informal:a:d", "d"),)
    plan = compile_plan(made)
    assert [plan.names.channels[channel] for channel, _ in plan.decisions[0].steps] == ["informal:a:d"]
    assert plan.channels[plan.decisions[0].steps[0][0]].fidelity == 0.9
    assert 'id="informal:a:d"' in as_graphml(made)
    assert nx.number_of_selfloops(graph) == 0


def test_links_carry_only_the_decisions_they_are_for():
    decisions = {name: {"asked_by": "a", "held_by": "d", "route": "nearest"} for name in ("small", "large")}
    made = variant(tree(decisions=decisions, informal={"per_position": 100, "law": "random", "carries": ["small"]}))
    graph = build_graph(made)
    assert len(route(graph, made, "small")) == 1
    assert len(route(graph, made, "large")) == 4


def test_as_many_as_asked_for_and_nothing_without_the_block():
    assert len(variant(tree(informal={"per_position": 0.5})).organisation.links) == 4  # 3.5 and a half, whole part
    plain = variant(tree())
    assert plain.as_written is plain
    assert plain.organisation.links == {}


def test_what_is_left_out_of_a_law_makes_no_difference():
    assert law_of(Informal()) == LAWS["multiscale"]
    assert law_of(Informal.model_validate({"lambda": 0.3})) == (0.3, math.inf)
    assert law_of(Informal.model_validate({"zeta": 0.3})) == (math.inf, 0.3)


def test_a_law_and_its_numbers_do_not_stand_together():
    with pytest.raises(ValueError, match="cannot stand beside"):
        Informal.model_validate({"law": "random", "zeta": 1.0})
