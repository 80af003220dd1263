"""Where a stage leads to, with the chance of each way: by its route, and by the answer to what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.need_cases import Known, found_out
from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Go, Route, Shares

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Stage


class Onward(NamedTuple):
    """One way on from a stage: to where, what is known then, its chance; ``wrong`` by an answer; ``done``: not refused."""

    place: str
    known: Known
    chance: float
    wrong: bool = False
    done: bool = True


def ways_on(variant: Variant, name: str, stage: Stage, known: Known) -> Iterator[Onward]:
    """Yield where a stage leads to: answers are right as often as if nothing of the information were lost."""
    judged = variant.organisation.decisions[stage.asks].judged if stage.asks is not None else None
    if judged is None:
        yield from _ways(variant, name, stage.next, known)
        return
    best = 0.5 if judged.stakes else judged.best
    if stage.refused is None:  # whatever the answer is, it goes on
        yield from _scaled(best, _ways(variant, name, stage.next, known))
        yield from _scaled(1 - best, _ways(variant, name, stage.next, known), wrong=True)
        return
    cases = [(known, True, 1.0)] if judged.about is None else found_out(variant, judged.about, name, known)
    for then, true, chance in cases:
        yes = chance * (best if true else 1 - best)
        yield from _scaled(yes, _ways(variant, name, stage.next, then), wrong=not true)
        if chance > yes:
            yield Onward(stage.refused, then, chance - yes, wrong=true, done=False)


def _ways(variant: Variant, name: str, route: Route | None, known: Known) -> Iterator[Onward]:
    """Yield each place a route leads to, what is known of the visit then, and the chance of it."""
    if isinstance(route, Go):
        yield Onward(route.to, known, 1.0)
    elif isinstance(route, ByVisitClass):
        yield from _ways(variant, name, dict(route.branches).get(name, route.default), known)
    elif isinstance(route, Shares):
        for share, branch in route.branches:
            yield from _scaled(share, _ways(variant, name, branch, known))
    elif isinstance(route, ByNeed):
        for then, true, chance in found_out(variant, route.need, name, known):
            seen = 1 - route.missed if true else route.needless
            yield from _scaled(chance * seen, _ways(variant, name, route.yes, then))
            yield from _scaled(chance * (1 - seen), _ways(variant, name, route.no, then))


def _scaled(share: float, ways: Iterator[Onward], *, wrong: bool = False) -> Iterator[Onward]:
    if share > 0:
        for way in ways:
            yield way._replace(chance=share * way.chance, wrong=way.wrong or wrong)
