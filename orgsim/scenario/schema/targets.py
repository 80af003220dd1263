"""What is judged and how people respond: targets with their clocks, and behaviours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Block, Count, Id, Named, Whole, problem
from orgsim.scenario.schema.distribution import DistributionField
from orgsim.scenario.schema.scalars import Duration, Share
from orgsim.scenario.schema.times import TimesField


class Moment(Block):
    """A moment of a visit: exactly one key.

    ``reaches``: joins one of these stages (or leaves by one of these exits); ``begins``: starts being served in one of
    these stages; ``leaves``: first begins a stage that is somewhere else than in this unit, or departs.
    """

    reaches: list[Id] | None = None
    begins: list[Id] | None = None
    leaves: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> Moment:
        if sum(part is not None for part in (self.reaches, self.begins, self.leaves)) != 1:
            raise problem("give exactly one of `reaches`, `begins`, `leaves`", hint="e.g. `{begins: [triage]}`")
        return self


When = Literal["arrival", "departure"] | Moment


class Clock(Block):
    """When the clock of a target starts and stops; departure always stops it."""

    starts: When = "arrival"
    stops: When = "departure"


class Occupancy(Block):
    """The share of the pools in use, on average over the counting period."""

    of: list[Id]
    below: Share


class GroupShare(Block):
    """The share of the visits ``of`` a group that are in the group ``are``."""

    of: Id
    are: Id
    below: Share


class Target(Named):
    """A target: exactly one of ``within`` (a limit for a clock), ``mean_below``, ``occupancy`` or ``share``.

    ``goal`` is the share that should be ``within``. ``pressure`` (0-100%) is how hard the owner is pressed;
    behaviours that name this target act on it. ``of`` limits it to a group of visits; a clock
    runs for the arrivals and classes that group names.
    ``reported`` may differ from the true figure where behaviours touch the record only. ``imposed: off`` is a figure that is
    worked out here to compare with and that nobody in the organisation knows of: it presses nobody, eats no attention and
    costs nothing.
    """

    owner: Id
    pressure: Share = 0.5
    clock: Clock | None = None
    within: Duration | None = None
    goal: Share | None = None
    mean_below: Duration | None = None
    occupancy: Occupancy | None = None
    share: GroupShare | None = None
    of: Id | None = None
    counted: Literal["daily", "weekly", "monthly"] = "weekly"
    imposed: Literal["on", "off"] = "on"

    @model_validator(mode="after")
    def _one_kind(self) -> Target:
        kinds = [self.within, self.mean_below, self.occupancy, self.share]
        if sum(kind is not None for kind in kinds) != 1:
            raise problem("give exactly one of `within`, `mean_below`, `occupancy`, `share`", hint="e.g. `within: 4 h`")
        if (self.within is not None or self.mean_below is not None) and self.clock is None:
            raise problem(
                "a target on time needs a `clock`",
                hint="e.g. `clock: {starts: arrival, stops: departure}`",
                code="ORG202",
            )
        if self.within is not None and self.goal is None:
            raise problem("a target with a limit needs a `goal`", hint="e.g. `goal: 95%`", code="ORG202")
        if self.imposed == "off" and self.pressure > 0:
            raise problem(
                "a target that nobody knows of (`imposed: off`) presses nobody",
                hint="add `pressure: 0%`, or leave `imposed` out",
                code="ORG202",
            )
        return self


class Trigger(Block):
    """When a behaviour may act.

    ``clock_over``: that long after the clock of its target started; it then acts on a visit at the moment when
    pressure x strength x closeness reaches the visit's drawn integrity, closeness rising from 0 at ``clock_over`` to
    1 at the limit. ``occupancy_of`` + ``above``: while a pool is at least that full. ``free``: only if that pool has a
    unit free now. ``queue_of`` + ``longer_than``: while more wait for a pool.
    """

    clock_over: Duration | None = None
    occupancy_of: Id | None = None
    above: Share | None = None
    free: Id | None = None
    queue_of: Id | None = None
    longer_than: Count | None = None


ACTIONS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "jump_queue": (frozenset({"at"}), frozenset({"classes"})),
    "divert": (frozenset({"at", "to"}), frozenset({"again_every", "classes"})),
    "hold": (frozenset({"at", "lasts"}), frozenset({"again_every", "classes"})),
    "delay": (frozenset({"at", "by"}), frozenset({"classes"})),
    "shorten": (frozenset({"at", "share"}), frozenset({"classes"})),
    "relabel": (frozenset({"over_by"}), frozenset({"classes"})),
    "lend": (frozenset({"from_pool", "to_pool", "number", "lasts", "checked"}), frozenset()),
    "pull": (frozenset({"pool"}), frozenset()),
    "reserve": (frozenset({"pool", "number", "keeps_for"}), frozenset()),
}
"""What each ``do`` requires and what else it allows, beside who, because_of, when, strength, switched."""


class Behaviour(Named):
    """How the holder of a position responds to a target. Off unless ``switched: on``.

    ``jump_queue``: a visit waiting at ``at`` rejoins its queue in front. ``divert``: a visit waiting at ``at`` goes to
    the stage ``to`` instead. ``hold``: a visit is kept before ``at`` while the trigger holds, at most ``lasts``.
    ``delay``: beginning ``at`` takes ``by`` longer. ``shorten``: the time at ``at`` is cut by ``share``.
    ``relabel``: a stay over the limit by at most ``over_by`` is recorded as just inside. ``lend``: at the times
    ``checked``, ``number`` of ``from_pool`` work in ``to_pool`` for ``lasts``. ``pull``: a released unit of ``pool`` is
    known to be free as soon as it is ready. ``reserve``: the last ``number`` free units of ``pool`` are kept for visits
    that come by the arrivals ``keeps_for``. ``classes``: it is done to visits of these classes alone (left out: to all).
    """

    who: Id
    because_of: Id | None = None
    switched: Literal["on", "off"] = "off"
    when: Trigger = Trigger()
    do: Literal["jump_queue", "divert", "hold", "delay", "shorten", "relabel", "lend", "pull", "reserve"]
    strength: Share = 1.0
    at: list[Id] | None = None
    to: Id | None = None
    again_every: Duration = 5.0
    lasts: Duration | None = None
    by: DistributionField | None = None
    share: Share | None = None
    over_by: Duration | None = None
    from_pool: Id | None = None
    to_pool: Id | None = None
    pool: Id | None = None
    keeps_for: list[Id] | None = None
    classes: list[Id] | None = None
    number: Whole | None = None
    checked: TimesField | None = None

    @model_validator(mode="after")
    def _fits_action(self) -> Behaviour:
        required, allowed = ACTIONS[self.do]
        given = self.model_fields_set - {"who", "because_of", "switched", "when", "do", "strength", "name", "note"}
        for key in sorted(required - given):
            raise problem(f"`do: {self.do}` needs `{key}`", hint=f"add `{key}`", code="ORG202")
        for key in sorted(given - required - allowed):
            raise problem(f"`{key}` means nothing with `do: {self.do}`", key, hint="remove it", code="ORG201")
        return self


__all__ = ["ACTIONS", "Annotated", "Behaviour", "Clock", "Field", "Moment", "Target", "Trigger"]
