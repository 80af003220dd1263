"""The measures of use: how much of their time positions, layers and pools are busy, and how evenly."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from orgsim.engine.trace import Use
from orgsim.measures.decisions import ways_taken
from orgsim.measures.statistics import count, ratio
from orgsim.measures.tallies import Part, Share
from orgsim.measures.tidy import Row
from orgsim.measures.view import View
from orgsim.organisation.measures import gini


def rows(view: View) -> Iterator[Row | Part]:
    """Yield all of them."""
    yield from of_time(view)
    yield from passing(view)


def of_time(view: View) -> Iterator[Row]:
    """Yield the use of each position, each layer and each pool; NaN where there was no capacity."""
    positions, pools = view.trace.positions, view.trace.pools
    for number, name in enumerate(view.plan.names.positions):
        yield Row("position_utilisation", name, _use(positions, [number]))
    layer = np.array([position.layer for position in view.plan.positions], dtype=np.int64)
    for number, name in enumerate(view.plan.names.layers):
        yield Row("layer_utilisation", name, _use(positions, np.flatnonzero(layer == number).tolist()))
    for number, name in enumerate(view.plan.names.pools):
        yield Row("pool_utilisation", name, _use(pools, [number]))
    busy = positions.busy.tolist()
    yield Row("position_load_gini", "", gini(busy) if any(busy) else math.nan)


def passing(view: View) -> Iterator[Part]:
    """Yield for each position the share of decided requests that it passed on; NaN where none was decided."""
    requests = view.trace.requests
    decided = view.in_span(requests.asked) & ~np.isnan(requests.answered) & (requests.decided_by >= 0)
    whole, through = count(decided), [0] * len(view.plan.names.positions)
    for way, mask in ways_taken(view):
        depths = np.bincount(requests.depth[mask & decided]).tolist()
        for depth, number in enumerate(depths):
            passed = {position for _, position in way.steps[: max(0, min(depth, len(way.steps)) - 1)]}
            for position in passed:
                through[position] += number
    for name, number in zip(view.plan.names.positions, through, strict=True):
        yield Part("betweenness_load", name, Share(number, whole))


def _use(use: Use, numbers: list[int]) -> float:
    return ratio(math.fsum(use.busy[numbers]), math.fsum(use.capacity[numbers]))
