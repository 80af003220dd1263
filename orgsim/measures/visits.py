"""The measures of visits that every scenario has."""

from __future__ import annotations

import math
from collections.abc import Iterator

from orgsim.measures.statistics import count
from orgsim.measures.tallies import Computed, Number, Part, mean, share, statistics
from orgsim.measures.view import View

_ON_NO_VISIT = ("lend", "pull", "reserve")
"""What a behaviour does to pools, not to a visit, so that no visit shows how often."""


def _unknown() -> float:
    return math.nan


def rows(view: View) -> Iterator[Part]:
    """Yield how many came, how long they were inside, how they left and who acted on them."""
    measured = view.measured
    yield Part("visits_per_day", "", Number(count(measured), view.days))
    yield Part("time_inside", "", mean(view.inside[measured]))
    for number, name in enumerate(view.plan.names.classes):
        yield Part("time_inside", name, mean(view.inside[measured & (view.cohort.visit_class == number)]))
    for number, name in enumerate(view.plan.names.exits):
        yield Part("exit_share", name, share(view.trace.exit == number, measured & view.departed))
    yield Part("still_inside_share", "", share(~view.departed, measured))
    for name, behaviour in view.variant.behaviours.items():
        unseen = behaviour.do in _ON_NO_VISIT and behaviour.switched == "on"
        acts = Computed(_unknown) if unseen else Number(count(view.touched(name) & measured), view.days)
        yield Part("behaviour_acts_per_day", name, acts)
    for show, value in statistics(view.inside[measured], ["median", "p95"]):
        yield Part(f"time_inside_{show}", "", value)
