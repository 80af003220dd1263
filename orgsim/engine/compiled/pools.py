"""Pools, positions and channels: who is served next. As ``engine/pools.py``, with a queue for each rank."""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, take_room
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.rules_people import missing
from orgsim.engine.rules_review import rostered
from orgsim.engine.visit import BUSY as _BUSY

BUSY = int(_BUSY)


def free_units(m: Ints, pool: int) -> int:
    """Return the units that could be seized now; negative when a shift ended over people at work."""
    return m[pool + at.CAPACITY] - m[pool + at.BUSY_UNITS] - m[pool + at.RESTING]


def account(m: Ints, x: Reals, pool: int) -> None:
    """Bring the integrals of busy and capacity up to now; call before either changes."""
    now = x[at.NOW]
    span = now - x[pool + at.POOL_SINCE]
    x[pool + at.BUSY_MINUTES] += span * m[pool + at.BUSY_UNITS]
    x[pool + at.CAPACITY_MINUTES] += span * m[pool + at.CAPACITY]
    x[pool + at.POOL_SINCE] = now


def fits(m: Ints, pool: int, claimant: int) -> bool:
    """Whether a pool may give a claimant its units now; behaviours may keep the last ones for others."""
    left = free_units(m, pool) - m[claimant + at.UNITS]
    if left < 0:
        return False
    stream = m[claimant + at.STREAM]
    for place in range(m[pool + at.KEEPS_BACK_COUNT]):
        behaviour = m[m[pool + at.KEEPS_BACK] + place]
        kept_for_it = stream >= 0 and m[m[behaviour + at.KEPT_FOR] + stream] != 0
        if not kept_for_it and left < m[behaviour + at.MOVES]:
            return False
    return True


def seize(m: Ints, x: Reals, queue: int, claimant: int) -> bool:
    """Grant at once if nobody waits and a pool that serves this queue has units free, else join the queue."""
    waiting = m[queue + at.LENGTH_OF_QUEUE] > 0
    if not waiting or m[queue + at.CHOOSY] != 0:
        for place in range(m[queue + at.SERVED_BY_COUNT]):
            pool = m[m[queue + at.SERVED_BY] + place]
            if fits(m, pool, claimant) and not (waiting and _somebody_before(m, queue, pool, claimant)):
                grant(m, x, pool, claimant, queue)
                return True
    join(m, queue, claimant)
    return False


def _somebody_before(m: Ints, queue: int, pool: int, claimant: int) -> bool:
    """Whether a waiting claimant that ``pool`` could serve ranks before a newcomer."""
    for rank in range(m[claimant + at.RANK] + 1):
        other = m[queue + at.LINES + 2 * rank]
        while other != 0:
            if fits(m, pool, other):
                return True
            other = m[other + at.NEXT]
    return False


def join(m: Ints, queue: int, claimant: int) -> None:
    """Join the queue at the tail of the claimant's rank."""
    place = m[at.JOINED] + 1
    m[at.JOINED] = place
    line = queue + at.LINES + 2 * m[claimant + at.RANK]
    tail = m[line + 1]
    m[claimant + at.PLACE] = place
    m[claimant + at.QUEUE] = queue
    m[claimant + at.NEXT] = 0
    m[claimant + at.PREVIOUS] = tail
    if tail != 0:
        m[tail + at.NEXT] = claimant
    else:
        m[line] = claimant
    m[line + 1] = claimant
    m[queue + at.LENGTH_OF_QUEUE] += 1


def leave(m: Ints, claimant: int) -> None:
    """Leave the queue without being served."""
    queue = m[claimant + at.QUEUE]
    line = queue + at.LINES + 2 * m[claimant + at.RANK]
    before, after = m[claimant + at.PREVIOUS], m[claimant + at.NEXT]
    if before != 0:
        m[before + at.NEXT] = after
    else:
        m[line] = after
    if after != 0:
        m[after + at.PREVIOUS] = before
    else:
        m[line + 1] = before
    m[queue + at.LENGTH_OF_QUEUE] -= 1
    m[claimant + at.QUEUE] = 0


def grant(m: Ints, x: Reals, pool: int, claimant: int, queue: int) -> None:
    """Hand the claimant its units of ``pool``; one that was waiting wakes by an event of its own, at this time."""
    account(m, x, pool)
    m[pool + at.BUSY_UNITS] += m[claimant + at.UNITS]
    kind = at.JOURNEYS
    if m[claimant + at.SORT] == at.A_VISIT:
        kind = at.VISIT_GOES_ON
        _hold(m, x, claimant, pool, queue)
        m[claimant + at.STATE] = BUSY
    if m[claimant + at.WAITS] != 0:
        m[claimant + at.WAITS] = 0
        m[claimant + at.AWAITS] = at_once(m, kind, claimant, 0)


