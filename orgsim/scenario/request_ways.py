"""The ways that requests of one decision may take: to the holder, to whom another's concern leads, by a wrong door.

Written over any kind of step, so that the plan (channels) and the offered load (fidelities) mean the same ways.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from orgsim.scenario.request_paths import superiors

if TYPE_CHECKING:
    from orgsim.scenario.schema.distribution import Distribution
    from orgsim.scenario.schema.organisation import Decision

Step = TypeVar("Step")
Find = Callable[[str, str], Sequence[Step]]
"""The steps from one position to another by the decision's rule."""
_SERIES = 500
_CLOSE = 1e-14


class Way(NamedTuple, Generic[Step]):
    """One way: the ``share`` of requests that take it, its steps, and who decides last.

    ``decides_from``: steps from the asker from which on somebody may decide. ``crosses``: it concerns another position too.
    ``detour``: steps to the wrong door (0: none).
    """

    share: float
    steps: tuple[Step, ...]
    decides_from: int
    crosses: bool
    detour: int
    last: str


def ways_of(decision: Decision, above: Mapping[str, str], find: Find[Step]) -> list[Way[Step]]:
    """Return the ways of a decision, the plain one first; ``above`` maps each position to its superior.

    A way of no share is left out. Raises what ``find`` raises; ValueError where lines never meet.
    """
    goals: list[tuple[float, str, str | None]] = [(1 - sum(decision.concerns.values()), decision.held_by, None)]
    goals += [(share, *_settled(decision, other, above)) for other, share in decision.concerns.items()]
    unclear = decision.unclear
    found = []
    for share, goal, least in goals:
        astray = unclear.share if unclear and unclear.goes_to not in (goal, decision.asked_by) else 0.0
        steps = tuple(find(decision.asked_by, goal)) if decision.asked_by != goal else ()
        first = 0 if least is None else _steps_up(decision.asked_by, least, above)
        found.append(Way(share * (1 - astray), steps, min(first, len(steps)), least is not None, 0, goal))
        if astray > 0 and unclear:
            found.append(_astray(decision, share * astray, (unclear.goes_to, goal), least, above, find))
    return [way for place, way in enumerate(found) if place == 0 or way.share > 0]


def _astray(
    decision: Decision, share: float, to: tuple[str, str], least: str | None, above: Mapping[str, str], find: Find[Step]
) -> Way[Step]:
    """Return the way by a wrong door, where nobody decides; who asks does not know that he might."""
    door, goal = to
    there = tuple(find(decision.asked_by, door))
    steps = (*there, *find(door, goal))
    first = len(there) + 1
    if least is not None and decision.route != "reporting_lines":
        first = len(steps)
    elif least is not None:
        over = superiors(least, above)
        first = max(first, len(there) + next(up for up, one in enumerate(superiors(door, above)) if one in over))
    return Way(share, steps, min(first, len(steps)), least is not None, len(there), goal)


def _settled(decision: Decision, other: str, above: Mapping[str, str]) -> tuple[str, str]:
    """Return who decides in the end what concerns ``other`` too, and the lowest position that may."""
    if decision.route != "reporting_lines":
        return other, other
    mine, theirs = superiors(decision.asked_by, above), superiors(other, above)
    common = next((one for one in mine if one in theirs), None)
    if common is None:
        raise ValueError(f"`{decision.asked_by}` and `{other}` have no common superior")
    return (decision.held_by if decision.held_by in superiors(common, above) else common), common


def _steps_up(start: str, to: str, above: Mapping[str, str]) -> int:
    """Return the lines from a position up to one above it; many where it is none of those above."""
    chain = superiors(start, above)
    return chain.index(to) if to in chain else len(above) + len(chain)


def stops(
    way: Way[Step], authorities: Sequence[float | None], complexity: Distribution | None
) -> list[tuple[int, float]]:
    """Return after how many steps requests of a way are decided, and with which chance; the last decides the rest.

    ``authorities``: of the asker and of the position that each step reaches.
    """
    found, beyond, reach = [], 1.0, -1.0
    for place in range(way.decides_from, len(way.steps)):
        authority = authorities[place]
        if complexity is not None and authority is not None and authority > reach:
            reach, left = authority, tail(complexity, authority)
            found.append((place, beyond - left))
            beyond = left
    return [*found, (len(way.steps), beyond)]


def travelled(
    decision: Decision, people: Sequence[str], kept: Sequence[float], rate: float
) -> list[tuple[str, bool, float]]:
    """Return (position, whether it decides, requests a day reaching it) for ``rate`` requests decided after these steps.

    ``people``: who asks, then whom each step reaches; ``kept``: the share of messages that survive each step.
    """
    surviving, shares = 1.0, [1.0]
    for share in kept:
        surviving *= share
        shares.append(surviving)
    sent = rate * attempts(decision, surviving)
    if not kept:
        return [(people[0], True, rate)]
    return [(people[place], place == len(kept), sent * shares[place]) for place in range(1, len(kept) + 1)]


def attempts(decision: Decision, arrives: float) -> float:
    """Return how often a request is sent on average when each one arrives with probability ``arrives``."""
    again = decision.asks_again.at_most if decision.asks_again else 0
    return float(sum((1 - arrives) ** time for time in range(again + 1)))


def tail(drawn: Distribution, above: float) -> float:
    """Return the probability that a number drawn from a distribution lies above ``above`` (0 or more)."""
    at = drawn.parameters
    if drawn.family == "fixed":
        return float(at[0] > above)
    if drawn.family == "exponential":
        return math.exp(-above / at[0])
    if drawn.family == "uniform":
        return min(1.0, max(0.0, (at[1] - above) / (at[1] - at[0]))) if at[1] > at[0] else float(at[0] > above)
    if drawn.family == "triangular":
        return _triangular_tail((at[0], at[1], at[2]), above)
    mean, sd = at
    if above <= 0:
        return 1.0
    if drawn.family == "lognormal":
        variance = math.log(1 + (sd / mean) ** 2)
        return 0.5 * math.erfc((math.log(above / mean) + variance / 2) / math.sqrt(2 * variance))
    return _gamma_tail((mean / sd) ** 2, above * mean / (sd * sd))


def _triangular_tail(corners: tuple[float, float, float], above: float) -> float:
    low, mode, high = corners
    if above <= low:
        return 1.0
    if above >= high:
        return 0.0
    if above < mode:
        return 1 - (above - low) ** 2 / ((high - low) * (mode - low))
    return (high - above) ** 2 / ((high - low) * (high - mode))


def _gamma_tail(shape: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function: a series below its middle, else a continued fraction.

    Abramowitz & Stegun (1964), 6.5.29 and 6.5.31.
    """
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        for step in range(1, _SERIES):
            term *= x / (shape + step)
            total += term
            if term < total * _CLOSE:
                break
        return 1 - scale * total
    ratio = 0.0
    for step in range(_SERIES, 0, -1):
        ratio = step * (step - shape) / (x + 2 * step + 1 - shape - ratio)
    return scale / (x + 1 - shape - ratio)
