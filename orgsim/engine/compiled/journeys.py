"""The journey of a request: over channels, to people's attention, and back. As ``engine/requests.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, in_minutes
from orgsim.engine.compiled.chance import time_of_key, until_next
from orgsim.engine.compiled.deciding import decide
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.pools import give_back, seize
from orgsim.engine.compiled.requests import BY_HOLDER, answer, let_go_of, record_of, send
from orgsim.engine.compiled.transition import handling_time


def cut_journey(m: Ints, request: int) -> None:
    """End the journey of a request that was settled while it waited in a queue."""
    _end_journey(m, request)


def journey(m: Ints, x: Reals, request: int) -> None:
    """Carry a request onwards from where it is until time must pass."""
    waits = False
    while not waits and m[request + at.ASK_ALIVE] & at.IS_TRAVELLING != 0:
        phase = m[request + at.ASK_PHASE]
        if phase == at.AT_START:
            waits = _next_step(m, x, request)
        elif phase == at.FOR_MOMENT:
            waits = _seek_place(m, x, request)
        elif phase == at.FOR_PLACE:
            waits = _go_over(m, x, request)
        elif phase == at.IN_TRANSIT:
            waits = _reach_position(m, x, request)
        elif phase == at.FOR_ATTENTION:
            waits = _begin_handling(m, x, request)
        elif phase == at.IN_HAND:
            waits = _end_handling(m, x, request)
        else:
            answer(m, x, request, BY_HOLDER, 0)
            _end_journey(m, request)
            return


def _wait(m: Ints, x: Reals, request: int, minutes: float) -> bool:
    """Let ``minutes`` pass, if they are more than none; return whether the request waits."""
    if minutes > 0:
        m[request + at.AWAITS] = in_minutes(m, x, minutes, at.JOURNEYS, request, 0)
        return True
    return False


def _step(m: Ints, request: int) -> int:
    return m[request + at.ASK_STEPS] + m[request + at.ASK_STEP] * at.STEP_WORDS


def _next_step(m: Ints, x: Reals, request: int) -> bool:
    """Set out over the next channel, or, beyond the last, for the asker's own attention or the way back."""
    decision = m[request + at.ASK_DECISION]
    if m[request + at.ASK_STOP] == 0:
        if m[request + at.ASK_STEP] == 0:
            return _seek_attention(m, x, request, m[decision + at.ASKER])
        return _return(m, x, request)
    if m[request + at.ASK_STEP] == m[request + at.ASK_STOP]:
        return _return(m, x, request)
    channel = m[_step(m, request) + at.STEP_CHANNEL]
    m[request + at.ASK_PHASE] = at.FOR_MOMENT
    return _wait(m, x, request, until_next(m, x, m[channel + at.CHANNEL_SCHEDULE], x[at.NOW], 0))


def _seek_place(m: Ints, x: Reals, request: int) -> bool:
    channel = m[_step(m, request) + at.STEP_CHANNEL]
    m[request + at.ASK_PHASE] = at.FOR_PLACE
    return m[channel + at.LIMITED] != 0 and not _seize(m, x, request, channel)


def _go_over(m: Ints, x: Reals, request: int) -> bool:
    channel = m[_step(m, request) + at.STEP_CHANNEL]
    m[request + at.ASK_PHASE] = at.IN_TRANSIT
    return _wait(m, x, request, _draw(m, x, request, m[channel + at.DELAY]))


def _reach_position(m: Ints, x: Reals, request: int) -> bool:
    """Come to the end of a channel: give its place back; go on unless settled meanwhile or lost."""
    step = _step(m, request)
    channel = m[step + at.STEP_CHANNEL]
    if m[channel + at.LIMITED] != 0:
        give_back(m, x, channel, 1)
    record = record_of(request)
    m[record + at.HOPS] += 1
    x[record + at.KEPT] *= x[channel + at.FIDELITY]
    x[request + at.TOLD] *= x[channel + at.FIDELITY]
    if m[request + at.ASK_OPEN] == 0:
        _end_journey(m, request)
        return True
    if _is_lost(m, x, request, channel):
        return True
    return _seek_attention(m, x, request, m[step + at.STEP_POSITION])


