"""The simulator against the closed forms, in two ways.

By statistics: each scenario is run for 20 replications with a seed of its own. For every row of ``CHECKS`` a
t-interval over the replications must cover the closed form. With k rows each interval has level 1 - 5%/k
(Bonferroni), so a right simulator fails somewhere in the table for at most 5% of all choices of seeds; the seeds are
fixed, so the outcome is too. Each interval must also be narrower than a stated share of the value, and must not
cover the value of a queue that differs in one respect.

To the bit: for eight of the ten scenarios ``oracles`` holds a short program that knows nothing of the simulator. Each
visit must wait as long as it says. It is quick, so it is also run for many more replications, to be held to the
closed form (a second family, again at 5%) within a narrower margin than the simulator alone could be.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import stdtrit

from orgsim.cohort import draw_cohort
from orgsim.cohort.cohort import Cohort
from orgsim.engine import simulate
from orgsim.engine.trace import Spent, Trace
from orgsim.plan import compile_plan
from orgsim.plan.tables import Plan
from orgsim.scenario import load
from orgsim.theory import networks, queues
from tests.theory import oracles

SCENARIOS = Path(__file__).parent / "scenarios"
SEEDS = {name: 20260 + place for place, name in enumerate(sorted(path.stem for path in SCENARIOS.glob("*.yaml")))}
REPLICATIONS, MANY, FAMILY_ERROR = 20, 200, 0.05
UNIT = 10.0
"""Minutes in the closed forms' unit of time."""
ALONE = ("mm1", "mm2", "mm5", "md1", "me1", "ml1", "abandonment", "priority")
"""Scenarios of one stage that each visit passes once, for which there is an independent program."""


@cache
def plan_of(scenario: str) -> Plan:
    return compile_plan(load(SCENARIOS / f"{scenario}.yaml").variant("base"))


@cache
def runs(scenario: str) -> list[dict[str, float]]:
    """Return the statistics of each replication, in the closed forms' unit of time."""
    plan, rows = plan_of(scenario), []
    for replication in range(REPLICATIONS):
        cohort = draw_cohort(plan, SEEDS[scenario], replication)
        trace = simulate(plan, cohort)
        rows.append(statistics(plan, cohort, trace))
        if scenario in ALONE:
            rows[-1]["gap"] = largest_gap(plan, cohort, trace)
    return rows


def statistics(plan: Plan, cohort: Cohort, trace: Trace) -> dict[str, float]:
    """Return what one replication shows about the visits that arrived in the measured span."""
    measured = in_span(plan, trace.arrived)
    assert np.isfinite(trace.departed[measured]).all(), "follow-up too short: measured visits are still inside"
    found = of_waits(plan, cohort, trace.visit_spent[:, Spent.TURN], measured)
    found["time"] = (trace.departed - trace.arrived)[measured].mean() / UNIT
    for row, name in enumerate(plan.names.exits):
        found[f"share to {name}"] = (trace.exit[measured] == row).mean()
    for row, name in enumerate(plan.names.stages):
        found[f"rate at {name}"] = trace.stage_visits[row] / plan.length * UNIT
        found[f"number at {name}"] = trace.spent[row].sum() / plan.length
    return found


