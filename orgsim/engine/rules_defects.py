"""The rules of work that goes wrong. Every engine calls these; written as ``rules`` is, for both Python and machine code.

What is kept of a visit is one word, its *faults*: bit 0 says that it came because of an earlier defect (failure demand),
bits 1 to 4 the cause of its first defect (0: none), bits 5 to 24 the stage of that plus one, the rest how many it has.
"""

from __future__ import annotations

SOUND, WORK, HAND_OFF, CUT, LOAD, DIVERTED, GAVE_UP, DECISION = range(8)
"""Causes of a defect. DECISION is for a wrong decision, which the engine's ``mark_defective`` may be told."""
CAUSE_NAMES = ("sound", "work", "hand_off", "cut", "load", "diverted", "gave_up", "decision")
FAILURE_DEMAND = 1
CAUSE_BITS = 15
CAUSE_AT, STAGE_AT, COUNT_AT = 1, 5, 25
STAGE_BITS = 0xFFFFF


def load_chance(occupancy: float, full_from: float, at_full: float) -> float:
    """Return the chance of a defect for ``occupancy`` (share of a pool in use): a line from 0 to ``at_full`` at 1."""
    if occupancy <= full_from:
        return 0.0
    if occupancy >= 1.0:
        return at_full
    return at_full * ((occupancy - full_from) / (1.0 - full_from))


def stage_cause(drawn: float, base: float, hand_off: float, cut: float, load: float) -> int:
    """Return the cause of the defect of a pass, SOUND for none, by one uniform ``drawn``.

    The chance of any is 1 - product of (1 - chance). Of several causes at once the first counts, in this order.
    """
    right = 1.0 - base
    if drawn < 1.0 - right:
        return WORK
    right = right * (1.0 - hand_off)
    if drawn < 1.0 - right:
        return HAND_OFF
    right = right * (1.0 - cut)
    if drawn < 1.0 - right:
        return CUT
    right = right * (1.0 - load)
    if drawn < 1.0 - right:
        return LOAD
    return SOUND


def leaving_cause(drawn: float, diverted: float, gave_up: float) -> int:
    """Return the cause of the defect of a visit that was sent away or gave up before it left, in the same way."""
    right = 1.0 - diverted
    if drawn < 1.0 - right:
        return DIVERTED
    right = right * (1.0 - gave_up)
    if drawn < 1.0 - right:
        return GAVE_UP
    return SOUND


def base_chance(base: float, factor: float) -> float:
    """Return the chance of a defect of the work itself, ``factor`` times its base, never above 1."""
    chance = base * factor
    if chance > 1.0:
        return 1.0
    return chance


def with_fault(faults: int, cause: int, stage: int) -> int:
    """Return ``faults`` with one more defect; its cause and ``stage`` are kept if it is the first."""
    if (faults >> CAUSE_AT) & CAUSE_BITS == SOUND:
        faults = faults | (cause << CAUSE_AT) | ((stage + 1) << STAGE_AT)
    return faults + (1 << COUNT_AT)
