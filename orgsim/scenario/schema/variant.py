"""The root of a resolved scenario: one variant with everything filled in."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, model_validator

from orgsim.scenario.schema.base import Block, Id, Named, Text, Whole
from orgsim.scenario.schema.becomes import Becomes
from orgsim.scenario.schema.flow import Arrivals, Exit, Need, Pool, Stage, VisitClass
from orgsim.scenario.schema.judging import Budget, Group, Measure
from orgsim.scenario.schema.organisation import Organisation
from orgsim.scenario.schema.plausible import Plausible
from orgsim.scenario.schema.regions import Regions
from orgsim.scenario.schema.roles import Roles
from orgsim.scenario.schema.scalars import Duration
from orgsim.scenario.schema.targets import Behaviour, Target
from orgsim.scenario.schema.times import TimesField, WeekStart


class Source(Block):
    """Where a figure comes from."""

    text: Text
    url: Text | None = None


class About(Block):
    """What the scenario is for, in words; shown in the report and the lesson."""

    question: Text | None = None
    what_it_is: Text | None = None
    what_it_is_not: Text | None = None
    how_it_works: Text | None = None
    things_to_notice: list[Text] = []
    things_to_try: list[Text] = []
    sources: dict[Id, Source] = {}


class Words(Block):
    """The nouns of this scenario, for every text and picture."""

    entity: Text = "visit"
    entities: Text = "visits"
    visit: Text = "visit"
    visits: Text = "visits"
    organisation: Text = "organisation"


class Calendar(Block):
    """``warm_up`` is thrown away, visits that arrive in ``length`` are measured, ``follow_up`` lets them finish."""

    starts: WeekStart = 0.0
    warm_up: Duration = 0.0
    length: Annotated[Duration, Field(gt=0)]
    follow_up: Duration = 0.0

    @property
    def end(self) -> float:
        """Minute at which a replication ends."""
        return self.warm_up + self.length + self.follow_up


class VariantEntry(Named):
    """A variant as written: what it changes and on top of what.

    ``structure`` is a built-in structure (``orgsim list structures``) or a structure file of one's own in the folder of
    the scenario: what it sets comes before ``change``, for the people that ``roles`` name.
    """

    describe: Text | None = None
    extends: Id | None = None
    structure: Text | None = None
    change: dict[str, Any] = {}


class Experiment(Named):
    """A named comparison: which variants, against which, how often, and what is varied."""

    compare: Annotated[list[Id], Field(min_length=1)]
    against: Id | None = None
    replications: Whole = 30
    seed: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)] = 1
    vary: dict[str, list[Any]] = {}


class Variant(Block):
    """One resolved variant of a scenario: all that a plan is compiled from.

    ``schedules`` are named recurring times; ``dispositions`` names the groups that sort visits by how they ended.
    """

    orgsim: Literal[1]
    name: Text
    extends: Text | None = None
    about: About = About()
    words: Words = Words()
    calendar: Calendar
    schedules: dict[Id, TimesField] = {}
    organisation: Organisation
    classes: dict[Id, VisitClass] = Field(min_length=1)
    needs: dict[Id, Need] = {}
    arrivals: dict[Id, Arrivals] = Field(min_length=1)
    pathway: dict[Id, Stage] = Field(min_length=1)
    exits: dict[Id, Exit] = Field(min_length=1)
    resources: dict[Id, Pool] = {}
    targets: dict[Id, Target] = {}
    behaviours: dict[Id, Behaviour] = {}
    groups: dict[Id, Group] = {}
    dispositions: list[Id] = []
    measures: dict[Id, Measure] = {}
    budget: Budget = Budget()
    roles: Roles | None = None
    variants: dict[Id, VariantEntry] = {}
    experiments: dict[Id, Experiment] = {}
    plausible: dict[Id, Plausible] = {}
    regions: Regions | None = None
    becomes: Becomes | None = None
    _written: Variant | None = PrivateAttr(default=None)

    @property
    def as_written(self) -> Variant:
        """The variant before links, numbers and attention that follow from it were put in place (itself if none do)."""
        return self._written or self

    @model_validator(mode="after")
    def _complete(self) -> Variant:
        from orgsim.scenario.derived import derived

        return derived(self)
