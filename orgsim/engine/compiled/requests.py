"""Requests: they travel step by step, wait for attention, may get lost, and come back. As ``engine/requests.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import at_once, in_minutes, take_room, urgently
from orgsim.engine.compiled.deciding import set_out, settle_elsewhere
from orgsim.engine.compiled.defects import mark_defective
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import let_row_go, need_row, number_of
from orgsim.engine.compiled.people import note_asked
from orgsim.engine.compiled.pools import BUSY, add_capacity, leave, revive
from orgsim.engine.compiled.transition import way_of
from orgsim.engine.rules_defects import DECISION as WRONG_DECISION
from orgsim.engine.trace import SettledBy

_ASKED_AT_ONCE = 64
"""How many requests one event may raise: far more than any does."""
OPEN, BY_HOLDER, BY_MEETING, BY_RULE_BOOK = (
    int(one) for one in (SettledBy.OPEN, SettledBy.HOLDER, SettledBy.MEETING, SettledBy.RULE_BOOK)
)


def ask(
    m: Ints, x: Reals, decision: int, visit: int, subject: int, nth: int, rank: int, then: int, then_a: int, then_b: int
) -> int:
    """Ask for a decision and return the request's number.

    ``decision``: the first record of its name. ``visit``: the slot of who waits for it (-1: nobody);
    ``subject`` and ``nth`` key its draws.
    """
    request = m[at.FREE_REQUESTS]
    if request != 0:
        m[at.FREE_REQUESTS] = m[request + at.NEXT]
    else:
        request = take_room(m, at.REQUEST_WORDS)
        m[request + at.MADE_NEXT] = m[at.ASKED_MADE]
        m[at.ASKED_MADE] = request
    number = m[at.ASKED]
    m[at.ASKED] = number + 1
    if number - m[at.ASKED_TAKEN] + _ASKED_AT_ONCE > m[at.ASKED_ROOM] and m[at.FAULT] == at.SOUND:
        m[at.FAULT] = at.CRAMPED
    _begin_record(m, x, request + at.RECORD, m[decision + at.DECISION_NUMBER], visit)
    if visit >= 0:
        need_row(m, visit)
    named = rules.derive(rules.derive(m[at.KEY], m[decision + at.DECISION_KEY]), subject + 2)
    key = rules.as_signed(rules.derive(named, nth))
    way = way_of(m, x, decision, key)
    m[request + at.SORT] = at.A_REQUEST
    m[request + at.UNITS] = 1
    m[request + at.STREAM] = -1
    m[request + at.QUEUE] = 0
    m[request + at.WAITS] = 0
    m[request + at.ASK_NUMBER] = number
    m[request + at.ASK_DECISION] = way
    m[request + at.RANK] = rank
    m[request + at.ASK_RANK] = rank
    m[request + at.ASK_KEY] = key
    m[request + at.ASK_DRAWS] = 0
    m[request + at.ASK_OPEN] = 1
    m[request + at.ASK_ALIVE] = at.IS_OPEN
    m[request + at.THEN] = then
    m[request + at.THEN_A] = then_a
    m[request + at.THEN_B] = then_b
    set_out(m, x, request, record_of(request))
    if m[at.UNITS_COUNT] > 0:
        note_asked(m, x, m[decision + at.DECISION_NUMBER], m[request + at.ASK_STOP] == 0)
    _open(m, decision, request)
    send(m, x, request)
    if x[way + at.AGAIN] >= 0:
        m[request + at.ASK_ALIVE] |= at.IS_REMINDED
        in_minutes(m, x, x[way + at.AGAIN], at.REMINDS, request, 0)
    return number


def record_of(request: int) -> int:
    """Return the address of what the trace keeps of a request."""
    return request + at.RECORD


def _begin_record(m: Ints, x: Reals, record: int, decision: int, visit: int) -> None:
    m[record + at.OF_DECISION] = decision
    m[record + at.OF_VISIT] = visit
    x[record + at.ASKED_AT] = x[at.NOW]
    x[record + at.ANSWERED_AT] = rules.NEVER
    m[record + at.HOPS] = 0
    m[record + at.TIMES_ASKED] = 1
    x[record + at.KEPT] = 1.0
    m[record + at.SETTLED] = OPEN
    x[record + at.OF_COMPLEXITY] = rules.NEVER
    m[record + at.OF_WAY] = 0
    m[record + at.DEPTH] = -1
    m[record + at.DECIDED_BY] = -1
    m[record + at.ANSWERED] = -1
    m[record + at.WAS_RIGHT] = -1
    x[record + at.VALUE] = rules.NEVER


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
    decision = m[m[request + at.ASK_DECISION] + at.NAMED]
    before, after = m[request + at.OPEN_PREVIOUS], m[request + at.OPEN_NEXT]
    if before != 0:
        m[before + at.OPEN_NEXT] = after
    else:
        m[decision + at.OPEN_FIRST] = after
    if after != 0:
        m[after + at.OPEN_PREVIOUS] = before
    else:
        m[decision + at.OPEN_LAST] = before


def settle(m: Ints, x: Reals, decision: int, meeting: int) -> None:
    """Answer every open request for a decision that goes a way a meeting settles, in order of asking, whatever the way."""
    request = m[decision + at.OPEN_FIRST]
    while request != 0:
        after = m[request + at.OPEN_NEXT]
        if _is_settled(m, m[request + at.ASK_DECISION], meeting):
            answer(m, x, request, BY_MEETING, meeting)
        request = after


def _is_settled(m: Ints, way: int, meeting: int) -> bool:
    for place in range(m[meeting + at.SETTLES_COUNT]):  # noqa: SIM110  (the compiler knows no `any`)
        if m[m[meeting + at.SETTLES] + place] == way:
            return True
    return False


def waiting(m: Ints, way: int) -> int:
    """Return how many requests that set out on a way are open."""
    number = 0
    request = m[m[way + at.NAMED] + at.OPEN_FIRST]
    while request != 0:
        if m[request + at.ASK_DECISION] == way:
            number += 1
        request = m[request + at.OPEN_NEXT]
    return number


def settle_oldest(m: Ints, x: Reals, meeting: int) -> None:
    """Answer the oldest open requests for what a meeting settles, at most its items: it has dealt with them."""
    ways, kinds = m[meeting + at.SETTLES], m[meeting + at.SETTLES_COUNT]
    for _ in range(m[meeting + at.ITEMS]):
        oldest = 0
        for place in range(kinds):
            request = _oldest(m, m[ways + place])
            if request != 0 and (oldest == 0 or m[request + at.ASK_NUMBER] < m[oldest + at.ASK_NUMBER]):
                oldest = request
        if oldest == 0:
            return
        answer(m, x, oldest, BY_MEETING, meeting)


def _oldest(m: Ints, way: int) -> int:
    """Return the oldest open request on a way, 0 if there is none."""
    request = m[m[way + at.NAMED] + at.OPEN_FIRST]
    while request != 0 and m[request + at.ASK_DECISION] != way:
        request = m[request + at.OPEN_NEXT]
    return request


def send(m: Ints, x: Reals, request: int) -> None:
    """Let a request set out, before anything else happens."""
    m[request + at.ASK_LOST] = 0
    x[request + at.TOLD] = 1.0
    m[request + at.ASK_PHASE] = at.AT_START
    m[request + at.ASK_STEP] = 0
    m[request + at.ASK_ALIVE] |= at.IS_TRAVELLING
    m[request + at.AWAITS] = urgently(m, at.SENDS, request, 0)


def let_go_of(m: Ints, request: int, reason: int) -> None:
    """Take away a reason to keep a request's words; after the last one they are free for another."""
    m[request + at.ASK_ALIVE] &= ~reason
    if m[request + at.ASK_ALIVE] == 0:
        keep_record(m, request)
        m[request + at.AWAITS] = -1
        m[request + at.NEXT] = m[at.FREE_REQUESTS]
        m[at.FREE_REQUESTS] = request


