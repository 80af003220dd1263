"""The organisation graph as GraphML, for graph programs: positions, channels, and who decides what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant


def as_graphml(variant: Variant) -> str:
    """Return the organisation of ``variant`` as GraphML text; the same variant gives the same text.

    Nodes and edges have the attributes of ``organisation.build_graph``; a node has besides ``decides`` and ``asks``,
    the ids of decisions, and an edge ``channel``. Lists are joined by semicolons and what is empty is left out.
    """
    import networkx as nx

    from orgsim.organisation import build_graph

    graph = build_graph(variant)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=variant.name)
    for position, values in graph.nodes(data=True):
        plain.add_node(position, **_plain({**values, **_rights(variant, position)}))
    for start, end, channel, values in graph.edges(data=True, keys=True):
        # a channel is used both ways, but an id may stand in the file only once
        name = f"{channel}/{start}"
        plain.add_edge(start, end, key=name, **_plain({"id": name, "channel": channel, **values}))
    lines = nx.generate_graphml(plain, edge_id_from_attribute="id")
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + "\n".join(lines) + "\n"


def _rights(variant: Variant, position: str) -> dict[str, tuple[str, ...]]:
    decisions = variant.organisation.decisions
    return {
        "decides": tuple(key for key, one in decisions.items() if one.held_by == position),
        "asks": tuple(key for key, one in decisions.items() if one.asked_by == position),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Make every value one that GraphML has a type for."""
    joined = {key: ";".join(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return {key: value for key, value in joined.items() if value is not None and value != ""}
