"""The Plan: a variant compiled to flat, immutable tables of numbers.

Every row is a tuple of ints and floats; names live beside the tables, for people, and no rule reads them. All times are
minutes. Where a column refers to another table it holds a row number, and -1 means none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

NONE = -1


class OpCode(IntEnum):
    """What one step of a visit does; ``docs/semantics.md`` defines each in a row."""

    ENTER = 0
    HOLD = 1
    TURN = 2
    ASK = 3
    SEIZE = 4
    PROLONG = 5
    BEGIN = 6
    TAKE = 7
    UNTIL = 8
    END = 9
    SPLIT = 10
    CLASS = 11
    NEED = 12
    GO = 13
    DEPART = 14
    HAND_OVER = 15
    RISK = 16


class Op(NamedTuple):
    """One operation; the meaning of ``a`` to ``c`` depends on ``code``."""

    code: int
    a: int = NONE
    b: int = NONE
    c: int = NONE


class DistRow(NamedTuple):
    """A distribution: family (see ``cohort.draws``) and three parameters."""

    family: int
    a: float
    b: float = 0.0
    c: float = 0.0


class StreamRow(NamedTuple):
    """A named stream of times, one value a visit: the distribution of each class (rows of ``dists``).

    ``key``: 64 bits of the name, for the draws of later passes.
    """

    name: str
    key: int
    dists: tuple[int, ...]


class StageRow(NamedTuple):
    """A stage. ``holds`` and ``waits_in`` are pool numbers; ``take`` a stream; ``leave`` the stream of patience.

    ``leave_to``: operation for those who give up. ``shorten``: behaviours that cut its time. ``hand_over``: the stream of
    the time a visit waits that comes from another unit. ``defects``: a row of ``Plan.defects``.
    """

    entry: int
    unit: int
    where: int
    holds: frozenset[int]
    waits_in: frozenset[int]
    by_class: bool
    take: int
    staffed: bool
    leave: int
    leave_to: int
    shorten: tuple[int, ...]
    hand_over: int = NONE
    defects: int = NONE


class DefectRow(NamedTuple):
    """How a pass of a stage goes wrong: chances of the work, a hand-off, cut time, and load.

    That of load is 0 up to ``full_from`` of the pool in use and ``at_full`` when it is full.
    ``key``: 64 bits of the stage's name, for the draws.
    """

    key: int
    base: float
    hand_off: float
    cut: float
    pool: int
    full_from: float
    at_full: float


class PoolRow(NamedTuple):
    """A pool. ``capacity`` at time 0, then ``changes``: (minute of the week, number), ascending.

    ``served_by``: pools whose units may answer this pool's queue, own first. ``serves``: queues a unit of this pool
    may answer, own first. ``ready``: dist of making ready. ``told``: decision by which its being free is told.
    ``reserves`` and ``pulls``: behaviours that keep its last free units, or fetch the news that a unit is free.
    ``key``: 64 bits of its name.
    """

    key: int
    capacity: int
    changes: tuple[tuple[float, int], ...]
    serves: tuple[int, ...]
    served_by: tuple[int, ...]
    ready: int
    told: int
    staff: bool
    reserves: tuple[int, ...]
    pulls: tuple[int, ...]


class PositionRow(NamedTuple):
    """A position: people on duty at time 0 and its weekly changes, share of attention, layer, queue rule."""

    capacity: int
    changes: tuple[tuple[float, int], ...]
    attention: float
    layer: int
    by_class: bool


class ChannelRow(NamedTuple):
    """A reporting line or link: delay dist, fidelity, places at a time (-1 unlimited), schedule (-1 continuously)."""

    delay: int
    fidelity: float
    capacity: int
    schedule: int


class DecisionRow(NamedTuple):
    """A decision right.

    ``steps``: the route as (channel, position reached), starting beyond the asker; empty when the asker decides.
    ``again``: minutes until it is asked again (-1: never); ``at_most``: how often.
    ``check``: schedule of the standing check, with the ``check_pool`` and the occupancy ``check_above``.
    ``effect_pool``, ``effect_number``, ``effect_lasts``: what a yes adds. ``key``: 64 bits of its name, for its draws.
    """

    key: int
    asker: int
    holder: int
    steps: tuple[tuple[int, int], ...]
    effort: int
    passing: int
    again: float
    at_most: int
    check: int
    check_pool: int
    check_above: float
    effect_pool: int
    effect_number: int
    effect_lasts: float


class MeetingRow(NamedTuple):
    """A meeting: schedule, minutes it lasts, member positions, decisions it settles."""

    schedule: int
    lasts: float
    members: tuple[int, ...]
    settles: frozenset[int]


class SplitRow(NamedTuple):
    """A split by shares: uniform stream and its key, rising cumulative shares, the operation of each branch."""

    key: int
    uniform: int
    cumulative: tuple[float, ...]
    to: tuple[int, ...]


class NeedSplitRow(NamedTuple):
    """A split by true need: need, uniform stream, share missed and share needless, operations for yes and no."""

    key: int
    need: int
    uniform: int
    missed: float
    needless: float
    yes: int
    no: int


class ExitRow(NamedTuple):
    """An exit and its returns: share, share if ``need`` is true (need -1: same), delay stream, operation to return at.

    ``failed_share`` of the defective come back after ``failed_after`` at ``failed_at``; ``diverted`` and ``gave_up`` are
    chances of being defective for that, drawn by ``key``.
    """

    share: float
    need: int
    need_share: float
    after: int
    at: int
    failed_share: float = 0.0
    failed_after: int = NONE
    failed_at: int = NONE
    diverted: float = 0.0
    gave_up: float = 0.0
    key: int = 0


class TargetRow(NamedTuple):
    """A target's clock: moments that start and stop it (-1 arrival, -2 departure), limit (-1 none), pressure.

    It runs for visits of these ``streams`` of arrivals and ``classes``.
    """

    start: int
    stop: int
    limit: float
    pressure: float
    timed: bool
    streams: frozenset[int]
    classes: frozenset[int]


class BehaviourRow(NamedTuple):
    """A behaviour that is switched on.

    ``action`` indexes ``ACTION_NAMES``; ``power`` = pressure x strength; ``stages`` where it acts; ``clock_over``
    (-1: not by clock); ``pool_full``/``above``, ``pool_free``, ``pool_queue``/``longer``: its trigger; the rest by action.
    """

    action: int
    holder: int
    target: int
    power: float
    uniform: int
    stages: frozenset[int]
    clock_over: float
    pool_full: int
    above: float
    pool_free: int
    pool_queue: int
    longer: int
    to: int
    again: float
    lasts: float
    by: int
    share: float
    over_by: float
    from_pool: int
    to_pool: int
    number: int
    schedule: int
    keeps_for: frozenset[int]


ACTION_NAMES = ("jump_queue", "divert", "hold", "delay", "shorten", "relabel", "lend", "pull", "reserve")
ARRIVAL, DEPARTURE = -1, -2
"""Moment numbers for the two moments every visit has."""


class MomentRow(NamedTuple):
    """A recorded moment: ``kind`` 0 reaches, 1 begins; the first time one of ``stages`` (or ``exits``) is met.

    ``leaves U`` compiles to: begins one of the stages that are somewhere else than U after (``after``) having begun one
    in U, or departs (``or_departs``).
    """

    kind: int
    stages: frozenset[int]
    exits: frozenset[int]
    after: frozenset[int]
    or_departs: bool


class ArrivalRow(NamedTuple):
    """A stream of arrivals: kind (0 Poisson, 1 at times, 2 at start), rate a minute for each hour of the week.

    ``at``: operation where it enters. ``shares``: cumulative class shares.
    """

    name: str
    kind: int
    at: int
    rates: tuple[float, ...]
    times: tuple[float, ...]
    number: int
    shares: tuple[float, ...]


class NeedRow(NamedTuple):
    """A need: name, the need it depends on (-1), chance by class, chance by class where that other is true."""

    name: str
    given: int
    chance: tuple[float, ...]
    chance_given: tuple[float, ...]


@dataclass(frozen=True)
class Names:
    """Names of the rows, for people; no rule reads them."""

    stages: tuple[str, ...]
    exits: tuple[str, ...]
    classes: tuple[str, ...]
    needs: tuple[str, ...]
    arrivals: tuple[str, ...]
    units: tuple[str, ...]
    pools: tuple[str, ...]
    layers: tuple[str, ...]
    positions: tuple[str, ...]
    channels: tuple[str, ...]
    decisions: tuple[str, ...]
    meetings: tuple[str, ...]
    targets: tuple[str, ...]
    behaviours: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A variant as tables; the only thing an engine reads besides the cohort."""

    starts: float
    warm_up: float
    length: float
    end: float
    ops: tuple[Op, ...]
    dists: tuple[DistRow, ...]
    streams: tuple[StreamRow, ...]
    uniforms: tuple[str, ...]
    arrivals: tuple[ArrivalRow, ...]
    needs: tuple[NeedRow, ...]
    ranks: tuple[int, ...]
    stages: tuple[StageRow, ...]
    pools: tuple[PoolRow, ...]
    positions: tuple[PositionRow, ...]
    channels: tuple[ChannelRow, ...]
    decisions: tuple[DecisionRow, ...]
    meetings: tuple[MeetingRow, ...]
    schedules: tuple[tuple[float, ...], ...]
    splits: tuple[SplitRow, ...]
    class_splits: tuple[tuple[int, ...], ...]
    need_splits: tuple[NeedSplitRow, ...]
    exits: tuple[ExitRow, ...]
    targets: tuple[TargetRow, ...]
    behaviours: tuple[BehaviourRow, ...]
    moments: tuple[MomentRow, ...]
    moment_index: dict[tuple[object, ...], int]
    names: Names
    defects: tuple[DefectRow, ...] = ()
