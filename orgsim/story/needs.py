"""The true needs of a visit against what was done about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from orgsim.cohort.cohort import Cohort
from orgsim.plan.tables import Plan
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Route, Shares, destinations
from orgsim.story.stays import Course
from orgsim.story.words import Names

Verdict = Literal["met", "not needed", "needless", "missed", "undecided"]


@dataclass(frozen=True)
class NeedFact:
    """A need: what was true, what was acted on (None: it never came to that), and the two together."""

    need: str
    name: str
    true: bool
    acted_on: bool | None

    @property
    def verdict(self) -> Verdict:
        """Truth and deed in a word."""
        if self.acted_on is None:
            return "undecided"
        if self.true:
            return "met" if self.acted_on else "missed"
        return "needless" if self.acted_on else "not needed"


def need_facts(variant: Variant, plan: Plan, cohort: Cohort, course: Course) -> list[NeedFact]:
    """Return a fact for each need that decides a way somewhere in the pathway.

    A need was acted on when the visit came to a stage or exit that only the yes side of a split by that need
    leads to; it was passed over when it came only to those of the no side.
    """
    met = _places(plan, course)
    facts = []
    for row, need in enumerate(plan.names.needs):
        yes, no = _sides(variant, need)
        if not (yes or no):
            continue
        acted = True if met & yes else False if met & no else None
        true = bool(cohort.needs[course.visit, row])
        facts.append(NeedFact(need, Names(variant, plan).need(row), true, acted))
    return facts


def _places(plan: Plan, course: Course) -> set[str]:
    places = {plan.names.stages[stay.stage] for stay in course.stays}
    return places | ({plan.names.exits[course.exit]} if course.exit is not None else set())


def _sides(variant: Variant, need: str) -> tuple[set[str], set[str]]:
    """Return where only the yes sides, and only the no sides, of the splits by ``need`` lead."""
    yes: set[str] = set()
    no: set[str] = set()
    for stage in variant.pathway.values():
        for split in _splits(stage.next):
            if split.need == need:
                there, away = set(destinations(split.yes)), set(destinations(split.no))
                yes |= there - away
                no |= away - there
    return yes, no - yes


def _splits(route: Route) -> Iterator[ByNeed]:
    """Yield every split by need inside ``route``."""
    if isinstance(route, Shares):
        branches = [branch for _, branch in route.branches]
    elif isinstance(route, ByVisitClass):
        branches = [branch for _, branch in route.branches]
        branches += [] if route.default is None else [route.default]
    elif isinstance(route, ByNeed):
        yield route
        branches = [route.yes, route.no]
    else:
        branches = []
    for branch in branches:
        yield from _splits(branch)
