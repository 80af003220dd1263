"""orgsim on the scenario, with the engine that is asked for: drawing, simulating and measuring timed apart."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scripts.benchmarks import department as d
from scripts.benchmarks.department import MissingError, Outcome, Shape, Told
from scripts.benchmarks.watch import Watch, peak_memory

if TYPE_CHECKING:
    from orgsim.engine import Guards
    from orgsim.engine.trace import Trace
    from orgsim.plan import Plan


def simulator(engine: str) -> Callable[..., Trace]:
    """Return ``simulate`` with the engine chosen. Raises MissingError when there is no such engine here."""
    from orgsim.engine import simulate

    if "engine" not in inspect.signature(simulate).parameters:
        if engine == "simpy":
            return simulate
        raise MissingError(f"this version of orgsim has no engine `{engine}`")
    if engine == "compiled":
        from orgsim.engine.choice import unavailable

        if reason := unavailable():
            raise MissingError(reason)
    chosen: Any = engine
    return lambda plan, cohort: simulate(plan, cohort, guards=roomy(), engine=chosen)


def roomy() -> Guards:
    """Return guards that let ten million visits through."""
    from orgsim.engine import Guards

    return Guards(events=10**10, queue=10**8, memory=2**40)


def prepare(engine: str, shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed. Raises MissingError."""
    return prepare_with(simulator(engine), shape)


def prepare_with(simulate: Callable[..., Trace], shape: Shape, sets: Sequence[str] = ()) -> Callable[[int], Told]:
    """Return what runs a replication with a seed, simulated by ``simulate(plan, cohort)``; ``sets`` change the scenario."""
    from orgsim.cohort import draw_cohort
    from orgsim.measures import measure
    from orgsim.plan import compile_plan
    from orgsim.scenario import load

    variant = load(str(d.SCENARIO), sets=[*shape.sets, *sets]).variant()
    # a scenario may be of 20 years at most, which is not enough for ten million visits
    plan = replace(compile_plan(variant), length=shape.weeks * d.WEEK, end=shape.end)

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("draw"):
            cohort = draw_cohort(plan, seed, 1)
        with watch.part("simulate"):
            trace = simulate(plan, cohort)
        peak = peak_memory()
        with watch.part("measure"):
            measure(variant, plan, cohort, trace)
        return Told(outcome(plan, trace, shape), watch.parts, trace.events, peak)

    return replicate


def outcome(plan: Plan, trace: Trace, shape: Shape) -> Outcome:
    """Return what came of a replication, from its trace."""
    import numpy as np

    came = trace.arrived[np.isfinite(trace.arrived)]
    stay = float(np.nanmean(trace.departed - trace.arrived))
    clock = trace.clock_stop[:, 0] - trace.clock_start[:, 0]
    stopped = clock[np.isfinite(clock)]
    ward = plan.names.stages.index("ward")
    beds = int(((trace.begun[:, ward // 63] >> (ward % 63)) & 1).sum())
    asked = [place for place, name in enumerate(plan.names.positions) if name != "nurse_asking"]
    use = float(trace.positions.busy[asked].sum() / (d.MANAGERS * shape.weeks * d.WEEK))
    return Outcome(len(came), stay, float(np.mean(stopped <= d.LIMIT)), beds * d.DAY / shape.end, use)
