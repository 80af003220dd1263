"""The people of units: their states follow each day, and whole people leave, come and are absent. As ``engine/people.py``."""

from __future__ import annotations

from orgsim.engine import rules, rules_people
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.calendar import in_minutes
from orgsim.engine.compiled.chance import until_next
from orgsim.engine.compiled.memory import Ints, Reals
from orgsim.engine.compiled.pools import roster
from orgsim.engine.rules_people import (
    ABSENCE_CHANCE,
    ABSENT,
    ASKED,
    BUSY,
    DONE,
    DUTY,
    ERROR_FACTOR,
    FILLS,
    LOCAL,
    QUIT_CHANCE,
    QUITS,
    RECORD,
    RECORD_END,
    STAFF,
    TIME_FACTOR,
    VACANT,
    WAITING,
    WRONG,
    close_day,
    how_many,
    open_books,
    reorganise,
)

UNIT_SIZE = at.UNIT_WORDS + rules_people.WORDS
COLUMNS = RECORD_END - RECORD


def time_factor(m: Ints, x: Reals, stage: int) -> float:
    """Return what the times of a stage's work are multiplied by."""
    unit = m[stage + at.STAGE_PEOPLE]
    if unit == 0:
        return 1.0
    return x[unit + at.UNIT_WORDS + TIME_FACTOR]


def error_factor(m: Ints, x: Reals, stage: int) -> float:
    """Return what the chances of an error in a stage's work are multiplied by."""
    unit = m[stage + at.STAGE_PEOPLE]
    if unit == 0:
        return 1.0
    return x[unit + at.UNIT_WORDS + ERROR_FACTOR]


def close_unit_days(m: Ints, x: Reals, phase: int) -> None:
    """Close each day at its midnight; at the beginning (phase 0) open the books."""
    units, count = m[at.UNITS_OF_PEOPLE], m[at.UNITS_COUNT]
    if phase == 0:
        for place in range(count):
            _open_unit(m, x, units + place * UNIT_SIZE)
    else:
        for place in range(count):
            _count_work(m, x, units + place * UNIT_SIZE)
        for place in range(count):
            close_day(x, units + place * UNIT_SIZE + at.UNIT_WORDS)  # type: ignore[arg-type]  # a view that is written
        for place in range(count):
            _change_staff(m, x, units + place * UNIT_SIZE)
        _keep_day(m, x)
    in_minutes(m, x, until_next(m, x, m[at.MIDNIGHTS], x[at.NOW], 1), at.CLOSES_DAY, 0, 1)


def reorganise_units(m: Ints, x: Reals, rows: int, asked: int) -> None:
    """Let a later structure hold for the people of every unit; ``asked`` lists the unit of each decision."""
    for place in range(m[at.UNITS_COUNT]):
        p = m[at.UNITS_OF_PEOPLE] + place * UNIT_SIZE + at.UNIT_WORDS
        row = rows + place * at.NEW_UNIT_WORDS
        reorganise(x, p, x[row + at.NEW_BELONGING], x[row + at.NEW_PRESSURE])  # type: ignore[arg-type]  # a view that is written
    m[at.UNIT_OF_DECISION] = asked


def _open_unit(m: Ints, x: Reals, unit: int) -> None:
    open_books(x, unit + at.UNIT_WORDS)  # type: ignore[arg-type]  # a view that is written
    for place in range(m[unit + at.STAFF_COUNT]):
        staff = m[unit + at.STAFF_ROWS] + place * at.STAFF_WORDS
        x[unit + at.UNIT_WORDS + STAFF] += m[m[staff + at.STAFF_POOL] + at.HEADS]


