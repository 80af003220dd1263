"""The measures of work that goes wrong and comes back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from orgsim.engine.rules_defects import CAUSE_NAMES
from orgsim.engine.trace import first_causes, first_stages
from orgsim.measures.listing import has_failure
from orgsim.measures.tallies import Part, share
from orgsim.measures.view import View


def rows(view: View) -> Iterator[Part]:
    """Yield how much of demand is failure demand, how much is right first time, and what goes wrong where."""
    if not has_failure(view.variant):
        return
    measured, causes = view.measured, first_causes(view.trace.faults)
    left = measured & view.departed
    yield Part("failure_demand_share", "", share(view.failure, measured))
    for number, name in enumerate(view.plan.names.classes):
        yield Part("failure_demand_share", name, share(view.failure, measured & (view.cohort.visit_class == number)))
    yield Part("right_first_time_share", "", share(causes == 0, left))
    yield Part("first_contact_resolution", "", share(~_followed(view), left & (view.cohort.parent < 0)))
    stages = np.where(causes > 0, first_stages(view.trace.faults), -1)
    for number, name in enumerate(view.plan.names.stages):
        yield Part("defective_by_stage", name, share(stages == number, left))
    for cause, name in enumerate(CAUSE_NAMES[1:], 1):
        yield Part("defective_by_cause", name, share(causes == cause, left))


def _followed(view: View) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which visits failure demand follows, also where it would come after the end of the run."""
    child = view.cohort.child
    return (child >= 0) & view.failure[child]
