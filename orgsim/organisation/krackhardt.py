"""Krackhardt's four dimensions of how far a directed graph is from a pure hierarchy (an out-tree).

Source: Krackhardt (1994), "Graph theoretical dimensions of informal organizations", in Carley and
Prietula (eds), Computational Organization Theory. Arcs point from the one in charge to the one below.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import networkx as nx

    Reach = Mapping[str, Collection[str]]


class Krackhardt(NamedTuple):
    """The four dimensions, each from 0 to 1; an out-tree has 1 in all."""

    connectedness: float
    hierarchy: float
    efficiency: float
    lubness: float


def krackhardt(graph: nx.DiGraph[str]) -> Krackhardt:
    """Return the four dimensions of ``graph``; parallel arcs count once. Where nothing can go wrong, 1."""
    import networkx as nx

    simple = nx.DiGraph((one, other) for one, other in graph.edges() if one != other)
    simple.add_nodes_from(graph)
    parts = [sorted(part) for part in nx.weakly_connected_components(simple)]
    reach = {node: frozenset(nx.descendants(simple, node)) | {node} for node in simple}
    return Krackhardt(
        _connectedness(len(simple), parts),
        _hierarchy(reach),
        _efficiency(simple, parts),
        _lubness(reach, parts),
    )


def _connectedness(nodes: int, parts: Iterable[Collection[str]]) -> float:
    """Return the share of pairs that sit in the same weak component."""
    together = sum(_pairs(len(part)) for part in parts)
    return together / _pairs(nodes) if nodes > 1 else 1.0


def _hierarchy(reach: Reach) -> float:
    """Return the share of pairs that reach each other at all which do so one way only."""
    joined = [(other in reach[one], one in reach[other]) for one, other in combinations(reach, 2)]
    either = sum(down or up for down, up in joined)
    return sum(down != up for down, up in joined) / either if either else 1.0


def _efficiency(graph: nx.DiGraph[str], parts: Iterable[Collection[str]]) -> float:
    """Return 1 less the share of possible surplus links that are there.

    Counted on the underlying graph, where two people are joined or not whichever way the arcs point: a
    component of n needs n - 1 links and may have (n - 1)(n - 2)/2 more. (Some programs count arcs against
    (n - 1)^2 instead.)
    """
    underlying = graph.to_undirected()
    surplus = possible = 0
    for part in parts:
        surplus += underlying.subgraph(part).number_of_edges() - (len(part) - 1)
        possible += _pairs(len(part) - 1)
    return 1 - surplus / possible if possible else 1.0


def _lubness(reach: Reach, parts: Iterable[Collection[str]]) -> float:
    """Return 1 less the share of possible pairs without a least upper bound, over the components.

    An upper bound of two people reaches both (everybody reaches himself); it is the least when every
    other upper bound reaches it. A component of n can have at most (n - 1)(n - 2)/2 pairs without one.
    """
    missing = possible = 0
    for part in parts:
        missing += sum(not _has_least_bound(reach, part, one, other) for one, other in combinations(part, 2))
        possible += _pairs(len(part) - 1)
    return 1 - missing / possible if possible else 1.0


def _has_least_bound(reach: Reach, part: Iterable[str], one: str, other: str) -> bool:
    bounds = [node for node in part if one in reach[node] and other in reach[node]]
    return any(all(least in reach[bound] for bound in bounds) for least in bounds)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2
