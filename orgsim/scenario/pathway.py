"""The pathway as a graph, read from the plain tree: who can get where, and in no time at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from orgsim.scenario.names import matches, names
from orgsim.scenario.routes import route_names
from orgsim.scenario.schema.scalars import parse_duration

_ENTRIES = ("arrivals.*.at", "exits.*.returns.at", "exits.*.failure.at", "behaviours.*.to")

Graph = dict[str, list[str]]
_MOST_EXAMINED = 200
"""Stages looked at in turn where the work grows with their square; a hostile file gets a shorter list."""


@dataclass(frozen=True, slots=True)
class Flow:
    """``leads`` maps a stage to what its route names, ``passes`` to where visits can really go (not 0%)."""

    leads: Graph
    passes: Graph
    instant: Graph
    exits: frozenset[str]
    entries: frozenset[str]

    @classmethod
    def of(cls, tree: Any) -> Flow:
        """Read the graph; what is not a stage or has no readable route is left out."""
        stages = {str(path[-1]): value for path, value in matches(tree, "pathway.*") if isinstance(value, dict)}
        leads: Graph = {stage: [] for stage in stages}
        passes: Graph = {stage: [] for stage in stages}
        instant: Graph = {}
        for stage, block in stages.items():
            found = [name for name in route_names(block.get("next"), ()) if name.kind == "stage or exit"]
            onward = [name.text for name in found if name.possible]
            gives_up = [str(to) for pattern in ("leaves.to", "refused") for _, to in matches(block, pattern)]
            leads[stage] = [name.text for name in found] + gives_up
            passes[stage] = onward + gives_up
            if takes_no_time(block):
                instant[stage] = onward
        entries = {str(at) for pattern in _ENTRIES for _, at in matches(tree, pattern)}
        return cls(leads, passes, instant, frozenset(names(tree, "exit")), frozenset(entries & stages.keys()))

    def unreachable(self) -> list[str]:
        """Return the stages that no arrival, return or behaviour leads to, directly or on the way."""
        if any(to not in self.leads and to not in self.exits for onward in self.leads.values() for to in onward):
            return []  # a misspelt name is the problem, and is said at its place
        reached = _reach(self.leads, self.entries)
        return [stage for stage in self.leads if stage not in reached]

    def traps(self) -> list[str]:
        """Return the first stage of each part of the pathway from which no exit can be reached."""
        leaving = _reach(_turned(self.passes), self.exits)
        stuck = [stage for stage in self.passes if stage not in leaving][:_MOST_EXAMINED]
        ahead = {stage: _reach(self.passes, [stage]) for stage in stuck}
        last = [stage for stage in stuck if self._is_last(stage, ahead)]
        return [stage for place, stage in enumerate(last) if not any(stage in ahead[other] for other in last[:place])]

    def _is_last(self, stage: str, ahead: dict[str, set[str]]) -> bool:
        """Say whether every stage ahead leads back here, and all names ahead exist."""
        known = self.passes.keys() | self.exits
        named = all(to in known for here in ahead[stage] for to in self.leads.get(here, ()))
        return bool(self.leads[stage]) and named and all(stage in ahead.get(here, ()) for here in ahead[stage])

    def instant_loops(self) -> list[list[str]]:
        """Return the loops of stages that each take no time, as names from one stage round to itself."""
        found: list[list[str]] = []
        for stage in list(self.instant)[:_MOST_EXAMINED]:
            if not any(stage in loop for loop in found):
                found += [loop] if (loop := _way_round(self.instant, stage)) else []
        return found


def takes_no_time(block: dict[str, Any]) -> bool:
    """Say whether a stage is certain to take no time of its own: nothing asked, waited for or done."""
    if block.get("asks") is not None or block.get("until") is not None:
        return False
    takes = block.get("takes")
    if isinstance(takes, dict) and isinstance(takes.get("by_class"), dict):
        return all(_is_zero(part) for part in takes["by_class"].values())
    return takes is None or _is_zero(takes)


def _is_zero(value: Any) -> bool:
    try:
        return not isinstance(value, dict) and parse_duration(value) == 0
    except PydanticCustomError:
        return False


def _reach(graph: Graph, starts: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += graph.get(here, ())
    return reached


def _turned(graph: Graph) -> Graph:
    turned: Graph = {}
    for here, onward in graph.items():
        for to in onward:
            turned.setdefault(to, []).append(here)
    return turned


def _way_round(graph: Graph, start: str) -> list[str]:
    """Return the shortest way from ``start`` back to itself, or nothing."""
    came_from: dict[str, str] = {}
    waiting = [start]
    for here in waiting:  # grows as it is walked: breadth first
        for to in graph.get(here, ()):
            if to == start:
                return _trail(came_from, here, start)
            if to not in came_from:
                came_from[to] = here
                waiting.append(to)
    return []


def _trail(came_from: dict[str, str], last: str, start: str) -> list[str]:
    trail = [start, last] if last != start else [start]
    while trail[-1] != start and came_from[trail[-1]] != start:
        trail.append(came_from[trail[-1]])
    return [*trail, start][::-1] if last != start else [start, start]
