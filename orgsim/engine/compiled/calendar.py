"""The calendar: what happens next, in the order of (time, number of scheduling), as SimPy keeps it.

Events of later times are in slots if they come soon (see ``soon``), else in the heap, but for the next arrival, which is held
aside; the ready ring has those that were scheduled for this very time, in order; the urgent ring those that come before any
other (a process beginning, a redirection). Every event takes the next number when it is scheduled, so the order is that of
the reference engine.
"""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.soon import drop_soon, first_soon, put_soon, soon_now, tick_of


def take_room(m: Ints, words: int) -> int:
    """Return the address of new words at the end of the arena; the arena grows between events (see ``kernel``)."""
    address = m[at.ARENA]
    left = m[at.ARENA_END] - address - words
    if left < m[at.SLACK]:
        if left < 0:
            m[at.FAULT] = at.NO_ROOM
            return m[at.ARENA_END]  # beyond lies a margin that nobody reads: the fault ends the run
        if m[at.FAULT] == at.SOUND:
            m[at.FAULT] = at.CRAMPED
    m[at.ARENA] = address + words
    return address


def in_minutes(m: Ints, x: Reals, delay: float, kind: int, subject: int, detail: int) -> int:
    """Schedule an event after ``delay`` minutes; return its number."""
    now = x[at.NOW]
    time = now + delay
    if time == now:
        return at_once(m, kind, subject, detail)
    number = m[at.SEQUENCE] + 1
    m[at.SEQUENCE] = number
    if not put_soon(m, x, time, number, kind + at.KINDS * subject, detail):
        _put_later(m, x, time, number, kind + at.KINDS * subject, detail)
    return number


def _put_later(m: Ints, x: Reals, time: float, number: int, what: int, detail: int) -> None:
    """Put an event into the heap."""
    size = m[at.HEAP_SIZE]
    if size == m[at.HEAP_ROOM]:
        _enlarge_heap(m)
        if m[at.HEAP_ROOM] == size:  # no room was left: the run ends with this event
            return
    m[at.HEAP_SIZE] = size + 1
    heap = m[at.HEAP]
    hole = size
    while hole > 0:
        above = (hole - 1) >> 1
        place = heap + above * at.HEAP_WORDS
        if x[place + at.HEAP_TIME] <= time:  # an equal time was scheduled before
            break
        _move(m, place, heap + hole * at.HEAP_WORDS)
        hole = above
    place = heap + hole * at.HEAP_WORDS
    x[place + at.HEAP_TIME] = time
    m[place + at.HEAP_NUMBER] = number
    m[place + at.HEAP_WHAT] = what
    m[place + at.HEAP_DETAIL] = detail
    if hole == 0:
        m[at.HEAP_TICK] = tick_of(x, time)


def next_arrival(m: Ints, x: Reals, delay: float) -> None:
    """Schedule the next arrival after ``delay`` minutes. There is one at a time, so it needs no place in the heap."""
    m[at.SEQUENCE] += 1
    x[at.ARRIVAL_TIME] = x[at.NOW] + delay
    m[at.ARRIVAL_NUMBER] = m[at.SEQUENCE]
    m[at.ARRIVAL_TICK] = tick_of(x, x[at.ARRIVAL_TIME])


def at_once(m: Ints, kind: int, subject: int, detail: int) -> int:
    """Schedule an event for this time, after all that are scheduled for it; return its number."""
    number = m[at.SEQUENCE] + 1
    m[at.SEQUENCE] = number
    if m[at.READY_SIZE] == m[at.READY_ROOM]:
        _enlarge_ring(m, at.READY)
        if m[at.READY_SIZE] == m[at.READY_ROOM]:
            return number
    room = m[at.READY_ROOM]
    place = m[at.READY] + ((m[at.READY_HEAD] + m[at.READY_SIZE]) & (room - 1)) * at.RING_WORDS
    m[at.READY_SIZE] += 1
    _write(m, place, number, kind + at.KINDS * subject, detail)
    return number


