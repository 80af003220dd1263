"""The load that requests put on positions, worked out from the routes without simulating.

Source: a Jackson network's arrival rates applied to people (managers as queues): utilisation is minutes
of work asked for over minutes of attention there are. It leaves out what only a run can show: requests
asked again because the answer is late, requests that meetings settle, and how long anything waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from orgsim.organisation.routes import ways
from orgsim.scenario.request_ways import stops, travelled
from orgsim.scenario.sittings import sittings

if TYPE_CHECKING:
    import networkx as nx

    from orgsim.scenario.schema import Variant


class Load(NamedTuple):
    """What a position has to do for requests in a day.

    ``decides`` and ``passes_on``: requests a day; ``work``: minutes of duty time a day they take;
    ``available``: minutes of duty time a day there are, meetings taken off.
    """

    decides: float
    passes_on: float
    work: float
    available: float

    @property
    def utilisation(self) -> float:
        """Work over what is available: above 1 the queue grows for ever. Infinite if nobody is ever there."""
        if self.available > 0:
            return self.work / self.available
        return float("inf") if self.work > 0 else 0.0


def position_loads(graph: nx.MultiDiGraph[str], variant: Variant, rates: Mapping[str, float]) -> dict[str, Load]:
    """Return the load of every position when decisions are asked for at ``rates`` (requests a day, by id).

    A request takes who decides it ``effort / attention`` minutes and each position before ``passing_on / attention``; the
    ways of a decision count by their shares, and authority by the chance that a request's complexity is within it. Messages
    lost on the way are asked again where the decision says so. Decisions not in
    ``rates`` count as never asked. Raises ``OrganisationError`` when a decision has no route.
    """
    decides = dict.fromkeys(graph, 0.0)
    passes_on = dict.fromkeys(graph, 0.0)
    minutes = dict.fromkeys(graph, 0.0)
    for key, rate in rates.items():
        decision = variant.organisation.decisions[key]
        for position, holds, arriving in _arriving(graph, variant, key, rate):
            (decides if holds else passes_on)[position] += arriving
            minutes[position] += arriving * (decision.effort if holds else decision.passing_on).mean
    return {
        key: Load(decides[key], passes_on[key], minutes[key] / position.attention, minutes_a_day(variant, key, rates))
        for key, position in variant.organisation.positions.items()
    }


def minutes_a_day(variant: Variant, key: str, rates: Mapping[str, float]) -> float:
    """Return the minutes a day that everybody in position ``key`` is on duty, less meetings in duty hours.

    Of their items those count that nobody but the meeting can settle, at the ``rates`` of requests.
    """
    position = variant.organisation.positions[key]
    met = sittings(variant, key, rates).minutes
    return max(0.0, position.number * position.on_duty.minutes_a_week - met) / 7


def _arriving(graph: nx.MultiDiGraph[str], variant: Variant, key: str, rate: float) -> list[tuple[str, bool, float]]:
    """Return (position, whether it decides, requests a day that reach it so) along the ways of ``key``."""
    decision, positions = variant.organisation.decisions[key], variant.organisation.positions
    found: list[tuple[str, bool, float]] = []
    for way in ways(graph, variant, key):
        people = [decision.asked_by, *(there for _, there in way.steps)]
        kept = [
            graph.edges[here, there, channel]["fidelity"]
            for here, (channel, there) in zip(people, way.steps, strict=False)
        ]
        authorities = [positions[name].authority for name in people]
        for stop, chance in stops(way, authorities, decision.complexity):
            found += travelled(decision, people, kept[:stop], rate * way.share * chance)
    return [one for one in found if one[2] > 0 or rate == 0]