def in_span(plan: Plan, arrived: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (arrived >= plan.warm_up) & (arrived < plan.warm_up + plan.length)


def of_waits(plan: Plan, cohort: Cohort, waits: NDArray[np.float64], measured: NDArray[np.bool_]) -> dict[str, float]:
    found = {
        "wait": waits[measured].mean() / UNIT,
        "share who wait": (waits[measured] > 0).mean(),
        "queue": waits[measured].sum() / plan.length,
    }
    for row, name in enumerate(plan.names.classes):
        found[f"wait of {name}"] = waits[measured & (cohort.visit_class[: len(waits)] == row)].mean() / UNIT
    return found


@dataclass(frozen=True)
class Check:
    """``expected`` is the closed form; ``width`` the largest half-width allowed, as a share of it."""

    code: str
    scenario: str
    statistic: str
    expected: float
    width: float

    def __str__(self) -> str:
        return f"{self.code} {self.scenario} {self.statistic}"


WAIT, SHARE = 0.30, 0.08
ROUTING = ((0.0, 0.7, 0.3), (0.0, 0.0, 0.8), (0.1, 0.0, 0.0))


def single_queues() -> list[Check]:
    found = []
    for servers in (1, 2, 5):
        queue = queues.erlang_c(0.8 * servers, 1.0, servers)
        found.append(Check("B1", f"mm{servers}", "wait", queue.queue_wait, WAIT))
        found.append(Check("B1", f"mm{servers}", "share who wait", queue.wait_probability, SHARE))
    for scenario, scv in (("md1", 0.0), ("me1", 0.5), ("ml1", 2.25)):
        wait = queues.pollaczek_khinchine(0.8, 1.0, scv).queue_wait
        found.append(Check("B3", scenario, "wait", wait, WAIT))
    first, second = queues.priority_waits((0.4, 0.4), (1.0, 1.0), (1.0, 1.0))
    found.append(Check("B4", "priority", "wait of urgent", first, SHARE))
    found.append(Check("B4", "priority", "wait of routine", second, WAIT))
    hasty = queues.erlang_a(9.0, 1.0, 10, 0.5)
    found.append(Check("B21", "abandonment", "share who wait", hasty.wait_probability, SHARE))
    found.append(Check("B21", "abandonment", "queue", hasty.queue_length, WAIT))
    return found


def through_the_simulator_only() -> list[Check]:
    network = networks.jackson((0.4, 0.0, 0.0), ROUTING, (1.0, 0.8, 0.9))
    again = networks.feedback(0.4, 1.0, 0.4)
    found = [
        Check("B5", "network", "time", network.time, SHARE),
        Check("B6", "feedback", "time", again.time, WAIT),
        Check("B6", "feedback", "rate at desk", again.rate, SHARE),
        Check("B6", "feedback", "number at desk", again.in_system, WAIT),
    ]
    for node, name in enumerate(("first", "second", "third")):
        found.append(Check("B5", "network", f"rate at {name}", network.rates[node], SHARE))
        found.append(Check("B5", "network", f"number at {name}", network.in_system[node], WAIT))
    hasty = queues.erlang_a(9.0, 1.0, 10, 0.5)
    found.append(Check("B21", "abandonment", "share to gave_up", hasty.abandon_probability, WAIT))
    return found


SINGLE = single_queues()
CHECKS = SINGLE + through_the_simulator_only()


def interval(values: Sequence[float], error: float) -> tuple[float, float]:
    """Return the mean and the half-width of its t-interval of level ``1 - error``."""
    spread = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return float(np.mean(values)), spread * float(stdtrit(len(values) - 1, 1 - error / 2))


def simulated(scenario: str, statistic: str) -> tuple[float, float]:
    return interval([run[statistic] for run in runs(scenario)], FAMILY_ERROR / len(CHECKS))


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_interval_covers_the_closed_form_and_is_narrow(check: Check) -> None:
    mean, half = simulated(check.scenario, check.statistic)
    assert abs(mean - check.expected) <= half, f"{mean:.6g} +- {half:.3g} does not cover {check.expected:.6g}"
    assert 0 < half <= check.width * check.expected, f"half-width {half:.3g} is too wide to tell"


WRONG = [
    Check("B1", "mm1", "wait", queues.pollaczek_khinchine(0.8, 1.0, 0.0).queue_wait, WAIT),
    Check("B1", "mm2", "wait", queues.erlang_c(0.8, 1.0, 1).queue_wait, WAIT),
    Check("B1", "mm5", "share who wait", queues.erlang_c(3.6, 1.0, 5).wait_probability, SHARE),
    Check("B3", "md1", "wait", queues.pollaczek_khinchine(0.8, 1.0, 0.5).queue_wait, WAIT),
    Check("B3", "ml1", "wait", queues.pollaczek_khinchine(0.8, 1.0, 1.0).queue_wait, WAIT),
    Check("B4", "priority", "wait of urgent", queues.erlang_c(0.4, 1.0, 1).queue_wait, WAIT),
    Check("B5", "network", "rate at first", 0.4, SHARE),
    Check("B6", "feedback", "time", networks.feedback(0.4, 1.0, 0.2).time, WAIT),
    Check("B21", "abandonment", "queue", queues.erlang_c(9.0, 1.0, 10).queue_length, WAIT),
    Check("B21", "abandonment", "share to gave_up", queues.erlang_b(10, 9.0), WAIT),
]


@pytest.mark.parametrize("check", WRONG, ids=str)
def test_interval_does_not_cover_a_queue_that_differs_in_one_respect(check: Check) -> None:
    mean, half = simulated(check.scenario, check.statistic)
    assert abs(mean - check.expected) > half


def oracle_waits(plan: Plan, cohort: Cohort) -> NDArray[np.float64]:
    """Return the wait of each arrival by a program that shares nothing with the simulator but the drawn numbers."""
    arrivals = cohort.arrival[: cohort.arrivals].tolist()
    stage = plan.stages[0]
    services = cohort.values[stage.take][: cohort.arrivals].tolist()
    if stage.by_class:
        ranks = [plan.ranks[row] for row in cohort.visit_class[: cohort.arrivals]]
        return np.array(oracles.ranked_waits(arrivals, services, ranks))
    patience = cohort.values[stage.leave][: cohort.arrivals].tolist() if stage.leave >= 0 else None
    return np.array(oracles.first_come_waits(arrivals, services, plan.pools[0].capacity, patience))


def largest_gap(plan: Plan, cohort: Cohort, trace: Trace) -> float:
    """Return the largest difference in minutes between the waits of the simulator and of the other program."""
    left = np.isfinite(trace.departed[: cohort.arrivals])
    assert left.mean() > 0.95
    waited = trace.visit_spent[: cohort.arrivals, Spent.TURN]
    return float(np.abs(waited - oracle_waits(plan, cohort))[left].max())


@pytest.mark.parametrize("scenario", ALONE)
def test_every_wait_equals_an_independent_program(scenario: str) -> None:
    # Times of the order of 1e5 minutes are added up, so rounding alone leaves about 1e-10.
    assert max(run["gap"] for run in runs(scenario)) < 1e-8


@cache
def many(scenario: str) -> list[dict[str, float]]:
    plan, rows = plan_of(scenario), []
    for replication in range(MANY):
        cohort = draw_cohort(plan, SEEDS[scenario] + 1000, replication)
        waits = oracle_waits(plan, cohort)
        rows.append(of_waits(plan, cohort, waits, in_span(plan, cohort.arrival[: cohort.arrivals])))
    return rows


@pytest.mark.parametrize("check", SINGLE, ids=str)
def test_many_replications_of_the_independent_program_are_close_to_the_closed_form(check: Check) -> None:
    values = [run[check.statistic] for run in many(check.scenario)]
    mean, half = interval(values, FAMILY_ERROR / len(SINGLE))
    assert abs(mean - check.expected) <= half, f"{mean:.6g} +- {half:.3g} does not cover {check.expected:.6g}"
    assert half <= check.width / 3 * check.expected
