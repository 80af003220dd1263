"""The measures of use: how much of their time positions, layers and pools are busy."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from orgsim.engine.trace import Use
from orgsim.measures.statistics import ratio
from orgsim.measures.tidy import Row
from orgsim.measures.view import View


def rows(view: View) -> Iterator[Row]:
    """Yield the use of each position, each layer and each pool; NaN where there was no capacity."""
    positions, pools = view.trace.positions, view.trace.pools
    for number, name in enumerate(view.plan.names.positions):
        yield Row("position_utilisation", name, _use(positions, [number]))
    layer = np.array([position.layer for position in view.plan.positions], dtype=np.int64)
    for number, name in enumerate(view.plan.names.layers):
        yield Row("layer_utilisation", name, _use(positions, np.flatnonzero(layer == number).tolist()))
    for number, name in enumerate(view.plan.names.pools):
        yield Row("pool_utilisation", name, _use(pools, [number]))


def _use(use: Use, numbers: list[int]) -> float:
    return ratio(math.fsum(use.busy[numbers]), math.fsum(use.capacity[numbers]))
