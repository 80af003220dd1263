"""What is measured: groups of visits, declared measures, the budget and the expected harm of waiting."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from orgsim.scenario.schema.base import Block, Id, Named, problem
from orgsim.scenario.schema.scalars import CURRENCIES, Duration, Money, Percent, Share, YearlyPay
from orgsim.scenario.schema.targets import When

_TOLERANCE = 1e-6


class Group(Named):
    """A set of visits: those that meet every condition given; within a list any will do.

    ``modes``: those whose arrivals have one of these modes (arrivals without a mode count by their own name).
    ``failure: true``: visits that are themselves failure demand, a return because of a defect.
    """

    arrivals: list[Id] | None = None
    modes: list[Id] | None = None
    classes: list[Id] | None = None
    reaches: list[Id] | None = None
    begins: list[Id] | None = None
    exits: list[Id] | None = None
    with_need: Id | None = None
    without_need: Id | None = None
    touched_by: Id | None = None
    returned: bool | None = None
    failure: bool | None = None


Statistic = Literal["mean", "median", "p90", "p95"]


class Interval(Block):
    """The time from one moment of a visit to another, over the visits that reach both."""

    start: Annotated[When, Field(alias="from")] = "arrival"
    end: Annotated[When, Field(alias="to")] = "departure"
    show: list[Statistic] = ["mean"]


class TimeShare(Block):
    """The share of visits whose time between two moments is at least ``at_least`` and less than ``below``."""

    start: Annotated[When, Field(alias="from")] = "arrival"
    end: Annotated[When, Field(alias="to")] = "departure"
    at_least: Duration | None = None
    below: Duration | None = None


class Within(Block):
    """The share of visits that come back within a time of leaving."""

    within: Duration


class WaitingHours(Block):
    """Hours a day that visits spend waiting to begin these stages."""

    stages: list[Id]


class Harm(Block):
    """Expected events, as a published association: not something the model reproduces.

    ``base`` is the chance of the event in a visit; ``ratio`` maps a time waited (from that time on) to the relative
    risk. Expected excess = sum over visits of base x (ratio(time) - lowest ratio).
    """

    start: Annotated[When, Field(alias="from")] = "arrival"
    end: Annotated[When, Field(alias="to")] = "departure"
    base: Share
    ratio: dict[str, Percent]


class Measure(Named):
    """A declared measure: exactly one kind, over the visits of the group ``of`` (default: all).

    ``time`` gives one measure a statistic (``<id>_mean``, ``<id>_median``, ``<id>_p95``); the others give one called
    ``<id>``. ``are``: share of the group that is in another group. ``better`` says which direction is good.
    """

    of: Id | None = None
    better: Literal["lower", "higher", "neither"] = "lower"
    time: Interval | None = None
    are: Id | None = None
    time_share: TimeShare | None = None
    returned: Within | None = None
    occupancy: list[Id] | None = None
    waiting_hours: WaitingHours | None = None
    harm: Harm | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Measure:
        kinds = ("time", "are", "time_share", "returned", "occupancy", "waiting_hours", "harm")
        if sum(getattr(self, kind) is not None for kind in kinds) != 1:
            raise problem(f"give exactly one of {', '.join(kinds)}", hint="e.g. `time: {from: arrival, to: departure}`")
        return self


class LayerPay(Block):
    """Pay by layer: ``base`` x ``ratio`` for the first layer above the front line, x ``ratio`` again for each above."""

    base: YearlyPay
    ratio: Annotated[float, Field(ge=1, le=10)] = 1.5


class Budget(Named):
    """What things cost. ``on_costs`` is what the employer pays on top of pay; ``visit`` is the material of a visit.

    ``total`` is an optional yearly sum that the cost is shown against. With ``front_line`` the total is fixed: these pools
    have no ``number`` of their own, but as many whole units as their share pays of what the rest leaves of the total:
    positions, other pools with a pay band, hours in meetings of members without pay, ``per_metric`` for each target,
    ``per_link`` for each link, and ``other``. ``layer_pay`` pays positions above the first layer that have no pay band.
    """

    total: YearlyPay | None = None
    pay_bands: dict[Id, YearlyPay] = {}
    on_costs: Percent = 0.0
    visit: Money = 0.0
    hours_a_week: Annotated[float, Field(gt=0, le=168)] = 37.5
    layer_pay: LayerPay | None = None
    per_metric: YearlyPay = 0.0
    per_link: YearlyPay = 0.0
    other: YearlyPay = 0.0
    front_line: Annotated[dict[Id, Share], Field(min_length=1)] | None = None
    _currency: str = PrivateAttr("£")

    @model_validator(mode="wrap")
    @classmethod
    def _with_currency(cls, data: Any, read: ModelWrapValidatorHandler[Budget]) -> Budget:
        made = read(data)
        total = data.get("total") if isinstance(data, dict) else None
        if isinstance(total, str) and total.lstrip()[:1] in CURRENCIES:
            made._currency = total.lstrip()[:1]
        return made

    def said(self, amount: float) -> str:
        """Say an amount with the sign that ``total`` is written with, the pound of results otherwise: ``-£1,115,120``."""
        return f"{'-' if amount <= -0.5 else ''}{self._currency}{abs(amount):,.0f}"

    @model_validator(mode="after")
    def _whole_front_line(self) -> Budget:
        if self.front_line is None:
            return self
        if self.total is None:
            hint = "add `total`, e.g. `total: £500,000 a year`"
            raise problem("a `front_line` that is paid from what is left needs a `total`", hint=hint, code="ORG202")
        if abs(sum(self.front_line.values()) - 1) > _TOLERANCE:
            said = f"the shares under `front_line` add to {sum(self.front_line.values()) * 100:g}%, not 100%"
            raise problem(said, "front_line", hint="make them add to 100%")
        return self


__all__ = ["Budget", "Group", "Harm", "Interval", "Measure", "TimeShare", "WaitingHours", "Within"]
