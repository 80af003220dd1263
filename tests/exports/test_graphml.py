from __future__ import annotations

from xml.etree import ElementTree as ET

import networkx as nx

from orgsim.exports.graphml import as_graphml
from orgsim.organisation import build_graph
from tests.exports.hospital import scenario


def test_the_graph_reads_back_with_its_positions_channels_and_rights() -> None:
    for key in ("silo", "systemic"):
        variant = scenario().variant(key)
        read = nx.parse_graphml(as_graphml(variant), force_multigraph=True)
        graph = build_graph(variant)
        assert list(read.nodes) == list(graph.nodes)
        assert sorted((start, end) for start, end in read.edges()) == sorted(
            (start, end) for start, end in graph.edges()
        )
        assert read.nodes["bed_manager"]["decides"] == "accept"
        assert read.nodes["sister"]["asks"] == "accept"
        for _, _, values in read.edges(data=True):
            assert values["channel"].startswith("line:" if values["kind"] == "line" else "phone")
            assert isinstance(values["fidelity"], float)


def test_no_id_stands_twice() -> None:
    root = ET.fromstring(as_graphml(scenario().variant("silo")))  # noqa: S314  (our own text)
    ids = [one.attrib["id"] for one in root.iter() if "id" in one.attrib]
    assert len(set(ids)) == len(ids)


def test_the_same_variant_gives_the_same_text() -> None:
    variant = scenario().variant("silo")
    assert as_graphml(variant) == as_graphml(variant)
