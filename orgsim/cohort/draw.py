"""Draw a cohort: arrivals, classes, true needs, times, and the uniforms of every choice, keyed by name and visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.streams import generator, replication_key
from orgsim.cohort.times import arrival_times, draw_times

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.plan.tables import Plan

RETURN_CAP = 0.25
"""Visits whose return draw is below this get a row for a possible return; no exit's share may exceed it."""


@dataclass(frozen=True)
class _Part:
    """Visits of one stream and generation: arrays of the same length, named as in ``Cohort``."""

    arrival: NDArray[np.float64]
    visit_class: NDArray[np.int64]
    needs: NDArray[np.bool_]
    return_draw: NDArray[np.float64]
    values: list[NDArray[np.float64]]
    uniforms: list[NDArray[np.float64]]


def draw_cohort(plan: Plan, seed: int, replication: int) -> Cohort:
    """Draw replication ``replication`` (from 0 or 1, any whole number) of the cohort that ``plan`` describes.

    Streams are keyed by the names of stages, needs and arrivals, so the same visit gets the same numbers in every
    variant, and a stage or behaviour that is added or removed changes no other number.
    """
    import numpy as np

    parts, streams, numbers = [], [], []
    for index, row in enumerate(plan.arrivals):
        times = arrival_times(row, plan.starts, plan.end, seed, replication)
        classes = _classes(row.shares, len(times), seed, replication, row.name)
        parts.append(_part(plan, times, classes, seed, replication, row.name))
        streams.append(np.full(len(times), index))
        numbers.append(np.arange(len(times)))
    arrival = np.concatenate([part.arrival for part in parts])
    order = np.argsort(arrival, kind="stable")
    first = _joined(parts, order)
    stream, number = np.concatenate(streams)[order], np.concatenate(numbers)[order]
    return _with_returns(plan, first, stream, number, seed, replication)


def _classes(shares: tuple[float, ...], size: int, seed: int, replication: int, name: str) -> NDArray[np.int64]:
    import numpy as np

    drawn = generator(seed, replication, f"{name}/class").random(size)
    chosen: NDArray[np.int64] = np.minimum(np.searchsorted(np.array(shares), drawn, side="right"), len(shares) - 1)
    return chosen


def _part(
    plan: Plan, arrival: NDArray[np.float64], classes: NDArray[np.int64], seed: int, replication: int, name: str
) -> _Part:
    """Draw all that visits of one stream carry, given when they arrive and their classes."""
    size = len(classes)

    def uniform(purpose: str) -> NDArray[np.float64]:
        return generator(seed, replication, f"{name}/{purpose}").random(size)

    values = [
        draw_times([plan.dists[dist] for dist in row.dists], classes, seed, replication, f"{name}/{row.name}")
        for row in plan.streams
    ]
    return _Part(
        arrival, classes, _needs(plan, classes, uniform), uniform("return"), values, [uniform(u) for u in plan.uniforms]
    )


def _needs(plan: Plan, classes: NDArray[np.int64], uniform: object) -> NDArray[np.bool_]:
    """Draw the truths (n, N); a need that depends on another one is written after it."""
    import numpy as np

    assert callable(uniform)  # noqa: S101  (narrow for the type checker)
    truths = np.zeros((len(classes), len(plan.needs)), dtype=np.bool_)
    for index, row in enumerate(plan.needs):
        chance = np.array(row.chance)[classes]
        if row.given >= 0:
            chance = np.where(truths[:, row.given], np.array(row.chance_given)[classes], chance)
        truths[:, index] = uniform(f"need:{row.name}") < chance
    return truths


def _joined(parts: list[_Part], order: NDArray[np.int64]) -> _Part:
    import numpy as np

    def merge(arrays: list[NDArray[np.generic]]) -> NDArray[np.generic]:
        return np.concatenate(arrays)[order]

    return _Part(
        merge([p.arrival for p in parts]),  # type: ignore[arg-type]
        merge([p.visit_class for p in parts]),  # type: ignore[arg-type]
        merge([p.needs for p in parts]),  # type: ignore[arg-type]
        merge([p.return_draw for p in parts]),  # type: ignore[arg-type]
        [merge([p.values[i] for p in parts]) for i in range(len(parts[0].values))],  # type: ignore[misc]
        [merge([p.uniforms[i] for p in parts]) for i in range(len(parts[0].uniforms))],  # type: ignore[misc]
    )


def _with_returns(
    plan: Plan, first: _Part, stream: NDArray[np.int64], number: NDArray[np.int64], seed: int, replication: int
) -> Cohort:
    """Add, generation by generation, a row for each visit that might come back."""
    import numpy as np

    parts, streams, numbers, parents = [first], [stream], [number], [np.full(len(stream), -1)]
    base, generation = 0, 0
    while parts[-1].return_draw.size:
        generation += 1
        back = np.flatnonzero(parts[-1].return_draw < RETURN_CAP)
        last, last_stream, last_number = parts[-1], streams[-1], numbers[-1]
        rows, row_streams, row_numbers, row_parents = [], [], [], []
        for index, row in enumerate(plan.arrivals):
            mine = back[last_stream[back] == index]
            mine = mine[np.argsort(last_number[mine], kind="stable")]
            name = f"{row.name}/return{generation}"
            rows.append(_part(plan, np.full(len(mine), np.nan), last.visit_class[mine], seed, replication, name))
            row_streams.append(np.full(len(mine), index))
            row_numbers.append(np.arange(len(mine)))
            row_parents.append(base + mine)
        base += len(last_stream)
        parts.append(_joined(rows, np.arange(len(back))))
        streams.append(np.concatenate(row_streams))
        numbers.append(np.concatenate(row_numbers))
        parents.append(np.concatenate(row_parents))
    whole = _joined(parts, np.arange(sum(len(part.arrival) for part in parts)))
    parent = np.concatenate(parents).astype(np.int64)
    child = np.full(len(parent), -1, dtype=np.int64)
    child[parent[parent >= 0]] = np.flatnonzero(parent >= 0)
    return Cohort(
        seed, replication, replication_key(seed, replication), len(stream), whole.arrival, np.concatenate(streams),
        np.concatenate(numbers), whole.visit_class, whole.needs, parent, child, whole.return_draw,
        tuple(whole.values), tuple(whole.uniforms),
    )  # fmt: skip
