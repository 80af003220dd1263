"""What holds an organisation together when managers are lost, and who most messages would cross.

Source: Dodds, Watts and Sabel (2003), "Information exchange and the robustness of organizational networks", PNAS 100: congestion
(the largest share of messages that one position handles) and connectivity when positions are removed. Messages take shortest
ways here, theirs are passed on by what each position knows of the tree.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from orgsim.keys import derive, name_key, uniform

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant

DRAWS = 300
"""Sets of managers that the mean at random is taken over; all there are, where these are fewer."""
_KEY = name_key("managers lost")


class Loss(NamedTuple):
    """Share of the pairs of positions left that lines and links still join, when ``removed`` managers are gone.

    ``targeted``: the most loaded ones; ``at_random``: the mean over sets of as many managers. NaN where fewer than two are left.
    """

    removed: int
    targeted: float
    at_random: float


def managers(variant: Variant) -> list[str]:
    """Return the positions that somebody reports to, in the order of the scenario."""
    above = {position.reports_to for position in variant.organisation.positions.values()}
    return [key for key in variant.organisation.positions if key in above]


def by_load(graph: nx.MultiDiGraph[str], variant: Variant, loads: Mapping[str, float]) -> list[str]:
    """Return the managers, the one with the largest of ``loads`` first; among equals who most shortest ways cross first."""
    crossed = crossings(graph)
    return sorted(managers(variant), key=lambda key: (-loads.get(key, 0.0), -crossed[key], key))


def crossings(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """Return for each position the share of the pairs of others whose shortest way crosses it (shared among equal ways)."""
    import networkx as nx

    return dict(nx.betweenness_centrality(nx.Graph(graph.to_undirected())))


def loss(graph: nx.MultiDiGraph[str], ordered: Sequence[str], number: int) -> Loss:
    """Return what is still joined without ``number`` of the managers ``ordered``, of whom the first go first."""
    near = {node: frozenset(graph.successors(node)) | frozenset(graph.predecessors(node)) for node in graph}
    at_random = fmean(joined(near, gone) for gone in _sets(sorted(ordered), number))
    return Loss(number, joined(near, ordered[:number]), at_random)


def losses(graph: nx.MultiDiGraph[str], ordered: Sequence[str]) -> list[Loss]:
    """Return the curve: what is still joined without 0, 1, 2, ... and all of the managers ``ordered``; nothing without any."""
    return [loss(graph, ordered, number) for number in range(len(ordered) + 1)] if ordered else []


def joined(near: Mapping[str, Collection[str]], gone: Collection[str]) -> float:
    """Return the share of pairs of the nodes of ``near`` but ``gone`` that some way joins; NaN for fewer than two."""
    left = set(near) - set(gone)
    pairs = math.comb(len(left), 2)
    if not pairs:
        return math.nan
    together, unseen = 0, set(left)
    while unseen:
        part = _part(near, unseen.pop(), left)
        unseen -= part
        together += math.comb(len(part), 2)
    return together / pairs


def _part(near: Mapping[str, Collection[str]], start: str, left: Collection[str]) -> set[str]:
    """Return the nodes of ``left`` that some way over others of them joins to ``start``, itself among them."""
    part, edge = {start}, [start]
    while edge:
        for other in near[edge.pop()]:
            if other in left and other not in part:
                part.add(other)
                edge.append(other)
    return part


def _sets(managers: Sequence[str], number: int) -> Iterator[tuple[str, ...]]:
    """Yield sets of ``number`` managers: all, or ``DRAWS`` of them, keyed by the managers' names."""
    if math.comb(len(managers), number) <= DRAWS:
        yield from combinations(managers, number)
        return
    keys = {key: name_key(key) for key in managers}
    for draw in range(DRAWS):
        key = derive(_KEY, draw)
        yield tuple(sorted(managers, key=lambda one: uniform(derive(key, keys[one])))[:number])
