"""The compiled engine: the plan interpreted by one kernel that numba has turned into machine code.

It gives the same trace as the reference engine, bit for bit, and never keeps a journal. Compiling takes a while, once: the
machine code is kept (``cache``) and serves every scenario. This door is light; what is behind it is imported on use.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orgsim.cohort import Cohort
    from orgsim.cohort.parts import CohortParts
    from orgsim.engine.compiled.streamed import Keep
    from orgsim.engine.guards import Guards
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan

__all__ = ["available", "is_warm", "simulate", "simulate_parts", "warm_up"]


def available() -> str:
    """Return "" when this engine can be used here, else why not."""
    return "" if find_spec("numba") else "numba is not installed"


def is_warm() -> bool:
    """Whether the machine code is at hand: loaded already, or kept from an earlier start."""
    from orgsim.engine.compiled import cache

    return cache.is_warm()


def warm_up() -> None:
    """Compile the kernel, or load what was compiled before; nothing when that is done."""
    from orgsim.engine.compiled.machine_code import machine_code

    machine_code()


def simulate(plan: Plan, cohort: Cohort, guards: Guards) -> Trace:
    """Run one replication and return its trace; raises GuardError when stopped. Other threads run meanwhile."""
    from orgsim.engine.compiled.machine_code import machine_code
    from orgsim.engine.compiled.replication import Replication

    return Replication(plan, cohort, guards, machine_code()).run()


def simulate_parts(plan: Plan, parts: CohortParts, keep: Keep, guards: Guards) -> tuple[Cohort, Trace]:
    """Run one replication whose cohort is drawn in parts, as ``streamed`` says; raises GuardError when stopped."""
    from orgsim.engine.compiled.machine_code import machine_code
    from orgsim.engine.compiled.streamed import Streamed

    return Streamed(plan, parts, guards, machine_code(), keep).run()
