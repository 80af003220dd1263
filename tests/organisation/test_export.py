from __future__ import annotations

import io
import math

import networkx as nx
import pytest

from orgsim.organisation.export import as_gexf, as_graphml
from orgsim.organisation.mermaid import organisation_as_mermaid, pathway_as_mermaid
from orgsim.scenario.schema import Variant
from tests.organisation.builder import tree, variant


@pytest.fixture
def made() -> Variant:
    links = {
        "phone": {"between": ["a", "c"], "delay": "4 min", "carries": ["beds"]},
        "rounds": {"between": ["d", "top"], "happens": "every day at 09:00"},
    }
    decisions = {"beds": {"asked_by": "a", "held_by": "d", "route": "nearest", "effort": "6 min"}}
    organisation = tree(links=links, decisions=decisions)
    organisation["positions"]["a"]["name"] = 'Sister "A" <ward & bay>'
    return variant(
        organisation,
        pathway={
            "serve": {"unit": "shop", "next": {"ask": "30%", "out": "70%"}},
            "ask": {"unit": "office", "asks": "beds", "leaves": {"after": "1 h", "to": "out"}, "next": "out"},
        },
    )


def test_graphml_reads_back_with_every_position_and_channel(made: Variant) -> None:
    read = nx.read_graphml(io.BytesIO(as_graphml(made).encode()), force_multigraph=True)
    assert list(read) == list(made.organisation.positions)
    assert read.nodes["d"]["decides"] == "beds"
    assert read.nodes["d"]["requests_a_day"] == pytest.approx(3)
    assert read.nodes["d"]["utilisation"] == pytest.approx(18 / 1440)
    assert read.nodes["a"]["name"] == 'Sister "A" <ward & bay>'
    assert read.number_of_edges() == 6 + 2
    phone = read.edges["a", "c", "phone"]
    assert (phone["kind"], phone["delay"], phone["carries"], phone["travelled_by"]) == ("link", 4.0, "beds", "beds")
    assert "line:left" in read["top"]["left"]


def test_a_channel_has_the_requests_that_climb_so_far_go_astray_or_concern_others() -> None:
    """Of ten a day 6 concern nobody else: 4.5 go straight, 1.5 by `right`. With complexity 1 on average `a` decides 1 - 1/e of
    the 4.5, `left` as much of the rest; the wrong door and what concerns `b` are passed on by both."""
    decision = {
        "asked_by": "a", "held_by": "top", "effort": "1 min", "complexity": {"exponential": {"mean": 1}},
        "concerns": {"b": "40%"}, "unclear": {"share": "25%", "goes_to": "right"},
    }  # fmt: skip
    organisation = tree(decisions={"leave": decision})
    organisation["positions"]["a"]["authority"] = 1
    organisation["positions"]["left"]["authority"] = 2
    made = variant(organisation, pathway={"serve": {"unit": "shop", "asks": "leave", "next": "out"}})
    read = nx.read_graphml(io.BytesIO(as_graphml(made).encode()), force_multigraph=True)
    hard, harder = math.exp(-1), math.exp(-2)
    first, second = read.edges["left", "a", "line:a"], read.edges["top", "left", "line:left"]
    assert (first["travelled_by"], second["travelled_by"]) == ("leave", "leave")
    assert first["requests_a_day"] == pytest.approx(4.5 * hard + 3 + 2.5)
    assert second["requests_a_day"] == pytest.approx((4.5 + 3) * harder + 2.5)
    assert read.edges["top", "right", "line:right"]["requests_a_day"] == pytest.approx(2.5)
    assert not read.edges["left", "b", "line:b"].get("travelled_by")
    assert read.edges["left", "b", "line:b"]["requests_a_day"] == 0
    assert read.nodes["left"]["decided_a_day"] == pytest.approx(4.5 * (hard - harder) + 3 * (1 - harder))


def test_gexf_reads_back(made: Variant) -> None:
    read = nx.read_gexf(io.BytesIO(as_gexf(made).encode()))
    assert set(read) == set(made.organisation.positions)
    assert read.number_of_edges() == 8


def test_exports_are_the_same_every_time_and_day(made: Variant) -> None:
    assert as_graphml(made) == as_graphml(made)
    assert "lastmodified" not in as_gexf(made)


def test_mermaid_of_the_organisation(made: Variant) -> None:
    text = organisation_as_mermaid(made).splitlines()
    assert text[0] == "flowchart TB"
    assert '  p_a["Sister #quot;A#quot; #lt;ward #amp; bay#gt;"]' in text
    assert "  p_left --- p_a" in text
    assert '  p_a <-. "Phone" .-> p_c' in text
    assert '  p_d <-. "Rounds<br>every day at 09:00" .-> p_top' in text


def test_mermaid_of_the_pathway(made: Variant) -> None:
    text = pathway_as_mermaid(made).splitlines()
    assert '  s_serve -->|"30.0%"| s_ask' in text
    assert "  s_ask --> x_out" in text
    assert '  s_ask -. "gives up waiting" .-> x_out' in text
    assert text.index('  subgraph u_shop["Shop"]') < text.index('    s_serve["Serve"]')
    assert '  a_door(("Door")) --> s_serve' in text


def test_an_organisation_without_people() -> None:
    assert nx.read_graphml(io.BytesIO(as_graphml(variant({})).encode())).number_of_nodes() == 0