def _hold(m: Ints, x: Reals, visit: int, pool: int, queue: int) -> None:
    """Write down, after what it holds already, that a visit holds units of a pool."""
    held = m[at.FREE_HELD]
    if held != 0:
        m[at.FREE_HELD] = m[held + at.HELD_NEXT]
    else:
        held = take_room(m, at.HELD_WORDS)
    m[held + at.HELD_NEXT] = 0
    m[held + at.HELD_POOL] = pool
    m[held + at.HELD_QUEUE] = m[queue + at.POOL_NUMBER]
    m[held + at.HELD_UNITS] = m[visit + at.UNITS]
    m[held + at.HELD_EPOCH] = m[visit + at.EPOCH]
    x[held + at.HELD_SINCE] = x[pool + at.POOL_SINCE]
    if m[visit + at.HELD_LAST] != 0:
        m[m[visit + at.HELD_LAST] + at.HELD_NEXT] = held
    else:
        m[visit + at.HELD_FIRST] = held
    m[visit + at.HELD_LAST] = held


def give_back(m: Ints, x: Reals, pool: int, units: int) -> None:
    """Take units back; they are free at once."""
    account(m, x, pool)
    m[pool + at.BUSY_UNITS] -= units
    serve(m, x, pool)


def retire(m: Ints, x: Reals, pool: int, units: int) -> None:
    """Take units back that cannot be used yet."""
    account(m, x, pool)
    m[pool + at.BUSY_UNITS] -= units
    m[pool + at.RESTING] += units


def revive(m: Ints, x: Reals, pool: int, units: int) -> None:
    """Make retired units free."""
    m[pool + at.RESTING] -= units
    serve(m, x, pool)


def add_capacity(m: Ints, x: Reals, pool: int, change: int) -> None:
    """Change the number on duty and serve whoever can be served."""
    account(m, x, pool)
    m[pool + at.CAPACITY] += change
    serve(m, x, pool)


def roster(m: Ints, x: Reals, pool: int, planned: int, away: int) -> None:
    """Change what the shifts say or how many are away, by the difference, so that lent or added units stay."""
    x[pool + at.PLANNED_MINUTES] += (x[at.NOW] - x[pool + at.PLANNED_SINCE]) * m[pool + at.PLANNED]
    x[pool + at.PLANNED_SINCE] = x[at.NOW]
    m[pool + at.PLANNED] = planned
    on_duty = rostered(planned, x[pool + at.SCALE])
    there = m[pool + at.CAPACITY] + m[pool + at.MISSING] + on_duty - m[pool + at.ON_DUTY]
    m[pool + at.ON_DUTY] = on_duty
    m[pool + at.AWAY] = away
    m[pool + at.MISSING] = missing(on_duty, away, m[pool + at.HEADS], there)
    add_capacity(m, x, pool, there - m[pool + at.MISSING] - m[pool + at.CAPACITY])


def serve(m: Ints, x: Reals, pool: int) -> None:
    """Grant free units to the first of the queues this pool serves, until nobody can be served."""
    while free_units(m, pool) > 0:
        claimant = _next_of_all(m, pool)
        if claimant == 0:
            return
        queue = m[claimant + at.QUEUE]
        leave(m, claimant)
        grant(m, x, pool, claimant, queue)


def _next_of_all(m: Ints, pool: int) -> int:
    """Return who is served next: the least (rank, place) among the heads of the queues this pool serves; 0 if nobody."""
    best = 0
    for place in range(m[pool + at.SERVES_COUNT]):
        queue = m[m[pool + at.SERVES] + place]
        if m[queue + at.LENGTH_OF_QUEUE] == 0:
            continue
        found = _next_of_queue(m, pool, queue)
        if found != 0 and (best == 0 or _ranks_before(m, found, best)):
            best = found
    return best


def _ranks_before(m: Ints, one: int, other: int) -> bool:
    if m[one + at.RANK] != m[other + at.RANK]:
        return m[one + at.RANK] < m[other + at.RANK]
    return m[one + at.PLACE] < m[other + at.PLACE]


def _next_of_queue(m: Ints, pool: int, queue: int) -> int:
    """Return the first in ``queue`` this pool may serve, or 0; only reserved units let anybody overtake."""
    for rank in range(m[at.RANKS]):
        claimant = m[queue + at.LINES + 2 * rank]
        while claimant != 0:
            if fits(m, pool, claimant):
                return claimant
            if m[pool + at.KEEPS_BACK_COUNT] == 0:
                return 0
            claimant = m[claimant + at.NEXT]
    return 0


def occupancy(m: Ints, pool: int) -> float:
    """Return the share of a pool in use; an empty pool counts as full."""
    if m[pool + at.CAPACITY] > 0:
        return m[pool + at.BUSY_UNITS] / m[pool + at.CAPACITY]
    return 1.0
