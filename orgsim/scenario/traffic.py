"""How many visits a day come to each stage: the traffic equations of the pathway, solved without simulating.

Visits to a stage = what arrives there + what the other stages send there (Jackson 1957). They are solved for
each class and each combination of true needs, since a visit keeps its needs along its way. Plain Python on
purpose: a pathway has tens of stages, and reading a scenario should not have to wait for numpy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.need_cases import MOST_TOGETHER, Truth, cases, needs_that_route
from orgsim.scenario.schema.routing import ByVisitClass, Go, Route, Shares

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Returns

_MOST_SWEEPS = 5_000
_CLOSE = 1e-12


@dataclass(slots=True)
class ClassTraffic:
    """Visits a day of one class: to each stage, and from each stage to each place it leads to."""

    visits: dict[str, float] = field(default_factory=dict)
    moves: dict[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Visits a day by class; ``arrivals`` are first arrivals, ``exact`` is false if something is left out."""

    by_class: dict[str, ClassTraffic]
    arrivals: float
    exact: bool

    def visits(self, stage: str) -> float:
        """Visits a day to ``stage``, returns among them."""
        return sum(traffic.visits.get(stage, 0.0) for traffic in self.by_class.values())


def traffic(variant: Variant) -> Traffic:
    """Solve the traffic equations. Leaves out giving up and behaviours (then ``exact`` is false)."""
    arriving = _arriving(variant)
    by_class = {name: _class_traffic(variant, name, arriving.get(name, {})) for name in variant.classes}
    exact = (
        len(needs_that_route(variant)) <= MOST_TOGETHER
        and not any(stage.leaves for stage in variant.pathway.values())
        and not any(behaviour.switched == "on" for behaviour in variant.behaviours.values())
    )
    return Traffic(by_class, sum(sum(at.values()) for at in arriving.values()), exact)


def _arriving(variant: Variant) -> dict[str, dict[str, float]]:
    """First arrivals a day by class and stage."""
    found: dict[str, dict[str, float]] = {}
    for stream in variant.arrivals.values():
        if stream.per_day is not None:
            rate = stream.per_day * stream.level
        else:
            rate = stream.at_times.number * len(stream.at_times.times.minutes) / 7 if stream.at_times else 0.0
        for name, share in stream.classes.items():
            at = found.setdefault(name, {})
            at[stream.at] = at.get(stream.at, 0.0) + rate * share
    return found


class _Case(NamedTuple):
    """One combination of true needs: its chance, and where it goes from each stage."""

    chance: float
    truth: Truth
    onward: dict[str, dict[str, float]]


def _class_traffic(variant: Variant, name: str, arriving: Mapping[str, float]) -> ClassTraffic:
    """Follow one class from its arrivals, then those who return, until hardly anybody does."""
    total = ClassTraffic()
    combinations = [_Case(chance, truth, _legs(variant, name, truth)) for chance, truth in cases(variant, name)]
    coming = dict(arriving)
    for _ in range(_MOST_SWEEPS):
        back: dict[str, float] = {}
        for case in combinations:
            for stage, rate in _add(variant, total, case, coming):
                back[stage] = back.get(stage, 0.0) + rate
        coming = back
        if sum(back.values()) <= _CLOSE:
            break
    return total


def _add(
    variant: Variant, total: ClassTraffic, case: _Case, coming: Mapping[str, float]
) -> Iterator[tuple[str, float]]:
    """Add one combination to the traffic of its class; yield where, and how many, come back."""
    visits = _solve({stage: rate * case.chance for stage, rate in coming.items()}, case.onward)
    for stage, rate in visits.items():
        total.visits[stage] = total.visits.get(stage, 0.0) + rate
        for to, share in case.onward[stage].items():
            total.moves[stage, to] = total.moves.get((stage, to), 0.0) + rate * share
            returns = variant.exits[to].returns if to in variant.exits else None
            if returns is not None:
                yield returns.at, rate * share * _returning(returns, case.truth)


def _returning(returns: Returns, truth: Truth) -> float:
    """Return the share that comes back of those that leave by an exit with these needs."""
    if returns.missed is None:
        return returns.share
    missed = truth.get(returns.missed_need or "", 0.0)
    return returns.share * (1 - missed) + returns.missed * missed


def _solve(coming: Mapping[str, float], onward: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Visits to each stage: sweeps in the direction of flow, at once exact where the pathway has no loop."""
    order = _order(coming, onward)
    before: dict[str, list[tuple[str, float]]] = {stage: [] for stage in order}
    for stage in order:
        for to, share in onward[stage].items():
            if to in before:
                before[to].append((stage, share))
    visits = dict.fromkeys(order, 0.0)
    for _ in range(_MOST_SWEEPS):
        moved = 0.0
        for stage in order:
            now = coming.get(stage, 0.0) + sum(visits[other] * share for other, share in before[stage])
            moved = max(moved, abs(now - visits[stage]))
            visits[stage] = now
        if moved <= _CLOSE:
            break
    return visits


def _order(coming: Mapping[str, float], onward: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Stages that can be reached, each after those that lead to it as far as loops allow."""
    finished: list[str] = []
    seen: set[str] = set()
    for start in coming:
        trail = [(start, iter(onward.get(start, ())))] if start in onward and start not in seen else []
        seen.add(start)
        while trail:
            stage, ahead = trail[-1]
            step = next((to for to in ahead if to in onward and to not in seen), None)
            if step is None:
                finished.append(stage)
                trail.pop()
            else:
                seen.add(step)
                trail.append((step, iter(onward[step])))
    return finished[::-1]


def _legs(variant: Variant, name: str, truth: Truth) -> dict[str, dict[str, float]]:
    """For each stage the chance of each place that comes next, for one class and one combination of needs."""
    return {stage: _chances(block.next, name, truth) for stage, block in variant.pathway.items()}


def _chances(route: Route, name: str, truth: Truth) -> dict[str, float]:
    if isinstance(route, Go):
        return {route.to: 1.0}
    if isinstance(route, ByVisitClass):
        branch = dict(route.branches).get(name, route.default)
        return {} if branch is None else _chances(branch, name, truth)
    if isinstance(route, Shares):
        return _mixed([(share, branch) for share, branch in route.branches if share > 0], name, truth)
    true = truth.get(route.need, 0.0)
    yes = true * (1 - route.missed) + (1 - true) * route.needless
    return _mixed([(share, way) for share, way in ((yes, route.yes), (1 - yes, route.no)) if share > 0], name, truth)


def _mixed(branches: list[tuple[float, Route]], name: str, truth: Truth) -> dict[str, float]:
    found: dict[str, float] = {}
    for share, branch in branches:
        for to, chance in _chances(branch, name, truth).items():
            found[to] = found.get(to, 0.0) + share * chance
    return found
