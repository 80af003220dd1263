"""The offered load: hours of work a day that come to each pool and position, against the hours they have.

Above 100% a queue grows for ever, whatever the structure: the most common fault of a first scenario. Work is
what the traffic equations send (visits x holding time) and, for positions, what decisions ask of attention.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from orgsim.scenario.holding import Holding, holding
from orgsim.scenario.request_paths import Link, Steps, by_lines, nearest, quickest
from orgsim.scenario.request_ways import stops, travelled, ways_of
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK
from orgsim.scenario.schema.times import Times
from orgsim.scenario.sittings import may_be_settled, only_by_meeting, sittings
from orgsim.scenario.traffic import Traffic, traffic

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Pool
    from orgsim.scenario.schema.organisation import Decision, Line


@dataclass(frozen=True, slots=True)
class LoadRow:
    """A pool or position: hours of work a day it gets and hours a day it has.

    ``ratio`` is infinite where there is work but never anybody. ``exact`` is false where waiting, giving up
    or a behaviour adds or takes away work that only a run can show.
    """

    kind: Literal["pool", "position"]
    id: str
    needs_hours: float
    has_hours: float
    ratio: float
    exact: bool


def offered_load(variant: Variant, flow: Traffic | None = None) -> list[LoadRow]:
    """Return a row for each pool, then for each position, in the order of the scenario.

    ``flow`` is the traffic of the variant where it is known already.
    """
    flow = flow or traffic(variant)
    held = holding(variant, flow)
    return _pool_rows(variant, flow, held) + _position_rows(variant, flow, held)


def mean_stay(variant: Variant, flow: Traffic) -> float:
    """Minutes a visit is served on average along its way; what it waits comes on top."""
    arriving = flow.arrivals
    served = sum(
        rate * _mean(variant, stage, name)
        for name, part in flow.by_class.items()
        for stage, rate in part.visits.items()
    )
    visits = sum(rate for part in flow.by_class.values() for (_, to), rate in part.moves.items() if to in variant.exits)
    return served / visits if arriving and visits else 0.0


def _mean(variant: Variant, stage: str, name: str) -> float:
    takes = variant.pathway[stage].takes.of(name)
    return takes.mean if takes else 0.0


def _pool_rows(variant: Variant, flow: Traffic, held: dict[str, Holding]) -> list[LoadRow]:
    has = {name: _hours_of_pool(pool) for name, pool in variant.resources.items()}
    needs = {name: held[name].minutes / 60 for name in variant.resources}
    spare = {name: max(0.0, has[name] - needs[name]) for name in variant.resources}
    rows = []
    for name in variant.resources:
        helpers = [other for other, pool in variant.resources.items() if name in pool.serves]
        more = any(
            d.effect is not None and d.effect.pool in (name, *helpers) for d in variant.organisation.decisions.values()
        )
        available = has[name] + sum(spare[other] for other in helpers)
        reviewed = [variant.resources[other].reviewed for other in (name, *helpers)]
        more = more or any(one is not None and one.gain > 0 for one in reviewed)
        exact = flow.exact and held[name].exact and not helpers and not more
        rows.append(_row("pool", name, needs[name], available, exact))
    return rows


def _hours_of_pool(pool: Pool) -> float:
    """Hours a day that the units of a pool are there, all together."""
    if pool.shifts is None:
        return (pool.number or 0) * pool.hours.minutes_a_week / 7 / 60
    return sum(shift.number * shift.hours.minutes_a_week for shift in pool.shifts.values()) / 7 / 60


def _row(kind: Literal["pool", "position"], name: str, needs: float, has: float, exact: bool) -> LoadRow:
    ratio = needs / has if has > 0 else (math.inf if needs > 0 else 0.0)
    return LoadRow(kind, name, needs, has, ratio, exact)


def _position_rows(variant: Variant, flow: Traffic, held: dict[str, Holding]) -> list[LoadRow]:
    minutes = dict.fromkeys(variant.organisation.positions, 0.0)
    exact = dict.fromkeys(variant.organisation.positions, flow.exact)
    asked = {name: _asked_a_day(variant, name, flow, held) for name in variant.organisation.decisions}
    met = {name: sittings(variant, name, asked) for name in variant.organisation.positions}
    for name, decision in variant.organisation.decisions.items():
        sure = decision.route == "reporting_lines" and decision.asked_when is None and decision.asks_again is None
        sure = sure and not (may_be_settled(variant, name) and only_by_meeting(variant, name) is None)
        for position, decides, arriving in _arriving(variant, name, decision, asked[name]):
            effort = decision.effort if decides else decision.passing_on
            minutes[position] += arriving * effort.mean
            exact[position] = exact[position] and sure
    return [
        _row(
            "position",
            name,
            minutes[name] / position.attention / 60,
            max(0.0, position.number * position.on_duty.minutes_a_week - met[name].minutes) / 7 / 60,
            exact[name] and met[name].exact,
        )
        for name, position in variant.organisation.positions.items()
    ]


def _asked_a_day(variant: Variant, name: str, flow: Traffic, held: dict[str, Holding]) -> float:
    """Return the requests a day for a decision: from stages that ask, and from units that become free.

    Standing requests (``asked_when``) depend on how full things get, which only a run shows.
    """
    asked = sum(flow.visits(stage) for stage, block in variant.pathway.items() if block.asks == name)
    freed = sum(
        held[pool].taken
        for pool, block in variant.resources.items()
        if block.free_again and block.free_again.told_by == name
    )
    return asked + freed


def _arriving(variant: Variant, name: str, decision: Decision, rate: float) -> list[tuple[str, bool, float]]:
    """Return (position, whether it decides, requests a day that reach it so) along the ways of a decision."""
    positions = variant.organisation.positions
    above = {key: p.reports_to for key, p in positions.items() if p.reports_to is not None}
    find = _finder(variant, name, decision, above)
    found: list[tuple[str, bool, float]] = []
    for way in ways_of(decision, above, find):
        people = [decision.asked_by, *(position for position, _ in way.steps)]
        authorities = [positions[key].authority for key in people]
        for stop, chance in stops(way, authorities, decision.complexity):
            kept = [fidelity for _, fidelity in way.steps[:stop]]
            if kept or way.last == decision.asked_by or stop < len(way.steps):
                found += travelled(decision, people, kept, rate * way.share * chance)
    return found


def _finder(variant: Variant, name: str, decision: Decision, above: dict[str, str]) -> Callable[[str, str], Steps]:
    """Return what finds the steps between two positions by the rule of a decision; none where there is no way."""
    organisation = variant.organisation
    lines = {key: _line((key, above[key]), organisation.positions[key].line or organisation.line) for key in above}
    links = [
        Link((link.between[0], link.between[1]), link.delay.mean + _expected_wait(link.happens), link.fidelity)
        for link in organisation.links.values()
        if link.carries is None or name in link.carries
    ]
    channels = [*lines.values(), *links]
    passing = {key: decision.passing_on.mean / p.attention for key, p in organisation.positions.items()}

    def find(start: str, to: str) -> Steps:
        if decision.route == "reporting_lines":
            return by_lines(start, to, above, lines) or []
        if decision.route == "nearest":
            return nearest(start, to, above, tuple(organisation.positions), channels) or []
        return quickest(start, to, passing, channels) or []

    return find


def _line(ends: tuple[str, str], line: Line) -> Link:
    return Link(ends, line.delay.mean, line.fidelity)


def _expected_wait(times: Times) -> float:
    """Minutes until the next of ``times`` from a moment drawn evenly over the week: sum(gap^2) / 2 weeks."""
    if not times.minutes:
        return 0.0
    ends = [*times.minutes[1:], times.minutes[0] + MINUTES_A_WEEK]
    return sum((end - start) ** 2 for start, end in zip(times.minutes, ends, strict=True)) / (2 * MINUTES_A_WEEK)
