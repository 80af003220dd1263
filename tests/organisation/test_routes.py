from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from orgsim.organisation import NoRouteError, OrganisationError, build_graph, route
from orgsim.organisation.routes import Steps
from tests.organisation.builder import TREE, positions, tree, variant


def way(organisation: dict[str, Any], asker: str, holder: str, rule: str, name: str = "beds", **decision: Any) -> Steps:
    decisions = {name: {"asked_by": asker, "held_by": holder, "route": rule, **decision}}
    made = variant({**organisation, "decisions": decisions})
    return route(build_graph(made), made, name)


def reached(steps: Steps) -> list[str]:
    return [position for _, position in steps]


RULES = ("reporting_lines", "nearest", "quickest")


@pytest.mark.parametrize("rule", RULES)
def test_who_holds_the_decision_asks_nobody(rule: str) -> None:
    assert way(tree(), "a", "a", rule) == ()


@pytest.mark.parametrize("rule", RULES)
def test_without_links_every_rule_goes_over_the_common_superior(rule: str) -> None:
    assert way(tree(), "a", "d", rule) == (
        ("line:a", "left"), ("line:left", "top"), ("line:right", "right"), ("line:d", "d"),
    )  # fmt: skip
    assert way(tree(), "a", "b", rule) == (("line:a", "left"), ("line:b", "b"))
    assert way(tree(), "a", "top", rule) == (("line:a", "left"), ("line:left", "top"))
    assert way(tree(), "top", "c", rule) == (("line:right", "right"), ("line:c", "c"))


@pytest.mark.parametrize(("rule", "length"), [("reporting_lines", 4), ("nearest", 1), ("quickest", 1)])
def test_a_direct_link_is_used_except_by_reporting_lines(rule: str, length: int) -> None:
    direct = tree(links={"phone": {"between": ["d", "a"]}}, line={"delay": "30 min"})
    assert len(way(direct, "a", "d", rule)) == length


@pytest.mark.parametrize("rule", ["nearest", "quickest"])
def test_a_link_carries_only_its_decisions(rule: str) -> None:
    def length(name: str) -> int:
        links = {"phone": {"between": ["a", "d"], "carries": ["beds"]}}
        return len(way(tree(links=links), "a", "d", rule, name))

    assert length("beds") == 1
    assert length("scans") == 4


def test_nearest_looks_at_the_tree_and_not_at_time() -> None:
    slow = tree(links={"post": {"between": ["a", "right"], "delay": "3 days"}})
    assert reached(way(slow, "a", "d", "nearest")) == ["right", "d"]
    assert reached(way(slow, "a", "d", "quickest")) == ["left", "top", "right", "d"]


def test_nearest_passes_a_link_that_starts_beside_its_way() -> None:
    beside = tree(links={"phone": {"between": ["b", "d"]}})
    assert reached(way(beside, "a", "d", "nearest")) == ["left", "top", "right", "d"]
    assert reached(way(beside, "a", "d", "quickest")) == ["left", "b", "d"]


def test_quickest_counts_the_wait_for_a_link_that_happens_at_set_times() -> None:
    def length(times: str) -> int:
        links = {"meeting": {"between": ["a", "d"], "happens": times}}
        return len(way(tree(links=links, line={"delay": "60 min"}), "a", "d", "quickest"))

    assert length("every day at 00:00, 06:00, 12:00, 18:00") == 1  # expected wait 180 min against 240 by the lines
    assert length("every day at 00:00, 12:00") == 4  # 360 min


def test_quickest_counts_passing_on_against_attention() -> None:
    busy = tree(links={"phone": {"between": ["a", "d"], "delay": "100 min"}})
    assert len(way(busy, "a", "d", "quickest", passing_on="30 min")) == 4  # 3 x 30 = 90
    busy["positions"]["top"] |= {"attention": "50%"}
    assert len(way(busy, "a", "d", "quickest", passing_on="30 min")) == 1  # 30 + 60 + 30 = 120


def test_the_holder_does_not_pass_on() -> None:
    links = {"phone": {"between": ["a", "left"], "delay": "1 min"}}
    slow = tree(links=links)
    slow["positions"]["left"] |= {"attention": "1%"}
    assert way(slow, "a", "left", "quickest", passing_on="5 min") == (("line:a", "left"),)


