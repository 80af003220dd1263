"""Failure demand as defects make it: a constant share (B6), and one that grows with load, with two regimes (B19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import networks
from orgsim.theory.bistability import FailureCurve, fixed_points
from orgsim.theory.simulated.observing import in_span, visits
from orgsim.theory.simulated.scenarios import (
    Tree,
    clerks,
    coming,
    desk,
    exponential,
    scenario,
    simulated,
    time,
)
from orgsim.theory.simulated.trial import ROUGH, Check, Trial

if TYPE_CHECKING:
    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan

COMES_BACK = 0.8
"""Share of the defective visits that come back."""
CLERKS, WORST = 60, 0.6
CURVE = FailureCurve(base=0.1, rise=WORST - 0.1, middle=0.975, width=0.005)
"""The curve of the theory nearest to that of the scenario: a line from 10% while 95% are busy to 60% while all are."""


def _exit(delay: float) -> Tree:
    back = {"share": f"{100 * COMES_BACK:g}%", "after": exponential(delay), "at": "desk"}
    return {"served": {"failure": back}}


def failing(share: float) -> Tree:
    """Return one desk where so large a ``share`` of jobs comes back, after ten times the time of a job (B6)."""
    return scenario(
        26,
        arrivals={"everyone": coming("desk", 0.4)},
        pathway={"desk": desk("clerk", exponential(1.0), defects={"base": f"{100 * share / COMES_BACK!r}%"})},
        resources={"clerk": clerks(1)},
        exits=_exit(10.0),
    )


def again(plan: Plan, cohort: Cohort, trace: Trace) -> Mapping[str, float]:
    """Return what ``visits`` does and the share of visits that are failure demand."""
    from orgsim.engine.trace import came_by_failure

    measured = in_span(plan, trace.arrived)
    return {
        **visits(plan, cohort, trace),
        "failure share": float(came_by_failure(trace.faults)[measured].mean()),
    }


def crowded(design: float, backlog: int) -> Tree:
    """Return clerks who err when nearly all of them are busy, and ``backlog`` jobs that wait when the run begins (B19).

    First-time work and the failure of calm times together are ``design`` of what the clerks can do.
    """
    extra = 1 - (1 - WORST / COMES_BACK) / (1 - CURVE.base / COMES_BACK)
    defects = {
        "base": f"{100 * CURVE.base / COMES_BACK!r}%",
        "over": {"pool": "clerk", "from": "95%", "at_full": f"{100 * extra:.6f}%"},
    }
    waiting = {"at": "desk", "at_start": backlog, "classes": {"customer": "100%"}}
    rate = design * (1 - CURVE.base) * CLERKS
    return {
        **scenario(
            1,
            arrivals={"everyone": coming("desk", rate), "waiting": waiting},
            pathway={"desk": desk("clerk", exponential(1.0), defects=defects)},
            resources={"clerk": clerks(CLERKS)},
            exits=_exit(1.0),
        ),
        "calendar": {"warm_up": time(100), "length": time(60), "follow_up": "0 min"},
    }


def led_to_more(plan: Plan, cohort: Cohort, trace: Trace) -> Mapping[str, float]:
    """Return which share of the jobs done in the measured span comes back."""
    from orgsim.engine.trace import came_by_failure

    done = in_span(plan, trace.departed)
    child = cohort.child
    back = (child >= 0) & came_by_failure(trace.faults)[child]
    return {"failing": float(back[done].mean())}


def constant() -> Iterator[Trial]:
    """Yield B6 once more: the same by defects, with a delay before a job comes back, which changes neither load nor share."""
    for share in (0.2, 0.5):
        found = networks.feedback(0.4, 1.0, share)
        name = f"defects that bring {share:.0%} back"
        yield simulated(
            name,
            partial(failing, share),
            again,
            Check("B6", f"{name}: all demand", found.rate, "rate at desk"),
            Check("B6", f"{name}: failure demand", share, "failure share"),
            Check("B6", f"{name}: number at the desk", found.in_system, "number at desk", ROUGH),
        )


def two_regimes() -> Iterator[Trial]:
    """Yield B19: at one load both regimes stay as they begin; below the critical load only the good one does."""
    for design, backlog, place, what in (
        (0.6, 0, 0, "begun in calm"),
        (0.6, 2 * CLERKS, -1, "begun with a backlog"),
        (0.35, 2 * CLERKS, -1, "begun with a backlog"),
    ):
        share = CURVE.at(fixed_points(design, CURVE)[place])
        name = f"design load {design:g}, {what}"
        yield simulated(
            name,
            partial(crowded, design, backlog),
            led_to_more,
            Check("B19", f"{name}: share that comes back", share, "failing", ROUGH),
        )


FAMILIES = (constant, two_regimes)
