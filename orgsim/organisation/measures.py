"""Measures of the organisation graph itself, before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from orgsim.organisation.graph import LINE, superiors
from orgsim.organisation.krackhardt import krackhardt
from orgsim.organisation.routes import route

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant


_DOWN = "lines point down, links both ways (Krackhardt 1994)"
_SURPLUS = "over the (n - 1)(n - 2)/2 possible"
DEFINED: dict[str, tuple[str, str, str]] = {
    "positions": ("Positions", "count", "nodes of the organisation graph"),
    "links": ("Links", "count", "channels beside the reporting lines"),
    "layers": ("Layers", "count", "positions on the longest chain of command"),
    "span_mean": ("Span of control, mean", "positions", "reports of a position, over those with any"),
    "span_max": ("Span of control, largest", "positions", "most reports of one position"),
    "depth_mean": ("Reporting depth, mean", "lines", "reporting lines up to the top, over all positions"),
    "connectedness": ("Connectedness", "share", f"pairs joined by any path; {_DOWN}"),
    "hierarchy": ("Hierarchy", "share", f"joined pairs where only one reaches the other; {_DOWN}"),
    "efficiency": ("Efficiency", "share", f"1 less the surplus links {_SURPLUS}, direction aside; {_DOWN}"),
    "lubness": ("Unity of command", "share", f"1 less pairs without a least upper bound {_SURPLUS}; {_DOWN}"),
    "route_hops": ("Hops of a request", "hops", "mean steps from who asks to who decides"),
    "betweenness_max": ("Busiest crossing", "share", "requests through the position that passes on most"),
    "load_gini": ("Unevenness of load (Gini)", "share", "handling over positions: 0 even, 1 all on one"),
}
"""Measure to its name, unit and definition, in the order they are shown. The last three count each decision
with its requests a day where these are known, else all decisions alike."""


class GraphMeasure(NamedTuple):
    """One figure about the organisation graph, with what it means."""

    measure: str
    name: str
    unit: str
    value: float
    definition: str


def spans(variant: Variant) -> dict[str, int]:
    """Return the span of control of every position: how many positions report to it."""
    found = dict.fromkeys(variant.organisation.positions, 0)
    for position in variant.organisation.positions.values():
        if position.reports_to is not None:
            found[position.reports_to] += 1
    return found


def depths(variant: Variant) -> dict[str, int]:
    """Return the reporting depth of every position: reporting lines between it and the top above it."""
    positions = variant.organisation.positions
    return {key: len(superiors(positions, key)) - 1 for key in positions}


def routes(graph: nx.MultiDiGraph[str], variant: Variant) -> dict[str, tuple[str, ...]]:
    """Return the positions each decision's request visits, asker first and holder last (once if the same)."""
    return {
        key: (decision.asked_by, *(position for _, position in route(graph, variant, key)))
        for key, decision in variant.organisation.decisions.items()
    }


def betweenness_load(
    graph: nx.MultiDiGraph[str], variant: Variant, rates: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return for every position the share of requests that pass through it on their way to somebody else.

    Each decision counts with its requests a day in ``rates``, or all decisions alike without rates (or
    when all are 0). This is betweenness over the routes that requests really take, not over all pairs.
    """
    weights = _weights(variant, rates)
    found = dict.fromkeys(graph, 0.0)
    for key, visited in routes(graph, variant).items():
        for position in visited[1:-1]:
            found[position] += weights[key]
    return found


def handled_share(
    graph: nx.MultiDiGraph[str], variant: Variant, rates: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Return for every position its share of the handling (passing on and deciding); they add to 1."""
    weights = _weights(variant, rates)
    found = dict.fromkeys(graph, 0.0)
    for key, visited in routes(graph, variant).items():
        for position in visited[1:] or visited:
            found[position] += weights[key]
    total = sum(found.values())
    return {position: share / total if total else 0.0 for position, share in found.items()}


def gini(values: Iterable[float]) -> float:
    """Return the Gini coefficient of ``values``, none below 0: 0 if all are equal, near 1 if one has all."""
    ordered = sorted(values)
    total = sum(ordered)
    if not total:
        return 0.0
    number = len(ordered)
    ranked = sum((2 * place - number - 1) * value for place, value in enumerate(ordered, 1))
    return ranked / (number * total)


def authority(graph: nx.MultiDiGraph[str]) -> nx.DiGraph[str]:
    """Return the graph Krackhardt's dimensions are taken of: lines from superior down, links both ways."""
    import networkx as nx

    kept = nx.DiGraph()
    kept.add_nodes_from(graph)
    kept.add_edges_from((one, other) for one, other, way in graph.edges(data="direction") if way in ("down", "across"))
    return kept


def graph_measures(
    graph: nx.MultiDiGraph[str], variant: Variant, rates: Mapping[str, float] | None = None
) -> list[GraphMeasure]:
    """Return the measures of the organisation graph in the order of ``DEFINED``; none without positions."""
    if not graph:
        return []
    values = {**_shape(graph, variant), **_hierarchy(graph), **_travel(graph, variant, rates)}
    return [
        GraphMeasure(key, name, unit, values[key], definition)
        for key, (name, unit, definition) in DEFINED.items()
        if key in values
    ]


def _shape(graph: nx.MultiDiGraph[str], variant: Variant) -> dict[str, float]:
    managers = [reports for reports in spans(variant).values() if reports] or [0]
    depth = depths(variant).values()
    links = {key for _, _, key, kind in graph.edges(keys=True, data="kind") if kind != LINE}
    return {
        "positions": len(graph),
        "links": len(links),
        "layers": max(depth) + 1,
        "span_mean": fmean(managers),
        "span_max": max(managers),
        "depth_mean": fmean(depth),
    }


def _hierarchy(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return dict(krackhardt(authority(graph))._asdict())


def _travel(graph: nx.MultiDiGraph[str], variant: Variant, rates: Mapping[str, float] | None) -> dict[str, float]:
    weights = _weights(variant, rates)
    if not weights:
        return {}
    hops = sum(weights[key] * (len(visited) - 1) for key, visited in routes(graph, variant).items())
    return {
        "route_hops": hops,
        "betweenness_max": max(betweenness_load(graph, variant, rates).values()),
        "load_gini": gini(handled_share(graph, variant, rates).values()),
    }


def _weights(variant: Variant, rates: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weight of each decision; they add to 1."""
    decisions = variant.organisation.decisions
    weights = {key: (rates or {}).get(key, 0.0) for key in decisions}
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(decisions, 1 / len(decisions)) if decisions else {}
    return {key: weight / total for key, weight in weights.items()}
