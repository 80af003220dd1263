"""The way a request takes from the position that asks to the one that holds the decision, by rule."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from orgsim.organisation.errors import NoRouteError, OrganisationError
from orgsim.organisation.graph import LINE, line_id
from orgsim.scenario.lines import superiors
from orgsim.scenario.request_ways import Way, ways_of

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant

Steps = tuple[tuple[str, str], ...]
"""``((channel id, position reached), ...)``: nothing when the asker holds the decision."""

_TICKS_A_MINUTE = 1_000_000
"""Expected delays add up as whole ticks: equal ones compare equal in whatever order they are added."""


class _Quest(NamedTuple):
    """A request looking for its way."""

    decision: str
    asker: str
    holder: str
    passing_on: float


def route(graph: nx.MultiDiGraph[str], variant: Variant, decision_id: str) -> Steps:
    """Return the steps of ``decision_id`` from asker to holder over ``graph``, built from ``variant``.

    ``reporting_lines`` climbs to the lowest common superior and goes down again. ``nearest`` steps each time
    to the neighbour (by line, or by a link that carries the decision) nearest to the holder in the reporting
    tree. ``quickest`` takes the path of least expected delay: travel, waiting for a link to happen, and
    passing on at every position between. Ties fall by a keyed hash, so they depend neither on Python's
    hashing nor on the file's order.

    Raises ``NoRouteError`` when the rule finds no way, ``OrganisationError`` when a position is unknown.
    """
    decision = variant.organisation.decisions[decision_id]
    for role, position in (("asked by", decision.asked_by), ("held by", decision.held_by)):
        if position not in graph:
            said = f"decision `{decision_id}` is {role} `{position}`"
            raise OrganisationError(f"{said}, which is not a position")
    return _between(graph, variant, decision_id, decision.asked_by, decision.held_by)


def ways(graph: nx.MultiDiGraph[str], variant: Variant, decision_id: str) -> list[Way[tuple[str, str]]]:
    """Return the ways that requests of ``decision_id`` may take, the plain one first; errors as ``route``."""
    decision = variant.organisation.decisions[decision_id]
    unclear = [decision.unclear.goes_to] if decision.unclear else []
    for position in (*decision.concerns, *unclear):
        if position not in graph:
            raise OrganisationError(f"decision `{decision_id}` names `{position}`, which is not a position")
    plain = route(graph, variant, decision_id)
    positions = variant.organisation.positions
    above = {key: row.reports_to for key, row in positions.items() if row.reports_to is not None}

    def find(start: str, to: str) -> Steps:
        if (start, to) == (decision.asked_by, decision.held_by):
            return plain
        return _between(graph, variant, decision_id, start, to)

    try:
        return ways_of(decision, above, find)
    except ValueError as error:
        if isinstance(error, OrganisationError):
            raise
        raise NoRouteError(f"decision `{decision_id}`: {error}") from None


def _between(graph: nx.MultiDiGraph[str], variant: Variant, decision_id: str, asker: str, holder: str) -> Steps:
    decision = variant.organisation.decisions[decision_id]
    quest = _Quest(decision_id, asker, holder, decision.passing_on.mean)
    if quest.asker == quest.holder:
        return ()
    if decision.route == "reporting_lines":
        return _by_lines(variant, quest)
    return _nearest(graph, variant, quest) if decision.route == "nearest" else _quickest(graph, quest)


def _by_lines(variant: Variant, quest: _Quest) -> Steps:
    """Climb to the lowest common superior, then go down."""
    positions = variant.organisation.positions
    up, down = superiors(positions, quest.asker), superiors(positions, quest.holder)
    common = next((position for position in up if position in down), None)
    if common is None:
        raise _no_route(quest, "their reporting lines never meet: add a common superior, or change `route`")
    climbed = [(line_id(child), parent) for child, parent in pairwise(up[: up.index(common) + 1])]
    descended = [(line_id(child), child) for child in reversed(down[: down.index(common)])]
    return (*climbed, *descended)


def _nearest(graph: nx.MultiDiGraph[str], variant: Variant, quest: _Quest) -> Steps:
    """Step to the neighbour nearest to the holder in the tree; each step is strictly nearer, so it ends."""
    distance = _tree_distances(variant, quest.holder)
    steps: list[tuple[str, str]] = []
    here = quest.asker
    while here != quest.holder:
        ways = [way for way in _ways(graph, quest, here) if distance[way[1]] < distance[here]]
        if not ways:
            raise _no_route(quest, f"at `{here}` no line or link leads nearer: add a link, or change `route`")
        channel, here = min(ways, key=lambda way: (distance[way[1]], _draw(quest, here, *way)))
        steps.append((channel, here))
    return tuple(steps)


def _tree_distances(variant: Variant, holder: str) -> dict[str, int]:
    """Return for each position the reporting lines between it and ``holder``.

    Trees without a common top count as joined by one line above their tops, so that a link between two
    organisations leads nearer.
    """
    positions = variant.organisation.positions
    to_top = superiors(positions, holder)
    found: dict[str, int] = {}
    for key in positions:
        chain = superiors(positions, key)
        meets = next((place for place, position in enumerate(chain) if position in to_top), None)
        found[key] = len(chain) + len(to_top) - 1 if meets is None else meets + to_top.index(chain[meets])
    return found


def _quickest(graph: nx.MultiDiGraph[str], quest: _Quest) -> Steps:
    """Walk from the asker along channels that keep the total at its least: fewest hops, then keyed hash."""
    to_go = _delays_to(graph, quest)
    if quest.asker not in to_go:
        raise _no_route(quest, "no lines or links that carry it join them: add a link, or a common superior")
    steps: list[tuple[str, str]] = []
    here = quest.asker
    while here != quest.holder:
        totals = {
            way: (to_go[way[1]][0] + _ticks(graph, quest, here, *way), to_go[way[1]][1] + 1)
            for way in _ways(graph, quest, here)
        }
        best = [way for way, total in totals.items() if total == to_go[here]]
        channel, here = min(best, key=lambda way: _draw(quest, here, *way))
        steps.append((channel, here))
    return tuple(steps)


def _delays_to(graph: nx.MultiDiGraph[str], quest: _Quest) -> dict[str, tuple[int, int]]:
    """Return the least (expected delay in ticks, hops) from each position to the holder, after Dijkstra."""
    settled: dict[str, tuple[int, int]] = {}
    heap = [(0, 0, quest.holder)]
    while heap:
        ticks, hops, there = heapq.heappop(heap)
        if there in settled:
            continue
        settled[there] = (ticks, hops)
        for channel, here in _ways(graph, quest, there):
            if here not in settled:
                longer = ticks + _ticks(graph, quest, here, channel, there)
                heapq.heappush(heap, (longer, hops + 1, here))
    return settled


def _ticks(graph: nx.MultiDiGraph[str], quest: _Quest, here: str, channel: str, there: str) -> int:
    """Return the expected delay of one step in ticks, and of being passed on where it arrives."""
    edge = graph.edges[here, there, channel]
    passing = 0.0 if there == quest.holder else quest.passing_on / graph.nodes[there]["attention"]
    return round(float(edge["delay"] + edge["wait"] + passing) * _TICKS_A_MINUTE)


def _ways(graph: nx.MultiDiGraph[str], quest: _Quest, here: str) -> Iterator[tuple[str, str]]:
    """Yield (channel, neighbour) for each line at ``here`` and each link that carries the decision."""
    for _, there, channel, edge in graph.out_edges(here, keys=True, data=True):
        carries = edge["carries"]
        if there != here and (edge["kind"] == LINE or carries is None or quest.decision in carries):
            yield channel, there


def _draw(quest: _Quest, here: str, channel: str, there: str) -> bytes:
    """Return the keyed draw by which a tie falls."""
    return blake2b("\n".join((quest.decision, here, channel, there)).encode(), digest_size=16).digest()


def _no_route(quest: _Quest, why: str) -> NoRouteError:
    return NoRouteError(f"decision `{quest.decision}` cannot travel from `{quest.asker}` to `{quest.holder}`: {why}")
