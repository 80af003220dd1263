"""The organisation: units, positions with attention, reporting lines, links, decision rights and meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orgsim.scenario.schema.base import Block, Count, Id, Named, Text, Whole
from orgsim.scenario.schema.distribution import Distribution, DistributionField
from orgsim.scenario.schema.people import People
from orgsim.scenario.schema.scalars import Duration, Share
from orgsim.scenario.schema.times import Hours, HoursField, Times, TimesField

CONTINUOUSLY = Times("continuously", ())
ALWAYS = Hours("always", ((0.0, 10080.0),))
AT_ONCE = Distribution("fixed", (0.0,))


class Unit(Named):
    """A department or other part of the organisation; ``part_of`` nests units.

    ``people`` counts instead of what the unit it is part of, or the organisation, says about its people.
    """

    part_of: Id | None = None
    external: bool = False
    people: People | None = None


class Line(Block):
    """How a message travels one step of a reporting line: transit time and the share of messages that arrive."""

    delay: DistributionField = AT_ONCE
    fidelity: Share = 1.0


class Position(Named):
    """A node with attention: ``number`` people who answer requests for the ``attention`` share of their duty hours.

    A request that needs ``effort`` minutes of thought takes ``effort / attention`` minutes of duty time.
    """

    unit: Id
    layer: Id
    reports_to: Id | None = None
    line: Line | None = None
    number: Count = 1
    on_duty: HoursField = ALWAYS
    attention: Annotated[Share, Field(gt=0)] = 1.0
    pay_band: Id | None = None
    queue: Literal["first_come", "by_class"] = "first_come"


class Link(Named):
    """A channel between two positions beyond the reporting lines; used both ways.

    A message waits for the next moment of ``happens``, then for one of ``capacity`` places, then travels ``delay``
    minutes; it arrives with probability ``fidelity``. ``carries`` limits it to the decisions named.
    """

    between: Annotated[list[Id], Field(min_length=2, max_length=2)]
    delay: DistributionField = AT_ONCE
    fidelity: Share = 1.0
    capacity: Whole | None = None
    happens: TimesField = CONTINUOUSLY
    informal: bool = False
    carries: list[Id] | None = None


class AsksAgain(Block):
    """A request with no answer after ``after`` is asked again, at most ``at_most`` times; then the rule book decides."""

    after: Duration
    at_most: Whole = 10


class Asked(Block):
    """A standing request that the asker raises when a pool is at least ``above`` occupied at a check."""

    occupancy_of: Id
    above: Share
    checked: TimesField


class Effect(Block):
    """What a yes does: ``number`` more of ``pool`` for the time ``lasts``."""

    pool: Id
    number: Whole
    lasts: Duration


class Decision(Named):
    """A decision right: who asks, who may say yes, and how the request travels between them.

    ``route``: ``reporting_lines`` climbs to the lowest common superior and down again, every position on the way
    spending ``passing_on``; ``nearest`` steps each time to the neighbour (line or link) nearest to the holder in the
    tree; ``quickest`` takes the path of least expected delay over lines and links. The holder spends ``effort``.
    The answer comes back over the same steps, with their delays and without handling.
    """

    held_by: Id
    asked_by: Id
    route: Literal["reporting_lines", "nearest", "quickest"] = "reporting_lines"
    effort: DistributionField = AT_ONCE
    passing_on: DistributionField = AT_ONCE
    asks_again: AsksAgain | None = None
    asked_when: Asked | None = None
    effect: Effect | None = None


class Meeting(Named):
    """A recurring meeting: takes one person of each member position for ``lasts``.

    At its end every open request for a decision it ``settles``, whose asker and holder both sit there, is answered.
    """

    members: Annotated[list[Id], Field(min_length=1)]
    happens: TimesField
    lasts: Duration
    settles: list[Id] = []


class Organisation(Block):
    """The organisation graph as data. ``layers`` runs from the front line to the top.

    ``people`` is for every unit that has staff, is not external, and neither says otherwise itself nor is part of one
    that does.
    """

    layers: Annotated[list[Id], Field(min_length=1)] = ["front_line"]
    units: dict[Id, Unit]
    positions: dict[Id, Position] = {}
    line: Line = Line()
    links: dict[Id, Link] = {}
    decisions: dict[Id, Decision] = {}
    meetings: dict[Id, Meeting] = {}
    people: People | None = None


__all__ = ["Decision", "Link", "Meeting", "Organisation", "Position", "Text", "Unit"]
