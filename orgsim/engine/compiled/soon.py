"""Events that come soon, in slots by time: to put one in passes few others, and the next is found by a bit.

Time is cut into ticks, as many a minute as let about one event fall into each (``TICKS_A_MINUTE``). A slot has the events of
one tick in their order; the next ``SLOTS_COUNT`` ticks from now on have one each, and a bit that says whether it is empty. What
is too far off for that, or would make a slot long, is left to the heap. The order of events is that of their times and
numbers, wherever they lie.
"""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.memory import Ints, Reals

_CROWDED = 8
"""A slot is crowded where so many events come before a new one: many at one moment, or a burst."""
_FARTHEST = 1e15


def put_soon(m: Ints, x: Reals, time: float, number: int, what: int, detail: int) -> bool:
    """Put the event that was scheduled last into its slot; return False where that is left to the heap."""
    ticks = time * x[at.TICKS_A_MINUTE]
    if not ticks - m[at.TICK] < m[at.SLOTS_COUNT]:
        return False
    slot = int(ticks) & (m[at.SLOTS_COUNT] - 1)
    before = m[at.SLOTS] + slot - at.EVENT_NEXT  # a slot is the `next` of nobody
    after = m[before + at.EVENT_NEXT]
    passed = 0
    while after != 0 and x[after + at.HEAP_TIME] <= time:
        passed += 1
        if passed == _CROWDED:
            return False
        before = after
        after = m[after + at.EVENT_NEXT]
    event = m[at.FREE_EVENTS]
    if event != 0:
        m[at.FREE_EVENTS] = m[event + at.EVENT_NEXT]
    else:
        event = m[at.NEW_EVENTS]
        if event == m[at.NEW_EVENTS_END]:
            return False
        m[at.NEW_EVENTS] = event + at.EVENT_WORDS
    x[event + at.HEAP_TIME] = time
    m[event + at.HEAP_NUMBER] = number
    m[event + at.HEAP_WHAT] = what
    m[event + at.HEAP_DETAIL] = detail
    m[event + at.EVENT_NEXT] = after
    m[before + at.EVENT_NEXT] = event
    m[m[at.SLOT_BITS] + (slot >> at.SLOT_SHIFT)] |= 1 << (slot & at.SLOT_MASK)
    return True


def first_soon(m: Ints, x: Reals) -> int:
    """Return the first event in the slots, 0 if something else comes before any; brings ``TICK`` to the earlier of both."""
    tick, last = m[at.TICK], m[at.SLOTS_COUNT] - 1
    until = tick + m[at.SLOTS_COUNT]
    if m[at.ARRIVAL_TICK] < until:  # noqa: PLR1730  (the compiler knows no `min`)
        until = m[at.ARRIVAL_TICK]
    if m[at.HEAP_TICK] < until:  # noqa: PLR1730
        until = m[at.HEAP_TICK]
    ahead = m[m[at.SLOT_BITS] + ((tick & last) >> at.SLOT_SHIFT)] >> (tick & at.SLOT_MASK)
    while ahead == 0 and tick < until:
        tick = (tick | at.SLOT_MASK) + 1
        ahead = m[m[at.SLOT_BITS] + ((tick & last) >> at.SLOT_SHIFT)]
    x[at.LOWEST_BIT] = float(ahead & -ahead)  # the exponent of a power of two says which: no loop, no guess
    found = tick + (m[at.LOWEST_BIT] >> 52) - 1023
    tick = found if ahead != 0 and found < until else until
    m[at.TICK] = tick
    return m[m[at.SLOTS] + (tick & last)]


def soon_now(m: Ints) -> int:
    """Return the first event of the slot of this time, 0 if there is none."""
    return m[m[at.SLOTS] + (m[at.TICK] & (m[at.SLOTS_COUNT] - 1))]


def drop_soon(m: Ints, event: int) -> None:
    """Take the first event out of the slot of this time."""
    slot, after = m[at.TICK] & (m[at.SLOTS_COUNT] - 1), m[event + at.EVENT_NEXT]
    m[m[at.SLOTS] + slot] = after
    m[m[at.SLOT_BITS] + (slot >> at.SLOT_SHIFT)] ^= int(after == 0) << (slot & at.SLOT_MASK)
    m[event + at.EVENT_NEXT] = m[at.FREE_EVENTS]
    m[at.FREE_EVENTS] = event


def tick_of(x: Reals, time: float) -> int:
    """Return the tick of a time outside the slots."""
    ticks = time * x[at.TICKS_A_MINUTE]
    return int(ticks) if ticks < _FARTHEST else at.NO_TICK
