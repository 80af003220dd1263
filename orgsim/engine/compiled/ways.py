"""Which way a visit goes on: by shares, by class, by need, or just on. As the branches of ``engine/life.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.chance import chance_of_choice
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.plan.tables import OpCode

SPLIT, BY_CLASS, NEED = int(OpCode.SPLIT), int(OpCode.CLASS), int(OpCode.NEED)


def choose_way(m: Ints, x: Reals, visit: int, code: int, row: int) -> int:
    """Return the operation that comes next."""
    if code == SPLIT:
        drawn = chance_of_choice(m, x, visit, m[row + at.SPLIT_COLUMN], m[row + at.SPLIT_KEY])
        branch = rules.picks(x, m[row + at.SPLIT_RISING], m[row + at.SPLIT_COUNT], drawn)
        return m[m[row + at.SPLIT_TO] + branch]
    if code == BY_CLASS:
        return m[row + m[visit + at.CLASS]]
    if code == NEED:
        return m[row + at.IF_SO] if _seen(m, x, visit, row) else m[row + at.IF_NOT]
    return row


def _seen(m: Ints, x: Reals, visit: int, row: int) -> bool:
    """Whether a need is seen: its truth, but for the shares missed and seen needlessly."""
    needs = m[at.NEEDS] + m[visit + at.SLOT] * m[at.NEED_WORDS]
    truth = m[needs + m[row + at.NEED_WORD]] & m[row + at.NEED_BIT] != 0
    if m[row + at.NEED_COLUMN] < 0:
        return truth
    drawn = chance_of_choice(m, x, visit, m[row + at.NEED_COLUMN], m[row + at.NEED_KEY])
    return rules.seen_need(truth, x[row + at.MISSED], x[row + at.NEEDLESS], drawn)
