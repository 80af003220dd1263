"""How many visits a day take each arrow of the pathway.

Source: the traffic equations of an open network, x = a + P'x (Jackson 1957), solved for each kind of
visit: a class and what is truly needed. They leave out what depends on waiting or on behaviours: leaving
unseen, diverting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Go, Route, Shares

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Arrivals, Need

MOST_NEEDS = 8
_SETTLED = 1e-9


class Kind(NamedTuple):
    """Visits that are routed alike: a class and the needs that are true of it."""

    visit_class: str
    true: frozenset[str]


class Flows(NamedTuple):
    """Visits a day that enter each stage or leave by each exit, and that take each arrow (from, to)."""

    visits: dict[str, float]
    arrows: dict[tuple[str, str], float]


def flows(variant: Variant) -> Flows:
    """Return the expected visits a day through the pathway, those that come back included.

    Raises ``ValueError`` when routing depends on more than ``MOST_NEEDS`` needs or visits can never leave.
    """
    chances = _kinds(variant)
    wave = _arriving(variant)
    found: dict[tuple[Kind, str], float] = defaultdict(float)
    while any(rate > _SETTLED for rate in wave.values()):
        passed = _passing(variant, chances, wave)
        for key, rate in passed.items():
            found[key] += rate
        wave = _coming_back(variant, passed)
    return _added_up(variant, found)


def shares(route: Route, kind: Kind) -> dict[str, float]:
    """Return where a visit of ``kind`` goes by ``route``: stage or exit to share; the shares add to 1."""
    if isinstance(route, Go):
        return {route.to: 1.0}
    found: dict[str, float] = defaultdict(float)
    for share, branch in _branches(route, kind):
        for to, part in shares(branch, kind).items():
            found[to] += share * part
    return dict(found)


def arriving_a_day(stream: Arrivals) -> float:
    """Return the visits a day of a stream, over the week; those there at the start do not count."""
    if stream.at_times is not None:
        return stream.at_times.number * len(stream.at_times.times.minutes) / 7
    return (stream.per_day or 0.0) * stream.level


def _branches(route: Shares | ByVisitClass | ByNeed, kind: Kind) -> Iterable[tuple[float, Route]]:
    if isinstance(route, Shares):
        return route.branches
    if isinstance(route, ByVisitClass):
        branch = dict(route.branches).get(kind.visit_class, route.default)
        return [(1.0, branch)] if branch is not None else []
    seen = 1 - route.missed if route.need in kind.true else route.needless
    return [(seen, route.yes), (1 - seen, route.no)]


def _kinds(variant: Variant) -> dict[Kind, float]:
    """Return each kind of visit with its chance within its class."""
    needs = {key: need for key, need in variant.needs.items() if key in _routed_by(variant)}
    if len(needs) > MOST_NEEDS:
        raise ValueError(f"routing depends on {len(needs)} needs; flows can be added up for {MOST_NEEDS}")
    found: dict[Kind, float] = {}
    for visit_class in variant.classes:
        for truths in product((True, False), repeat=len(needs)):
            true = frozenset(key for key, holds in zip(needs, truths, strict=True) if holds)
            chance = 1.0
            for key, need in needs.items():
                share = _chance(need, visit_class, true)
                chance *= share if key in true else 1 - share
            if chance:
                found[Kind(visit_class, true)] = chance
    return found


def _chance(need: Need, visit_class: str, true: frozenset[str]) -> float:
    given = need.given is not None and need.given in true
    by_class, share = (need.given_by_class, need.given_share) if given else (need.by_class, need.share)
    if by_class is not None:
        return by_class.get(visit_class, by_class.get("default", 0.0))
    return share or 0.0


def _routed_by(variant: Variant) -> set[str]:
    """Return the needs that routing or coming back asks about, and those they depend on."""
    found = {need for stage in variant.pathway.values() for need in _asked(stage.next)}
    returns = [exit_.returns for exit_ in variant.exits.values() if exit_.returns]
    found |= {row.missed_need for row in returns if row.missed_need}
    for key in reversed(variant.needs):
        given = variant.needs[key].given
        if key in found and given:
            found.add(given)
    return found


def _asked(route: Route) -> Iterator[str]:
    if isinstance(route, ByNeed):
        yield route.need
        branches: list[Route] = [route.yes, route.no]
    elif isinstance(route, Go):
        branches = []
    else:
        branches = [branch for _, branch in route.branches]
        if isinstance(route, ByVisitClass) and route.default is not None:
            branches.append(route.default)
    for branch in branches:
        yield from _asked(branch)


def _arriving(variant: Variant) -> dict[tuple[str, str], float]:
    """Return (class, stage) to the visits a day that arrive for the first time."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for stream in variant.arrivals.values():
        for visit_class, share in stream.classes.items():
            found[visit_class, stream.at] += arriving_a_day(stream) * share
    return found


def _passing(
    variant: Variant, chances: Mapping[Kind, float], wave: Mapping[tuple[str, str], float]
) -> dict[tuple[Kind, str], float]:
    """Return (kind, stage) to visits a day when those of ``wave`` go through the pathway."""
    import numpy as np

    number = {stage: place for place, stage in enumerate(variant.pathway)}
    found: dict[tuple[Kind, str], float] = {}
    for kind, chance in chances.items():
        entering, onward = np.zeros(len(number)), np.zeros((len(number), len(number)))
        for (visit_class, at), rate in wave.items():
            if visit_class == kind.visit_class:
                entering[number[at]] += rate * chance
        for stage, to, share in _arrows(variant, kind):
            if to in number:
                onward[number[to], number[stage]] = share
        try:
            solved = np.linalg.solve(np.eye(len(number)) - onward, entering)
        except np.linalg.LinAlgError:
            raise ValueError("some visits can never leave the pathway") from None
        found.update({(kind, stage): float(solved[place]) for stage, place in number.items()})
    return found


def _arrows(variant: Variant, kind: Kind) -> Iterator[tuple[str, str, float]]:
    for stage, row in variant.pathway.items():
        for to, share in shares(row.next, kind).items():
            yield stage, to, share


def _coming_back(variant: Variant, passed: Mapping[tuple[Kind, str], float]) -> dict[tuple[str, str], float]:
    """Return (class, stage) to the visits a day that come back after leaving as ``passed`` says."""
    found: dict[tuple[str, str], float] = defaultdict(float)
    for (kind, stage), rate in passed.items():
        for to, share in shares(variant.pathway[stage].next, kind).items():
            returns = variant.exits[to].returns if to in variant.exits else None
            if returns:
                missed = returns.missed is not None and returns.missed_need in kind.true
                again = returns.missed if missed and returns.missed is not None else returns.share
                found[kind.visit_class, returns.at] += rate * share * again
    return found


def _added_up(variant: Variant, found: Mapping[tuple[Kind, str], float]) -> Flows:
    visits = dict.fromkeys((*variant.pathway, *variant.exits), 0.0)
    arrows: dict[tuple[str, str], float] = defaultdict(float)
    for (kind, stage), rate in found.items():
        visits[stage] += rate
        for to, share in shares(variant.pathway[stage].next, kind).items():
            arrows[stage, to] += rate * share
            if to in variant.exits:
                visits[to] += rate * share
    return Flows(visits, dict(arrows))
