"""orgsim's compiled engine as long replications use it: drawn, simulated and measured part by part, no trace kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scripts.benchmarks import department as d
from scripts.benchmarks.department import MissingError, Outcome, Shape, Told
from scripts.benchmarks.peers.orgsim_engines import roomy
from scripts.benchmarks.watch import Watch, peak_memory

if TYPE_CHECKING:
    from orgsim.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.measures import Measured


@dataclass
class Sums:
    """What the parts of a replication add up to, beside its measures."""

    measured: Measured
    ward: int
    came: int = 0
    left: int = 0
    stay: float = 0.0
    stopped: int = 0
    within: int = 0
    beds: int = 0

    def add(self, cohort: Cohort, trace: Trace) -> None:
        """Add a part and measure it."""
        import numpy as np

        self.measured.add(cohort, trace)
        stay = trace.departed - trace.arrived
        clock = trace.clock_stop[:, 0] - trace.clock_start[:, 0]
        self.came += int(np.isfinite(trace.arrived).sum())
        self.left += int(np.isfinite(stay).sum())
        self.stay += float(np.nansum(stay))
        self.stopped += int(np.isfinite(clock).sum())
        self.within += int((clock <= d.LIMIT).sum())
        self.beds += int(((trace.begun[:, self.ward // 63] >> (self.ward % 63)) & 1).sum())


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed. Raises MissingError."""
    from orgsim.cohort.parts import CohortParts, parts_wanted
    from orgsim.engine import simulate_parts
    from orgsim.engine.choice import unavailable
    from orgsim.engine.guards import expected_visits
    from orgsim.measures import Measured
    from orgsim.plan import compile_plan
    from orgsim.scenario import load

    if reason := unavailable():
        raise MissingError(reason)
    variant = load(str(d.SCENARIO), sets=shape.sets).variant()
    plan = replace(compile_plan(variant), length=shape.weeks * d.WEEK, end=shape.end)
    number = parts_wanted(expected_visits(plan))

    def replicate(seed: int) -> Told:
        watch = Watch()
        sums = Sums(Measured(variant, plan, series=False), plan.names.stages.index("ward"))
        with watch.part("simulate"):
            last = simulate_parts(plan, CohortParts(plan, seed, 1, number), sums.add, roomy())
        peak = peak_memory()
        with watch.part("measure"):
            sums.measured.finish(*last)
        return Told(_outcome(sums, last[1], shape), watch.parts, last[1].events, peak)

    def _outcome(sums: Sums, trace: Trace, shape: Shape) -> Outcome:
        asked = [place for place, name in enumerate(plan.names.positions) if name != "nurse_asking"]
        use = float(trace.positions.busy[asked].sum() / (d.MANAGERS * shape.weeks * d.WEEK))
        within = sums.within / sums.stopped
        return Outcome(sums.came, sums.stay / sums.left, within, sums.beds * d.DAY / shape.end, use)

    return replicate
