"""What happens by itself: arrivals, shifts, meetings, standing checks, lending, the census. As ``engine/reference.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, in_minutes, next_arrival
from orgsim.engine.compiled.chance import until_next
from orgsim.engine.compiled.life import start
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.pools import account, add_capacity, free_units, occupancy, roster
from orgsim.engine.compiled.requests import ask, settle, settle_oldest, waiting
from orgsim.engine.compiled.responses import triggered
from orgsim.engine.compiled.transition import has_ended, waits_for_switch

HOUR = 60.0
FIRST, AGAIN, AT_END, LATER, NOW_HOLDS = 0, 1, 2, 3, 4
"""Where a recurring process is: at its beginning, at one of its moments, at the end of a meeting, after its agenda, or at
the change of structure from which it holds."""


def let_arrive(m: Ints, x: Reals, phase: int) -> None:
    """Let the visits come in the order of the cohort. One that was waited for is due, whatever rounding says.

    Where those who come after are not in memory yet, pause: ``kernel.advance`` goes on from here when they are.
    """
    due = phase == AGAIN
    while m[at.NEXT_ARRIVAL] < m[at.ARRIVALS]:
        slot = m[at.NEXT_ARRIVAL]
        wait = x[m[at.ARRIVAL_TIMES] + slot] - x[at.NOW]
        if wait > 0 and not due:
            next_arrival(m, x, wait)
            return
        due = False
        m[at.NEXT_ARRIVAL] = slot + 1
        start(m, x, slot, m[m[at.ENTRIES] + m[m[at.ARRIVAL_STREAMS] + slot]])
    if m[at.MORE_TO_COME] != 0:
        m[at.PAUSED] = 1
        return
    at_once(m, at.NOTHING, 0, 0)


def measure_span(m: Ints, x: Reals, phase: int) -> None:
    """Take the totals at the beginning and the end of the measured span."""
    if phase == FIRST:
        in_minutes(m, x, x[at.WARM_UP], at.SPAN, 0, AGAIN)
    elif phase == AGAIN:
        for place in range(m[at.POOL_COUNT]):
            pool = m[at.POOLS] + place * m[at.POOL_WORDS]
            account(m, x, pool)
            x[pool + at.BUSY_BEFORE] = x[pool + at.BUSY_MINUTES]
            x[pool + at.CAPACITY_BEFORE] = x[pool + at.CAPACITY_MINUTES]
        in_minutes(m, x, x[at.LENGTH], at.SPAN, 0, AT_END)
    else:
        stop_span(m, x)
        at_once(m, at.NOTHING, 0, 0)


def stop_span(m: Ints, x: Reals) -> None:
    """End the measured span, if it has not ended before; brings the integrals up to now."""
    for place in range(m[at.POOL_COUNT]):
        pool = m[at.POOLS] + place * m[at.POOL_WORDS]
        account(m, x, pool)
        if m[at.SPAN_STOPPED] == 0:
            x[pool + at.BUSY_AFTER] = x[pool + at.BUSY_MINUTES]
            x[pool + at.CAPACITY_AFTER] = x[pool + at.CAPACITY_MINUTES]
    m[at.SPAN_STOPPED] = 1


def count(m: Ints, x: Reals) -> None:
    """Take the census of this hour: busy, waiting and on duty in each pool and position."""
    rows = m[at.CENSUS_ROWS]
    place = m[at.CENSUS] + m[at.CENSUS_HOURS] * 3 * rows
    for row in range(rows):
        pool = m[at.POOLS] + row * m[at.POOL_WORDS]
        m[place + row] = m[pool + at.BUSY_UNITS]
        m[place + rows + row] = m[pool + at.LENGTH_OF_QUEUE]
        m[place + 2 * rows + row] = m[pool + at.CAPACITY]
    m[at.CENSUS_HOURS] += 1
    if m[at.CENSUS_HOURS] == m[at.CENSUS_ROOM] and m[at.FAULT] == at.SOUND:
        m[at.FAULT] = at.CRAMPED
    in_minutes(m, x, HOUR, at.COUNTS, 0, 0)


def shift(m: Ints, x: Reals, pool: int, phase: int) -> None:
    """Change the number on duty through the week by the difference, so that lent or added units stay."""
    minute = x[at.STARTS] + x[at.NOW]
    changes, number = m[pool + at.CHANGES], m[pool + at.CHANGES_COUNT]
    if phase == FIRST:
        m[pool + at.CHANGE_NEXT] = _next_change(x, changes, number, minute % rules.MINUTES_A_WEEK)
    else:
        now_on = m[changes + m[pool + at.CHANGE_NEXT] * at.CHANGE_WORDS + at.CHANGE_TO]
        roster(m, x, pool, now_on, m[pool + at.AWAY])
        m[pool + at.CHANGE_NEXT] = (m[pool + at.CHANGE_NEXT] + 1) % number
    moment = x[changes + m[pool + at.CHANGE_NEXT] * at.CHANGE_WORDS + at.CHANGE_AT]
    wait = (moment - minute) % rules.MINUTES_A_WEEK
    if wait == 0.0:
        wait = rules.MINUTES_A_WEEK
    in_minutes(m, x, wait, at.SHIFTS, pool, AGAIN)


def _next_change(x: Reals, changes: int, number: int, minute: float) -> int:
    """Return the first change after a minute of the week."""
    for place in range(number):
        if x[changes + place * at.CHANGE_WORDS + at.CHANGE_AT] > minute:
            return place
    return 0


def meet(m: Ints, x: Reals, meeting: int, phase: int) -> None:
    """Sit at each moment of the schedule: one person of each member is away, and at the end requests are settled."""
    schedule, holds = m[meeting + at.MEETING_SCHEDULE], m[meeting + at.MEETING_HOLDS]
    if phase == FIRST and waits_for_switch(m, x, holds) > 0:
        in_minutes(m, x, waits_for_switch(m, x, holds), at.MEETS, meeting, NOW_HOLDS)
    elif phase == FIRST or phase == NOW_HOLDS:  # noqa: PLR1714, SIM109  (the compiler knows no `in`)
        in_minutes(m, x, until_next(m, x, schedule, x[at.NOW], 0), at.MEETS, meeting, AGAIN)
    elif phase == AGAIN and has_ended(m, holds):
        at_once(m, at.NOTHING, 0, 0)
    elif phase == AGAIN:
        _seats(m, x, meeting, -1)
        in_minutes(m, x, x[meeting + at.MEETING_LASTS], at.MEETS, meeting, AT_END)
    else:
        if phase == AT_END:
            m[meeting + at.ITEMS] = rules.items_on_agenda(_waiting(m, meeting), m[meeting + at.AGENDA])
            longer = m[meeting + at.ITEMS] * x[meeting + at.PER_ITEM]
            if longer > 0:
                in_minutes(m, x, longer, at.MEETS, meeting, LATER)
                return
        _seats(m, x, meeting, 1)
        if m[meeting + at.ORDERLY] != 0:
            settle_oldest(m, x, meeting)
        else:
            before = 0
            for place in range(m[meeting + at.SETTLES_COUNT]):
                decision = m[m[m[meeting + at.SETTLES] + place] + at.NAMED]
                if decision != before:  # the ways of a decision follow one another
                    settle(m, x, decision, meeting)
                before = decision
        in_minutes(m, x, until_next(m, x, schedule, x[at.NOW], 1), at.MEETS, meeting, AGAIN)


def _waiting(m: Ints, meeting: int) -> int:
    """Return how many requests for what a meeting settles are open."""
    number = 0
    for place in range(m[meeting + at.SETTLES_COUNT]):
        number += waiting(m, m[m[meeting + at.SETTLES] + place])
    return number


def _seats(m: Ints, x: Reals, meeting: int, change: int) -> None:
    for place in range(m[meeting + at.MEMBERS_COUNT]):
        add_capacity(m, x, m[m[meeting + at.MEMBERS] + place], change)


def check(m: Ints, x: Reals, decision: int, phase: int) -> None:
    """Raise a standing request when its pool is full enough and neither it nor its effect is under way."""
    holds, named = m[decision + at.CHECK_HOLDS], m[decision + at.NAMED]
    if phase == FIRST and waits_for_switch(m, x, holds) > 0:
        in_minutes(m, x, waits_for_switch(m, x, holds), at.CHECKS, decision, NOW_HOLDS)
        return
    if phase == AGAIN:
        if has_ended(m, holds):
            at_once(m, at.NOTHING, 0, 0)
            return
        full = occupancy(m, m[decision + at.CHECKED_POOL]) >= x[decision + at.CHECKED_ABOVE]
        if m[named + at.UNDER_EFFECT] == 0 and full:
            m[named + at.UNDER_EFFECT] = 1
            ask(m, x, named, -1, -1, m[at.ASKED], m[at.RANK_ZERO], at.TAKE_EFFECT, decision, 0)
    strictly = 1 if phase == AGAIN else 0
    wait = until_next(m, x, m[decision + at.CHECK_SCHEDULE], x[at.NOW], strictly)
    in_minutes(m, x, wait, at.CHECKS, decision, AGAIN)


def wear_off(m: Ints, x: Reals, decision: int) -> None:
    """The effect of a yes is over."""
    if m[decision + at.EFFECT_POOL] != 0:
        add_capacity(m, x, m[decision + at.EFFECT_POOL], -m[decision + at.EFFECT_UNITS])
    m[m[decision + at.NAMED] + at.UNDER_EFFECT] = 0


def lend(m: Ints, x: Reals, behaviour: int, phase: int) -> None:
    """Move people from one pool to another for a while, if some are idle here and wanted there."""
    if phase != FIRST and m[behaviour + at.IDLE] == 0 and triggered(m, x, behaviour):
        source, number = m[behaviour + at.FROM_POOL], m[behaviour + at.MOVES]
        if free_units(m, source) >= number:
            add_capacity(m, x, source, -number)
            add_capacity(m, x, m[behaviour + at.TO_POOL], number)
            in_minutes(m, x, x[behaviour + at.LASTS], at.BROUGHT_BACK, behaviour, 0)
    strictly = 0 if phase == FIRST else 1
    wait = until_next(m, x, m[behaviour + at.LENDING_SCHEDULE], x[at.NOW], strictly)
    in_minutes(m, x, wait, at.LENDS, behaviour, AGAIN)


def bring_back(m: Ints, x: Reals, behaviour: int) -> None:
    """Those who were lent go back."""
    add_capacity(m, x, m[behaviour + at.TO_POOL], -m[behaviour + at.MOVES])
    add_capacity(m, x, m[behaviour + at.FROM_POOL], m[behaviour + at.MOVES])
