"""Congestion of messages on a graph of people.

Source of the result: Guimera, Diaz-Guilera, Vega-Redondo, Cabrales and Arenas (2002). The formula is a
Jackson network of exponential servers whose arrival rates follow from betweenness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.theory import checks

if TYPE_CHECKING:
    import networkx as nx


def message_loads(graph: nx.Graph) -> list[float]:
    """Return for each node the ordered pairs whose message it sends or passes on (not those it receives).

    Every ordered pair sends one message along shortest paths, shared evenly among ties. ``graph`` is
    undirected; ``ValueError`` when it is not connected or has fewer than two nodes.
    """
    import networkx as nx

    if len(graph) < 2 or not nx.is_connected(graph):
        raise ValueError("the graph must be connected and have at least two nodes")
    between = nx.betweenness_centrality(graph, normalized=False)
    return [2 * passed + len(graph) - 1 for passed in between.values()]


def critical_message_rate(graph: nx.Graph) -> float:
    """Return the messages each node can send a step before the busiest node's queue grows for ever.

    Every node handles one message a step on average, to uniformly drawn targets.
    """
    return (len(graph) - 1) / max(message_loads(graph))


def message_delay(graph: nx.Graph, rate: float) -> float:
    """Return the mean number of steps from sending to arriving when each node sends ``rate`` messages a step.

    Raises ``UnstableError`` at or above ``critical_message_rate``, ``ValueError`` for a rate not above 0.
    """
    checks.positive("rate", rate)
    loads = [rate * handled / (len(graph) - 1) for handled in message_loads(graph)]
    checks.stable(max(loads), "the busiest node")
    return sum(load / (1 - load) for load in loads) / (rate * len(graph))
