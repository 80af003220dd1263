"""The measures of visits that every scenario has."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgsim.measures.statistics import count, mean, share, statistics
from orgsim.measures.tidy import Row
from orgsim.measures.view import View

_ON_NO_VISIT = ("lend", "pull", "reserve")
"""What a behaviour does to pools, not to a visit, so that no visit shows how often."""


def rows(view: View) -> Iterator[Row]:
    """Yield how many came, how long they were inside, how they left and who acted on them."""
    measured = view.measured
    yield Row("visits_per_day", "", count(measured) / view.days)
    yield Row("time_inside", "", mean(view.inside[measured]))
    for number, name in enumerate(view.plan.names.classes):
        yield Row("time_inside", name, mean(view.inside[measured & (view.cohort.visit_class == number)]))
    for number, name in enumerate(view.plan.names.exits):
        yield Row("exit_share", name, share(view.trace.exit == number, measured & view.departed))
    yield Row("still_inside_share", "", share(~view.departed, measured))
    for name, behaviour in view.variant.behaviours.items():
        unseen = behaviour.do in _ON_NO_VISIT and behaviour.switched == "on"
        acts = math.nan if unseen else count(view.touched(name) & measured) / view.days
        yield Row("behaviour_acts_per_day", name, acts)
    shown = ("median", "p95")
    for show, value in zip(shown, statistics(view.inside[measured], shown), strict=True):
        yield Row(f"time_inside_{show}", "", value)