def urgently(m: Ints, kind: int, subject: int, detail: int) -> int:
    """Schedule an event before all others but the urgent ones that are waiting already; return its number."""
    number = m[at.SEQUENCE] + 1
    m[at.SEQUENCE] = number
    if m[at.URGENT_SIZE] == m[at.URGENT_ROOM]:
        _enlarge_ring(m, at.URGENT)
        if m[at.URGENT_SIZE] == m[at.URGENT_ROOM]:
            return number
    room = m[at.URGENT_ROOM]
    place = m[at.URGENT] + ((m[at.URGENT_HEAD] + m[at.URGENT_SIZE]) & (room - 1)) * at.RING_WORDS
    m[at.URGENT_SIZE] += 1
    _write(m, place, number, kind + at.KINDS * subject, detail)
    return number


def take_next(m: Ints, x: Reals) -> int:
    """Take the next event into ``EVENT_*`` and bring the clock to it; return 0 when none is left before the end."""
    if m[at.URGENT_SIZE] > 0:
        place = m[at.URGENT] + m[at.URGENT_HEAD] * at.RING_WORDS
        m[at.URGENT_HEAD] = (m[at.URGENT_HEAD] + 1) & (m[at.URGENT_ROOM] - 1)
        m[at.URGENT_SIZE] -= 1
        _read(m, m[place + at.RING_NUMBER], m[place + at.RING_WHAT], m[place + at.RING_DETAIL])
        return 1
    if m[at.READY_SIZE] > 0:
        place = m[at.READY] + m[at.READY_HEAD] * at.RING_WORDS
        number = m[place + at.RING_NUMBER]
        if not _is_due_before(m, x, number):
            m[at.READY_HEAD] = (m[at.READY_HEAD] + 1) & (m[at.READY_ROOM] - 1)
            m[at.READY_SIZE] -= 1
            _read(m, number, m[place + at.RING_WHAT], m[place + at.RING_DETAIL])
            return 1
    event, heap = first_soon(m, x), m[at.HEAP]
    if m[at.HEAP_SIZE] > 0 and (event == 0 or _before(m, x, heap, x[event + at.HEAP_TIME], m[event + at.HEAP_NUMBER])):
        event = heap
    if _arrival_is_next(m, x, event):
        if x[at.ARRIVAL_TIME] >= x[at.END]:
            return 0
        x[at.NOW] = x[at.ARRIVAL_TIME]
        m[at.TICK] = m[at.ARRIVAL_TICK]
        _read(m, m[at.ARRIVAL_NUMBER], at.ARRIVES, 1)
        m[at.ARRIVAL_NUMBER] = 0
        m[at.ARRIVAL_TICK] = at.NO_TICK
        return 1
    if event == 0 or x[event + at.HEAP_TIME] >= x[at.END]:
        return 0
    x[at.NOW] = x[event + at.HEAP_TIME]
    _read(m, m[event + at.HEAP_NUMBER], m[event + at.HEAP_WHAT], m[event + at.HEAP_DETAIL])
    if event == heap:
        m[at.TICK] = m[at.HEAP_TICK]
        _drop_first(m, x)
    else:
        drop_soon(m, event)
    return 1


def _is_due_before(m: Ints, x: Reals, number: int) -> bool:
    """Whether an event of this very time that is not in the ready ring was scheduled before ``number``."""
    now, heap, soon = x[at.NOW], m[at.HEAP], soon_now(m)
    if soon != 0 and x[soon + at.HEAP_TIME] <= now and m[soon + at.HEAP_NUMBER] < number:
        return True
    if m[at.HEAP_SIZE] > 0 and x[heap + at.HEAP_TIME] <= now and m[heap + at.HEAP_NUMBER] < number:
        return True
    return m[at.ARRIVAL_NUMBER] != 0 and x[at.ARRIVAL_TIME] <= now and m[at.ARRIVAL_NUMBER] < number


