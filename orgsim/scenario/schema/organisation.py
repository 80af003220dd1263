"""The organisation: units, positions with attention, reporting lines, links, decision rights and meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from orgsim.scenario.schema.base import Block, Count, Id, Named, Text, Whole, problem
from orgsim.scenario.schema.distribution import Distribution, DistributionField, NumbersField
from orgsim.scenario.schema.people import People
from orgsim.scenario.schema.scalars import Duration, Share
from orgsim.scenario.schema.times import Hours, HoursField, Times, TimesField

CONTINUOUSLY = Times("continuously", ())
ALWAYS = Hours("always", ((0.0, 10080.0),))
AT_ONCE = Distribution("fixed", (0.0,))


Level = Annotated[float, Field(ge=0, le=1e6)]
Weight = Annotated[float, Field(ge=0, le=1000)]


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
    ``authority``: the hardest request on its way that it decides itself; without it, it only passes on.
    ``knowledge``: the hardest request it judges as well as it can (default: any). Both are on the scale of a decision's
    ``complexity``. ``weighs_others``: what an effect on others weighs here against one's own, instead of the decision's.
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
    authority: Level | None = None
    knowledge: Level | None = None
    weighs_others: Weight | None = None


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


class Unclear(Block):
    """A share of the requests first goes to the wrong door: ``goes_to`` passes it on to who may decide."""

    share: Share
    goes_to: Id


class Stakes(Block):
    """What a yes is worth: a benefit for who asks, less an effect on others; both normal around 0, in any one unit.

    Who decides sees the benefit with the error ``noise_own`` and the effect with ``noise_others`` (standard deviations,
    divided by what is left of the information), and says yes when the benefit seen exceeds ``weight`` times the effect.
    """

    benefit_sd: Weight
    externality_sd: Weight
    weight: Weight = 1.0
    noise_own: Weight = 0.0
    noise_others: Weight = 0.0


class Judged(Block):
    """How good the answers to a decision are: right with probability 1/2 + (best - 1/2) x what is left of the information.

    Information is kept by the ``fidelity`` of each step, lost at the rate ``drift`` an hour since it was asked, and used as
    far as the decider's ``knowledge`` reaches. The right answer is yes; with ``about`` it is whether the visit has that need.
    """

    best: Annotated[Share, Field(ge=0.5)] = 0.95
    drift: Annotated[float, Field(ge=0, le=1000)] = 0.0
    about: Id | None = None
    stakes: Stakes | None = None


class Decision(Named):
    """A decision right: who asks, who may say yes, and how the request travels between them.

    ``route``: ``reporting_lines`` climbs to the lowest common superior and down again, every position on the way
    spending ``passing_on``; ``nearest`` steps each time to the neighbour (line or link) nearest to the holder in the
    tree; ``quickest`` takes the path of least expected delay over lines and links. The holder spends ``effort``.
    The answer comes back over the same steps, with their delays and without handling.
    ``complexity``: each request draws one; the first position on its way (the asker included) whose ``authority`` reaches
    it decides, the last one in any case. ``concerns``: shares of requests that concern another position too. By
    ``reporting_lines`` such a request is decided by a common superior of the asker and the other one, or above; by
    ``nearest`` and ``quickest`` it goes to the other one. ``unclear``: who decides is not known to a share of askers.
    """

    held_by: Id
    asked_by: Id
    route: Literal["reporting_lines", "nearest", "quickest"] = "reporting_lines"
    effort: DistributionField = AT_ONCE
    passing_on: DistributionField = AT_ONCE
    asks_again: AsksAgain | None = None
    asked_when: Asked | None = None
    effect: Effect | None = None
    complexity: NumbersField | None = None
    concerns: dict[Id, Share] = {}
    unclear: Unclear | None = None
    judged: Judged | None = None


class Meeting(Named):
    """A recurring meeting: takes one person of each member position for ``lasts``.

    At its end every open request for a decision it ``settles``, whose asker and holder both sit there, is answered.
    ``agenda``: at most so many of them, the oldest first; the others wait for the next sitting. ``per_item``: it lasts so
    much longer for each that is open, within the agenda, when ``lasts`` has passed. ``passes_with``: where answers are
    ``judged``, every member sees for themselves, and the answer is yes if so many say yes.
    """

    members: Annotated[list[Id], Field(min_length=1)]
    happens: TimesField
    lasts: Duration
    settles: list[Id] = []
    agenda: Whole | None = None
    per_item: Duration = 0.0
    passes_with: Whole | None = None

    @model_validator(mode="after")
    def _can_pass(self) -> Meeting:
        if self.passes_with is not None and self.passes_with > len(self.members):
            said = f"nothing can pass with {self.passes_with} votes: the meeting has {len(self.members)} members"
            raise problem(said, "passes_with", hint="at most as many votes as members")
        return self


class Attention(Block):
    """What eats attention before any request comes; a position's own ``attention`` is what there is to eat from.

    ``per_report``: for each position that reports to it. ``per_metric``: for each target that it or anybody below it
    owns, once for each layer below it. Never less than ``floor`` is left, unless its own attention is less.
    """

    per_metric: Share = 0.005
    per_report: Share = 0.01
    floor: Annotated[Share, Field(gt=0)] = 0.05


Law = Literal["multiscale", "local_team", "random", "random_interdivisional", "core_periphery"]


class Informal(Block):
    """Informal links drawn over the reporting lines: ``per_position`` times as many as there are positions.

    A pair that neither a line nor a link joins is drawn with a weight of exp(-D / ``lambda``) exp(-x / ``zeta``): D is
    the depth of its lowest common superior, x its distance, 0 in one team. Either ``law`` (a class of networks of Dodds,
    Watts and Sabel 2003) or the two numbers; one left out makes no difference. ``seed`` and the names of the positions
    decide who is drawn. ``delay``, ``fidelity`` and ``carries`` are those of every link drawn.
    """

    per_position: Annotated[float, Field(ge=0, le=100)] = 1.0
    law: Law | None = None
    reach: Annotated[float | None, Field(ge=0, alias="lambda")] = None
    zeta: Annotated[float | None, Field(ge=0)] = None
    delay: DistributionField = AT_ONCE
    fidelity: Share = 1.0
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)] = 1
    carries: list[Id] | None = None

    @model_validator(mode="after")
    def _one_law(self) -> Informal:
        if self.law is not None and (self.reach is not None or self.zeta is not None):
            hint = "remove `law`, or `lambda` and `zeta`"
            raise problem("`law` cannot stand beside `lambda` and `zeta`, which it stands for", "law", hint=hint)
        return self


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
    attention: Attention | None = None
    informal: Informal | None = None
    people: People | None = None


__all__ = ["Attention", "Decision", "Informal", "Link", "Meeting", "Organisation", "Position", "Text", "Unit"]
