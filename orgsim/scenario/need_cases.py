"""What is known of a visit's true needs along its way, found out only where a route asks.

A need depends on its ``given`` alone, so with those above it found out first its chance is exact; what no stage
ahead will ask again is forgotten. That keeps the combinations to follow few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Route, Shares, destinations

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Stage

Known = tuple[tuple[str, bool], ...]
"""Needs found out so far, in the order of their ids, and whether they are true."""


def found_out(variant: Variant, need: str, name: str, known: Known) -> Iterator[tuple[Known, bool, float]]:
    """Yield each outcome of asking ``need`` of a visit of class ``name``: what is known then, true?, chance."""
    for already, true in known:
        if already == need:
            yield known, true, 1.0
            return
    given = variant.needs[need].given
    if given is None:
        yield from _outcomes(variant, need, name, (known, False, 1.0))
        return
    for outcome in found_out(variant, given, name, known):
        yield from _outcomes(variant, need, name, outcome)


def _outcomes(
    variant: Variant, need: str, name: str, above: tuple[Known, bool, float]
) -> Iterator[tuple[Known, bool, float]]:
    known, given, before = above
    block = variant.needs[need]
    chance = (
        _share(block.given_share, block.given_by_class, name) if given else _share(block.share, block.by_class, name)
    )
    for true, part in ((True, chance), (False, 1 - chance)):
        if part > 0:
            yield tuple(sorted((*known, (need, true)))), true, before * part


def _share(share: float | None, by_class: Mapping[str, float] | None, name: str) -> float:
    if by_class is not None:
        return by_class.get(name, by_class.get("default", 0.0))
    return share or 0.0


def asked_ahead(variant: Variant) -> dict[str, frozenset[str]]:
    """Return for each stage and exit the needs that it, or a stage ahead of it, may ask (and those above them)."""
    ahead = {key: _with_given(variant, _missed(variant, key)) for key in variant.exits}
    ahead |= {key: _with_given(variant, _asked_by(variant, stage)) for key, stage in variant.pathway.items()}
    leads = {key: {*destinations(stage.next), *_refused(stage)} for key, stage in variant.pathway.items()}
    settled = False
    while not settled:
        settled = True
        for key, onward in leads.items():
            more = ahead[key].union(*(ahead[to] for to in onward))
            settled = settled and more == ahead[key]
            ahead[key] = more
    return {key: frozenset(needs) for key, needs in ahead.items()}


def _asked_by(variant: Variant, stage: Stage) -> Iterator[str]:
    """Yield the needs that a stage asks: its route, and the decision whose no leads elsewhere."""
    yield from _needs_in(stage.next)
    judged = variant.organisation.decisions[stage.asks].judged if stage.asks is not None else None
    if stage.refused is not None and judged is not None and judged.about is not None:
        yield judged.about


def _refused(stage: Stage) -> list[str]:
    return [] if stage.refused is None else [stage.refused]


def _missed(variant: Variant, way_out: str) -> Iterator[str]:
    returns = variant.exits[way_out].returns
    if returns is not None and returns.missed is not None and returns.missed_need is not None:
        yield returns.missed_need


def _with_given(variant: Variant, needs: Iterator[str]) -> set[str]:
    found: set[str] = set()
    for need in needs:
        here: str | None = need
        while here is not None and here not in found:
            found.add(here)
            here = variant.needs[here].given
    return found


def _needs_in(route: Route) -> Iterator[str]:
    branches: list[Route] = []
    if isinstance(route, ByNeed):
        yield route.need
        branches = [route.yes, route.no]
    elif isinstance(route, Shares):
        branches = [branch for _, branch in route.branches]
    elif isinstance(route, ByVisitClass):
        branches = [branch for _, branch in route.branches] + ([route.default] if route.default else [])
    for branch in branches:
        yield from _needs_in(branch)