def keep_record(m: Ints, request: int) -> None:
    """Copy what the trace keeps of a request that is over to where it is read: in order of asking, or as they end."""
    record = request + at.RECORD
    visit = m[record + at.OF_VISIT]
    if visit >= 0:
        let_row_go(m, visit)
        m[record + at.OF_VISIT] = number_of(m, visit)
    place = m[request + at.ASK_NUMBER]
    if m[at.ASKED_PACKED] != 0:
        place = m[at.ASKED_KEPT]
    m[at.ASKED_KEPT] += 1
    to = m[at.ASKED_ROWS] + place * at.ASKED_WORDS
    for word in range(at.ASKED_WORDS):
        m[to + word] = m[record + word]


def keep_unfinished(m: Ints) -> None:
    """Keep at the end of the run what became of the requests that are not over."""
    request = m[at.ASKED_MADE]
    while request != 0:
        if m[request + at.ASK_ALIVE] != 0:
            keep_record(m, request)
        request = m[request + at.MADE_NEXT]


def answer(m: Ints, x: Reals, request: int, settled: int, meeting: int) -> None:
    """Give the asker the answer, unless they have one already; ``meeting``: the one that settled it (0: none did)."""
    if m[request + at.ASK_OPEN] == 0:
        return
    m[request + at.ASK_OPEN] = 0
    record = record_of(request)
    m[record + at.SETTLED] = settled
    x[record + at.ANSWERED_AT] = x[at.NOW]
    if settled != BY_HOLDER:
        settle_elsewhere(m, x, request, record, meeting)
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
            if m[record_of(request) + at.WAS_RIGHT] == 0:
                mark_defective(m, subject, WRONG_DECISION)
            if m[request + at.THEN_B] != 0 and m[record_of(request) + at.ANSWERED] == 0:
                m[subject + at.AT] = m[request + at.THEN_B]
            m[subject + at.STATE] = BUSY
            m[subject + at.REQUEST] = -1
            m[subject + at.WAITS] = 0
            m[subject + at.AWAITS] = at_once(m, at.VISIT_GOES_ON, subject, 0)
    elif then == at.TELL_POOL:
        revive(m, x, subject, m[request + at.THEN_B])
    elif m[record_of(request) + at.ANSWERED] == 0:
        m[m[subject + at.NAMED] + at.UNDER_EFFECT] = 0
    else:
        if m[subject + at.EFFECT_POOL] != 0:
            add_capacity(m, x, m[subject + at.EFFECT_POOL], m[subject + at.EFFECT_UNITS])
        in_minutes(m, x, x[subject + at.EFFECT_LASTS], at.WEARS_OFF, subject, 0)


def remind(m: Ints, x: Reals, request: int) -> None:
    """Ask again what has no answer; after the last time the rule book decides."""
    if m[request + at.ASK_OPEN] != 0:
        decision, record = m[request + at.ASK_DECISION], record_of(request)
        if m[record + at.TIMES_ASKED] > m[decision + at.AT_MOST]:
            answer(m, x, request, BY_RULE_BOOK, 0)
        else:
            m[record + at.TIMES_ASKED] += 1
            if m[request + at.ASK_LOST] != 0:
                send(m, x, request)
            in_minutes(m, x, x[decision + at.AGAIN], at.REMINDS, request, 0)
            return
    let_go_of(m, request, at.IS_REMINDED)
