"""Engines that run a plan. ``simulate`` runs one replication and returns its trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.garbage import seldom_collected
from orgsim.engine.guards import GuardError, Guards
from orgsim.engine.journal import Journal

if TYPE_CHECKING:
    from orgsim.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

__all__ = ["GuardError", "Guards", "Journal", "simulate"]


def simulate(plan: Plan, cohort: Cohort, journal: Journal | None = None, guards: Guards | None = None) -> Trace:
    """Run one replication of ``plan`` on ``cohort``; fills ``journal`` when given. Raises GuardError when stopped."""
    from orgsim.engine.reference import Reference

    with seldom_collected():
        return Reference(plan, cohort, journal, guards or Guards()).run()
