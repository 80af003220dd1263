"""The clocks of the targets: moments start and stop them. As ``engine/clocks.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.clocks import JUST_INSIDE
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes
from orgsim.engine.compiled.chance import drawn_ahead
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import need_row, never, row_of, touch


def arrive(m: Ints, x: Reals, visit: int) -> None:
    """The visit arrives."""
    for place in range(m[at.ARRIVAL_CLOCK_COUNT]):
        _start(m, x, visit, m[m[at.ARRIVAL_CLOCKS] + place])


def reach(m: Ints, x: Reals, visit: int, stage: int) -> None:
    """The visit joins a stage."""
    for place in range(m[stage + at.ON_REACHING_COUNT]):
        _meet(m, x, visit, m[m[stage + at.ON_REACHING] + place])


def begin(m: Ints, x: Reals, visit: int, stage: int) -> None:
    """The visit begins a stage; a moment of leaving a unit counts only after having begun a stage in it."""
    for place in range(m[stage + at.ON_BEGINNING_COUNT]):
        moment = m[m[stage + at.ON_BEGINNING] + place]
        if m[moment + at.AFTER] == 0 or _has_begun_any(m, visit, m[moment + at.AFTER]):
            _meet(m, x, visit, moment)


def _has_begun_any(m: Ints, visit: int, marks: int) -> bool:
    begun = row_of(m, visit) + at.OUT_MARKS + m[at.MARK_WORDS]
    for word in range(m[at.MARK_WORDS]):  # noqa: SIM110  (the compiler knows no generators)
        if m[begun + word] & m[marks + word] != 0:
            return True
    return False


def depart(m: Ints, x: Reals, visit: int, way: int) -> None:
    """The visit departs, which stops every clock that still runs."""
    for place in range(m[way + at.ON_LEAVING_COUNT]):
        _meet(m, x, visit, m[m[way + at.ON_LEAVING] + place])
    for place in range(m[at.DEPARTS_COUNT]):
        _meet(m, x, visit, m[m[at.DEPARTS] + place])
    for place in range(m[at.TIMED_COUNT]):
        _stop(m, x, visit, m[m[at.TIMED] + place])


def runs(m: Ints, x: Reals, slot: int, target: int) -> bool:
    """Whether a target's clock has started and not stopped for the visit at a slot of the cohort."""
    clock = m[at.OUT] + slot * m[at.OUT_WORDS] + m[target + at.CLOCK]
    return not never(x[clock + at.CLOCK_START]) and never(x[clock + at.CLOCK_STOP])


def _meet(m: Ints, x: Reals, visit: int, moment: int) -> None:
    place = row_of(m, visit) + m[moment + at.MOMENT]
    if not never(x[place]):
        return
    x[place] = x[at.NOW]
    for number in range(m[moment + at.STOPS_COUNT]):
        _stop(m, x, visit, m[m[moment + at.STOPS] + number])
    for number in range(m[moment + at.STARTS_COUNT]):
        _start(m, x, visit, m[m[moment + at.STARTS_CLOCKS] + number])


def _start(m: Ints, x: Reals, visit: int, target: int) -> None:
    if (
        m[m[target + at.OF_STREAMS] + m[visit + at.STREAM]] == 0
        or m[m[target + at.OF_CLASSES] + m[visit + at.CLASS]] == 0
    ):
        return
    x[row_of(m, visit) + m[target + at.CLOCK] + at.CLOCK_START] = x[at.NOW]
    _set_timers(m, x, visit, target)


def _set_timers(m: Ints, x: Reals, visit: int, target: int) -> None:
    """Set a timer for each behaviour that will act on this visit as the limit of ``target`` nears."""
    now, slot = x[at.NOW], m[visit + at.SLOT]
    for place in range(m[target + at.NEARING_COUNT]):
        behaviour = m[m[target + at.NEARING] + place]
        integrity = drawn_ahead(m, x, m[behaviour + at.INTEGRITY], slot)
        when = rules.acting_time(now, x[behaviour + at.OVER], x[target + at.LIMIT], x[behaviour + at.POWER], integrity)
        if not never(when):
            need_row(m, slot)
            detail = (slot << at.BEHAVIOUR_BITS) + m[behaviour + at.BEHAVIOUR_NUMBER]
            in_minutes(m, x, when - now, at.BEHAVES, visit, detail)


def _stop(m: Ints, x: Reals, visit: int, target: int) -> None:
    if not runs(m, x, m[visit + at.SLOT], target):
        return
    clock = row_of(m, visit) + m[target + at.CLOCK]
    x[clock + at.CLOCK_STOP] = x[at.NOW]
    minutes = x[at.NOW] - x[clock + at.CLOCK_START]
    x[clock + at.CLOCK_RECORDED] = _on_record(m, x, visit, target, minutes)


def _on_record(m: Ints, x: Reals, visit: int, target: int, minutes: float) -> float:
    """Return the minutes that go on the record: the true ones unless a behaviour relabels them."""
    over = minutes - x[target + at.LIMIT]
    for place in range(m[target + at.RELABELLED_COUNT]):
        behaviour = m[m[target + at.RELABELLED] + place]
        tempted = (
            over > 0.0
            and over <= x[behaviour + at.OVER_BY]
            and drawn_ahead(m, x, m[behaviour + at.INTEGRITY], m[visit + at.SLOT]) < x[behaviour + at.POWER]
        )
        if tempted and m[m[behaviour + at.BEHAVIOUR_HOLDER] + at.CAPACITY] > 0:
            touch(m, visit, behaviour)
            return x[target + at.LIMIT] - JUST_INSIDE
    return minutes
