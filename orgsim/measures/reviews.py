"""The measures of reviews: by how much the number on duty missed what the work needed."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgsim.engine.trace import Reviewed
from orgsim.measures.statistics import ratio
from orgsim.measures.tidy import Row
from orgsim.measures.view import View


def rows(view: View) -> Iterator[Row]:
    """Yield both measures over all pools that are reviewed, then for each; NaN where the measured span ends no period."""
    if not view.plan.reviews:
        return
    reviews = view.trace.reviews
    at = reviews[:, Reviewed.AT]
    measured = (at > view.start) & (at <= view.stop)
    names = [("", measured)]
    names += [
        (view.plan.names.pools[row.pool], measured & (reviews[:, Reviewed.POOL] == row.pool))
        for row in view.plan.reviews
    ]
    for measure in ("review_gap_squared", "review_scale"):
        for name, mask in names:
            needed, scale = reviews[mask, Reviewed.NEEDED], reviews[mask, Reviewed.SCALE]
            values = (needed - scale) ** 2 if measure == "review_gap_squared" else scale
            yield Row(measure, name, ratio(math.fsum(values), len(values)))
