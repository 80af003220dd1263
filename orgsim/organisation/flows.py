"""How many visits a day take each arrow of the pathway.

Source: the traffic equations of an open network, x = a + P'x (Jackson 1957), solved for each class and
each combination of true needs, since a visit keeps its needs along its way. They leave out what depends
on waiting or on behaviours: leaving unseen, diverting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Go, Route, Shares

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Arrivals

    Floats = NDArray[np.float64]
    Truth = Mapping[str, Floats]

MOST_NEEDS = 12
"""Needs that routing may depend on; their combinations, K = 2 to this power at most, are followed at once."""
_SETTLED = 1e-9


class Flows(NamedTuple):
    """Visits a day that enter each stage or leave by each exit, and that take each arrow (from, to)."""

    visits: dict[str, float]
    arrows: dict[tuple[str, str], float]


def flows(variant: Variant) -> Flows:
    """Return the expected visits a day through the pathway, those that come back included.

    Raises ``ValueError`` when routing depends on more than ``MOST_NEEDS`` needs or visits can never leave.
    """
    visits = dict.fromkeys((*variant.pathway, *variant.exits), 0.0)
    arrows: dict[tuple[str, str], float] = defaultdict(float)
    arriving = _arriving(variant)
    for visit_class in variant.classes:
        chance, true = _cases(variant, visit_class)
        onward = _onward(variant, visit_class, true)
        passing = _passing(variant, chance, true, onward, arriving[visit_class])
        for (stage, to), share in onward.items():
            arrows[stage, to] += float((passing[stage] * share).sum())
        for stage, rates in passing.items():
            visits[stage] += float(rates.sum())
    for (_, to), rate in arrows.items():
        if to in variant.exits:
            visits[to] += rate
    return Flows(visits, {arrow: rate for arrow, rate in arrows.items() if rate})


def arriving_a_day(stream: Arrivals) -> float:
    """Return the visits a day of a stream, over the week; those there at the start do not count."""
    if stream.at_times is not None:
        return stream.at_times.number * len(stream.at_times.times.minutes) / 7
    return (stream.per_day or 0.0) * stream.level


def _arriving(variant: Variant) -> dict[str, dict[str, float]]:
    """Return class to stage to the visits a day that arrive there for the first time."""
    found: dict[str, dict[str, float]] = {visit_class: defaultdict(float) for visit_class in variant.classes}
    for stream in variant.arrivals.values():
        for visit_class, share in stream.classes.items():
            found[visit_class][stream.at] += arriving_a_day(stream) * share
    return found


def _cases(variant: Variant, visit_class: str) -> tuple[Floats, Truth]:
    """Return the chance (K) of each combination of needs in a class, and whether each need is then true (K)."""
    import numpy as np

    routed_by = _routed_by(variant)
    needs = [key for key in variant.needs if key in routed_by]
    if len(needs) > MOST_NEEDS:
        raise ValueError(f"routing depends on {len(needs)} needs; flows can be added up for {MOST_NEEDS}")
    grid = np.indices((2,) * len(needs)).reshape(len(needs), 2 ** len(needs)).astype(float)
    true = dict(zip(needs, grid, strict=True))
    chance = np.ones(2 ** len(needs))
    for key in needs:
        need = variant.needs[key]
        given = true[need.given] if need.given else 0.0
        without = _share(need.share, need.by_class, visit_class)
        share = without + (_share(need.given_share, need.given_by_class, visit_class) - without) * given
        chance = chance * np.where(true[key] > 0, share, 1 - share)
    held = chance > 0
    return chance[held], {key: row[held] for key, row in true.items()}


def _share(share: float | None, by_class: Mapping[str, float] | None, visit_class: str) -> float:
    if by_class is not None:
        return by_class.get(visit_class, by_class.get("default", 0.0))
    return share or 0.0


def _onward(variant: Variant, visit_class: str, true: Truth) -> dict[tuple[str, str], Floats]:
    """Return (stage, where it leads) to the share (K) of its visits that go there."""
    found: dict[tuple[str, str], Floats] = {}
    for stage, row in variant.pathway.items():
        for to, share in _leads(row.next, visit_class, true):
            found[stage, to] = found.get((stage, to), 0.0) + share
    return found


def _leads(route: Route, visit_class: str, true: Truth) -> Iterator[tuple[str, Floats]]:
    """Yield each place ``route`` leads to with the share (K, or 1) of visits; a place may come up again."""
    import numpy as np

    if isinstance(route, Go):
        yield route.to, np.ones(1)
    for share, branch in () if isinstance(route, Go) else _branches(route, visit_class, true):
        for to, part in _leads(branch, visit_class, true):
            yield to, share * part


def _branches(
    route: Shares | ByVisitClass | ByNeed, visit_class: str, true: Truth
) -> list[tuple[Floats | float, Route]]:
    if isinstance(route, Shares):
        return list(route.branches)
    if isinstance(route, ByVisitClass):
        branch = dict(route.branches).get(visit_class, route.default)
        return [(1.0, branch)] if branch is not None else []
    seen = true[route.need] * (1 - route.missed) + (1 - true[route.need]) * route.needless
    return [(seen, route.yes), (1 - seen, route.no)]


def _passing(
    variant: Variant,
    chance: Floats,
    true: Truth,
    onward: Mapping[tuple[str, str], Floats],
    arriving: Mapping[str, float],
) -> dict[str, Floats]:
    """Return stage to visits a day (K) of one class: those that arrive and, again, those who come back."""
    import numpy as np

    stages = {stage: place for place, stage in enumerate(variant.pathway)}
    equations = np.zeros((len(chance), len(stages), len(stages))) + np.eye(len(stages))
    for (stage, to), share in onward.items():
        if to in stages:
            equations[:, stages[to], stages[stage]] -= share
    total, coming = np.zeros((len(chance), len(stages))), dict(arriving)
    while sum(coming.values()) > _SETTLED:
        entering = np.array([coming.get(stage, 0.0) for stage in stages])
        try:
            solved = np.linalg.solve(equations, (chance[:, None] * entering)[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError:
            raise ValueError("some visits can never leave the pathway") from None
        total += solved
        coming = _coming_back(variant, true, onward, dict(zip(stages, solved.T, strict=True)))
    return dict(zip(stages, total.T, strict=True))


def _coming_back(
    variant: Variant, true: Truth, onward: Mapping[tuple[str, str], Floats], passing: Mapping[str, Floats]
) -> dict[str, float]:
    """Return stage to the visits a day that come back there after leaving."""
    found: dict[str, float] = defaultdict(float)
    for (stage, to), share in onward.items():
        returns = variant.exits[to].returns if to in variant.exits else None
        if returns is not None:
            again: Floats | float = returns.share
            if returns.missed is not None and returns.missed_need is not None:
                again = again + (returns.missed - returns.share) * true[returns.missed_need]
            found[returns.at] += float((passing[stage] * share * again).sum())
    return found


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
