"""How positions respond to targets. As ``engine/responses.py``."""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes, urgently
from orgsim.engine.compiled.chance import drawn_ahead
from orgsim.engine.compiled.clocks import runs
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import let_row_go, need_row, touch
from orgsim.engine.compiled.pools import BUSY, free_units, join, leave, occupancy
from orgsim.engine.visit import QUEUED as _QUEUED
from orgsim.plan.tables import ACTION_NAMES

QUEUED = int(_QUEUED)
JUMP = ACTION_NAMES.index("jump_queue")
IN_FRONT = 0
"""Number of the rank of those who jump the queue, which comes before all others."""


def tempted(m: Ints, x: Reals, behaviour: int, visit: int) -> bool:
    """Whether the behaviour's power exceeds the visit's integrity and its trigger holds now."""
    integrity = drawn_ahead(m, x, m[behaviour + at.INTEGRITY], m[visit + at.SLOT])
    return integrity < x[behaviour + at.POWER] and triggered(m, x, behaviour)


def triggered(m: Ints, x: Reals, behaviour: int) -> bool:
    """Whether somebody is on duty to act and every condition of the trigger holds now."""
    if m[m[behaviour + at.BEHAVIOUR_HOLDER] + at.CAPACITY] <= 0:
        return False
    full, free, queue = m[behaviour + at.FULL], m[behaviour + at.FREE], m[behaviour + at.QUEUED_FOR]
    if full != 0 and occupancy(m, full) < x[behaviour + at.ABOVE]:
        return False
    if free != 0 and free_units(m, free) < 1:
        return False
    return queue == 0 or m[queue + at.LENGTH_OF_QUEUE] > m[behaviour + at.LONGER]


def behave(m: Ints, x: Reals, visit: int, detail: int) -> None:
    """Act on a visit if its clock still runs; if it cannot be now, try again until the limit."""
    slot = detail >> at.BEHAVIOUR_BITS
    let_row_go(m, slot)
    behaviour = m[at.BEHAVIOURS] + (detail & ((1 << at.BEHAVIOUR_BITS) - 1)) * at.BEHAVIOUR_WORDS
    target = m[behaviour + at.BEHAVIOUR_TARGET]
    if not runs(m, x, slot, target):  # a visit that has left has no clock running, and its words may be another's
        return
    if drawn_ahead(m, x, m[behaviour + at.INTEGRITY], slot) >= x[behaviour + at.POWER]:  # since a change of structure
        return
    if triggered(m, x, behaviour) and _done(m, x, visit, behaviour):
        return
    clock = m[at.OUT] + slot * m[at.OUT_WORDS] + m[target + at.CLOCK]
    limit = x[clock + at.CLOCK_START] + x[target + at.LIMIT]
    if x[at.NOW] + x[behaviour + at.TRY_AGAIN] < limit:
        need_row(m, slot)
        in_minutes(m, x, x[behaviour + at.TRY_AGAIN], at.BEHAVES, visit, detail)


def _done(m: Ints, x: Reals, visit: int, behaviour: int) -> bool:
    """Do it if the visit's state allows; return whether it was done."""
    stage = m[visit + at.AT_STAGE]
    here = stage != 0 and m[m[behaviour + at.AT_STAGES] + m[stage + at.STAGE_NUMBER]] != 0
    if m[behaviour + at.ACTION] == JUMP:
        _hurry(m, visit, behaviour, here)
        return True
    if not here or m[visit + at.STATE] == BUSY:
        return False
    touch(m, visit, behaviour)
    redirect(m, x, visit, m[behaviour + at.TO])
    return True


def _hurry(m: Ints, visit: int, behaviour: int, here: bool) -> None:
    """From now on the visit stands in front in these queues; if it waits in one, it rejoins it there."""
    m[visit + at.HURRY] |= m[behaviour + at.BEHAVIOUR_BIT]
    touch(m, visit, behaviour)
    if here and m[visit + at.STATE] == QUEUED and m[visit + at.RANK] != IN_FRONT:
        queue = m[visit + at.QUEUE]
        leave(m, visit)
        m[visit + at.RANK] = IN_FRONT
        join(m, queue, visit)


def redirect(m: Ints, x: Reals, visit: int, to: int) -> None:
    """Take a waiting visit out of whatever it waits for and send it to another operation, at this instant."""
    if m[visit + at.QUEUE] != 0:
        leave(m, visit)
    m[visit + at.WAITS] = 0
    m[visit + at.AWAITS] = -1
    m[visit + at.REQUEST] = -1
    x[visit + at.OUTSIDE] = -1.0
    m[visit + at.STATE] = BUSY
    urgently(m, at.VISIT_TURNS, visit, to)
