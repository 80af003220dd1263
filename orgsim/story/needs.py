"""The true needs of a visit against what was done about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.judging import Group
from orgsim.scenario.schema.routing import ByNeed, ByVisitClass, Route, Shares, destinations
from orgsim.story.stays import Course
from orgsim.story.words import Names

if TYPE_CHECKING:
    from orgsim.measures.view import View

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


def need_facts(view: View, course: Course) -> list[NeedFact]:
    """Return a fact for each need of the visit whose course this is.

    Where a decision is about a need, the last answer that the visit got to such a decision tells. Else a disposition answers
    a need if a group of the scenario is that disposition with or without the need: the visit was then treated as in need
    when it is in that disposition. Otherwise the ways it took where the pathway splits by the need tell: to the yes side
    once, or only to the no side.
    """
    names = Names(view.variant, view.plan)
    facts = []
    for row, need in enumerate(view.plan.names.needs):
        acted = _by_answer(view, course, row)
        if acted is None:
            answer = _disposition(view.variant, need)
            acted = _by_disposition(view, course, answer) if answer else _by_way(view, course, need)
        facts.append(NeedFact(need, names.need(row), bool(view.cohort.needs[course.visit, row]), acted))
    return facts


def _by_answer(view: View, course: Course, need: int) -> bool | None:
    """Return the last answer to a decision about a need; None where there was none."""
    asked = view.trace.requests
    about = [number for number, row in enumerate(view.plan.decisions) if row.judged.need == need]
    mine = (asked.visit == course.visit) & (asked.answer >= 0)
    answers = [int(asked.answer[row]) for row in mine.nonzero()[0] if int(asked.decision[row]) in about]
    return answers[-1] == 1 if answers else None


def _disposition(variant: Variant, need: str) -> str | None:
    """Find the disposition that a group repeats with or without ``need``."""
    bare = {key: _conditions(variant.groups[key]) for key in variant.dispositions}
    for group in variant.groups.values():
        if need in (group.with_need, group.without_need):
            for key, conditions in bare.items():
                if _conditions(group) == conditions:
                    return key
    return None


def _conditions(group: Group) -> dict[str, object]:
    return group.model_dump(exclude={"name", "note", "with_need", "without_need"})


def _by_disposition(view: View, course: Course, disposition: str) -> bool | None:
    if view.of(disposition)[course.visit]:
        return True
    return None if course.departed is None else False


def _by_way(view: View, course: Course, need: str) -> bool | None:
    ways = [way for stage, to in _passages(view, course) for way in _sides(view.variant.pathway[stage].next, need, to)]
    return None if not ways else any(ways)


def _passages(view: View, course: Course) -> Iterator[tuple[str, str]]:
    """Yield each stage that ended with where the visit went from it."""
    stages, exits = view.plan.names.stages, view.plan.names.exits
    places = [stages[stay.stage] for stay in course.stays]
    if course.exit is not None:
        places.append(exits[course.exit])
    for stay, (stage, to) in zip(course.stays, pairwise(places), strict=False):
        if stay.ended is not None:
            yield stage, to


def _sides(route: Route, need: str, to: str) -> Iterator[bool]:
    """Yield True for each split by ``need`` in ``route`` whose yes side alone leads to ``to``, False for the no side."""
    if isinstance(route, Shares | ByVisitClass):
        branches = [branch for _, branch in route.branches]
        if isinstance(route, ByVisitClass) and route.default is not None:
            branches.append(route.default)
    elif isinstance(route, ByNeed):
        yes, no = (to in destinations(side) for side in (route.yes, route.no))
        if route.need == need and yes != no:
            yield yes
        branches = [route.yes, route.no]
    else:
        branches = []
    for branch in branches:
        yield from _sides(branch, need, to)
