"""The A&E with Ciw, as far as it goes: a network of queues. Nobody keeps a cubicle from one queue to the next (there
are none here) and nobody rushes; the rest is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ciw
import numpy as np

from scripts.benchmarks import department as d
from scripts.benchmarks.department import Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

TRIAGE, DOCTOR, SCAN, DECISION, FIRST_STEP = 1, 2, 3, 4, 5
ANSWER = FIRST_STEP + 2 * d.MANAGERS
BED = ANSWER + 1
CLASSES = {"urgent": 0, "middle": 1, "rest": 2}


class SumOfTransits(ciw.dists.Distribution):  # type: ignore[misc]
    """The way of an answer down the chain."""

    def sample(self, t: float | None = None, ind: Any = None) -> float:  # noqa: ARG002
        """Draw one."""
        return float(sum(ciw.random.expovariate(1 / d.TRANSIT) for _ in range(d.MANAGERS)))


def network(shape: Shape) -> Any:
    """Return the network of queues."""
    forever = float("inf")
    transit = ciw.dists.Exponential(1 / d.TRANSIT)
    steps = [part for _ in range(d.MANAGERS) for part in (transit, ciw.dists.Deterministic(d.ATTENTION))]
    services = [
        ciw.dists.Exponential(1 / d.TRIAGE),
        ciw.dists.Lognormal(d.DOCTOR_MU, d.DOCTOR_SIGMA),
        ciw.dists.Exponential(1 / d.SCAN),
        ciw.dists.Deterministic(d.DECISION),
        *steps,
        SumOfTransits(),
        ciw.dists.Exponential(1 / d.STAY),
    ]
    arrivals = {
        name: [
            ciw.dists.PoissonIntervals(
                rates=[rate * share for rate in shape.rates],
                endpoints=[(hour + 1) * d.HOUR for hour in range(24)],
                max_sample_date=shape.end,
            ),
            *(None for _ in services[1:]),
        ]
        for name, share in zip(CLASSES, d.SHARES, strict=True)
    }
    return ciw.create_network(
        arrival_distributions=arrivals,
        service_distributions=dict.fromkeys(CLASSES, services),
        number_of_servers=[d.NURSES, d.DOCTORS, d.SCANNERS, forever, *(forever, 1) * d.MANAGERS, forever, d.BEDS],
        routing={name: ciw.routing.NetworkRouting(routers=routers()) for name in CLASSES},
        priority_classes=CLASSES,
    )


def routers() -> list[Any]:
    """Return where one goes from each queue."""
    direct = [ciw.routing.Direct(to=step + 1) for step in range(FIRST_STEP, BED)]
    return [
        ciw.routing.Direct(to=DOCTOR),
        ciw.routing.Probabilistic(destinations=[SCAN, DECISION], probs=[d.SCANNED, 1 - d.SCANNED]),
        ciw.routing.Direct(to=DECISION),
        ciw.routing.Probabilistic(destinations=[FIRST_STEP, -1], probs=[d.ADMITTED, 1 - d.ADMITTED]),
        *direct,
        ciw.routing.Leave(),
    ]


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed."""

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("simulate"):
            ciw.seed(seed)
            simulation = ciw.Simulation(network(shape))
            simulation.simulate_until_max_time(shape.end)
            records = simulation.get_all_records()
        return Told(outcome(records, simulation, shape), watch.parts)

    return replicate


def outcome(records: list[Any], simulation: Any, shape: Shape) -> Outcome:
    """Return what came of a replication, from its records of services that ended."""
    visits = simulation.nodes[0].number_accepted_individuals
    came: dict[int, float] = {}
    clocks: list[float] = []
    stays: list[float] = []
    first, last = shape.measured
    handled = admitted = 0
    for one in sorted(records, key=lambda record: record.exit_date):
        if one.node == TRIAGE:
            came[one.id_number] = one.arrival_date
        since = came[one.id_number]
        if one.node == BED:
            admitted += 1
            clocks.append(one.service_start_date - since)
        elif one.destination == -1:
            clocks.append(one.exit_date - since)
        if one.destination == -1:
            stays.append(one.exit_date - since)
        if FIRST_STEP <= one.node < ANSWER and (one.node - FIRST_STEP) % 2:
            handled += first <= one.service_start_date < last
    in_bed = min(d.BEDS, len(simulation.nodes[BED].all_individuals))
    within = float(np.mean(np.array(clocks) <= d.LIMIT))
    a_day = (admitted + in_bed) * d.DAY / shape.end
    return Outcome(visits, float(np.mean(stays)), within, a_day, shape.utilisation(handled))
