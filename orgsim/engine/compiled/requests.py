"""Requests: they travel step by step, wait for attention, may get lost, and come back. As ``engine/requests.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, in_minutes, take_room, urgently
from orgsim.engine.compiled.chance import time_of_key, until_next
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.pools import BUSY, add_capacity, give_back, leave, revive, seize
from orgsim.engine.trace import SettledBy

OPEN, BY_HOLDER, BY_MEETING, BY_RULE_BOOK = (
    int(one) for one in (SettledBy.OPEN, SettledBy.HOLDER, SettledBy.MEETING, SettledBy.RULE_BOOK)
)


def ask(
    m: Ints, x: Reals, decision: int, visit: int, subject: int, nth: int, rank: int, then: int, then_a: int, then_b: int
) -> int:
    """Ask for a decision and return the request's number.

    ``visit``: the cohort row of who waits for it (-1: nobody); ``subject`` and ``nth`` key its draws.
    """
    request = m[at.FREE_REQUESTS]
    if request != 0:
        m[at.FREE_REQUESTS] = m[request + at.NEXT]
    else:
        request = take_room(m, at.REQUEST_WORDS)
    number = m[at.ASKED]
    m[at.ASKED] = number + 1
    _fill_record(m, x, number, m[decision + at.DECISION_NUMBER], visit)
    key = rules.derive(rules.derive(m[at.KEY], m[decision + at.DECISION_KEY]), subject + 2)
    m[request + at.SORT] = at.A_REQUEST
    m[request + at.UNITS] = 1
    m[request + at.STREAM] = -1
    m[request + at.QUEUE] = 0
    m[request + at.WAITS] = 0
    m[request + at.ASK_NUMBER] = number
    m[request + at.ASK_DECISION] = decision
    m[request + at.RANK] = rank
    m[request + at.ASK_RANK] = rank
    m[request + at.ASK_KEY] = rules.as_signed(rules.derive(key, nth))
    m[request + at.ASK_DRAWS] = 0
    m[request + at.ASK_OPEN] = 1
    m[request + at.ASK_ALIVE] = at.IS_OPEN
    m[request + at.THEN] = then
    m[request + at.THEN_A] = then_a
    m[request + at.THEN_B] = then_b
    _open(m, decision, request)
    _send(m, request)
    if x[decision + at.AGAIN] >= 0:
        m[request + at.ASK_ALIVE] |= at.IS_REMINDED
        in_minutes(m, x, x[decision + at.AGAIN], at.REMINDS, request, 0)
    return number


def _record(m: Ints, request: int) -> int:
    return m[at.ASKED_ROWS] + m[request + at.ASK_NUMBER] * at.ASKED_WORDS


def _fill_record(m: Ints, x: Reals, number: int, decision: int, visit: int) -> None:
    record = m[at.ASKED_ROWS] + number * at.ASKED_WORDS
    m[record + at.OF_DECISION] = decision
    m[record + at.OF_VISIT] = visit
    x[record + at.ASKED_AT] = x[at.NOW]
    x[record + at.ANSWERED_AT] = rules.NEVER
    m[record + at.HOPS] = 0
    m[record + at.TIMES_ASKED] = 1
    x[record + at.KEPT] = 1.0
    m[record + at.SETTLED] = OPEN


def _open(m: Ints, decision: int, request: int) -> None:
    last = m[decision + at.OPEN_LAST]
    m[request + at.OPEN_NEXT] = 0
    m[request + at.OPEN_PREVIOUS] = last
    if last != 0:
        m[last + at.OPEN_NEXT] = request
    else:
        m[decision + at.OPEN_FIRST] = request
    m[decision + at.OPEN_LAST] = request


def _close(m: Ints, request: int) -> None:
    decision = m[request + at.ASK_DECISION]
    before, after = m[request + at.OPEN_PREVIOUS], m[request + at.OPEN_NEXT]
    if before != 0:
        m[before + at.OPEN_NEXT] = after
    else:
        m[decision + at.OPEN_FIRST] = after
    if after != 0:
        m[after + at.OPEN_PREVIOUS] = before
    else:
        m[decision + at.OPEN_LAST] = before


def settle(m: Ints, x: Reals, decision: int) -> None:
    """Answer every open request for a decision, in order of asking: a meeting has dealt with it."""
    request = m[decision + at.OPEN_FIRST]
    while request != 0:
        after = m[request + at.OPEN_NEXT]
        _answer(m, x, request, BY_MEETING)
        request = after


def _send(m: Ints, request: int) -> None:
    m[request + at.ASK_LOST] = 0
    m[request + at.ASK_PHASE] = at.AT_START
    m[request + at.ASK_STEP] = 0
    m[request + at.ASK_ALIVE] |= at.IS_TRAVELLING
    m[request + at.AWAITS] = urgently(m, at.SENDS, request, 0)


def let_go_of(m: Ints, request: int, reason: int) -> None:
    """Take away a reason to keep a request's words; after the last one they are free for another."""
    m[request + at.ASK_ALIVE] &= ~reason
    if m[request + at.ASK_ALIVE] == 0:
        m[request + at.AWAITS] = -1
        m[request + at.NEXT] = m[at.FREE_REQUESTS]
        m[at.FREE_REQUESTS] = request


def _end_journey(m: Ints, request: int) -> None:
    """A journey ends by an event of its own that does nothing."""
    at_once(m, at.NOTHING, 0, 0)
    let_go_of(m, request, at.IS_TRAVELLING)


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
            _answer(m, x, request, BY_HOLDER)
            _end_journey(m, request)
            return


