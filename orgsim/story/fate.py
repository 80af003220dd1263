"""One visit's fate in one variant: its story line by line, and the facts that stories are compared by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.engine.rules_defects import CAUSE_NAMES
from orgsim.engine.trace import Spent, came_by_failure, fault_counts, first_causes, first_stages
from orgsim.exports.again import Replication
from orgsim.story.line import Line
from orgsim.story.narrate import Narrator
from orgsim.story.needs import NeedFact, need_facts
from orgsim.story.stays import Course, course_of
from orgsim.story.words import Names, clock, duration

if TYPE_CHECKING:
    from orgsim.measures.view import View

SPENT = {
    Spent.TURN: "waiting for its turn",
    Spent.DECISION: "waiting for a decision",
    Spent.BOARDING: "waiting for a place while keeping another",
    Spent.WORK: "with staff",
    Spent.PASSIVE: "without staff",
    Spent.ROUND: "ready and waiting for the next set time",
}
"""What the minutes of a visit were spent on: words that follow ``spent``."""


@dataclass(frozen=True)
class TargetFact:
    """A timed target as it stands for this visit: minutes in truth and on the record, and its limit."""

    target: str
    name: str
    limit: float | None
    true: float
    recorded: float


@dataclass(frozen=True)
class Fate:
    """What became of a visit in one variant.

    ``visit`` counts from 1. ``inside``: minutes from arrival to departure, None while it is there.
    ``spent``: minutes by what they went on, in the words of ``SPENT``. ``behaviours``: names of those
    that acted on it.
    """

    variant: str
    name: str
    visit: int
    starts: float
    lines: tuple[Line, ...]
    arrived: float
    departed: float | None
    exit: str | None
    disposition: str | None
    spent: dict[str, float]
    needs: tuple[NeedFact, ...]
    targets: tuple[TargetFact, ...]
    behaviours: tuple[str, ...]

    @property
    def inside(self) -> float | None:
        """Minutes from arrival to departure; None while it is there."""
        return None if self.departed is None else self.departed - self.arrived

    @property
    def ending(self) -> str:
        """How it ended, in a word or two: the disposition, else the way out."""
        return self.disposition or self.exit or "still there at the end"


def tell(replication: Replication, visit: int) -> Fate:
    """Tell the fate of ``visit`` (counting from 1). Raises LookupError if nobody of that number arrives."""
    from orgsim.measures.view import View

    course = course_of(replication.journal.visits, visit - 1)
    names = Names(replication.variant, replication.plan)
    view = View(replication.variant, replication.plan, replication.cohort, replication.trace)
    row = course.visit
    narrator = Narrator(names, replication.trace.requests, replication.journal.requests)
    lines = narrator.lines(course, arrival_text(replication, names, course))
    spent = replication.trace.visit_spent[row]
    return Fate(
        variant=replication.key,
        name=replication.name,
        visit=visit,
        starts=replication.plan.starts,
        lines=(*lines, *_faults(replication, names, course), *_returns(replication, names, course)),
        arrived=course.arrived,
        departed=course.departed,
        exit=names.exit(course.exit) if course.exit is not None else None,
        disposition=_disposition(view, names, row),
        spent={words: float(spent[kind]) for kind, words in SPENT.items()},
        needs=tuple(need_facts(view, course)),
        targets=tuple(_targets(view, names, row)),
        behaviours=tuple(_behaviours(replication, names, row)),
    )


def arrival_text(replication: Replication, names: Names, course: Course) -> str:
    """Say how a visit came, and with what true needs."""
    cohort, row = replication.cohort, course.visit
    came = names.arrivals(int(cohort.stream[row]))
    if course.returns_from is not None:
        why = ", because something went wrong there" if came_by_failure(replication.trace.faults[[row]])[0] else ""
        came = f"back after {names.variant.words.visit} {course.returns_from + 1}{why}"
    who = names.visit_class(int(cohort.visit_class[row]))
    return f"Arrives ({came}), {who}."


def _returns(replication: Replication, names: Names, course: Course) -> Sequence[Line]:
    """Tell of the visit this one led to, if it did."""
    child = int(replication.cohort.child[course.visit])
    arrived = float(replication.trace.arrived[child]) if child >= 0 else float("nan")
    if course.departed is None or arrived != arrived:  # noqa: PLR0124 - NaN: it did not come
        return ()
    word = names.variant.words.visit
    after = duration(arrived - course.departed)
    why = " because of what went wrong" if came_by_failure(replication.trace.faults[[child]])[0] else ""
    return (Line(arrived, "note", f"Comes back {after} after leaving{why}, as {word} {child + 1}."),)


_WENT_WRONG = {
    "work": "the work itself", "hand_off": "something was lost when another unit took over", "cut": "its time was cut",
    "load": "it was too full", "diverted": "it was sent elsewhere", "gave_up": "nobody came in time",
    "decision": "a wrong answer",
}  # fmt: skip


def _faults(replication: Replication, names: Names, course: Course) -> Sequence[Line]:
    """Tell what went wrong first, where something did; nobody may have noticed."""
    faults = replication.trace.faults[[course.visit]]
    cause, stage = int(first_causes(faults)[0]), int(first_stages(faults)[0])
    if not cause or course.departed is None:
        return ()
    where = f" at {names.stage(stage)}" if stage >= 0 else ""
    more = int(fault_counts(faults)[0]) - 1
    others = f", and {more} more" if more else ""
    return (Line(course.departed, "note", f"Something went wrong{where}: {_WENT_WRONG[CAUSE_NAMES[cause]]}{others}."),)


def _disposition(view: View, names: Names, row: int) -> str | None:
    """Name the first disposition the visit belongs to."""
    for key in view.variant.dispositions:
        if view.of(key)[row]:
            return names.group(key)
    return None


def _targets(view: View, names: Names, row: int) -> list[TargetFact]:
    facts = []
    for place, (key, target) in enumerate(view.variant.targets.items()):
        true = float(view.trace.clock_stop[row, place] - view.trace.clock_start[row, place])
        timed = target.within is not None or target.mean_below is not None
        if timed and true == true and view.of(target.of)[row]:  # noqa: PLR0124 - NaN: its clock never ran
            recorded = float(view.trace.clock_recorded[row, place])
            facts.append(TargetFact(key, names.target(place), target.within, true, recorded))
    return facts


def _behaviours(replication: Replication, names: Names, row: int) -> list[str]:
    touched = int(replication.trace.touched[row])
    numbers = range(len(replication.plan.names.behaviours))
    return [names.behaviour(number) for number in numbers if touched >> number & 1]


def clock_of(fate: Fate, line: Line) -> str:
    """Say when a line happened: day and time, and the weeks since arrival where they are not obvious."""
    weeks = int((line.time - fate.arrived) // 10080)
    later = f" +{weeks} wk" if weeks else ""
    return clock(fate.starts, line.time) + later


__all__ = ["SPENT", "Fate", "TargetFact", "arrival_text", "clock_of", "tell"]
