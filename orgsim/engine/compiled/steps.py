"""What each operation of the plan does to a visit. As the methods of ``engine/life.py``.

Each returns whether time must pass; then it has set what the visit waits for and what it spends the time on.
"""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes
from orgsim.engine.compiled.chance import drawn_ahead, time_of_stream, until_next
from orgsim.engine.compiled.clocks import begin, depart, reach
from orgsim.engine.compiled.defects import comes_back, leave_with, run_risk
from orgsim.engine.compiled.holdings import let_go
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import need_row, row_of, touch
from orgsim.engine.compiled.people import time_factor
from orgsim.engine.compiled.pools import BUSY, seize
from orgsim.engine.compiled.requests import ask
from orgsim.engine.compiled.responses import IN_FRONT, QUEUED, tempted
from orgsim.engine.compiled.ways import choose_way
from orgsim.engine.trace import Spent
from orgsim.engine.visit import ASKING as _ASKING
from orgsim.engine.visit import IDLE as _IDLE
from orgsim.plan.tables import OpCode

ASKING, IDLE = int(_ASKING), int(_IDLE)
TURN, DECISION, BOARDING, WORK, PASSIVE, ROUND = (int(one) for one in Spent)
(
    ENTER, HOLD, TURN_AWAY, ASK, SEIZE, PROLONG, BEGIN, TAKE, UNTIL, END, SPLIT, BY_CLASS, NEED, GO, DEPART, HAND_OVER, RISK,
) = (int(code) for code in OpCode)  # fmt: skip
GONE = 0


def step(m: Ints, x: Reals, visit: int, op: int) -> bool:  # noqa: PLR0912  (a branch an operation)
    """Do one operation; return whether time must pass."""
    code, a, b = m[op + at.CODE], m[op + at.OP_A], m[op + at.OP_B]
    if code == ENTER:
        _enter(m, x, visit, a)
    elif code == SEIZE:
        return _seize(m, x, visit, a, b)
    elif code == BEGIN:
        _begin(m, x, visit, a)
    elif code == TAKE:
        return _take(m, x, visit, a)
    elif code == END:
        pass
    elif code == ASK:
        _ask(m, x, visit, a, b)
        return True
    elif code == HOLD:
        return _hold(m, x, visit, op)
    elif code == TURN_AWAY:
        _turn(m, x, visit, a)
    elif code == PROLONG:
        return _prolong(m, x, visit, a)
    elif code == UNTIL:
        return _until(m, x, visit, a)
    elif code == DEPART:
        _depart(m, x, visit, a)
    elif code == HAND_OVER:
        return _hand_over(m, x, visit, a)
    elif code == RISK:
        run_risk(m, x, visit, a)
    else:
        m[visit + at.AT] = choose_way(m, x, visit, code, a)
    return False


def _wait(m: Ints, x: Reals, visit: int, minutes: float) -> bool:
    m[visit + at.AWAITS] = in_minutes(m, x, minutes, at.VISIT_GOES_ON, visit, 0)
    return True


def _enter(m: Ints, x: Reals, visit: int, stage: int) -> None:
    """Join a stage: let go of all that it does not hold or wait in, and start the patience."""
    number = m[stage + at.STAGE_NUMBER]
    m[visit + at.EPOCH] = next_epoch(m)
    before = m[visit + at.AT_STAGE]
    m[visit + at.HANDED_OVER] = 0
    if before != 0 and m[before + at.STAGE_UNIT] != m[stage + at.STAGE_UNIT]:
        m[visit + at.HANDED_OVER] = 1
    m[visit + at.WAS_CUT] = 0
    m[visit + at.AT_STAGE] = stage
    m[at.STAGE] = number
    m[visit + at.STAGE_PASS] = m[visit + at.PASSES + number]
    m[visit + at.PASSES + number] += 1
    m[row_of(m, visit) + at.OUT_MARKS + m[stage + at.MARK_WORD]] |= m[stage + at.MARK_BIT]
    if m[visit + at.MEASURED] != 0:
        m[stage + at.STAGE_VISITS] += 1
    let_go(m, x, visit, m[stage + at.KEEPS])
    m[visit + at.BOARDING_NOW] = _boards(m, visit, m[stage + at.WAITS_IN])
    reach(m, x, visit, stage)
    if m[stage + at.PATIENCE] != 0:
        minutes = time_of_stream(m, x, visit, m[stage + at.PATIENCE])
        in_minutes(m, x, minutes, at.GIVES_UP, visit, m[visit + at.EPOCH])


