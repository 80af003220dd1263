"""Times of arrival and lengths of time, drawn for a whole stream at once."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

from orgsim.cohort.families import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, TRIANGULAR, UNIFORM
from orgsim.cohort.streams import generator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.cohort.streams import Streams
    from orgsim.plan.tables import ArrivalRow, DistRow

    _Number = float | NDArray[np.float64]
    Levels = Callable[[NDArray[np.float64]], NDArray[np.float64]]

MINUTES_A_WEEK = 10080.0
_AT_A_TIME = 4096
"""Arrivals drawn at a time where not all are wanted at once."""
_NEUTRAL = {FIXED: (0.0, 0.0, 0.0), UNIFORM: (0.0, 1.0, 0.0), TRIANGULAR: (0.0, 0.5, 1.0), EXPONENTIAL: (1.0, 0.0, 0.0),
            LOGNORMAL: (0.0, 1.0, 0.0), GAMMA: (1.0, 1.0, 0.0)}  # fmt: skip


def draw_times(rows: Sequence[DistRow], people: People, streams: Streams, name: str, into: NDArray[np.float64]) -> None:
    """Draw one time (minutes) a visit, by its class, into ``into`` (n,). ``rows``: the distribution of each class.

    One pass a family over all visits of each part, so that a visit's number depends on its place alone.
    """
    import numpy as np

    families = sorted({row.family for row in rows})
    if len(families) == 1:
        _of_family(families[0], rows, people, streams, name, into)
        return
    drawn = np.empty_like(into)
    for family in families:
        chosen = np.array([row.family == family for row in rows])[people.visit_class]
        table = [row[1:] if row.family == family else _NEUTRAL[family] for row in rows]
        _of_family(family, [type(rows[0])(family, *each) for each in table], people, streams, name, drawn)
        np.copyto(into, drawn, where=chosen)


def _of_family(
    family: int, rows: Sequence[DistRow], people: People, streams: Streams, name: str, into: NDArray[np.float64]
) -> None:
    """Draw one time a visit where the distributions of all classes are of one family."""
    import numpy as np

    table = np.array([row[1:] for row in rows]).T
    alike = len(set(rows)) == 1
    if family == FIXED:
        into[:] = rows[0].a if alike else table[0][people.visit_class]
        return
    sources = streams.each([f"{part.name}/{name}/{family}" for part in people.parts])
    for part, source in zip(people.parts, sources, strict=True):
        a, b, c = rows[0][1:] if alike else (column[part.classes] for column in table)
        into[part.rows] = _draw(family, a, b, c, part.size, source)


def _draw(family: int, a: _Number, b: _Number, c: _Number, size: int, source: np.random.Generator) -> _Number:
    """Draw ``size`` numbers; a parameter is one for all or one for each, which gives the same numbers."""
    if family == EXPONENTIAL:
        return source.exponential(a, size)
    if family == UNIFORM:
        return source.uniform(a, b, size)
    if family == TRIANGULAR:
        return source.triangular(a, b, c, size)
    if family == LOGNORMAL:
        return source.lognormal(a, b, size)
    return source.gamma(a, b, size)


class Arrivals(Protocol):
    """The rising arrival times (minutes) of one stream, given piece by piece."""

    def until(self, edge: float) -> NDArray[np.float64]:
        """Return those before minute ``edge`` that were not given yet."""
        ...


def arrivals_of(row: ArrivalRow, starts: float, end: float, seed: int, replication: int) -> Arrivals:
    """Return the arrivals of one stream before ``end``; ``starts`` is the minute of the week at 0."""
    import numpy as np

    if row.kind == 2:
        return _AtSetTimes(np.zeros(1), row.number)
    if row.kind == 1:
        return _AtSetTimes(_set_times(row.times, starts, end), row.number)
    source = generator(seed, replication, f"{row.name}/arrival")
    wanders = row.wander_every > 0
    levels = _wandering(row, end, generator(seed, replication, f"{row.name}/level")) if wanders else None
    return _AtRandom(row, starts, end, source, levels)


def arrival_times(row: ArrivalRow, starts: float, end: float, seed: int, replication: int) -> NDArray[np.float64]:
    """Return all arrival times of one stream at once."""
    return arrivals_of(row, starts, end, seed, replication).until(math.inf)


class _AtSetTimes:
    """So many at each of these moments."""

    def __init__(self, moments: NDArray[np.float64], number: int) -> None:
        self._left, self._number = moments, number

    def until(self, edge: float) -> NDArray[np.float64]:
        """See ``Arrivals``."""
        import numpy as np

        cut = np.searchsorted(self._left, edge, side="left")
        now, self._left = self._left[:cut], self._left[cut:]
        return np.repeat(now, self._number)


def _set_times(times: tuple[float, ...], starts: float, end: float) -> NDArray[np.float64]:
    import numpy as np

    weeks = np.arange(int(end // MINUTES_A_WEEK) + 2) * MINUTES_A_WEEK
    moments = np.sort((weeks[:, None] + np.array(times)[None, :] - starts).ravel())
    return moments[(moments >= 0) & (moments < end)]


def _wandering(row: ArrivalRow, end: float, source: np.random.Generator) -> Levels:
    """Draw what the rate is multiplied by in each period, and return what says it for minutes of the run."""
    import numpy as np

    periods = int(end // row.wander_every) + 2
    drawn = source.standard_normal((periods, 2))  # one row a period, so that a longer run begins like a shorter one
    kept, step = row.wander_kept, row.wander_step
    drift = np.empty(periods)
    drift[0] = step / math.sqrt(1 - kept * kept) * drawn[0, 0] if kept < 1 else 0.0
    for period in range(1, periods):
        drift[period] = kept * drift[period - 1] + step * drawn[period, 0]
    levels: NDArray[np.float64] = np.maximum(1.0 + drift + row.wander_spread * drawn[:, 1], 0.0)

    def at(minutes: NDArray[np.float64]) -> NDArray[np.float64]:
        found: NDArray[np.float64] = levels[(np.maximum(minutes, 0.0) // row.wander_every).astype(np.int64)]
        return found

    return at


class _AtRandom:
    """A Poisson process whose rate steps each hour, drawn by stretching a process of rate one (Cinlar 1975).

    ``_reached``: the time of the process of rate one up to which gaps were drawn; ``_gaps``: how many may still be.
    """

    def __init__(
        self, row: ArrivalRow, starts: float, end: float, source: np.random.Generator, levels: Levels | None
    ) -> None:
        """``levels``: what the rate of the hours that begin at these minutes (k,) is multiplied by."""
        import numpy as np

        hours = np.arange(int(starts // 60), int((starts + end) // 60) + 2)
        self._clock: NDArray[np.float64] = np.asarray(hours * 60.0 - starts, dtype=np.float64)
        each: NDArray[np.float64] = np.array(row.rates)[hours[:-1] % 168] * 60.0
        if levels is not None:
            each = np.multiply(each, levels(self._clock[:-1]))
        self._expected = np.concatenate([np.zeros(1), np.cumsum(each)])
        self._total = float(np.interp(end, self._clock, self._expected))
        self._source, self._reached, self._ahead = source, 0.0, np.empty(0)
        self._gaps = int(self._total + 8 * self._total**0.5 + 32) if self._total > 0.0 else 0

    def until(self, edge: float) -> NDArray[np.float64]:
        """See ``Arrivals``."""
        import numpy as np

        pieces = [self._ahead]
        while self._gaps and not (len(pieces[-1]) and pieces[-1][-1] >= edge):
            pieces.append(self._more(self._gaps if edge == math.inf else min(self._gaps, _AT_A_TIME)))
        ahead = np.concatenate(pieces)
        cut = np.searchsorted(ahead, edge, side="left")
        now, self._ahead = ahead[:cut], ahead[cut:].copy()
        return now

    def _more(self, gaps: int) -> NDArray[np.float64]:
        """Draw ``gaps`` gaps and return the times of arrival they lead to; the sum goes on where it stopped."""
        import numpy as np

        drawn = np.empty(gaps + 1)
        drawn[0] = self._reached
        drawn[1:] = self._source.standard_exponential(gaps)
        when = np.cumsum(drawn)[1:]
        self._reached, self._gaps = float(when[-1]), self._gaps - gaps
        if self._reached >= self._total:
            self._gaps = 0
        times: NDArray[np.float64] = np.interp(when[when < self._total], self._expected, self._clock)
        return times
