"""The budget of an organisation, a year: what is spent before the front line, and how many that leaves.

A year is 52 weeks of `hours_a_week` hours, as in the measures of cost; somebody there all week is paid for all of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Pool
    from orgsim.scenario.schema.organisation import Position
    from orgsim.scenario.schema.times import Hours

WEEKS_A_YEAR = 52
_HOUR = 60.0
_SLACK = 1e-9
"""A thousand-millionth of a person: what rounding takes from a whole number of them is given back."""


@dataclass(frozen=True, slots=True)
class FrontLine:
    """A pool paid from what is left: its share of it, what one unit costs a year, and how many that makes."""

    pool: str
    share: float
    one_costs: float
    number: int


@dataclass(frozen=True, slots=True)
class BudgetAccount:
    """Where a budget goes, in money a year; ``left`` is for the front line, ``unspent`` what whole people leave of it."""

    total: float
    managers: float
    positions: float
    pools: float
    meetings: float
    metrics: float
    links: float
    other: float
    front_line: tuple[FrontLine, ...]

    @property
    def left(self) -> float:
        """Money for the front line: the total less all that comes before it; below 0 if that is more."""
        before = (self.managers, self.positions, self.pools, self.meetings, self.metrics, self.links, self.other)
        return self.total - math.fsum(before)

    @property
    def unspent(self) -> float:
        """Money that buys no whole unit."""
        return self.left - math.fsum(one.number * one.one_costs for one in self.front_line)


def hourly(variant: Variant, band: str | None) -> float:
    """Return what an hour of somebody in this pay band costs the employer: 0 without a band."""
    return 0.0 if band is None else _an_hour(variant, variant.budget.pay_bands[band])


def hourly_of(variant: Variant, position: Position) -> float:
    """Return what an hour of somebody in ``position`` costs: by pay band, else by layer above the first, else 0."""
    budget, layers = variant.budget, variant.organisation.layers
    if position.pay_band is None and budget.layer_pay is not None and position.layer in layers[1:]:
        return _an_hour(variant, budget.layer_pay.base * budget.layer_pay.ratio ** layers.index(position.layer))
    return hourly(variant, position.pay_band)


def _an_hour(variant: Variant, yearly: float) -> float:
    budget = variant.budget
    return yearly / (WEEKS_A_YEAR * budget.hours_a_week) * (1 + budget.on_costs)


def overhead(variant: Variant) -> float:
    """Return what metrics, links and the rest cost a year: what is paid to nobody in the organisation by the hour."""
    budget = variant.budget
    links = len(variant.organisation.links)
    return math.fsum((_metrics(variant), budget.per_link * links, budget.other))


def _metrics(variant: Variant) -> float:
    return variant.budget.per_metric * sum(target.imposed == "on" for target in variant.targets.values())


def budget_account(variant: Variant) -> BudgetAccount | None:
    """Return where the budget goes, or None where no ``front_line`` is paid from what is left.

    Positions and pools of external units are paid by somebody else. Hours in meetings of members without pay of their own
    are the front line's: they cost what an hour of it does on average. Raises ``KeyError`` for a name that names nothing.
    """
    budget, organisation = variant.budget, variant.organisation
    if budget.front_line is None or budget.total is None:
        return None
    own = [one for one in organisation.positions.values() if not organisation.units[one.unit].external]
    above = [one for one in own if one.layer != organisation.layers[0]]
    front = [one for one in own if one.layer == organisation.layers[0]]
    costs = {pool: hourly(variant, variant.resources[pool].pay_band) for pool in budget.front_line}
    average = math.fsum(share * costs[pool] for pool, share in budget.front_line.items())
    account = BudgetAccount(
        total=budget.total,
        managers=math.fsum(_position(variant, one) for one in above),
        positions=math.fsum(_position(variant, one) for one in front),
        pools=math.fsum(_pool(variant, key, pool) for key, pool in variant.resources.items()),
        meetings=_unpaid_meeting_hours(variant) * average * WEEKS_A_YEAR,
        metrics=_metrics(variant),
        links=budget.per_link * len(organisation.links),
        other=budget.other,
        front_line=(),
    )
    made = tuple(_made(variant, pool, share, costs[pool], account.left) for pool, share in budget.front_line.items())
    return replace(account, front_line=made)


def _made(variant: Variant, pool: str, share: float, an_hour: float, left: float) -> FrontLine:
    one_costs = _hours_a_year(variant.resources[pool].hours) * an_hour
    number = math.floor(left * share / one_costs + _SLACK) if one_costs > 0 and left > 0 else 0
    return FrontLine(pool, share, one_costs, number)


def _position(variant: Variant, position: Position) -> float:
    return position.number * _hours_a_year(position.on_duty) * hourly_of(variant, position)


def _pool(variant: Variant, key: str, pool: Pool) -> float:
    if key in (variant.budget.front_line or {}) or variant.organisation.units[pool.unit].external:
        return 0.0
    shifts = [(one.hours, one.number) for one in (pool.shifts or {}).values()] or [(pool.hours, pool.number or 0)]
    return hourly(variant, pool.pay_band) * math.fsum(_hours_a_year(hours) * number for hours, number in shifts)


def _hours_a_year(hours: Hours) -> float:
    return hours.minutes_a_week / _HOUR * WEEKS_A_YEAR


def _unpaid_meeting_hours(variant: Variant) -> float:
    """Return the hours a week that members without pay of their own sit in meetings."""
    positions, units = variant.organisation.positions, variant.organisation.units
    return math.fsum(
        len(meeting.happens.minutes) * meeting.lasts / _HOUR
        for meeting in variant.organisation.meetings.values()
        for member in meeting.members
        if hourly_of(variant, positions[member]) == 0 and not units[positions[member].unit].external
    )