def _boards(m: Ints, visit: int, waits_in: int) -> int:
    """Return 1 if the visit holds something that this stage waits in."""
    if waits_in == 0:
        return 0
    held = m[visit + at.HELD_FIRST]
    while held != 0:
        if m[waits_in + m[held + at.HELD_QUEUE]] != 0:
            return 1
        held = m[held + at.HELD_NEXT]
    return 0


def _hand_over(m: Ints, x: Reals, visit: int, stage: int) -> bool:
    """Wait at first, if the visit comes from another unit."""
    if m[visit + at.HANDED_OVER] == 0:
        return False
    minutes = time_of_stream(m, x, visit, m[stage + at.HANDS_OVER])
    if minutes <= 0:
        return False
    m[visit + at.STATE] = IDLE
    m[visit + at.SPENDING] = TURN
    return _wait(m, x, visit, minutes)


def _hold(m: Ints, x: Reals, visit: int, op: int) -> bool:
    """Keep the visit before the stage while the behaviour is tempted, at most so long; look again regularly."""
    behaviour = m[op + at.OP_A]
    if not tempted(m, x, behaviour, visit):
        x[visit + at.OUTSIDE] = -1.0
        return False
    if x[visit + at.OUTSIDE] < 0:
        x[visit + at.OUTSIDE] = x[at.NOW]
        touch(m, visit, behaviour)
    if x[at.NOW] - x[visit + at.OUTSIDE] >= x[behaviour + at.LASTS]:
        x[visit + at.OUTSIDE] = -1.0
        return False
    m[visit + at.AT] = op
    m[visit + at.STATE] = IDLE
    m[visit + at.SPENDING] = TURN
    return _wait(m, x, visit, x[behaviour + at.TRY_AGAIN])


def _turn(m: Ints, x: Reals, visit: int, behaviour: int) -> None:
    """Send the visit elsewhere if the behaviour is tempted."""
    if tempted(m, x, behaviour, visit):
        touch(m, visit, behaviour)
        m[visit + at.AT] = m[behaviour + at.TO]


def _ask(m: Ints, x: Reals, visit: int, decision: int, refused: int) -> None:
    """Ask for a decision and wait for the answer; a no may lead elsewhere."""
    m[visit + at.ASKS] += 1
    m[visit + at.STATE] = ASKING
    m[visit + at.SPENDING] = DECISION
    m[visit + at.WAITS] = 1
    m[visit + at.AWAITS] = -1
    slot, row, rank = m[visit + at.SLOT], m[visit + at.ROW], m[visit + at.CLASS_RANK]
    m[visit + at.REQUEST] = ask(m, x, decision, slot, row, m[visit + at.ASKS], rank, at.TELL_VISIT, visit, refused)


def _seize(m: Ints, x: Reals, visit: int, pool: int, units: int) -> bool:
    """Take units of a pool, waiting in its queue if need be."""
    stage = m[visit + at.AT_STAGE]
    m[visit + at.UNITS] = units
    if m[visit + at.HURRY] & m[stage + at.JUMPED_BY] != 0:
        m[visit + at.RANK] = IN_FRONT
    elif m[stage + at.STAGE_BY_CLASS] != 0:
        m[visit + at.RANK] = m[visit + at.CLASS_RANK]
    else:
        m[visit + at.RANK] = m[at.RANK_ZERO]
    if seize(m, x, pool, visit):
        return False
    if m[pool + at.LENGTH_OF_QUEUE] > m[at.MOST_QUEUED]:
        m[at.FAULT] = at.LONG_QUEUE
        m[at.FAULT_AT] = m[pool + at.POOL_NUMBER]
    m[visit + at.STATE] = QUEUED
    m[visit + at.SPENDING] = _waiting(m, visit)
    m[visit + at.WAITS] = 1
    m[visit + at.AWAITS] = -1
    return True


def _waiting(m: Ints, visit: int) -> int:
    """Return what the time of one that waits goes to."""
    return BOARDING if m[visit + at.BOARDING_NOW] != 0 else TURN