def _count_work(m: Ints, x: Reals, unit: int) -> None:
    """Add up what the unit's staff did since the last midnight and what waits for them."""
    p = unit + at.UNIT_WORDS
    x[p + BUSY] = 0.0
    x[p + DUTY] = 0.0
    x[p + WAITING] = 0.0
    for place in range(m[unit + at.STAFF_COUNT]):
        staff = m[unit + at.STAFF_ROWS] + place * at.STAFF_WORDS
        pool = m[staff + at.STAFF_POOL]
        span = x[at.NOW] - x[pool + at.POOL_SINCE]
        busy = x[pool + at.BUSY_MINUTES] + span * m[pool + at.BUSY_UNITS]
        duty = x[pool + at.CAPACITY_MINUTES] + span * m[pool + at.CAPACITY]
        x[p + BUSY] += busy - x[staff + at.BUSY_COUNTED]
        x[p + DUTY] += duty - x[staff + at.DUTY_COUNTED]
        x[p + WAITING] += m[pool + at.LENGTH_OF_QUEUE] * x[staff + at.MINUTES_EACH]
        x[staff + at.BUSY_COUNTED] = busy
        x[staff + at.DUTY_COUNTED] = duty


def note_asked(m: Ints, x: Reals, decision: int, local: bool) -> None:
    """Count a request for the unit of whoever asks; ``local``: they decide it themselves."""
    unit = m[m[at.UNIT_OF_DECISION] + decision]
    if unit != 0:
        x[unit + at.UNIT_WORDS + ASKED] += 1.0
        if local:
            x[unit + at.UNIT_WORDS + LOCAL] += 1.0


def note_done(m: Ints, x: Reals, stage: int, wrong: bool) -> None:
    """Count a piece of a unit's work that may go wrong."""
    unit = m[stage + at.STAGE_PEOPLE]
    if unit != 0:
        x[unit + at.UNIT_WORDS + DONE] += 1.0
        if wrong:
            x[unit + at.UNIT_WORDS + WRONG] += 1.0


def _change_staff(m: Ints, x: Reals, unit: int) -> None:
    """Draw who quits, which vacancies are filled and who is absent until the next midnight."""
    p = unit + at.UNIT_WORDS
    all_vacant = 0
    all_absent = 0
    all_posts = 0
    for place in range(m[unit + at.STAFF_COUNT]):
        staff = m[unit + at.STAFF_ROWS] + place * at.STAFF_WORDS
        pool, vacant = m[staff + at.STAFF_POOL], m[staff + at.STAFF_VACANT]
        posts = m[pool + at.HEADS]
        if vacant > posts:  # a change of structure may take posts away  # noqa: PLR1730  (the compiler knows no `min`)
            vacant = posts
        key = rules.derive(rules.derive(m[at.KEY], m[staff + at.STAFF_KEY]), m[at.UNIT_DAYS_COUNT])
        quits = how_many(rules.derive(key, 0), posts - vacant, x[p + QUIT_CHANCE])
        hired = how_many(rules.derive(key, 1), vacant, x[p + FILLS])
        vacant = vacant + quits - hired
        absent = how_many(rules.derive(key, 2), posts - vacant, x[p + ABSENCE_CHANCE])
        m[staff + at.STAFF_VACANT] = vacant
        x[p + QUITS] += quits
        all_vacant += vacant
        all_absent += absent
        all_posts += posts
        if m[pool + at.AWAY] != vacant + absent:
            roster(m, x, pool, m[pool + at.PLANNED], vacant + absent)
    x[p + VACANT] = float(all_vacant)
    x[p + ABSENT] = float(all_absent)
    x[p + STAFF] = float(all_posts)


def _keep_day(m: Ints, x: Reals) -> None:
    """Write the states of all units into the record of days."""
    count = m[at.UNITS_COUNT]
    row = m[at.UNIT_DAYS] + m[at.UNIT_DAYS_COUNT] * count * COLUMNS
    for place in range(count):
        p = m[at.UNITS_OF_PEOPLE] + place * UNIT_SIZE + at.UNIT_WORDS
        for column in range(COLUMNS):
            x[row + place * COLUMNS + column] = x[p + RECORD + column]
    m[at.UNIT_DAYS_COUNT] += 1
