from __future__ import annotations

import networkx as nx
import pytest

from orgsim.organisation import OrganisationError, build_graph
from orgsim.organisation.graph import expected_wait
from orgsim.scenario.schema.times import parse_times
from tests.organisation.builder import positions, tree, variant


def test_positions_carry_what_they_are() -> None:
    people = positions(boss=None, clerk="boss")
    people["boss"] |= {
        "layer": "board",
        "number": 2,
        "attention": "25%",
        "on_duty": "weekdays 09:00-17:00",
        "pay_band": "exec",
    }
    graph = build_graph(variant({"layers": ["front_line", "board"], "positions": people}))
    boss = graph.nodes["boss"]
    assert (boss["layer"], boss["level"], boss["pay_band"]) == ("board", 1, "exec")
    assert (boss["number"], boss["attention"], boss["hours_a_week"]) == (2, 0.25, 40)
    assert graph.nodes["clerk"]["level"] == 0


def test_a_line_runs_both_ways_with_its_own_or_the_common_delay() -> None:
    people = positions(boss=None, clerk="boss", temp="boss")
    people["temp"]["line"] = {"delay": "5 min", "fidelity": "80%"}
    graph = build_graph(variant({"positions": people, "line": {"delay": {"exponential": {"mean": "45 min"}}}}))
    assert isinstance(graph, nx.DiGraph)
    assert graph.edges["clerk", "boss", "line:clerk"]["delay"] == 45
    assert graph.edges["boss", "clerk", "line:clerk"]["direction"] == "down"
    assert graph.edges["temp", "boss", "line:temp"]["delay"] == 5
    assert graph.edges["temp", "boss", "line:temp"]["fidelity"] == 0.8


def test_several_channels_may_join_two_positions() -> None:
    links = {
        "phone": {"between": ["a", "left"], "carries": ["beds"]},
        "chat": {"between": ["a", "left"], "informal": True},
    }
    graph = build_graph(variant(tree(links=links)))
    assert set(graph["a"]["left"]) == {"line:a", "phone", "chat"}
    assert graph.edges["a", "left", "phone"]["carries"] == ("beds",)
    assert graph.edges["left", "a", "chat"]["informal"] is True


@pytest.mark.parametrize(
    ("times", "minutes"),
    [
        ("continuously", 0.0),
        ("every day at 09:00", 720.0),
        ("every day at 09:00, 21:00", 360.0),
        ("mon at 00:00", 5040.0),
        ("every day at 00:00, 06:00", (6 * 6 + 18 * 18) / 48 * 60),
    ],
)
def test_expected_wait_of_recurring_times(times: str, minutes: float) -> None:
    assert expected_wait(parse_times(times)) == pytest.approx(minutes)


def test_circles_and_unknown_positions_are_refused() -> None:
    with pytest.raises(OrganisationError, match="circle: a -> b -> a"):
        build_graph(variant({"positions": positions(a="b", b="a")}))
    with pytest.raises(OrganisationError, match="`a` reports to `nobody`"):
        build_graph(variant({"positions": positions(a="nobody")}))
    with pytest.raises(OrganisationError, match="link `phone` joins `nobody`"):
        build_graph(variant(tree(links={"phone": {"between": ["a", "nobody"]}})))