def _is_lost(m: Ints, x: Reals, request: int, channel: int) -> bool:
    """Whether the message did not arrive. Where nobody asks again, it is sent again at once."""
    fidelity = x[channel + at.FIDELITY]
    if fidelity >= 1.0 or rules.uniform(_next_key(m, request)) < fidelity:
        return False
    m[request + at.ASK_LOST] = 1
    again = x[m[request + at.ASK_DECISION] + at.AGAIN] < 0
    if again:
        m[record_of(request) + at.TIMES_ASKED] += 1
        send(m, x, request)
        at_once(m, at.NOTHING, 0, 0)  # the end of the lost journey
    else:
        _end_journey(m, request)
    return True


def _seek_attention(m: Ints, x: Reals, request: int, position: int) -> bool:
    m[request + at.ASK_PHASE] = at.FOR_ATTENTION
    m[request + at.RANK] = m[request + at.ASK_RANK] if m[position + at.POSITION_BY_CLASS] != 0 else m[at.RANK_ZERO]
    return not _seize(m, x, request, position)


def _position(m: Ints, request: int) -> int:
    """Return where the request is handled now."""
    if m[request + at.ASK_STOP] == 0:
        return m[m[request + at.ASK_DECISION] + at.ASKER]
    return m[_step(m, request) + at.STEP_POSITION]


def _begin_handling(m: Ints, x: Reals, request: int) -> bool:
    m[request + at.RANK] = m[request + at.ASK_RANK]
    decision, position = m[request + at.ASK_DECISION], _position(m, request)
    last = m[request + at.ASK_STEP] + 1 >= m[request + at.ASK_STOP]
    minutes = _draw(m, x, request, m[decision + at.EFFORT] if last else m[decision + at.PASSING])
    m[request + at.ASK_PHASE] = at.IN_HAND
    if minutes > 0:
        return _wait(m, x, request, handling_time(m, x, minutes, position))
    return False


def _end_handling(m: Ints, x: Reals, request: int) -> bool:
    position = _position(m, request)
    give_back(m, x, position, 1)
    m[request + at.ASK_STEP] += 1
    if m[request + at.ASK_STEP] >= m[request + at.ASK_STOP] and m[request + at.ASK_OPEN] != 0:
        decide(m, x, request, record_of(request), position)
    m[request + at.ASK_PHASE] = at.AT_START
    return False


def _seize(m: Ints, x: Reals, request: int, pool: int) -> bool:
    """Take a unit, or wait for one; return whether it was there."""
    if seize(m, x, pool, request):
        return True
    m[request + at.WAITS] = 1
    return False


def _return(m: Ints, x: Reals, request: int) -> bool:
    """Set out on the way back, over the same steps."""
    now = x[at.NOW]
    when = now
    wasted = m[m[request + at.ASK_DECISION] + at.WASTED]
    for back in range(m[request + at.ASK_STOP] - wasted):
        step = m[request + at.ASK_STEPS] + (m[request + at.ASK_STOP] - 1 - back) * at.STEP_WORDS
        channel = m[step + at.STEP_CHANNEL]
        if m[channel + at.CHANNEL_SCHEDULE] != 0:
            when += until_next(m, x, m[channel + at.CHANNEL_SCHEDULE], when, 0)
        when += _draw(m, x, request, m[channel + at.DELAY])
    m[request + at.ASK_PHASE] = at.ON_WAY_BACK
    return _wait(m, x, request, when - now)


def _end_journey(m: Ints, request: int) -> None:
    """A journey ends by an event of its own that does nothing."""
    at_once(m, at.NOTHING, 0, 0)
    let_go_of(m, request, at.IS_TRAVELLING)


def _next_key(m: Ints, request: int) -> int:
    m[request + at.ASK_DRAWS] += 1
    return rules.derive(m[request + at.ASK_KEY], m[request + at.ASK_DRAWS])


def _draw(m: Ints, x: Reals, request: int, dist: int) -> float:
    return time_of_key(m, x, dist, _next_key(m, request))
