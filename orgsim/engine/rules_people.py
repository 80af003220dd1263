"""What a day does to the people of a unit. Both engines call these; they mean the same in Python and as machine code.

A unit's figures and states lie one after another in a row of real numbers: ``w[p + WORD]``. The figures are those of
``PeopleFigures``; a mechanism that is off has figures that leave everything as it is.
"""

from __future__ import annotations

import math
from collections.abc import MutableSequence

from orgsim.engine import rules

(
    SPEED_UP, LOAD_ABOVE, SATURATES,
    TIRED_ABOVE, TIRES, SLOWS, TIRED_ERRS,
    PRESSURE_EFFECT, FULL_AT, ERODES, RECOVERS, HASTE_ERRS,
    STARTS, BY_AUTONOMY, BY_COMPETENCE, BY_BELONGING, BY_PRESSURE, BY_STRAIN, OWNERSHIP, FALLS, RISES,
    PRODUCTIVITY, MOTIVE_ERRS, BELONGING, PRESSURE,
    QUIT_RATE, QUITS_FOLLOW, FILLS, ABSENCE, ABSENCE_FOLLOWS,
    SUBSTITUTION, CARE, EFFORT_SPEEDS, EFFORT_ERRS, FIGURES,
) = range(35)  # fmt: skip
"""Figures, in the order of ``PeopleFigures``."""
(BUSY, DUTY, WAITING, ASKED, LOCAL, DONE, WRONG) = range(FIGURES, FIGURES + 7)
"""What the engine counts of a day: minutes of staff busy and on duty, minutes of work waiting, requests raised and local,
passes of stages that may go wrong and those that did."""
RECORD = WRONG + 1
(
    LOAD, FATIGUE, WORK_PRESSURE, STANDARD, GIVEN, AUTONOMY, RIGHT, MOTIVATION, STAFF, VACANT, ABSENT, QUITS,
    TIME_FACTOR, ERROR_FACTOR, RECORD_END,
) = range(RECORD, RECORD + 15)  # fmt: skip
"""States, in the order of ``UnitDay``: what the trace keeps of each day."""
QUIT_CHANCE, ABSENCE_CHANCE, WORDS = range(RECORD_END, RECORD_END + 3)
REST = 0.5
"""Where motivation, and each of its sources, neither rises nor falls."""
LEAST_GIVEN = 0.5
LEAST_PACE = 0.5
DAYS_A_YEAR = 365.0


def open_books(w: MutableSequence[float], p: int) -> None:
    """Set the states of a unit as they are before its first day."""
    for word in range(FIGURES, WORDS):
        w[p + word] = 0.0
    w[p + STANDARD] = 1.0
    w[p + GIVEN] = 1.0
    w[p + AUTONOMY] = REST
    w[p + RIGHT] = REST
    w[p + MOTIVATION] = w[p + STARTS]
    set_factors(w, p)


def reorganise(w: MutableSequence[float], p: int, belonging: float, pressure: float) -> None:
    """Put a unit's people into another structure: what it makes of them at once, their states follow day by day."""
    w[p + BELONGING] = belonging
    w[p + PRESSURE] = pressure
    set_factors(w, p)


def close_day(w: MutableSequence[float], p: int) -> None:
    """Bring the states of a unit from one midnight to the next, from what was counted of the day; the count begins anew."""
    wear(w, p)
    pressure = work_pressure(w[p + BUSY] / w[p + GIVEN] + w[p + WAITING], w[p + STANDARD], w[p + DUTY] * w[p + FULL_AT])
    given = time_given(w[p + STANDARD], w[p + PRESSURE_EFFECT], pressure)
    w[p + WORK_PRESSURE] = pressure
    w[p + STANDARD] = followed(w[p + STANDARD], given, w[p + ERODES], w[p + RECOVERS])
    w[p + GIVEN] = given
    if w[p + ASKED] > 0.0:
        w[p + AUTONOMY] = w[p + LOCAL] / w[p + ASKED]
    if w[p + DONE] > 0.0:
        w[p + RIGHT] = 1.0 - w[p + WRONG] / w[p + DONE]
    w[p + MOTIVATION] = followed(w[p + MOTIVATION], motive(w, p), w[p + FALLS], w[p + RISES])
    set_factors(w, p)
    w[p + ASKED] = 0.0
    w[p + LOCAL] = 0.0
    w[p + DONE] = 0.0
    w[p + WRONG] = 0.0


def wear(w: MutableSequence[float], p: int) -> None:
    """Set the use of the day, and the over-work that is remembered."""
    used = 0.0
    if w[p + DUTY] > 0.0:
        used = w[p + BUSY] / w[p + DUTY]
    over = used - w[p + TIRED_ABOVE] if used > w[p + TIRED_ABOVE] else 0.0
    w[p + LOAD] = used
    w[p + FATIGUE] += (over - w[p + FATIGUE]) * w[p + TIRES]


def work_pressure(work: float, standard: float, available: float) -> float:
    """Return required / available - 1 (Oliva & Sterman 2001); 0 on a day without anybody on duty.

    ``work``: minutes the day's work would take if it had its proper time; ``available``: minutes.
    """
    if available <= 0.0:
        return 0.0
    return work * standard / available - 1.0


