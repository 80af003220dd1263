"""Who comes and what happens to them: classes, needs, arrivals, the pathway, exits and resources."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Block, Count, Id, Named, Whole, problem
from orgsim.scenario.schema.distribution import ByClass, ByClassField, Distribution, DistributionField
from orgsim.scenario.schema.failing import Defects, Failure, HandOff
from orgsim.scenario.schema.organisation import ALWAYS, AT_ONCE
from orgsim.scenario.schema.routing import RouteField
from orgsim.scenario.schema.scalars import DailyCost, Duration, Percent, Share
from orgsim.scenario.schema.times import HoursField, TimesField


class VisitClass(Named):
    """A kind of visit; a lower ``rank`` is served first where a queue is ``by_class``."""

    rank: Count = 0


class Need(Named):
    """Something that is true of a visit whatever the organisation does. Drawn once, by class.

    ``share`` or ``by_class`` is the chance that it is true. With ``given``, ``share``/``by_class`` applies to visits
    without that other need and ``given_share``/``given_by_class`` to visits with it.
    """

    share: Share | None = None
    by_class: dict[Id, Share] | None = None
    given: Id | None = None
    given_share: Share | None = None
    given_by_class: dict[Id, Share] | None = None


class AtTimes(Block):
    """``number`` visits arrive together at each of ``times``."""

    times: TimesField
    number: Count


class Wanders(Block):
    """How the level of a stream wanders by chance: period by period of ``every``, from the start of the run.

    The rate is multiplied by 1 + a drift, whose ``step`` from one period to the next is normal around 0, + noise of
    each period by itself, whose standard deviation is ``spread``; never below 0. On average it stays as it is. The drift
    fades with the time constant ``memory``, and is in full swing from the start; without it, it is a random walk from 0.
    """

    every: Annotated[Duration, Field(ge=60)]
    step: Share = 0.0
    spread: Share = 0.0
    memory: Annotated[Duration, Field(gt=0)] | None = None


class Arrivals(Named):
    """A stream of visits that enters the pathway ``at`` a stage.

    Exactly one of: ``per_day`` (Poisson, shaped by ``by_hour``: 24 weights, and ``by_weekday``), ``at_times``
    (a fixed number at set times), ``at_start`` (a number present when the run begins). ``classes`` gives the mix.
    ``mode`` is how they come (say by ambulance); groups may ask for it. ``wanders``: how the level of ``per_day`` wanders.
    """

    at: Id
    per_day: Annotated[float, Field(ge=0, le=1_000_000)] | None = None
    level: Percent = 1.0
    by_hour: Annotated[list[Annotated[float, Field(ge=0, le=1e6)]], Field(min_length=24, max_length=24)] | None = None
    by_weekday: dict[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], Percent] = {}
    at_times: AtTimes | None = None
    at_start: Count | None = None
    classes: dict[Id, Share]
    mode: Id | None = None
    wanders: Wanders | None = None

    @model_validator(mode="after")
    def _a_rate_wanders(self) -> Self:
        if self.wanders is not None and self.per_day is None:
            raise problem(
                "only a rate wanders: there is no `per_day` here", "wanders", hint="give `per_day`, or take it out"
            )
        return self


class Leaves(Block):
    """A waiting visit gives up ``after`` (from joining the stage) if it has not begun, and goes ``to``."""

    after: ByClassField
    to: Id


class Stage(Named):
    """One step of the pathway.

    In order: on entering, everything held is released except what is in ``holds`` or ``waits_in``; ``asks``: the visit
    waits for the answer to that decision; ``needs``: it queues for each pool in the order written; then what is only
    in ``waits_in`` is released and the stage begins; it ``takes`` its time; it waits for the next moment of ``until``;
    then ``next``. What ``needs`` seized stays held into the next stage only if that lists it.
    ``refused``: where a visit goes whose request is answered no (default: on, as after a yes).
    ``where`` is the unit in whose place the visit is meanwhile (default: ``unit``, which does the work).
    """

    unit: Id
    where: Id | None = None
    asks: Id | None = None
    needs: dict[Id, Whole] = {}
    queue: Literal["first_come", "by_class"] = "first_come"
    holds: list[Id] = []
    waits_in: list[Id] = []
    takes: ByClassField = ByClass(AT_ONCE, ())
    until: Id | None = None
    leaves: Leaves | None = None
    hand_off: HandOff | None = None
    defects: Defects | None = None
    next: RouteField
    refused: Id | None = None


class Returns(Block):
    """A share of the visits that leave by this exit come back as a new visit of the same class.

    At most 25% (the numbers for possible returns are drawn ahead). ``missed`` is the share instead for visits
    whose ``missed_need`` is true.
    """

    share: Annotated[Share, Field(le=0.25)]
    missed: Annotated[Share, Field(le=0.25)] | None = None
    missed_need: Id | None = None
    after: DistributionField
    at: Id


class Exit(Named):
    """A way out of the pathway.

    ``returns``: who comes back anyway. ``failure``: who comes back because something went wrong. A visit comes back once
    at most: one number decides on both, and a defective visit below the share of ``failure`` comes back for that.
    """

    returns: Returns | None = None
    failure: Failure | None = None


class Shift(Block):
    """``number`` on duty during ``hours``."""

    hours: HoursField
    number: Count


class FreeAgain(Block):
    """What a released place goes through before it can be used again.

    It is made ready (``ready_after``), then the news that it is free travels as the decision ``told_by`` does: until
    that is answered nobody may use it.
    """

    ready_after: DistributionField = AT_ONCE
    told_by: Id | None = None


class Review(Block):
    """At each moment somebody looks at the work that came since the last one, and corrects how many are on duty.

    What is planned (``number`` or ``shifts``) is scaled: by 1 at first, then the share ``gain`` of the gap to what the work
    would have needed is made up, if work is to fill ``use`` of the hours. The scale stays from ``least`` to ``most``; numbers
    are rounded. With a ``gain`` of 0% the gap is only measured; with more than 100% it is more than made up.
    """

    happens: TimesField
    gain: Annotated[Percent, Field(le=2)]
    use: Annotated[Share, Field(gt=0)] = 0.85
    least: Annotated[Percent, Field(le=1)] = 0.5
    most: Annotated[Percent, Field(ge=1, le=10)] = 2.0

    @model_validator(mode="after")
    def _at_set_times(self) -> Self:
        if not self.happens.minutes:
            raise problem("a review looks back over a time: it cannot happen continuously", "happens", hint="say when")
        return self


class Pool(Named):
    """Staff, beds, cubicles or machines that visits seize and release.

    Either ``number`` (with ``hours``) or ``shifts``, whose numbers add up. ``serves``: units of this pool may also be
    used by visits that queue for those pools, once those pools' own are taken. ``kind`` says whether the pool is
    people (a stage that needs staff is work) or a place. ``reviewed``: who corrects how many there are, and when.
    """

    unit: Id
    kind: Literal["staff", "place"] = "staff"
    number: Count | None = None
    hours: HoursField = ALWAYS
    shifts: dict[Id, Shift] | None = None
    serves: list[Id] = []
    free_again: FreeAgain | None = None
    pay_band: Id | None = None
    costs: DailyCost | None = None
    reviewed: Review | None = None


__all__ = ["Arrivals", "Distribution", "Duration", "Exit", "Need", "Pool", "Stage", "VisitClass"]
