"""The loop of the compiled engine: take the next event and do what it says, until there is a reason to stop.

Nothing here knows a scenario: it interprets the tables in memory. The functions of this folder are plain Python, and run
as such when given two views of a buffer; ``machine_code`` turns the same functions into machine code with numba.
"""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import take_next, urgently
from orgsim.engine.compiled.clocks import arrive
from orgsim.engine.compiled.holdings import made_ready
from orgsim.engine.compiled.house import (
    bring_back,
    check,
    count,
    lend,
    let_arrive,
    measure_span,
    meet,
    shift,
    stop_span,
    wear_off,
)
from orgsim.engine.compiled.journeys import cut_journey, journey
from orgsim.engine.compiled.life import count_time, give_up, go_on, start
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.people import close_unit_days
from orgsim.engine.compiled.requests import keep_unfinished, remind
from orgsim.engine.compiled.responses import behave
from orgsim.engine.compiled.reviews import review
from orgsim.engine.compiled.transition import switch


def begin(m: Ints) -> None:
    """Begin the processes that drive a replication, in their order: it is part of the meaning of ties."""
    for place in range(m[at.STARTING_COUNT]):
        kind = m[m[at.STARTING] + 2 * place]
        urgently(m, kind, m[m[at.STARTING] + 2 * place + 1], 0)


def advance(m: Ints, x: Reals, until: int) -> int:
    """Handle events and return why it stopped.

    ``until`` have been in all (LOOK), none is left before the end (ENDED), the memory must grow or those who come next be
    put into it (ROOM), or something is wrong (FAULTY).
    """
    events, instant, at_instant = m[at.EVENTS], x[at.INSTANT], m[at.AT_INSTANT]
    status = at.LOOK
    if m[at.PAUSED] != 0:
        m[at.PAUSED] = 0
        let_arrive(m, x, 0)
    while events < until:
        if take_next(m, x) == 0:
            status = at.ENDED
            break
        _handle(m, x, m[at.EVENT_KIND], m[at.EVENT_A], m[at.EVENT_B])
        if m[at.FAULT] > at.CRAMPED:
            status = at.FAULTY
            break
        events += 1
        if x[at.NOW] != instant:
            instant = x[at.NOW]
            at_instant = 0
        else:
            at_instant += 1
            if at_instant > m[at.MOST_AT_INSTANT]:
                m[at.FAULT] = at.STUCK
                status = at.FAULTY
                break
        if m[at.FAULT] == at.CRAMPED or m[at.PAUSED] != 0:
            m[at.FAULT] = at.SOUND
            status = at.ROOM
            break
    m[at.EVENTS] = events
    x[at.INSTANT] = instant
    m[at.AT_INSTANT] = at_instant
    return status


def _handle(m: Ints, x: Reals, kind: int, a: int, b: int) -> None:  # noqa: PLR0912  (a branch a kind)
    """Do what an event says; one that a visit or request no longer waits for does nothing."""
    if kind == at.VISIT_GOES_ON or kind == at.VISIT_BEGINS or kind == at.VISIT_TURNS:  # noqa: PLR1714  (no `in` there)
        if kind == at.VISIT_BEGINS:
            arrive(m, x, a)
        else:
            if kind == at.VISIT_TURNS:
                m[a + at.AT] = b
            elif m[a + at.AWAITS] != m[at.EVENT_NUMBER]:
                return
            count_time(m, x, a)
        go_on(m, x, a)
    elif kind == at.ARRIVES:
        let_arrive(m, x, b)
    elif kind == at.JOURNEYS or kind == at.SENDS:  # noqa: PLR1714  (the compiler knows no `in`)
        if m[a + at.AWAITS] == m[at.EVENT_NUMBER]:
            journey(m, x, a)
    elif kind == at.BEHAVES:
        behave(m, x, a, b)
    elif kind == at.GIVES_UP:
        give_up(m, x, a, b)
    elif kind == at.MADE_READY:
        made_ready(m, x, a)
    elif kind == at.COMES_BACK:
        start(m, x, a, b)
    elif kind == at.JOURNEY_CUT:
        cut_journey(m, a)
    elif kind == at.REMINDS:
        remind(m, x, a)
    else:
        _handle_recurring(m, x, kind, a, b)


def _handle_recurring(m: Ints, x: Reals, kind: int, a: int, b: int) -> None:
    if kind == at.SHIFTS:
        shift(m, x, a, b)
    elif kind == at.MEETS:
        meet(m, x, a, b)
    elif kind == at.COUNTS:
        count(m, x)
    elif kind == at.CHECKS:
        check(m, x, a, b)
    elif kind == at.LENDS:
        lend(m, x, a, b)
    elif kind == at.WEARS_OFF:
        wear_off(m, x, a)
    elif kind == at.BROUGHT_BACK:
        bring_back(m, x, a)
    elif kind == at.SPAN:
        measure_span(m, x, b)
    elif kind == at.SWITCHES:
        switch(m, x, b)
    elif kind == at.CLOSES_DAY:
        close_unit_days(m, x, b)
    elif kind == at.REVIEWS:
        review(m, x, a, b)


def finish(m: Ints, x: Reals) -> None:
    """Close the integrals and the records at the end of the run; add up what those inside hold and have waited since."""
    end = x[at.END]
    x[at.NOW] = end
    stop_span(m, x)
    keep_unfinished(m)
    visit = m[at.INSIDE]
    while visit != 0:
        m[at.INSIDE_COUNT] += 1
        x[at.INSIDE_WAITED] += end - x[visit + at.SINCE]
        held = m[visit + at.HELD_FIRST]
        while held != 0:
            pool, units = m[held + at.HELD_POOL], m[held + at.HELD_UNITS]
            m[pool + at.HELD_NOW] += units
            x[pool + at.HELD_MINUTES] += (end - x[held + at.HELD_SINCE]) * units
            held = m[held + at.HELD_NEXT]
        visit = m[visit + at.NEXT_INSIDE]
