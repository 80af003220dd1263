"""The combinations of true needs a visit of a class can have, and how likely each is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Route, Shares

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant

MOST_TOGETHER = 5
"""Needs whose combinations are followed one by one; with more, each is taken on its own."""

Truth = Mapping[str, float]
"""Chance that each need is true: 0 or 1 where combinations are followed."""


def needs_that_route(variant: Variant) -> list[str]:
    """Return the needs that decide where visits go or return, and those they depend on, in order."""
    wanted = {need for stage in variant.pathway.values() for need in _needs_in(stage.next)}
    wanted |= {way.returns.missed_need for way in variant.exits.values() if way.returns and way.returns.missed_need}
    waiting = list(wanted)
    while waiting:
        given = variant.needs[waiting.pop()].given
        if given is not None and given not in wanted:
            wanted.add(given)
            waiting.append(given)
    return [need for need in variant.needs if need in wanted]


def _needs_in(route: Route) -> Iterator[str]:
    if isinstance(route, ByNeed):
        yield route.need
        branches = [route.yes, route.no]
    elif isinstance(route, Shares):
        branches = [branch for _, branch in route.branches]
    elif isinstance(route, ByVisitClass):
        branches = [branch for _, branch in route.branches] + ([route.default] if route.default else [])
    else:
        branches = []
    for branch in branches:
        yield from _needs_in(branch)


def cases(variant: Variant, name: str) -> Iterator[tuple[float, dict[str, float]]]:
    """Yield each combination of needs with its chance for a class; with too many needs, one average."""
    needs = needs_that_route(variant)
    found: list[tuple[float, dict[str, float]]] = [(1.0, {})]
    for need in needs:
        found = [
            (chance * part, {**truth, need: true})
            for chance, truth in found
            for true, part in _outcomes(_chance(variant, need, name, truth), together=len(needs) <= MOST_TOGETHER)
        ]
    yield from found


def _outcomes(chance: float, *, together: bool) -> list[tuple[float, float]]:
    """Pairs of (true, chance): both outcomes where combinations are followed, else their average."""
    if not together:
        return [(chance, 1.0)]
    return [(true, part) for true, part in ((1.0, chance), (0.0, 1 - chance)) if part > 0]


def _chance(variant: Variant, need: str, name: str, truth: Truth) -> float:
    """Chance that ``need`` is true for this class, given the needs before it."""
    block = variant.needs[need]
    without = _share(block.share, block.by_class, name)
    given = truth.get(block.given, 0.0) if block.given else 0.0
    return without * (1 - given) + _share(block.given_share, block.given_by_class, name) * given


def _share(share: float | None, by_class: Mapping[str, float] | None, name: str) -> float:
    if by_class is not None:
        return by_class.get(name, by_class.get("default", 0.0))
    return share or 0.0
