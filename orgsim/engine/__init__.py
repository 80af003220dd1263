"""Engines that run a plan. ``simulate`` runs one replication and returns its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.choice import EngineName, compiled_engine
from orgsim.engine.garbage import seldom_collected
from orgsim.engine.guards import GuardError, Guards
from orgsim.engine.journal import Journal

if TYPE_CHECKING:
    from orgsim.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

__all__ = ["GuardError", "Guards", "Journal", "simulate"]


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