def _arrival_is_next(m: Ints, x: Reals, event: int) -> bool:
    """Whether the next arrival comes before the first of the other events of later times (0: there is none)."""
    if m[at.ARRIVAL_NUMBER] == 0:
        return False
    if event == 0:
        return True
    first, arrival = x[event + at.HEAP_TIME], x[at.ARRIVAL_TIME]
    return arrival < first or (arrival == first and m[at.ARRIVAL_NUMBER] < m[event + at.HEAP_NUMBER])


def _drop_first(m: Ints, x: Reals) -> None:
    """Take the first event off the heap: let the hole sink to the bottom, then the last one rise into it."""
    heap, size = m[at.HEAP], m[at.HEAP_SIZE] - 1
    m[at.HEAP_SIZE] = size
    last = heap + size * at.HEAP_WORDS
    time, number = x[last + at.HEAP_TIME], m[last + at.HEAP_NUMBER]
    hole = 0
    child = 1
    while child < size:
        place = heap + child * at.HEAP_WORDS
        other = place + at.HEAP_WORDS
        if child + 1 < size and _before(m, x, other, x[place + at.HEAP_TIME], m[place + at.HEAP_NUMBER]):
            place = other
            child += 1
        if not _before(m, x, place, time, number):
            break
        _move(m, place, heap + hole * at.HEAP_WORDS)
        hole = child
        child = 2 * hole + 1
    _move(m, last, heap + hole * at.HEAP_WORDS)
    m[at.HEAP_TICK] = tick_of(x, x[heap + at.HEAP_TIME]) if size > 0 else at.NO_TICK


def _before(m: Ints, x: Reals, place: int, time: float, number: int) -> bool:
    """Whether the event at ``place`` of the heap comes before (time, number)."""
    earlier = x[place + at.HEAP_TIME]
    return earlier < time or (earlier == time and m[place + at.HEAP_NUMBER] < number)


def _move(m: Ints, place: int, to: int) -> None:
    m[to] = m[place]
    m[to + 1] = m[place + 1]
    m[to + 2] = m[place + 2]
    m[to + 3] = m[place + 3]


def _write(m: Ints, place: int, number: int, what: int, detail: int) -> None:
    m[place + at.RING_NUMBER] = number
    m[place + at.RING_WHAT] = what
    m[place + at.RING_DETAIL] = detail


def _read(m: Ints, number: int, what: int, detail: int) -> None:
    m[at.EVENT_NUMBER] = number
    m[at.EVENT_KIND] = what & (at.KINDS - 1)
    m[at.EVENT_A] = what >> at.WHAT_BITS
    m[at.EVENT_B] = detail


def _enlarge_heap(m: Ints) -> None:
    """Move the heap to twice the room."""
    room = m[at.HEAP_ROOM]
    new = take_room(m, 2 * room * at.HEAP_WORDS)
    if m[at.FAULT] == at.NO_ROOM:
        return
    old = m[at.HEAP]
    for word in range(room * at.HEAP_WORDS):
        m[new + word] = m[old + word]
    m[at.HEAP] = new
    m[at.HEAP_ROOM] = 2 * room


def _enlarge_ring(m: Ints, ring: int) -> None:
    """Move a ring, whose words in the head begin at ``ring``, to twice the room."""
    old, first, size, room = m[ring], m[ring + 1], m[ring + 2], m[ring + 3]
    new = take_room(m, 2 * room * at.RING_WORDS)
    if m[at.FAULT] == at.NO_ROOM:
        return
    for place in range(size):
        source = old + ((first + place) & (room - 1)) * at.RING_WORDS
        for word in range(at.RING_WORDS):
            m[new + place * at.RING_WORDS + word] = m[source + word]
    m[ring] = new
    m[ring + 1] = 0
    m[ring + 3] = 2 * room
