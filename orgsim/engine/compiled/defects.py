"""Work that goes wrong. As ``engine/defects.py``."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.chance import pass_key
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.outcome import row_of
from orgsim.engine.compiled.people import error_factor, note_done
from orgsim.engine.compiled.pools import occupancy
from orgsim.engine.rules_defects import (
    COUNT_AT,
    FAILURE_DEMAND,
    SOUND,
    base_chance,
    leaving_cause,
    load_chance,
    stage_cause,
    with_fault,
)


def mark_defective(m: Ints, visit: int, cause: int) -> None:
    """Make a visit defective where it is, for a ``cause`` of ``rules_defects``; whatever finds a fault calls this."""
    stage = m[visit + at.AT_STAGE]
    number = -1
    if stage != 0:
        number = m[stage + at.STAGE_NUMBER]
    place = row_of(m, visit) + at.OUT_FAULTS
    m[place] = with_fault(m[place], cause, number)


def run_risk(m: Ints, x: Reals, visit: int, stage: int) -> None:
    """Find whether this pass of a stage went wrong."""
    row = m[stage + at.DEFECTS]
    hand_off, cut, load = 0.0, 0.0, 0.0
    if m[visit + at.HANDED_OVER] != 0:
        hand_off = x[row + at.DEFECT_HAND_OFF]
    if m[visit + at.WAS_CUT] != 0:
        cut = x[row + at.DEFECT_CUT]
    if m[row + at.DEFECT_POOL] != 0:
        load = load_chance(occupancy(m, m[row + at.DEFECT_POOL]), x[row + at.DEFECT_FROM], x[row + at.DEFECT_AT_FULL])
    base = base_chance(x[row + at.DEFECT_BASE], error_factor(m, x, stage))
    drawn = rules.uniform(pass_key(m, visit, m[row + at.DEFECT_KEY]))
    cause = stage_cause(drawn, base, hand_off, cut, load)
    note_done(m, x, stage, cause != SOUND)
    if cause != SOUND:
        mark_defective(m, visit, cause)


def leave_with(m: Ints, x: Reals, visit: int, way: int) -> None:
    """Find whether having been sent elsewhere, or having given up, leaves a defect."""
    diverted, gave_up = 0.0, 0.0
    if m[row_of(m, visit) + at.OUT_TOUCHED] & m[way + at.EXIT_DIVERTS] != 0:
        diverted = x[way + at.EXIT_DIVERTED]
    if m[visit + at.HAS_GIVEN_UP] != 0:
        gave_up = x[way + at.EXIT_GAVE_UP]
    if diverted <= 0.0 and gave_up <= 0.0:
        return
    key = rules.derive(rules.derive(m[at.KEY], m[way + at.EXIT_KEY]), m[visit + at.ROW])
    cause = leaving_cause(rules.uniform(key), diverted, gave_up)
    if cause != SOUND:
        mark_defective(m, visit, cause)


def comes_back(m: Ints, x: Reals, slot: int, way: int, child: int) -> bool:
    """Whether the visit at a ``slot`` comes back, as ``child``, because of a defect; then that is failure demand."""
    place = m[at.OUT] + slot * m[at.OUT_WORDS] + at.OUT_FAULTS
    if m[way + at.EXIT_FAILED_AT] == 0 or m[place] >> COUNT_AT == 0:
        return False
    if x[m[at.RETURN_DRAWS] + slot] >= x[way + at.EXIT_FAILED_SHARE]:
        return False
    other = m[at.OUT] + child * m[at.OUT_WORDS] + at.OUT_FAULTS
    m[other] = m[other] | FAILURE_DEMAND
    return True