def _wait(m: Ints, x: Reals, request: int, minutes: float) -> bool:
    """Let ``minutes`` pass, if they are more than none; return whether the request waits."""
    if minutes > 0:
        m[request + at.AWAITS] = in_minutes(m, x, minutes, at.JOURNEYS, request, 0)
        return True
    return False


def _step(m: Ints, request: int) -> int:
    return m[m[request + at.ASK_DECISION] + at.STEPS] + m[request + at.ASK_STEP] * at.STEP_WORDS


def _next_step(m: Ints, x: Reals, request: int) -> bool:
    """Set out over the next channel, or, beyond the last, for the asker's own attention or the way back."""
    decision = m[request + at.ASK_DECISION]
    if m[decision + at.STEPS_COUNT] == 0:
        if m[request + at.ASK_STEP] == 0:
            return _seek_attention(m, x, request, m[decision + at.ASKER])
        return _return(m, x, request)
    if m[request + at.ASK_STEP] == m[decision + at.STEPS_COUNT]:
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
    record = _record(m, request)
    m[record + at.HOPS] += 1
    x[record + at.KEPT] *= x[channel + at.FIDELITY]
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
        m[_record(m, request) + at.TIMES_ASKED] += 1
        _send(m, request)
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
    decision = m[request + at.ASK_DECISION]
    if m[decision + at.STEPS_COUNT] == 0:
        return m[decision + at.ASKER]
    return m[_step(m, request) + at.STEP_POSITION]


def _begin_handling(m: Ints, x: Reals, request: int) -> bool:
    m[request + at.RANK] = m[request + at.ASK_RANK]
    decision, position = m[request + at.ASK_DECISION], _position(m, request)
    last = m[request + at.ASK_STEP] + 1 >= m[decision + at.STEPS_COUNT]
    minutes = _draw(m, x, request, m[decision + at.EFFORT] if last else m[decision + at.PASSING])
    m[request + at.ASK_PHASE] = at.IN_HAND
    if minutes > 0:
        return _wait(m, x, request, rules.handling_time(minutes, x[position + at.ATTENTION]))
    return False


def _end_handling(m: Ints, x: Reals, request: int) -> bool:
    give_back(m, x, _position(m, request), 1)
    m[request + at.ASK_STEP] += 1
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
    decision = m[request + at.ASK_DECISION]
    now = x[at.NOW]
    when = now
    for back in range(m[decision + at.STEPS_COUNT]):
        step = m[decision + at.STEPS] + (m[decision + at.STEPS_COUNT] - 1 - back) * at.STEP_WORDS
        channel = m[step + at.STEP_CHANNEL]
        if m[channel + at.CHANNEL_SCHEDULE] != 0:
            when += until_next(m, x, m[channel + at.CHANNEL_SCHEDULE], when, 0)
        when += _draw(m, x, request, m[channel + at.DELAY])
    m[request + at.ASK_PHASE] = at.ON_WAY_BACK
    return _wait(m, x, request, when - now)


def _answer(m: Ints, x: Reals, request: int, settled: int) -> None:
    """Give the asker the answer, unless they have one already."""
    if m[request + at.ASK_OPEN] == 0:
        return
    m[request + at.ASK_OPEN] = 0
    record = _record(m, request)
    m[record + at.SETTLED] = settled
    x[record + at.ANSWERED_AT] = x[at.NOW]
    _close(m, request)
    if m[request + at.QUEUE] != 0:
        leave(m, request)
        m[request + at.WAITS] = 0
        m[request + at.AWAITS] = -1
        urgently(m, at.JOURNEY_CUT, request, 0)
    _do_then(m, x, request)
    let_go_of(m, request, at.IS_OPEN)


def _do_then(m: Ints, x: Reals, request: int) -> None:
    """What the answer brings about: the visit goes on, units are free, or the effect of a yes."""
    then, subject = m[request + at.THEN], m[request + at.THEN_A]
    if then == at.TELL_VISIT:
        if m[subject + at.REQUEST] == m[request + at.ASK_NUMBER] and m[subject + at.WAITS] != 0:
            m[subject + at.STATE] = BUSY
            m[subject + at.REQUEST] = -1
            m[subject + at.WAITS] = 0
            m[subject + at.AWAITS] = at_once(m, at.VISIT_GOES_ON, subject, 0)
    elif then == at.TELL_POOL:
        revive(m, x, subject, m[request + at.THEN_B])
    else:
        if m[subject + at.EFFECT_POOL] != 0:
            add_capacity(m, x, m[subject + at.EFFECT_POOL], m[subject + at.EFFECT_UNITS])
        in_minutes(m, x, x[subject + at.EFFECT_LASTS], at.WEARS_OFF, subject, 0)


def remind(m: Ints, x: Reals, request: int) -> None:
    """Ask again what has no answer; after the last time the rule book decides."""
    if m[request + at.ASK_OPEN] != 0:
        decision, record = m[request + at.ASK_DECISION], _record(m, request)
        if m[record + at.TIMES_ASKED] > m[decision + at.AT_MOST]:
            _answer(m, x, request, BY_RULE_BOOK)
        else:
            m[record + at.TIMES_ASKED] += 1
            if m[request + at.ASK_LOST] != 0:
                _send(m, request)
            in_minutes(m, x, x[decision + at.AGAIN], at.REMINDS, request, 0)
            return
    let_go_of(m, request, at.IS_REMINDED)


def _next_key(m: Ints, request: int) -> int:
    m[request + at.ASK_DRAWS] += 1
    return rules.derive(m[request + at.ASK_KEY], m[request + at.ASK_DRAWS])


def _draw(m: Ints, x: Reals, request: int, dist: int) -> float:
    return time_of_key(m, x, dist, _next_key(m, request))


__all__ = ["ask", "cut_journey", "journey", "remind", "settle"]