def test_trees_without_a_common_top() -> None:
    two = {"positions": positions(top=None, a="top", boss=None, b="boss")}
    with pytest.raises(NoRouteError, match="`beds` cannot travel from `a` to `b`: their reporting lines never meet"):
        way(two, "a", "b", "reporting_lines")
    with pytest.raises(NoRouteError, match="at `top` no line or link leads nearer"):
        way(two, "a", "b", "nearest")
    with pytest.raises(NoRouteError, match="no lines or links that carry it join them"):
        way(two, "a", "b", "quickest")
    joined = {**two, "links": {"phone": {"between": ["top", "boss"]}}}
    assert reached(way(joined, "a", "b", "nearest")) == ["top", "boss", "b"]
    assert reached(way(joined, "a", "b", "quickest")) == ["top", "boss", "b"]


def test_unknown_positions_are_named() -> None:
    with pytest.raises(OrganisationError, match="decision `beds` is held by `nobody`"):
        way(tree(), "a", "nobody", "quickest")


@pytest.mark.parametrize("rule", ["nearest", "quickest"])
def test_ties_do_not_depend_on_the_order_of_the_file(rule: str) -> None:
    pairs = {
        "one": ["a", "c"],
        "two": ["a", "right"],
        "three": ["b", "c"],
        "four": ["left", "c"],
        "five": ["c", "a"],
    }

    def found(links: dict[str, list[str]], people: dict[str, str | None], name: str) -> Steps:
        made = {
            "positions": positions(**people),
            "links": {key: {"between": ends} for key, ends in links.items()},
        }
        return way(made, "a", "d", rule, name)

    backwards = dict(reversed(pairs.items())), dict(reversed(TREE.items()))
    names = [f"decision_{number}" for number in range(20)]
    forwards = [found(pairs, TREE, name) for name in names]
    assert forwards == [found(*backwards, name) for name in names]


def test_ties_are_drawn_by_decision_and_so_share_the_load() -> None:
    double = tree(links={"one": {"between": ["a", "c"]}, "two": {"between": ["a", "c"]}})
    used = {way(double, "a", "c", "quickest", f"decision_{number}")[0][0] for number in range(40)}
    assert used == {"one", "two"}


def test_a_tie_is_settled_the_same_way_for_ever() -> None:
    double = tree(links={"one": {"between": ["a", "c"]}, "two": {"between": ["a", "c"]}})
    assert way(double, "a", "c", "quickest", "beds") == (("one", "c"),)


@pytest.mark.parametrize("seed", range(8))
def test_quickest_finds_the_least_delay_and_nearest_always_ends(seed: int) -> None:
    shape = nx.random_labeled_rooted_tree(14, seed=seed)
    people = {f"p{node}": None for node in shape}
    for above, below in nx.bfs_edges(shape, shape.graph["root"]):
        people[f"p{below}"] = f"p{above}"
    extra = list(nx.gnm_random_graph(14, 8, seed=seed).edges)
    links = {f"l{k}": {"between": [f"p{i}", f"p{j}"], "delay": f"{7 * k % 11} min"} for k, (i, j) in enumerate(extra)}
    organisation = {"positions": positions(**people), "links": links, "line": {"delay": "3 min"}}
    made = variant({**organisation, "decisions": {}})
    graph = build_graph(made)
    for asker, holder in [("p0", "p13"), ("p5", "p9"), ("p12", "p1")]:
        steps = way(organisation, asker, holder, "quickest", passing_on="2 min")
        here, taken = asker, -2.0
        for channel, there in steps:
            taken += graph.edges[here, there, channel]["delay"] + 2
            here = there
        weighted = nx.Graph()
        for one, other, edge in graph.edges(data=True):
            known = weighted.get_edge_data(one, other, {"delay": 1e9})["delay"]
            weighted.add_edge(one, other, delay=min(known, edge["delay"] + 2))
        assert taken == nx.dijkstra_path_length(weighted, asker, holder, "delay") - 2
        assert reached(way(organisation, asker, holder, "nearest"))[-1] == holder
