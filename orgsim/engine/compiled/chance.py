"""Numbers of chance: those drawn ahead with the cohort, and those that belong to a key."""

from __future__ import annotations

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.memory import Ints, Reals


def drawn_ahead(m: Ints, x: Reals, column: int, slot: int) -> float:
    """Return a visit's number in a column of the cohort."""
    return x[m[m[at.COLUMNS] + column] + slot]


def time_of_stream(m: Ints, x: Reals, visit: int, stream: int) -> float:
    """Return the visit's time of a stream: drawn ahead for the first pass of its stage, by key for later ones."""
    if m[visit + at.STAGE_PASS] == 0:
        return drawn_ahead(m, x, m[stream + at.COLUMN], m[visit + at.SLOT])
    dist = m[stream + at.STREAM_DISTS + m[visit + at.CLASS]]
    return time_of_key(m, x, dist, pass_key(m, visit, m[stream + at.STREAM_KEY]))


def chance_of_choice(m: Ints, x: Reals, visit: int, column: int, key: int) -> float:
    """Return the visit's uniform of a choice, in the same way."""
    if m[visit + at.STAGE_PASS] == 0:
        return drawn_ahead(m, x, column, m[visit + at.SLOT])
    return rules.uniform(pass_key(m, visit, key))


def pass_key(m: Ints, visit: int, key: int) -> int:
    """Return the key of a number that belongs to this pass of the visit's stage."""
    named = rules.derive(rules.derive(m[at.KEY], key), m[visit + at.ROW])
    return rules.derive(named, m[visit + at.STAGE_PASS])


def time_of_key(m: Ints, x: Reals, dist: int, key: int) -> float:
    """Return the time of a distribution that belongs to a key."""
    return rules.draw(m[dist + at.FAMILY], x[dist + at.DIST_A], x[dist + at.DIST_B], x[dist + at.DIST_C], key)


def until_next(m: Ints, x: Reals, schedule: int, when: float, strictly: int) -> float:
    """Return the minutes from ``when`` to the next moment of a schedule; 0 for continuously (0)."""
    if schedule == 0:
        return 0.0
    return rules.until_next(x, schedule + at.FIRST_MOMENT, m[schedule + at.MOMENTS_COUNT], x[at.STARTS], when, strictly)
