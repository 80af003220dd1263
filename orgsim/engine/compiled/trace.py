"""Read the trace of a replication out of its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    census = done.census[: int(words[at.CENSUS_HOURS])]
    return trace_of(done, done.out, done.asked[: int(words[at.ASKED])], census, done.unit_days)


def trace_of(
    done: Running, whole: Words, asked: Words, census: NDArray[np.signedinteger[Any]], unit_days: Words
) -> Trace:
    """Return the trace of a run and these rows of visits, requests, hours and days."""
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
        pools=_use(done, census, done.layout.pools, 0),
        positions=_use(done, census, done.layout.positions, len(plan.pools)),
        end=plan.end, events=int(words[at.EVENTS]), people=unit_days[: int(words[at.UNIT_DAYS_COUNT])].view(np.float64),
    )  # fmt: skip


def _requests(rows: NDArray[np.int64]) -> Requests:
    whole = rows.T.copy()
    real = whole.view(np.float64)
    return Requests(
        whole[at.OF_DECISION], whole[at.OF_VISIT], real[at.ASKED_AT], real[at.ANSWERED_AT], whole[at.HOPS],
        whole[at.TIMES_ASKED], real[at.KEPT], whole[at.SETTLED], real[at.OF_COMPLEXITY], whole[at.OF_WAY], whole[at.DEPTH],
        whole[at.DECIDED_BY], whole[at.ANSWERED], whole[at.WAS_RIGHT], real[at.VALUE],
    )  # fmt: skip


def _use(done: Running, census: NDArray[np.signedinteger[Any]], pools: Sequence[int], first: int) -> Use:
    """Return the use of pools or positions, whose columns of the census begin at ``first``."""
    words = done.region.words
    real = words.view(np.float64)
    place = np.array(pools, dtype=np.int64)
    rows = int(words[at.CENSUS_ROWS])

    def hourly(block: int) -> NDArray[np.int64]:
        return census[:, block * rows + first : block * rows + first + len(pools)].T.astype(np.int64, order="C")

    return Use(
        real[place + at.BUSY_AFTER] - real[place + at.BUSY_BEFORE],
        real[place + at.CAPACITY_AFTER] - real[place + at.CAPACITY_BEFORE],
        hourly(0), hourly(1), hourly(2),
    )  # fmt: skip


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
