"""What visits hold, and what a unit goes through until it is free again. As ``engine/holdings.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes, take_room
from orgsim.engine.compiled.chance import drawn_ahead, time_of_key
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import let_row_go, need_row
from orgsim.engine.compiled.pools import give_back, retire, revive
from orgsim.engine.compiled.requests import ask


def let_go(m: Ints, x: Reals, visit: int, kept: int) -> None:
    """Release, in the order seized, what the visit got before this epoch out of queues that are not ``kept``.

    ``kept``: address of a word for each pool, not 0 where it is kept; 0: nothing is.
    """
    before = 0
    held = m[visit + at.HELD_FIRST]
    while held != 0:
        after = m[held + at.HELD_NEXT]
        keeps = kept != 0 and m[kept + m[held + at.HELD_QUEUE]] != 0
        if m[held + at.HELD_EPOCH] < m[visit + at.EPOCH] and not keeps:
            if before != 0:
                m[before + at.HELD_NEXT] = after
            else:
                m[visit + at.HELD_FIRST] = after
            if after == 0:
                m[visit + at.HELD_LAST] = before
            _release(m, x, visit, m[held + at.HELD_POOL], m[held + at.HELD_UNITS], x[held + at.HELD_SINCE])
            m[held + at.HELD_NEXT] = m[at.FREE_HELD]
            m[at.FREE_HELD] = held
        else:
            before = held
        held = after


def _release(m: Ints, x: Reals, visit: int, pool: int, units: int, since: float) -> None:
    x[pool + at.HELD_MINUTES] += (x[at.NOW] - since) * units
    if m[pool + at.RESTS] == 0:
        give_back(m, x, pool, units)
        return
    retire(m, x, pool, units)
    nth = m[visit + at.ASKS] + 1
    m[visit + at.ASKS] = nth
    row = m[visit + at.ROW]
    minutes = 0.0
    if m[pool + at.MADE_READY_BY] != 0:
        key = rules.derive(rules.derive(rules.derive(m[at.KEY], m[pool + at.POOL_KEY]), row), nth)
        minutes = time_of_key(m, x, m[pool + at.MADE_READY_BY], key)
    note = m[at.FREE_NOTES]
    if note != 0:
        m[at.FREE_NOTES] = m[note + at.NOTE_NEXT]
    else:
        note = take_room(m, at.NOTE_WORDS)
    need_row(m, m[visit + at.SLOT])
    m[note + at.NOTE_ROW] = row
    m[note + at.NOTE_SLOT] = m[visit + at.SLOT]
    m[note + at.NOTE_POOL] = pool
    m[note + at.NOTE_UNITS] = units
    m[note + at.NOTE_NTH] = nth
    in_minutes(m, x, minutes, at.MADE_READY, note, 0)


def made_ready(m: Ints, x: Reals, note: int) -> None:
    """The unit is made ready; unless somebody fetches the news, it must be told before it is free."""
    row, pool, units = m[note + at.NOTE_ROW], m[note + at.NOTE_POOL], m[note + at.NOTE_UNITS]
    told = m[pool + at.TOLD_BY]
    if told == 0 or _fetched(m, x, m[note + at.NOTE_SLOT], pool):
        revive(m, x, pool, units)
    else:
        ask(m, x, told, -1, row, m[note + at.NOTE_NTH], m[at.RANK_ZERO], at.TELL_POOL, pool, units)
    let_row_go(m, m[note + at.NOTE_SLOT])
    m[note + at.NOTE_NEXT] = m[at.FREE_NOTES]
    m[at.FREE_NOTES] = note


def _fetched(m: Ints, x: Reals, slot: int, pool: int) -> bool:
    """Whether a pulling behaviour gets the news without a message."""
    for place in range(m[pool + at.PULLS_COUNT]):
        behaviour = m[m[pool + at.PULLS] + place]
        on_duty = m[m[behaviour + at.BEHAVIOUR_HOLDER] + at.CAPACITY] > 0
        if on_duty and drawn_ahead(m, x, m[behaviour + at.INTEGRITY], slot) < x[behaviour + at.POWER]:
            return True
    return False
