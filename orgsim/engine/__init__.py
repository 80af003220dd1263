"""Engines that run a plan. ``simulate`` runs one replication and returns its trace; ``simulate_parts`` hands it on in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.choice import EngineName, compiled_engine
from orgsim.engine.garbage import seldom_collected
from orgsim.engine.guards import GuardError, Guards
from orgsim.engine.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgsim.cohort import Cohort
    from orgsim.cohort.parts import CohortParts
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

__all__ = ["GuardError", "Guards", "Journal", "simulate", "simulate_parts"]


def simulate(
    plan: Plan,
    cohort: Cohort,
    journal: Journal | None = None,
    guards: Guards | None = None,
    *,
    engine: EngineName = "simpy",
) -> Trace:
    """Run one replication of ``plan`` on ``cohort``; fills ``journal`` when given. Raises GuardError when stopped.

    Both engines give the same bits. Only the reference engine keeps a journal: raises ValueError for another.
    """
    if engine == "compiled":
        if journal is not None:
            raise ValueError("only the engine `simpy` keeps a journal")
        trace: Trace = compiled_engine().simulate(plan, cohort, guards or Guards())
        return trace
    from orgsim.engine.reference import Reference

    with seldom_collected():
        return Reference(plan, cohort, journal, guards or Guards()).run()


def simulate_parts(
    plan: Plan, parts: CohortParts, keep: Callable[[Cohort, Trace], object], guards: Guards | None = None
) -> tuple[Cohort, Trace]:
    """Run one replication whose cohort is drawn in parts, with the compiled engine; raises GuardError when stopped.

    ``keep`` is given each part and its trace when all of its visits are over, in whatever order that is, and must not hold
    on to them: their memory is used again. A trace in parts has the requests that ended in the meantime. Returns nobody,
    and the trace of what is known at the end only.
    """
    found: tuple[Cohort, Trace] = compiled_engine().simulate_parts(plan, parts, keep, guards or Guards())
    return found
