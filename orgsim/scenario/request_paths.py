"""The positions that handle a request on its way, from the reporting lines and links alone."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Link(NamedTuple):
    """A channel between two positions: its expected delay (minutes), the share of messages that arrive."""

    ends: tuple[str, str]
    delay: float = 0.0
    fidelity: float = 1.0


Steps = list[tuple[str, float]]
"""Each position reached, the holder last, and the share of messages that survive the step to it."""


def superiors(name: str, above: Mapping[str, str]) -> list[str]:
    """Return ``name`` and those above it up to the top (a circle is cut where it closes)."""
    found = [name]
    while (name := above.get(name, name)) not in found:
        found.append(name)
    return found


def by_lines(asker: str, holder: str, above: Mapping[str, str], lines: Mapping[str, Link]) -> Steps | None:
    """Climb to the lowest common superior and down again; None when there is none."""
    up, down = superiors(asker, above), superiors(holder, above)
    common = next((name for name in up if name in down), None)
    if common is None:
        return None
    climbed = [(above[name], lines[name].fidelity) for name in up[: up.index(common)]]
    descended = [(name, lines[name].fidelity) for name in reversed(down[: down.index(common)])]
    return climbed + descended


def nearest(
    asker: str, holder: str, above: Mapping[str, str], names: Sequence[str], channels: Sequence[Link]
) -> Steps | None:
    """Step each time to the neighbour nearest to the holder in the tree; None when none is nearer."""
    distance = {name: _apart(name, holder, above) for name in names}
    steps: Steps = []
    here = asker
    while here != holder:
        ways = [
            (distance[to], to, link.fidelity)
            for to, link in _neighbours(here, channels)
            if distance[to] < distance[here]
        ]
        if not ways:
            return None
        _, here, fidelity = min(ways)
        steps.append((here, fidelity))
    return steps


def quickest(asker: str, holder: str, passing: Mapping[str, float], channels: Sequence[Link]) -> Steps | None:
    """Take the path of least expected delay, ``passing`` being what each position between adds."""
    heap: list[tuple[float, int, str, Steps]] = [(0.0, 0, asker, [])]
    settled: set[str] = set()
    while heap:
        delay, hops, here, steps = heapq.heappop(heap)
        if here == holder:
            return steps
        if here in settled:
            continue
        settled.add(here)
        for to, link in _neighbours(here, channels):
            if to not in settled:
                longer = delay + link.delay + (0.0 if to == holder else passing.get(to, 0.0))
                heapq.heappush(heap, (longer, hops + 1, to, [*steps, (to, link.fidelity)]))
    return None


def _neighbours(here: str, channels: Sequence[Link]) -> list[tuple[str, Link]]:
    return [
        (link.ends[1 - place], link)
        for link in channels
        for place in (0, 1)
        if link.ends[place] == here and link.ends[1 - place] != here
    ]


def _apart(name: str, holder: str, above: Mapping[str, str]) -> int:
    """Count the lines between two positions; separate trees count as joined by one above their tops."""
    chain, target = superiors(name, above), superiors(holder, above)
    meets = next((place for place, other in enumerate(chain) if other in target), None)
    return len(chain) + len(target) - 1 if meets is None else meets + target.index(chain[meets])
