"""The Plan: a variant compiled to flat, immutable tables of numbers.

Every row is a tuple of ints and floats; names live beside the tables, for people, and no rule reads them. All times are
minutes. Where a column refers to another table it holds a row number, and -1 means none.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from orgsim.plan.change_tables import ChangeRow

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


PASSED_OVER = (OpCode.GO, OpCode.END)
"""Operations that do nothing to a visit: no limit counts them."""


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
    """A position: people on duty at time 0 and its weekly changes, share of attention, layer, queue rule.

    ``authority``, ``knowledge`` and ``weighs`` (the weight of an effect on others) are -1 where not given.
    """

    capacity: int
    changes: tuple[tuple[float, int], ...]
    attention: float
    layer: int
    by_class: bool
    authority: float = float(NONE)
    knowledge: float = float(NONE)
    weighs: float = float(NONE)


class ChannelRow(NamedTuple):
    """A reporting line or link: delay dist, fidelity, places at a time (-1 unlimited), schedule (-1 continuously)."""

    delay: int
    fidelity: float
    capacity: int
    schedule: int


class WayRow(NamedTuple):
    """A way that requests of a decision may take: the rising share up to and with it, and its steps.

    ``decides_from``: steps from the asker from which on somebody may decide. ``crosses``: the request concerns another
    position too. ``detour``: steps to a wrong door (0: none).
    """

    rising: float
    steps: tuple[tuple[int, int], ...]
    decides_from: int
    crosses: bool
    detour: int


AS_TRUTH, BY_STAKES = 1, 2


class JudgedRow(NamedTuple):
    """How answers are judged: ``kind`` (0 not, ``AS_TRUTH``, ``BY_STAKES``), quality at best, its drift an hour.

    ``need``: what the truth is about (-1: yes is right). The rest are the stakes: standard deviations of benefit and effect
    on others, the weight of the latter, and the errors with which they are seen.
    """

    kind: int = 0
    best: float = 1.0
    drift: float = 0.0
    need: int = NONE
    benefit_sd: float = 0.0
    externality_sd: float = 0.0
    weight: float = 1.0
    noise_own: float = 0.0
    noise_others: float = 0.0


class DecisionRow(NamedTuple):
    """A decision right.

    ``steps``: the route as (channel, position reached), starting beyond the asker; empty when the asker decides.
    ``again``: minutes until it is asked again (-1: never); ``at_most``: how often.
    ``check``: schedule of the standing check, with the ``check_pool`` and the occupancy ``check_above``.
    ``effect_pool``, ``effect_number``, ``effect_lasts``: what a yes adds. ``key``: 64 bits of its name, for its draws.
    ``complexity``: dist of what its requests draw (-1: none). ``ways``: all ways, that of ``steps`` first.
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
    complexity: int = NONE
    ways: tuple[WayRow, ...] = ()
    judged: JudgedRow = JudgedRow()


class MeetingRow(NamedTuple):
    """A meeting: schedule, minutes it lasts, member positions, decisions it settles.

    ``agenda``: requests at a sitting at most (-1: no limit); ``per_item``: minutes more for each. ``passes_with``: votes for
    a yes (0: no votes, the meeting judges as one).
    """

    schedule: int
    lasts: float
    members: tuple[int, ...]
    settles: frozenset[int]
    agenda: int = NONE
    per_item: float = 0.0
    passes_with: int = 0

    @property
    def orderly(self) -> bool:
        """Whether it has an agenda or takes time for each item: then the oldest request comes first, whatever it is for."""
        return self.agenda >= 0 or self.per_item > 0


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
    (-1: not by clock); ``pool_full``/``above``, ``pool_free``, ``pool_queue``/``longer``: its trigger; ``classes``: of the visits
    it is done to (none: all); the rest by action.
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
    classes: frozenset[int] = frozenset()


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


class ReviewRow(NamedTuple):
    """A review of how many of a pool are on duty: its schedule, the share ``gain`` of a gap that is made up.

    ``use``: share of the hours that work should fill. The scale stays from ``least`` to ``most``. A claim on the pool is
    ``minutes_each`` of work.
    """

    pool: int
    schedule: int
    gain: float
    use: float
    least: float
    most: float
    minutes_each: float


class ArrivalRow(NamedTuple):
    """A stream of arrivals: kind (0 Poisson, 1 at times, 2 at start), rate a minute for each hour of the week.

    ``at``: operation where it enters. ``shares``: cumulative class shares. The rate wanders: each ``wander_every`` minutes (0:
    never) it is multiplied by 1 + a drift + noise of ``wander_spread``; of the drift the share ``wander_kept`` is left a period
    later, and a step of ``wander_step`` is added (standard deviations).
    """

    name: str
    kind: int
    at: int
    rates: tuple[float, ...]
    times: tuple[float, ...]
    number: int
    shares: tuple[float, ...]
    wander_every: float = 0.0
    wander_step: float = 0.0
    wander_spread: float = 0.0
    wander_kept: float = 1.0


class NeedRow(NamedTuple):
    """A need: name, the need it depends on (-1), chance by class, chance by class where that other is true."""

    name: str
    given: int
    chance: tuple[float, ...]
    chance_given: tuple[float, ...]


class PeopleFigures(NamedTuple):
    """What the rules need to know about the people of a unit; 0 where a mechanism is off.

    ``tires``, ``erodes``, ``recovers``, ``falls``, ``rises``: share of the way that a state goes in a day. ``fills``:
    chance that a vacancy is filled on a day; ``quit_rate`` a year. ``belonging``: informal links d of a position as
    d / (d + 1), mean of the unit's. ``pressure``: the largest of the targets that its positions own. Else see the format.
    """

    speed_up: float = 0.0
    load_above: float = 0.0
    saturates: float = 0.0
    tired_above: float = 0.0
    tires: float = 0.0
    slows: float = 0.0
    tired_errs: float = 0.0
    pressure_effect: float = 0.0
    full_at: float = 1.0
    erodes: float = 0.0
    recovers: float = 0.0
    haste_errs: float = 0.0
    starts: float = 0.5
    by_autonomy: float = 0.0
    by_competence: float = 0.0
    by_belonging: float = 0.0
    by_pressure: float = 0.0
    by_strain: float = 0.0
    ownership: float = 0.0
    falls: float = 0.0
    rises: float = 0.0
    productivity: float = 0.0
    motive_errs: float = 0.0
    belonging: float = 0.5
    pressure: float = 0.0
    quit_rate: float = 0.0
    quits_follow: float = 0.0
    fills: float = 0.0
    absence: float = 0.0
    absence_follows: float = 0.0
    substitution: float = 0.0
    care: float = 0.0
    effort_speeds: float = 0.0
    effort_errs: float = 0.0


class StaffRow(NamedTuple):
    """A pool of a unit's staff: its people are ``heads``; a claim on it is ``minutes_each`` of work; ``key`` of its draws."""

    pool: int
    heads: int
    minutes_each: float
    key: int


class PeopleRow(NamedTuple):
    """The people of a unit whose states change: figures, staff, and the decisions its positions ask for.

    ``asks``: numbers of these decisions.
    """

    unit: int
    figures: PeopleFigures
    staff: tuple[StaffRow, ...]
    asks: tuple[int, ...]


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
    change: ChangeRow | None = None
    people: tuple[PeopleRow, ...] = ()
    midnights: int = NONE
    """Schedule of the days that ``people`` change by; -1 where there are none."""
    reviews: tuple[ReviewRow, ...] = ()
