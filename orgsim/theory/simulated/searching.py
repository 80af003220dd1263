"""Messages that find their way by rank, on trees with a few links beside (B14; Dodds, Watts and Sabel, 2003).

There is no closed form for the networks with links, so the published ordering is what is held: links at every scale take
more than half the load off the busiest person that random links leave, and the organisation survives the loss of its top.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.scenario.derived.informal import log_weight
from orgsim.theory import hierarchy
from orgsim.theory.simulated.trial import Check, Trial, drawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SPAN, LAYERS, MESSAGES, NETWORKS = 5, 5, 1500, 6
TOP_SHARE = 0.1
Neighbours = list[list[int]]


def ancestry(span: int, layers: int) -> list[list[int]]:
    """Return for each node of a complete tree, top first, the way from the top down to it."""
    way: list[list[int]] = [[0]]
    for node in range(1, hierarchy.managers(span, layers)):
        way.append([*way[(node - 1) // span], node])
    return way


def linked(reach: float, closeness: float, rng: np.random.Generator) -> Neighbours:
    """Return the neighbours of each node: the tree, and as many links beside as there are nodes.

    A pair is linked with a weight of exp(-depth of its lowest common superior / ``reach`` - distance / ``closeness``).
    """
    import numpy as np

    found = _tree()
    one, other, weight = _weights(reach, closeness)
    # The largest of weight-raced exponential times: a draw without replacement.
    race = rng.exponential(1.0, len(weight)) / weight
    for pick in np.argpartition(race, len(found))[: len(found)]:
        found[one[pick]].append(int(other[pick]))
        found[other[pick]].append(int(one[pick]))
    return found


def _tree() -> Neighbours:
    nodes = hierarchy.managers(SPAN, LAYERS)
    found: Neighbours = [[] for _ in range(nodes)]
    for node in range(1, nodes):
        boss = (node - 1) // SPAN
        found[node].append(boss)
        found[boss].append(node)
    return found


def _weights(reach: float, closeness: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Return both ends and the weight of every pair that the tree does not join."""
    import numpy as np

    way = np.array([[*line, *[-1] * (LAYERS - len(line))] for line in ancestry(SPAN, LAYERS)])
    depth = (way >= 0).sum(axis=1) - 1
    one, other = np.triu_indices(len(way), 1)
    common = ((way[one] == way[other]) & (way[one] >= 0)).sum(axis=1) - 1
    up, down = depth[one] - common, depth[other] - common
    beside = up + down > 1
    return one[beside], other[beside], _law(reach, closeness)[common, up, down][beside]


def _law(reach: float, closeness: float) -> NDArray[np.float64]:
    """Return the weight of a pair by the depth of its lowest common superior and the lines down to either."""
    import numpy as np

    steps = range(LAYERS)
    logs = [[[log_weight(depth, up, down, reach, closeness) for down in steps] for up in steps] for depth in steps]
    weights: NDArray[np.float64] = np.exp(np.array(logs))
    return weights


def busiest(neighbours: Neighbours, rng: np.random.Generator) -> float:
    """Return the share of messages that the busiest person passes on, each going to whoever is nearest by rank."""
    way = ancestry(SPAN, LAYERS)
    passed = [0] * len(way)
    for _ in range(MESSAGES):
        at, to = (int(end) for end in rng.choice(len(way), 2, replace=False))
        first = at
        while at != to:
            passed[at] += at != first
            far = [_apart(way[near], way[to]) for near in neighbours[at]]
            least = [near for near, steps in zip(neighbours[at], far, strict=True) if steps == min(far)]
            at = least[int(rng.integers(len(least)))]
    return max(passed) / MESSAGES


def _apart(one: list[int], other: list[int]) -> int:
    """Return the steps between two nodes by reporting lines, from their ways down from the top."""
    common = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        common += 1
    return len(one) + len(other) - 2 * common


def survives(neighbours: Neighbours) -> float:
    """Return the largest part still connected, as a share of those left, when the top tenth have gone."""
    gone = round(TOP_SHARE * len(neighbours))
    unseen, largest = set(range(gone, len(neighbours))), 0
    while unseen:
        part, frontier = 0, [unseen.pop()]
        while frontier:
            node = frontier.pop()
            part += 1
            near = unseen.intersection(neighbours[node])
            unseen -= near
            frontier.extend(near)
        largest = max(largest, part)
    return largest / (len(neighbours) - gone)


def compared(rng: np.random.Generator) -> Mapping[str, float]:
    """Set links at every scale against random links, and against none."""
    multiscale, chance = linked(0.5, 0.5, rng), linked(math.inf, math.inf, rng)
    load = busiest(multiscale, rng)
    return {
        "against chance": load / busiest(chance, rng),
        "survives": survives(multiscale),
        "tree survives": survives(_tree()),
    }


def searching() -> Iterator[Trial]:
    """Yield B14: 781 people and 781 links."""
    yield drawn(
        "781 people pass messages by rank",
        partial(compared),
        Check("B14", "781 people, links at every scale: busiest, to that of random links", 0.5, "against chance",
              relation="<"),
        Check("B14", "781 people, links at every scale: still joined without the top tenth", 0.5, "survives",
              relation=">"),
        Check("B14", "781 people, reporting lines only: still joined without the top tenth", 0.1, "tree survives",
              relation="<"),
        replications=NETWORKS,
    )  # fmt: skip


FAMILIES = (searching,)
