"""What a replication leaves behind: arrays, no objects. n visits, the rows of the cohort in its order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from orgsim.engine.rules_defects import CAUSE_AT, CAUSE_BITS, COUNT_AT, FAILURE_DEMAND, STAGE_AT, STAGE_BITS
from orgsim.plan.tables import ARRIVAL, DEPARTURE

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


class Spent(IntEnum):
    """What a visit's time at a stage goes on: the columns of ``Trace.spent``."""

    TURN = 0
    """waiting for its turn: in a queue, holding nothing that another stage needs"""
    DECISION = 1
    """waiting for the answer to a request"""
    BOARDING = 2
    """waiting for a place while keeping one of another stage (``waits_in``)"""
    WORK = 3
    """being worked on: a stage that holds staff"""
    PASSIVE = 4
    """time passes with no staff: results, rest, recovery"""
    ROUND = 5
    """ready, and waiting for the next set time (``until``)"""


TURN, DECISION, BOARDING, WORK, PASSIVE, ROUND = Spent


class SettledBy(IntEnum):
    """How a request ended: the values of ``Requests.settled``."""

    OPEN = -1
    HOLDER = 0
    MEETING = 1
    RULE_BOOK = 2


class UnitDay(IntEnum):
    """What is kept of a unit's people at each midnight: the columns of ``Trace.people``."""

    LOAD = 0
    """minutes of staff busy / minutes on duty, of the day that ends"""
    FATIGUE = 1
    """remembered over-work, a share"""
    WORK_PRESSURE = 2
    """the day's work / the time there is for it, less 1"""
    STANDARD = 3
    """share of the proper time that people think work deserves"""
    GIVEN = 4
    """share of the proper time that work is given tomorrow"""
    AUTONOMY = 5
    """share of questions decided by whoever raised them"""
    RIGHT = 6
    """share of work right at the first time; 0.5 where none of it may go wrong"""
    MOTIVATION = 7
    """0-1, at rest 0.5"""
    STAFF = 8
    """posts"""
    VACANT = 9
    """posts that are vacant"""
    ABSENT = 10
    """people absent until the next midnight"""
    QUITS = 11
    """people who have quit so far"""
    TIME_FACTOR = 12
    """what times of work are multiplied by tomorrow"""
    ERROR_FACTOR = 13
    """what chances of an error are multiplied by tomorrow"""


class Reviewed(IntEnum):
    """What is kept of a review: the columns of ``Trace.reviews``."""

    POOL = 0
    """number of the pool"""
    AT = 1
    """minutes from the start"""
    NEEDED = 2
    """what the plan would have had to be scaled by for the work that came"""
    SCALE = 3
    """what it was scaled by"""


@dataclass(frozen=True)
class Requests:
    """Every request in order of asking; q rows.

    ``visit`` is -1 for requests no visit waits for (standing checks, news of a free place). ``hops``: steps travelled
    towards the holder, all attempts together. ``times_asked`` >= 1. ``kept``: product of the fidelities on the way.
    ``complexity``: NaN where the decision has none. ``way``: which of the decision's ways it took. ``depth``: steps from the
    asker to who decided, ``decided_by`` (a position); both -1 while undecided, and where a meeting or the rule book answered.
    ``answer``: 1 yes, 0 no, -1 while undecided. ``right``: 1 or 0 where answers are judged, else -1. ``value``: what the
    answer is worth where there are stakes, else NaN.
    """

    decision: Ints
    visit: Ints
    asked: Floats
    answered: Floats
    hops: Ints
    times_asked: Ints
    kept: Floats
    settled: Ints
    complexity: Floats
    way: Ints
    depth: Ints
    decided_by: Ints
    answer: Ints
    right: Ints
    value: Floats


@dataclass(frozen=True)
class Use:
    """Use of pools or positions: ``busy`` and ``capacity`` in unit-minutes over the measured span; hourly census.

    ``census_*`` have the shape (rows, hours of the whole run): the state at each whole hour from time 0.
    """

    busy: Floats
    capacity: Floats
    census_busy: Ints
    census_queue: Ints
    census_capacity: Ints


@dataclass(frozen=True)
class Trace:
    """All that happened in one replication of one variant.

    Shapes: n visits, T targets, M moments, S stages. Times are minutes from the start; NaN means it never happened.
    ``arrived``: NaN for possible returns that did not come. ``exit``: row of the exit, -1 while inside.
    ``clock_start``/``clock_stop``: (n, T) true times; ``clock_recorded``: (n, T) minutes on the record, which a
    behaviour may have relabelled. ``moments``: (n, M). ``touched``: bit b set when behaviour b acted on the visit.
    ``faults``: what went wrong, in bits (see ``rules_defects`` and the functions below).
    ``reached``/``begun``: bit s set for each stage joined or begun (shape n x ceil(S/63), in words of 63 bits).
    ``spent``: (S, 6) minutes by ``Spent`` over visits that arrived in the measured span; ``stage_visits``: (S,) how
    often they passed. ``visit_spent``: (n, 6). ``events``: calendar events handled. ``people``: (days, units whose
    people change, 14) states at each midnight by ``UnitDay``; the units are those of ``Plan.people``. ``reviews``: (reviews,
    4), in order, by ``Reviewed``.
    """

    arrived: Floats
    departed: Floats
    exit: Ints
    clock_start: Floats
    clock_stop: Floats
    clock_recorded: Floats
    moments: Floats
    touched: Ints
    faults: Ints
    reached: Ints
    begun: Ints
    spent: Floats
    stage_visits: Ints
    visit_spent: Floats
    requests: Requests
    pools: Use
    positions: Use
    end: float
    events: int
    people: Floats
    reviews: Floats

    def moment(self, number: int) -> Floats:
        """The times (n,) of a moment by its number; -1 is arrival, -2 departure."""
        if number == ARRIVAL:
            return self.arrived
        if number == DEPARTURE:
            return self.departed
        return self.moments[:, number]


def came_by_failure(faults: Ints) -> NDArray[np.bool_]:
    """Which visits (n,) are failure demand: a return because of a defect."""
    came: NDArray[np.bool_] = faults & FAILURE_DEMAND != 0
    return came


def fault_counts(faults: Ints) -> Ints:
    """How many defects each visit (n,) has."""
    return faults >> COUNT_AT


def first_causes(faults: Ints) -> Ints:
    """The cause of each visit's first defect (n,), a place in ``CAUSE_NAMES``; 0 for none."""
    return faults >> CAUSE_AT & CAUSE_BITS


def first_stages(faults: Ints) -> Ints:
    """The stage of each visit's first defect (n,), -1 for none."""
    return (faults >> STAGE_AT & STAGE_BITS) - 1


def has_bit(words: Ints, number: int) -> NDArray[np.bool_]:
    """Which rows (n,) of ``reached``/``begun`` have the bit of stage ``number``."""
    return has_any_bit(words, (number,))


def has_any_bit(words: Ints, numbers: Iterable[int]) -> NDArray[np.bool_]:
    """Which rows (n,) of ``reached``/``begun`` have the bit of one of these stages."""
    import numpy as np

    masks: dict[int, int] = {}
    for number in numbers:
        masks[number // 63] = masks.get(number // 63, 0) | 1 << number % 63
    result: NDArray[np.bool_] = np.zeros(len(words), dtype=np.bool_)
    for word, mask in masks.items():
        result |= words[:, word] & mask != 0
    return result
