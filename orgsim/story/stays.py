"""What happened to one visit, stage by stage: the journal's entries put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from orgsim.engine.journal import Entry, Happening

ACTS = frozenset({Happening.JUMP, Happening.TURN, Happening.HOLD, Happening.PROLONG, Happening.RELABEL})
"""The entries that say a behaviour acted."""


class Act(NamedTuple):
    """A behaviour (by row) acted on the visit."""

    time: float
    what: int
    behaviour: int


@dataclass
class Wait:
    """A wait for one thing: a pool (``request`` None) or the answer to a request for a decision.

    ``end`` stays None where the visit never got it.
    """

    row: int
    start: float
    request: int | None = None
    end: float | None = None


@dataclass
class Stay:
    """A visit at one stage; times that never came are None, and ``left`` is when it moved on.

    ``gave_up``: it left because it would wait no longer.
    """

    stage: int
    reached: float
    waits: list[Wait] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    begun: float | None = None
    ended: float | None = None
    left: float | None = None
    gave_up: bool = False


@dataclass
class Course:
    """The whole course of a visit; ``exit`` is None while inside. ``later``: acts at or after leaving."""

    visit: int
    arrived: float
    returns_from: int | None
    stays: list[Stay] = field(default_factory=list)
    departed: float | None = None
    exit: int | None = None
    later: list[Act] = field(default_factory=list)


def course_of(entries: Iterable[Entry], visit: int) -> Course:
    """Put together the course of ``visit``; raises LookupError if it does not arrive in these entries."""
    mine = [entry for entry in entries if entry.visit == visit]
    arrivals = [entry for entry in mine if entry.what == Happening.ARRIVE]
    if not arrivals:
        raise LookupError(f"visit {visit + 1} does not arrive")
    course = Course(visit, float(arrivals[0].time), arrivals[0].b if arrivals[0].b >= 0 else None)
    for entry in mine:
        _add(course, entry)
    return course


def _add(course: Course, entry: Entry) -> None:
    time = float(entry.time)
    here = course.stays[-1] if course.stays else None
    if entry.what == Happening.REACH:
        _leave(here, time)
        course.stays.append(Stay(entry.a, time))
    elif entry.what == Happening.DEPART:
        _leave(here, time)
        course.departed, course.exit = time, entry.a
    elif entry.what in ACTS:
        act = Act(time, entry.what, entry.a)
        (course.later if here is None or course.departed is not None else here.acts).append(act)
    elif here is not None:
        _progress(here, entry, time)


def _leave(here: Stay | None, time: float) -> None:
    if here is not None:
        here.left = time


def _progress(here: Stay, entry: Entry, time: float) -> None:
    match entry.what:
        case Happening.QUEUE:
            here.waits.append(Wait(entry.a, time))
        case Happening.ASK:
            here.waits.append(Wait(entry.a, time, request=entry.b))
        case Happening.SEIZE | Happening.ANSWER:
            _end_wait(here, time)
        case Happening.BEGIN:
            here.begun = time
        case Happening.END:
            here.ended = time
        case Happening.GIVE_UP:
            here.gave_up = True


def _end_wait(here: Stay, time: float) -> None:
    """End the wait that is open: a visit waits for one thing at a time, and gets what it waits for."""
    if here.waits and here.waits[-1].end is None:
        here.waits[-1].end = time