def time_given(standard: float, effect: float, pressure: float) -> float:
    """Return the share of the proper time that work is given under pressure, 0.5-1 (Oliva & Sterman 2001)."""
    given = standard * math.exp(-effect * pressure)
    if given > 1.0:
        return 1.0
    if given < LEAST_GIVEN:
        return LEAST_GIVEN
    return given


def followed(state: float, towards: float, down: float, up: float) -> float:
    """Return a state a day later: ``down`` and ``up`` are the shares of the way that it goes in a day."""
    pace = down if towards < state else up
    return state + (towards - state) * pace


def motive(w: MutableSequence[float], p: int) -> float:
    """Return where motivation tends to, 0-1: what people need and get, less pressure and strain.

    Autonomy, competence and belonging are those of Deci & Ryan 2000; strain is load without control (Karasek 1979).
    """
    strain = w[p + FATIGUE] * (1.0 - w[p + AUTONOMY])
    needs = w[p + BY_AUTONOMY] * (w[p + AUTONOMY] - REST) + w[p + BY_COMPETENCE] * (w[p + RIGHT] - REST)
    needs = needs + w[p + BY_BELONGING] * (w[p + BELONGING] - REST) + w[p + OWNERSHIP]
    found = REST + needs - w[p + BY_PRESSURE] * w[p + PRESSURE] - w[p + BY_STRAIN] * strain
    if found < 0.0:
        return 0.0
    if found > 1.0:
        return 1.0
    return found


def set_factors(w: MutableSequence[float], p: int) -> None:
    """Set what the states do to times, errors, quits and absence."""
    beyond = w[p + MOTIVATION] - REST
    pull, care, kappa = w[p + PRESSURE], w[p + CARE], w[p + SUBSTITUTION]
    inner = w[p + MOTIVATION] * care
    at_rest = effort(REST * care, REST * care, 1.0, kappa)
    faster = effort(pull + inner, inner, 1.0, kappa) - at_rest
    better = effort(inner, pull + inner, 1.0, kappa) - at_rest
    pace = hurry(w[p + LOAD], w[p + SPEED_UP], w[p + LOAD_ABOVE], w[p + SATURATES])
    pace = pace * freshness(w[p + FATIGUE], w[p + SLOWS]) * (1.0 + w[p + PRODUCTIVITY] * beyond)
    pace = pace * math.exp(w[p + EFFORT_SPEEDS] * faster)
    w[p + TIME_FACTOR] = w[p + GIVEN] / pace
    worse = w[p + TIRED_ERRS] * w[p + FATIGUE] + w[p + HASTE_ERRS] * (1.0 - w[p + GIVEN])
    w[p + ERROR_FACTOR] = math.exp(worse - w[p + MOTIVE_ERRS] * beyond - w[p + EFFORT_ERRS] * better)
    hazard = w[p + QUIT_RATE] / DAYS_A_YEAR * math.exp(-w[p + QUITS_FOLLOW] * beyond)
    w[p + QUIT_CHANCE] = 1.0 - math.exp(-hazard)
    w[p + ABSENCE_CHANCE] = w[p + ABSENCE] * math.exp(-w[p + ABSENCE_FOLLOWS] * beyond)


def freshness(fatigue: float, slows: float) -> float:
    """Return the pace of tired people, 1 = as usual; not below 0.5."""
    pace = 1.0 - slows * fatigue
    return pace if pace > LEAST_PACE else LEAST_PACE


def hurry(used: float, speed_up: float, above: float, saturates: float) -> float:
    """Return the pace under load, 1 = as usual: people speed up with load, to a point (Kc & Terwiesch 2009).

    That there is a point of saturation, and where: Berry Jaeker & Tucker 2017.
    """
    if used <= above:
        return 1.0
    if used > saturates:
        return 1.0 + speed_up * (saturates - above)
    return 1.0 + speed_up * (used - above)


def effort(pull: float, other_pull: float, cost: float, substitution: float) -> float:
    """Return the effort on one of two tasks, given what pulls at each (Holmstrom & Milgrom 1991).

    ``cost`` is the curvature of each task's cost, ``substitution`` (absolute value below it) how far effort on one makes
    the other dearer: the first row of C^-1 (pull, other pull).
    """
    return (cost * pull - substitution * other_pull) / (cost * cost - substitution * substitution)


def how_many(key: int, people: int, chance: float) -> int:
    """Return how many of so many people something happens to; each has a uniform of their own."""
    found = 0
    if chance <= 0.0:
        return found
    for one in range(people):
        if rules.uniform(rules.derive(key, one)) < chance:
            found += 1
    return found


def missing(on_duty: int, away: int, heads: int, at_most: int) -> int:
    """Return how many of those on duty are missing when ``away`` of ``heads`` are: their share, rounded half up."""
    if away <= 0 or heads <= 0 or at_most <= 0:
        return 0
    lacking = int(on_duty * away / heads + 0.5)
    return lacking if lacking < at_most else at_most
