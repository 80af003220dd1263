"""Times of arrival and lengths of time, drawn for a whole stream at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.cohort.families import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, TRIANGULAR, UNIFORM
from orgsim.cohort.streams import generator

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.plan.tables import ArrivalRow, DistRow

MINUTES_A_WEEK = 10080.0
_NEUTRAL = {UNIFORM: (0.0, 1.0, 0.0), TRIANGULAR: (0.0, 0.5, 1.0), EXPONENTIAL: (1.0, 0.0, 0.0),
            LOGNORMAL: (0.0, 1.0, 0.0), GAMMA: (1.0, 1.0, 0.0)}  # fmt: skip


def draw_times(
    rows: list[DistRow], classes: NDArray[np.int64], seed: int, replication: int, name: str
) -> NDArray[np.float64]:
    """Draw one time (minutes) a visit, by its class. ``rows``: the distribution of each class; ``classes``: (n,).

    One pass a family over all visits, so that a visit's number depends on its place alone.
    """
    import numpy as np

    result = np.empty(len(classes), dtype=np.float64)
    for family in sorted({row.family for row in rows}):
        chosen = np.array([row.family == family for row in rows])[classes]
        if family == FIXED:
            result[chosen] = np.array([row.a for row in rows])[classes][chosen]
            continue
        table = np.array([row[1:] if row.family == family else _NEUTRAL[family] for row in rows])[classes]
        drawn = _draw(family, table, generator(seed, replication, f"{name}/{family}"))
        result[chosen] = drawn[chosen]
    return result


def _draw(family: int, table: NDArray[np.float64], source: np.random.Generator) -> NDArray[np.float64]:
    a, b, c = table[:, 0], table[:, 1], table[:, 2]
    if family == EXPONENTIAL:
        return source.exponential(a)
    if family == UNIFORM:
        return source.uniform(a, b)
    if family == TRIANGULAR:
        return source.triangular(a, b, c)
    if family == LOGNORMAL:
        return source.lognormal(a, b)
    return source.gamma(a, b)


def arrival_times(row: ArrivalRow, starts: float, end: float, seed: int, replication: int) -> NDArray[np.float64]:
    """Return the rising arrival times (minutes) of one stream before ``end``; ``starts`` is the minute of the week at 0."""
    import numpy as np

    if row.kind == 2:
        return np.zeros(row.number)
    if row.kind == 1:
        return np.repeat(_set_times(row.times, starts, end), row.number)
    return _poisson(row, starts, end, generator(seed, replication, f"{row.name}/arrival"))


def _set_times(times: tuple[float, ...], starts: float, end: float) -> NDArray[np.float64]:
    import numpy as np

    weeks = np.arange(int(end // MINUTES_A_WEEK) + 2) * MINUTES_A_WEEK
    moments = np.sort((weeks[:, None] + np.array(times)[None, :] - starts).ravel())
    return moments[(moments >= 0) & (moments < end)]


def _poisson(row: ArrivalRow, starts: float, end: float, source: np.random.Generator) -> NDArray[np.float64]:
    """Draw a Poisson process whose rate steps each hour, by stretching a process of rate one (Cinlar 1975)."""
    import numpy as np

    hours = np.arange(int(starts // 60), int((starts + end) // 60) + 2)
    expected = np.concatenate([[0.0], np.cumsum(np.array(row.rates)[hours[:-1] % 168] * 60.0)])
    clock = hours * 60.0 - starts
    total = float(np.interp(end, clock, expected))
    if total <= 0.0:
        return np.empty(0)
    gaps = source.standard_exponential(int(total + 8 * total**0.5 + 32))
    when = np.cumsum(gaps)
    times: NDArray[np.float64] = np.interp(when[when < total], expected, clock)
    return times