def _prolong(m: Ints, x: Reals, visit: int, behaviour: int) -> bool:
    """Delay the beginning, if the behaviour is tempted."""
    if not tempted(m, x, behaviour, visit):
        return False
    touch(m, visit, behaviour)
    m[visit + at.SPENDING] = _waiting(m, visit)
    return _wait(m, x, visit, time_of_stream(m, x, visit, m[behaviour + at.BY]))


def _begin(m: Ints, x: Reals, visit: int, stage: int) -> None:
    """Begin: let go of what was only waited in; patience no longer counts."""
    let_go(m, x, visit, m[stage + at.HOLDS])
    m[visit + at.EPOCH] = next_epoch(m)
    m[visit + at.BOARDING_NOW] = 0
    begin(m, x, visit, stage)
    m[row_of(m, visit) + at.OUT_MARKS + m[at.MARK_WORDS] + m[stage + at.MARK_WORD]] |= m[stage + at.MARK_BIT]


def _take(m: Ints, x: Reals, visit: int, stage: int) -> bool:
    """Let the stage take its time, which behaviours may cut short."""
    minutes = time_of_stream(m, x, visit, m[stage + at.TAKES])
    for place in range(m[stage + at.SHORTENED_COUNT]):
        behaviour = m[m[stage + at.SHORTENED] + place]
        if tempted(m, x, behaviour, visit):
            touch(m, visit, behaviour)
            m[visit + at.WAS_CUT] = 1
            minutes *= 1.0 - x[behaviour + at.SHARE]
    staffed = m[stage + at.STAFFED] != 0
    if staffed:
        minutes *= time_factor(m, x, stage)
    if minutes <= 0:
        return False
    m[visit + at.STATE] = BUSY if staffed else IDLE
    m[visit + at.SPENDING] = WORK if staffed else PASSIVE
    return _wait(m, x, visit, minutes)


def _until(m: Ints, x: Reals, visit: int, schedule: int) -> bool:
    """Wait for the next moment of a schedule."""
    minutes = until_next(m, x, schedule, x[at.NOW], 0)
    if minutes <= 0:
        return False
    m[visit + at.STATE] = IDLE
    m[visit + at.SPENDING] = ROUND
    return _wait(m, x, visit, minutes)


def _depart(m: Ints, x: Reals, visit: int, way: int) -> None:
    """Leave: let go of everything; perhaps come back as a new visit."""
    m[visit + at.EPOCH] = next_epoch(m)
    let_go(m, x, visit, 0)
    depart(m, x, visit, way)
    record, slot = row_of(m, visit), m[visit + at.SLOT]
    x[record + at.OUT_DEPARTED] = x[at.NOW]
    m[record + at.OUT_EXIT] = m[way + at.EXIT_NUMBER]
    before, after = m[visit + at.PREVIOUS_INSIDE], m[visit + at.NEXT_INSIDE]
    if before != 0:
        m[before + at.NEXT_INSIDE] = after
    else:
        m[at.INSIDE] = after
    if after != 0:
        m[after + at.PREVIOUS_INSIDE] = before
    m[visit + at.AT] = GONE
    leave_with(m, x, visit, way)
    child = m[m[at.CHILDREN] + slot]
    if child < 0:
        return
    if comes_back(m, x, slot, way, child):
        need_row(m, child)
        minutes = drawn_ahead(m, x, m[way + at.EXIT_FAILED_AFTER], slot)
        in_minutes(m, x, minutes, at.COMES_BACK, child, m[way + at.EXIT_FAILED_AT])
        return
    if m[way + at.EXIT_AT] == 0:
        return
    share = x[way + at.EXIT_SHARE]
    word = m[way + at.EXIT_NEED_WORD]
    if word >= 0 and m[m[at.NEEDS] + slot * m[at.NEED_WORDS] + word] & m[way + at.EXIT_NEED_BIT] != 0:
        share = x[way + at.EXIT_NEED_SHARE]
    if x[m[at.RETURN_DRAWS] + slot] < share:
        need_row(m, child)
        in_minutes(m, x, drawn_ahead(m, x, m[way + at.EXIT_AFTER], slot), at.COMES_BACK, child, m[way + at.EXIT_AT])


def next_epoch(m: Ints) -> int:
    """Return the next epoch: one count for all visits, so that a timer never takes one visit for another."""
    epoch = m[at.EPOCHS] + 1
    m[at.EPOCHS] = epoch
    return epoch
