"""The row of the trace that belongs to a visit, and how long it is needed."""

from __future__ import annotations

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.memory import Ints, Reals


def row_of(m: Ints, visit: int) -> int:
    """Return the address of what is kept of a visit."""
    return m[at.OUT] + m[visit + at.SLOT] * m[at.OUT_WORDS]


def number_of(m: Ints, slot: int) -> int:
    """Return the cohort's number of the visit at ``slot``."""
    if m[at.ROW_NUMBERS] == 0:
        return slot
    return m[m[at.ROW_NUMBERS] + slot]


def need_row(m: Ints, slot: int) -> None:
    """Somebody will look at the numbers and the row of the visit at ``slot`` later: the block it lies in stays."""
    m[m[at.IN_USE] + (slot >> m[at.BLOCK_BITS])] += 1


def let_row_go(m: Ints, slot: int) -> None:
    """Whoever needed the row of the visit at ``slot`` has looked; a block that nobody needs is free."""
    m[m[at.IN_USE] + (slot >> m[at.BLOCK_BITS])] -= 1


def touch(m: Ints, visit: int, behaviour: int) -> None:
    """Write down that a behaviour acted on a visit."""
    m[row_of(m, visit) + at.OUT_TOUCHED] |= m[behaviour + at.BEHAVIOUR_BIT]


def spend(m: Ints, x: Reals, visit: int, minutes: float) -> None:
    """Add ``minutes`` to what the visit spends its time on at its stage."""
    spending = m[visit + at.SPENDING]
    x[row_of(m, visit) + at.OUT_SPENT + spending] += minutes
    if m[visit + at.MEASURED] != 0:
        x[m[visit + at.AT_STAGE] + at.STAGE_SPENT + spending] += minutes


def never(value: float) -> bool:
    """Whether a time of the trace has not come (NaN)."""
    return value != value  # noqa: PLR0124  (only NaN differs from itself)
