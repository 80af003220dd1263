"""The organisation graph for other programs: GraphML and GEXF."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.graph import build_graph
from orgsim.organisation.load import position_loads
from orgsim.organisation.routes import ways
from orgsim.scenario.derived.attention import attention_accounts
from orgsim.scenario.request_ways import stops

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx as nx

    from orgsim.scenario.derived.attention import AttentionAccount
    from orgsim.scenario.schema import Variant

_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def as_graphml(variant: Variant) -> str:
    """Return the organisation graph as GraphML; the same variant gives the same text."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(portable_graph(variant))) + "\n"


def as_gexf(variant: Variant) -> str:
    """Return the organisation graph as GEXF 1.2; the same variant gives the same text on any day."""
    import networkx as nx

    return _TODAY.sub("", "\n".join(nx.generate_gexf(portable_graph(variant)))) + "\n"


def portable_graph(variant: Variant) -> nx.MultiDiGraph[str]:
    """Return the graph with plain attributes: one edge a channel, lines pointing down; every edge works both ways.

    Beside what ``build_graph`` holds, a position has the decisions it holds and asks for and, as far as
    the flow tells them, the requests a day it handles, those of them it decides, and its utilisation, and where attention
    is eaten what there was of it and what went where. A channel has the decisions ``travelled_by`` whose requests it is,
    by any of their ways as far up as authority lets them climb, and the requests a day that use it on the way to
    who decides: each counts once, however often it is sent or crosses it; answers are left out.
    Raises ``OrganisationError`` when a request has no route.
    """
    import networkx as nx

    graph = build_graph(variant)
    rates = requests_a_day(variant)
    loads = position_loads(graph, variant, rates)
    accounts = attention_accounts(variant)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=variant.name)
    for key, data in graph.nodes(data=True):
        load = loads[key]
        handled = {
            "requests_a_day": load.decides + load.passes_on,
            "decided_a_day": load.decides,
            "utilisation": min(load.utilisation, 1e6),
        }
        eaten = _eaten(accounts[key]) if key in accounts else {}
        plain.add_node(key, **_plain({**data, **eaten, **_rights(variant, key), **(handled if rates else {})}))
    travelling = _travelling(graph, variant)
    for one, other, key, data in graph.edges(keys=True, data=True):
        if data["direction"] == "up" or plain.has_edge(other, one, key):
            continue
        carried = travelling[key]
        a_day = sum((rates.get(decision, 0.0) * share for decision, share in carried.items()), 0.0)
        plain.add_edge(one, other, key=key, **_plain({**data, "travelled_by": tuple(carried), "requests_a_day": a_day}))
    return plain


def _eaten(account: AttentionAccount) -> dict[str, float]:
    return {
        "attention_own": account.own,
        "attention_to_reports": account.to_reports,
        "attention_to_metrics": account.to_metrics,
    }


def _rights(variant: Variant, key: str) -> dict[str, tuple[str, ...]]:
    decisions = variant.organisation.decisions.items()
    return {
        "decides": tuple(decision for decision, row in decisions if row.held_by == key),
        "asks": tuple(decision for decision, row in decisions if row.asked_by == key),
    }


def _travelling(graph: nx.MultiDiGraph[str], variant: Variant) -> dict[str, dict[str, float]]:
    """Return channel to the decisions whose requests travel it, each with the share of them that do."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    positions = variant.organisation.positions
    for key, decision in variant.organisation.decisions.items():
        for way in ways(graph, variant, key):
            authorities = [positions[name].authority for name in (decision.asked_by, *(to for _, to in way.steps))]
            for stop, chance in stops(way, authorities, decision.complexity):
                share = way.share * chance
                for channel in dict.fromkeys(used for used, _ in way.steps[:stop]) if share > 0 else ():
                    found[channel][key] = found[channel].get(key, 0.0) + share
    return found


def _plain(data: Mapping[str, Any]) -> dict[str, str | float | int | bool]:
    """Return attributes as the formats can hold them: no empty values, lists as text."""
    return {
        key: ", ".join(value) if isinstance(value, tuple) else value
        for key, value in data.items()
        if value is not None and key != "direction"
    }
