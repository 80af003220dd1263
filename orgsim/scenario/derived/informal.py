"""Informal links drawn over a tree of reporting lines: who is likely to know whom.

Source: Dodds, Watts and Sabel (2003), "Information exchange and the robustness of organizational networks", PNAS 100.
A pair is linked with a weight of exp(-D / lambda) exp(-x / zeta): D is the depth of its lowest common superior below the
top, x = sqrt(up^2 + down^2 - 2) its distance, ``up`` and ``down`` the lines from that superior to each of the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import combinations

from orgsim.keys import derive, name_key, uniform
from orgsim.scenario.lines import OrganisationError

LAWS: dict[str, tuple[float, float]] = {
    "random": (math.inf, math.inf),
    "local_team": (math.inf, 0.0),
    "random_interdivisional": (0.0, math.inf),
    "core_periphery": (0.1, 0.15),
    "multiscale": (0.5, 0.5),
}
"""Class of network to (lambda, zeta), as published."""
_KEPT = 64


def distance(up: int, down: int) -> float:
    """Return x: 0 for two who report to the same superior."""
    return math.sqrt(max(up * up + down * down - 2, 0))


def log_weight(depth: int, up: int, down: int, reach: float, closeness: float) -> float:
    """Return the logarithm of the weight of a pair: 0 at most, -inf for a pair that is never linked.

    ``depth``: D; ``reach``: lambda; ``closeness``: zeta. 0 lets only D = 0 or x = 0 through, infinity makes no difference.
    """
    return -(_over(depth, reach) + _over(distance(up, down), closeness))


def _over(far: float, scale: float) -> float:
    if far == 0:
        return 0.0
    return far / scale if scale > 0 else math.inf


def informal_pairs(
    above: Mapping[str, str | None], taken: Iterable[tuple[str, str]], number: int, law: tuple[float, float], seed: int
) -> list[tuple[str, str]]:
    """Return up to ``number`` pairs of positions, each in the order of the alphabet, drawn without replacement.

    ``above``: position to who it reports to; ``taken``: pairs that have a channel already, beside those of the lines. A pair's
    number is keyed by ``seed`` and its two names, and the pairs with the largest of weight-raced numbers are taken
    (Efraimidis and Spirakis 2006), so neither the order of the file nor what else there is changes who is preferred to
    whom. Several tops count as joined by one more line above them. Fewer are returned where fewer have a weight.
    Raises ``OrganisationError`` for circles.
    """
    joined = frozenset((min(pair), max(pair)) for pair in taken)
    return list(_drawn(tuple(sorted(above.items())), joined, number, law, seed))


@lru_cache(_KEPT)
def _drawn(
    above: tuple[tuple[str, str | None], ...],
    taken: frozenset[tuple[str, str]],
    number: int,
    law: tuple[float, float],
    seed: int,
) -> tuple[tuple[str, str], ...]:
    ways = _ways_down(dict(above))
    keys = {key: name_key(f"position:{key}") for key in ways}
    own = name_key(f"informal:{seed}")
    raced = []
    for one, other in combinations(ways, 2):
        weight = _weight(ways[one], ways[other], law)
        if weight > -math.inf and (one, other) not in taken:
            drawn = uniform(derive(derive(own, keys[one]), keys[other]))
            raced.append((math.log(-math.log(drawn)) - weight, one, other))
    return tuple(sorted((one, other) for _, one, other in sorted(raced)[:number]))


def _weight(one: tuple[str, ...], other: tuple[str, ...], law: tuple[float, float]) -> float:
    """Return the logarithm of the weight of a pair; -inf for two whom a reporting line joins."""
    common = sum(1 for _ in _shared(one, other))
    up, down = len(one) - common, len(other) - common
    if up + down <= 1:
        return -math.inf
    return log_weight(common - 1, up, down, *law)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[str]:
    for first, second in zip(one, other, strict=False):
        if first != second:
            return
        yield first


def _ways_down(above: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Return for each position, in the order of the alphabet, the way from the top down to it."""
    tops = sum(boss is None for boss in above.values())
    found = {}
    for key in sorted(above):
        way = [key]
        while (boss := above[way[-1]]) is not None:
            if boss not in above or boss in way:
                raise OrganisationError(f"the reporting lines above `{key}` lead nowhere")
            way.append(boss)
        found[key] = tuple(reversed([*way, ""] if tops > 1 else way))
    return found
