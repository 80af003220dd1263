"""The life of a visit: it begins, takes its steps, waits, and ends. As ``engine/life.py``; each step is in ``steps``."""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, take_room, urgently
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import let_row_go, number_of, row_of, spend
from orgsim.engine.compiled.pools import BUSY
from orgsim.engine.compiled.responses import redirect
from orgsim.engine.compiled.steps import GONE, next_epoch, step


def start(m: Ints, x: Reals, slot: int, op: int) -> None:
    """Let the visit at a slot of the cohort begin at an operation."""
    visit = m[at.FREE_VISITS]
    if visit != 0:
        m[at.FREE_VISITS] = m[visit + at.NEXT]
    else:
        visit = take_room(m, m[at.VISIT_WORDS])
        if m[at.FAULT] == at.NO_ROOM:
            return
    for word in range(m[at.VISIT_WORDS]):
        m[visit + word] = 0
    now = x[at.NOW]
    m[visit + at.SORT] = at.A_VISIT
    m[visit + at.STREAM] = m[m[at.ARRIVAL_STREAMS] + slot]
    m[visit + at.CLASS] = m[m[at.ARRIVAL_CLASSES] + slot]
    m[visit + at.CLASS_RANK] = m[m[at.CLASS_RANKS] + m[visit + at.CLASS]]
    m[visit + at.RANK] = m[visit + at.CLASS_RANK]
    m[visit + at.UNITS] = 1
    m[visit + at.SLOT] = slot
    m[visit + at.ROW] = number_of(m, slot)
    m[visit + at.AT] = op
    m[visit + at.EPOCH] = next_epoch(m)
    if now >= x[at.WARM_UP] and now < x[at.WARM_UP] + x[at.LENGTH]:
        m[visit + at.MEASURED] = 1
    m[visit + at.REQUEST] = -1
    m[visit + at.AWAITS] = -1
    x[visit + at.OUTSIDE] = -1.0
    x[visit + at.SINCE] = now
    x[row_of(m, visit) + at.OUT_ARRIVED] = now
    m[at.STARTED] += 1
    first = m[at.INSIDE]
    m[visit + at.NEXT_INSIDE] = first
    if first != 0:
        m[first + at.PREVIOUS_INSIDE] = visit
    m[at.INSIDE] = visit
    urgently(m, at.VISIT_BEGINS, visit, 0)


def count_time(m: Ints, x: Reals, visit: int) -> None:
    """What the visit waited for has come: count the time that it took."""
    since = x[visit + at.SINCE]
    x[visit + at.SINCE] = x[at.NOW]
    m[visit + at.STATE] = BUSY
    spend(m, x, visit, x[at.NOW] - since)


def go_on(m: Ints, x: Reals, visit: int) -> None:
    """Take the visit's next steps until one takes time."""
    stage = m[visit + at.AT_STAGE]
    m[at.STAGE] = m[stage + at.STAGE_NUMBER] if stage != 0 else -1
    steps = m[at.MOST_AT_INSTANT] + 1
    while steps > 0:
        op = m[visit + at.AT]
        if op == GONE:
            _vanish(m, visit)
            return
        steps -= m[op + at.OP_STEPS]
        m[visit + at.AT] = m[op + at.OP_NEXT]
        if step(m, x, visit, op):
            x[visit + at.SINCE] = x[at.NOW]
            return
    m[at.FAULT] = at.STUCK


def _vanish(m: Ints, visit: int) -> None:
    """A visit that has left ends by an event that does nothing; its words are free for another."""
    at_once(m, at.NOTHING, 0, 0)
    let_row_go(m, m[visit + at.SLOT])
    m[visit + at.AWAITS] = -1
    m[visit + at.REQUEST] = -1
    m[visit + at.EPOCH] = next_epoch(m)
    m[visit + at.NEXT] = m[at.FREE_VISITS]
    m[at.FREE_VISITS] = visit


def give_up(m: Ints, x: Reals, visit: int, epoch: int) -> None:
    """Patience has run out: leave, if still waiting for the same stage to begin."""
    if m[visit + at.EPOCH] != epoch or m[visit + at.STATE] == BUSY:
        return
    m[visit + at.HAS_GIVEN_UP] = 1
    redirect(m, x, visit, m[m[visit + at.AT_STAGE] + at.LEAVES_TO])
