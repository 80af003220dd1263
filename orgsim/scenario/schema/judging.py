"""What is measured: groups of visits, declared measures, the budget and the expected harm of waiting."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Block, Id, Named, problem
from orgsim.scenario.schema.scalars import Duration, Money, Percent, Share, YearlyPay
from orgsim.scenario.schema.targets import When


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


class Budget(Named):
    """What things cost. ``on_costs`` is what the employer pays on top of pay; ``visit`` is the material of a visit.

    ``total`` is an optional yearly sum that the cost is shown against.
    """

    total: YearlyPay | None = None
    pay_bands: dict[Id, YearlyPay] = {}
    on_costs: Percent = 0.0
    visit: Money = 0.0
    hours_a_week: Annotated[float, Field(gt=0, le=168)] = 37.5


__all__ = ["Budget", "Group", "Harm", "Interval", "Measure", "TimeShare", "WaitingHours", "Within"]
