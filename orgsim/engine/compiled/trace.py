"""Read the trace of a replication out of its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.compiled import layout as at
from orgsim.engine.conservation import Accounts, PoolAccount
from orgsim.engine.trace import Requests, Trace, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from orgsim.engine.compiled.replication import Replication, Running

    Words = NDArray[np.int64]


def read_trace(done: Replication) -> Trace:
    """Return the trace; its columns are views of one table with a row a visit (shapes as in ``Trace``)."""
    words = done.region.words
    layout, first = done.layout, len(done.plan.pools)
    pools, positions = (_use(done, *one) for one in ((layout.pools, 0), (layout.positions, first)))
    return trace_of(done, done.out, done.asked[: int(words[at.ASKED])], pools, positions)


def trace_of(done: Running, whole: Words, asked: Words, pools: Use, positions: Use) -> Trace:
    """Return the trace of a run with these rows of visits and of requests, and this use of pools and positions."""
    plan, real = done.plan, whole.view(np.float64)
    words = done.region.words
    marks = int(words[at.MARK_WORDS])
    used = (len(plan.stages) + 62) // 63
    moments = at.OUT_MARKS + 2 * marks
    clocks = moments + len(plan.moments)
    last = clocks + at.CLOCK_WORDS * len(plan.targets)
    spent = [
        words[stage + at.STAGE_SPENT : stage + at.STAGE_SPENT + 6].view(np.float64) for stage in done.layout.stages
    ]
    return Trace(
        arrived=real[:, at.OUT_ARRIVED], departed=real[:, at.OUT_DEPARTED], exit=whole[:, at.OUT_EXIT],
        clock_start=real[:, clocks + at.CLOCK_START : last : at.CLOCK_WORDS],
        clock_stop=real[:, clocks + at.CLOCK_STOP : last : at.CLOCK_WORDS],
        clock_recorded=real[:, clocks + at.CLOCK_RECORDED : last : at.CLOCK_WORDS],
        moments=real[:, moments:clocks], touched=whole[:, at.OUT_TOUCHED],
        faults=whole[:, at.OUT_FAULTS],
        reached=whole[:, at.OUT_MARKS : at.OUT_MARKS + used],
        begun=whole[:, at.OUT_MARKS + marks : at.OUT_MARKS + marks + used],
        spent=np.array(spent).reshape(-1, 6),
        stage_visits=np.array([words[stage + at.STAGE_VISITS] for stage in done.layout.stages], dtype=np.int64),
        visit_spent=real[:, at.OUT_SPENT : at.OUT_SPENT + 6], requests=_requests(asked),
        pools=pools, positions=positions, end=plan.end, events=int(words[at.EVENTS]),
        people=done.unit_days[: int(words[at.UNIT_DAYS_COUNT])].view(np.float64),
        reviews=done.reviewed[: int(words[at.REVIEWED_COUNT])].view(np.float64),
    )  # fmt: skip


def _requests(rows: NDArray[np.int64]) -> Requests:
    whole = rows.T.copy()
    real = whole.view(np.float64)
    return Requests(
        whole[at.OF_DECISION], whole[at.OF_VISIT], real[at.ASKED_AT], real[at.ANSWERED_AT], whole[at.HOPS],
        whole[at.TIMES_ASKED], real[at.KEPT], whole[at.SETTLED], real[at.OF_COMPLEXITY], whole[at.OF_WAY], whole[at.DEPTH],
        whole[at.DECIDED_BY], whole[at.ANSWERED], whole[at.WAS_RIGHT], real[at.VALUE],
    )  # fmt: skip


def _use(done: Replication, pools: Sequence[int], first: int) -> Use:
    """Return the use of pools or positions, whose columns of the census begin at ``first``."""
    words = done.region.words
    rows = int(words[at.CENSUS_ROWS])
    census = done.census[: int(words[at.CENSUS_HOURS])]

    def hourly(block: int) -> NDArray[np.int64]:
        return census[:, block * rows + first : block * rows + first + len(pools)].T.copy()

    return Use(*minutes_of_use(done, pools), hourly(0), hourly(1), hourly(2))


def minutes_of_use(done: Running, pools: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return busy and capacity of pools or positions, in unit-minutes over the measured span."""
    real = done.region.words.view(np.float64)
    place = np.array(pools, dtype=np.int64)
    busy = real[place + at.BUSY_AFTER] - real[place + at.BUSY_BEFORE]
    return busy, real[place + at.CAPACITY_AFTER] - real[place + at.CAPACITY_BEFORE]


def accounts(done: Running) -> Accounts:
    """Return what the conservation checks compare with the trace."""
    words = done.region.words
    real = words.view(np.float64)
    pools = [
        PoolAccount(
            name, int(words[place + at.BUSY_UNITS]), int(words[place + at.RESTING]), int(words[place + at.HELD_NOW]),
            float(real[place + at.BUSY_MINUTES]), float(real[place + at.HELD_MINUTES]),
        )
        for name, place in zip(done.plan.names.pools, done.layout.pools, strict=True)
    ]  # fmt: skip
    waited = float(real[at.INSIDE_WAITED])
    return Accounts(int(words[at.STARTED]), int(words[at.INSIDE_COUNT]), waited, pools)
