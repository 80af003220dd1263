"""Measures of the organisation graph itself, before anything is run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from statistics import fmean
from typing import TYPE_CHECKING

from orgsim.organisation import robustness
from orgsim.organisation.defined import DEFINED, GraphMeasure
from orgsim.organisation.graph import LINE
from orgsim.organisation.krackhardt import krackhardt
from orgsim.organisation.load import position_loads
from orgsim.organisation.routes import route
from orgsim.scenario.lines import superiors

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant


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
    graph: nx.MultiDiGraph[str],
    variant: Variant,
    rates: Mapping[str, float] | None = None,
    loads: Mapping[str, float] | None = None,
) -> list[GraphMeasure]:
    """Return the measures of the organisation graph in the order of ``DEFINED``; none without positions.

    ``loads``: by position, to tell which manager is busiest; without them they are worked out from ``rates``.
    """
    if not graph:
        return []
    if loads is None:
        loads = {key: load.utilisation for key, load in position_loads(graph, variant, rates or {}).items()}
    values = {
        **_shape(graph, variant),
        **_hierarchy(graph),
        **_lost(graph, variant, loads),
        **_travel(graph, variant, rates),
    }
    return [
        GraphMeasure(key, name, unit, values[key], definition)
        for key, (name, unit, definition) in DEFINED.items()
        if key in values
    ]


def _shape(graph: nx.MultiDiGraph[str], variant: Variant) -> dict[str, float]:
    managers = [reports for reports in spans(variant).values() if reports] or [0]
    depth = depths(variant).values()
    links = {key: edge["informal"] for _, _, key, edge in graph.edges(keys=True, data=True) if edge["kind"] != LINE}
    people = {key: position.number for key, position in variant.organisation.positions.items()}
    managing = sum(people[key] for key in robustness.managers(variant))
    others = sum(people.values()) - managing
    return {
        "positions": len(graph),
        "links": len(links),
        "layers": max(depth) + 1,
        "span_mean": fmean(managers),
        "span_max": max(managers),
        "managers_ratio": managing / others if others else math.nan,
        "informal_degree": 2 * sum(links.values()) / len(graph),
        "depth_mean": fmean(depth),
    }


def _hierarchy(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    return dict(krackhardt(authority(graph))._asdict())


def _lost(graph: nx.MultiDiGraph[str], variant: Variant, loads: Mapping[str, float]) -> dict[str, float]:
    ordered = robustness.by_load(graph, variant, loads)
    found = {"congestion_max": max(robustness.crossings(graph).values())}
    if ordered:
        quarter = math.ceil(len(ordered) / 4)
        one, some = robustness.loss(graph, ordered, 1), robustness.loss(graph, ordered, quarter)
        found |= {"joined_without_busiest": one.targeted, "joined_without_one": one.at_random}
        found |= {"joined_without_busiest_quarter": some.targeted, "joined_without_quarter": some.at_random}
    return found


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
