"""A change of structure in mid-run: what holds from it on, and its shocks. As ``engine/transition.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, in_minutes
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.people import reorganise_units
from orgsim.engine.compiled.pools import roster, serve
from orgsim.engine.rules_change import attention_left, effort_needed, fading
from orgsim.engine.rules_decisions import ASTRAY
from orgsim.plan.change_tables import Lasts

UNTIL, SINCE = int(Lasts.UNTIL), int(Lasts.SINCE)


def switch(m: Ints, x: Reals, phase: int) -> None:
    """Let the later structure hold: first everything that is read, then those on duty, then who is served by whom."""
    record = m[at.SWITCH]
    if phase == 0 and x[record + at.SWITCH_AT] > 0:
        in_minutes(m, x, x[record + at.SWITCH_AT], at.SWITCHES, 0, 1)
        return
    m[record + at.SWITCHED] = 1
    for place in range(m[record + at.NEW_RIGHTS_COUNT]):
        right = m[record + at.NEW_RIGHTS] + place * at.NEW_RIGHT_WORDS
        m[m[right + at.NEW_DECISION] + at.WAY] = _surviving(m, x, right)
    for place in range(m[record + at.NEW_POWERS_COUNT]):
        change = m[record + at.NEW_POWERS] + place * at.NEW_POWER_WORDS
        x[m[change + at.NEW_POWER_OF] + at.POWER] = x[change + at.NEW_POWER]
        m[m[change + at.NEW_POWER_OF] + at.IDLE] = m[change + at.NEW_IDLE]
    reorganise_units(m, x, m[record + at.NEW_UNITS], m[record + at.NEW_UNIT_OF_DECISION])
    first, number = m[record + at.NEW_PLACES], m[record + at.NEW_PLACES_COUNT]
    for place in range(number):
        _renew(m, x, first + place * at.NEW_PLACE_WORDS)
    for place in range(number):
        change = first + place * at.NEW_PLACE_WORDS
        pool = m[change + at.NEW_OF]
        roster(m, x, pool, m[change + at.NEW_CAPACITY], m[pool + at.AWAY])
    for place in range(number):
        serve(m, x, m[first + place * at.NEW_PLACE_WORDS + at.NEW_OF])
    at_once(m, at.NOTHING, 0, 0)


def _renew(m: Ints, x: Reals, change: int) -> None:
    """Write over a pool or a position what is new about it."""
    pool = m[change + at.NEW_OF]
    for place in range(m[pool + at.CHANGES_COUNT]):
        m[m[pool + at.CHANGES] + place * at.CHANGE_WORDS + at.CHANGE_TO] = m[m[change + at.NEW_NUMBERS] + place]
    x[pool + at.ATTENTION] = x[change + at.NEW_ATTENTION]
    m[pool + at.POSITION_BY_CLASS] = m[change + at.NEW_BY_CLASS]
    x[pool + at.AUTHORITY] = x[change + at.NEW_AUTHORITY]
    x[pool + at.KNOWLEDGE] = x[change + at.NEW_KNOWLEDGE]
    x[pool + at.WEIGHS] = x[change + at.NEW_WEIGHS]
    m[pool + at.HEADS] = m[change + at.NEW_HEADS]
    m[pool + at.SERVES] = m[change + at.NEW_SERVES]
    m[pool + at.SERVES_COUNT] = m[change + at.NEW_SERVES_COUNT]
    m[pool + at.SERVED_BY] = m[change + at.NEW_SERVED_BY]
    m[pool + at.SERVED_BY_COUNT] = m[change + at.NEW_SERVED_BY_COUNT]
    m[pool + at.KEEPS_BACK] = m[change + at.NEW_KEEPS_BACK]
    m[pool + at.KEEPS_BACK_COUNT] = m[change + at.NEW_KEEPS_BACK_COUNT]
    m[pool + at.CHOOSY] = m[change + at.NEW_CHOOSY]


def _surviving(m: Ints, x: Reals, right: int) -> int:
    """Return the way of a decision: the one without informal links, if one of those on it has not survived."""
    chance = x[m[at.SWITCH] + at.LINKS_SURVIVE]
    for place in range(m[right + at.NEW_LINKS_COUNT]):
        if rules.uniform(rules.derive(m[at.KEY], m[m[right + at.NEW_LINKS] + place])) >= chance:
            return m[right + at.NEW_INSTEAD]
    return m[right + at.NEW_WAY]


def way_of(m: Ints, x: Reals, decision: int, key: int) -> int:
    """Return the way that a request with this key sets out on now."""
    way = m[decision + at.WAY]
    if m[way + at.ASTRAY_WAY] != 0:
        change = m[at.SWITCH]
        since = x[at.NOW] - x[change + at.SWITCH_AT]
        chance = fading(x[change + at.WRONG_ADDRESS], x[change + at.RELEARNING], since)
        if rules.uniform(rules.derive(key, ASTRAY)) < chance:
            return m[way + at.ASTRAY_WAY]
    return way


def handling_time(m: Ints, x: Reals, effort: float, position: int) -> float:
    """Return the minutes that ``effort`` minutes of thought take at a position from now on."""
    attention = x[position + at.ATTENTION]
    unsettled = m[position + at.UNSETTLED]
    if unsettled != 0 and m[m[at.SWITCH] + at.SWITCHED] != 0:
        change = m[at.SWITCH]
        since = x[at.NOW] - x[change + at.SWITCH_AT]
        if unsettled & at.MOVED != 0:
            effort = effort_needed(effort, x[change + at.KNOWLEDGE_LOST], x[change + at.RELEARNING], since)
        if unsettled & at.MANAGES != 0:
            attention = attention_left(attention, x[change + at.ATTENTION_LOST], x[change + at.ATTENTION_FOR], since)
    return rules.handling_time(effort, attention)


def waits_for_switch(m: Ints, x: Reals, holds: int) -> float:
    """Return the minutes that something which holds from the change on waits at the start of a run."""
    return x[m[at.SWITCH] + at.SWITCH_AT] if holds == SINCE else 0.0


def has_ended(m: Ints, holds: int) -> bool:
    """Whether something held until the change only, and the change has been."""
    return holds == UNTIL and m[m[at.SWITCH] + at.SWITCHED] != 0
