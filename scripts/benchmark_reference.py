"""How fast is the reference engine? The same A&E as an idiomatic SimPy program and as a scenario, in turn.

Each side lives in a process of its own and is called in turn, round by round, so that a busy machine slows both; the
ratio is that of each round, and its median is told. Times are processor seconds of a whole replication: drawing the
patients and simulating them. Run: ``python scripts/benchmark_reference.py --weeks 4 --rounds 7``.
"""

from __future__ import annotations

import argparse
import math
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from statistics import mean, median
from typing import Any

import simpy

ROOT = Path(__file__).resolve().parent.parent
HOURS = [0.55, 0.45, 0.4, 0.35, 0.35, 0.4, 0.5, 0.7, 1.0, 1.35, 1.55, 1.55,
         1.5, 1.45, 1.4, 1.4, 1.4, 1.4, 1.35, 1.3, 1.25, 1.05, 0.8, 0.55]  # fmt: skip
RATES = [300 * share / sum(HOURS) / 60 for share in HOURS]
"""Arrivals a minute in each hour of the day: 300 a day."""
CLASSES = {1: 0.1, 2: 0.3, 3: 0.6}
"""Rank and share of the urgent, the middle and the rest."""
MANAGERS = ["shift_lead", "matron", "manager", "director"]
UNITS = {"nurse": 3, "cubicle": 70, "doctor": 9, "scanner": 4, "bed": 170}
DAY, RUSH, LIMIT = 1440.0, 220.0, 240.0
Process = Generator[simpy.Event, Any, Any]


class Department:
    """The A&E as one writes it with SimPy: a process a patient, resources with priorities."""

    def __init__(self, weeks: int, seed: int) -> None:
        self.env, self.random = simpy.Environment(), random.Random(seed)  # noqa: S311
        self.stays: list[float] = []
        self.units = {name: simpy.PriorityResource(self.env, number) for name, number in UNITS.items()}
        self.managers = [simpy.Resource(self.env) for _ in MANAGERS]
        self.visits = 0
        self.env.process(self.arrivals())
        self.env.run((weeks + 2) * 7 * DAY)

    def arrivals(self) -> Process:
        """Let patients come at the rate of the hour, by thinning."""
        env, most = self.env, max(RATES)
        while True:
            yield env.timeout(self.random.expovariate(most))
            if self.random.random() * most < RATES[int(env.now / 60) % 24]:
                self.visits += 1
                env.process(self.patient(self.random.choices(list(CLASSES), list(CLASSES.values()))[0]))

    def turn(self, name: str, rank: int, rush_at: float) -> Process:
        """Wait for a unit; whoever still waits when it is time to rush asks again in front."""
        unit, now = self.units[name], self.env.now
        request = unit.request(0 if now >= rush_at else rank)
        if now < rush_at and not request.triggered:
            yield request | self.env.timeout(rush_at - now)
            if not request.triggered:
                request.cancel()
                request = unit.request(0)
        yield request
        return request

    def patient(self, rank: int) -> Process:
        """Live the life of one patient."""
        env, draw, came = self.env, self.random, self.env.now
        rush_at = came + RUSH + (LIMIT - RUSH) * draw.random()
        with self.units["nurse"].request(rank) as nurse:
            yield nurse
            yield env.timeout(draw.expovariate(1 / 5))
        cubicle = yield from self.turn("cubicle", rank, rush_at)
        doctor = yield from self.turn("doctor", rank, rush_at)
        sigma = math.sqrt(math.log(1.25))
        yield env.timeout(draw.lognormvariate(math.log(18) - sigma**2 / 2, sigma))
        self.units["doctor"].release(doctor)
        if draw.random() < 0.4:
            scanner = yield from self.turn("scanner", 1, rush_at)
            yield env.timeout(draw.expovariate(1 / 20))
            self.units["scanner"].release(scanner)
        yield env.timeout(10)
        if draw.random() < 0.25:
            yield from self.admission(cubicle, rush_at)
        else:
            self.units["cubicle"].release(cubicle)
        self.stays.append(env.now - came)

    def admission(self, cubicle: Any, rush_at: float) -> Process:
        """Ask up the chain, wait in the cubicle for a bed, and stay."""
        env, draw = self.env, self.random
        for manager in self.managers:
            yield env.timeout(draw.expovariate(1 / 5))
            with manager.request() as attention:
                yield attention
                yield env.timeout(3 / 0.5)
        yield env.timeout(sum(draw.expovariate(1 / 5) for _ in MANAGERS))
        bed = yield from self.turn("bed", 1, rush_at)
        self.units["cubicle"].release(cubicle)
        yield env.timeout(draw.expovariate(1 / (2 * DAY)))
        self.units["bed"].release(bed)


Run = Callable[[int], tuple[int, float]]
"""Runs a replication with a seed; returns visits and their mean stay in minutes."""


def by_hand(weeks: int) -> Run:
    """Return what runs the SimPy program."""

    def run(seed: int) -> tuple[int, float]:
        department = Department(weeks, seed)
        return department.visits, mean(department.stays)

    return run


def by_plan(weeks: int) -> Run:
    """Return what runs the scenario with the reference engine."""
    sys.path.insert(0, str(ROOT))
    import numpy as np

    from orgsim.cohort import draw_cohort
    from orgsim.engine import simulate
    from orgsim.plan import compile_plan
    from orgsim.scenario import load

    scenario = Path(__file__).with_name("benchmark_department.yaml")
    plan = compile_plan(load(str(scenario), sets=[f"calendar.length={weeks} weeks"]).variant())

    def run(seed: int) -> tuple[int, float]:
        trace = simulate(plan, draw_cohort(plan, seed, 1))
        return int(np.isfinite(trace.arrived).sum()), float(np.nanmean(trace.departed - trace.arrived))

    return run


SIDES = {"simpy": by_hand, "orgsim": by_plan}


def serve(side: str, weeks: int) -> None:
    """Run a replication for each seed on standard input; tell seconds, visits, mean stay and peak memory (MiB)."""
    run = SIDES[side](weeks)
    for line in sys.stdin:
        began = time.process_time()
        visits, stay = run(int(line))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(time.process_time() - began, visits, stay, peak, flush=True)


def call(worker: subprocess.Popen[str], seed: int) -> list[float]:
    """Let a worker run a replication and return what it tells."""
    print(seed, file=worker.stdin, flush=True)
    told = worker.stdout.readline() if worker.stdout else ""
    return [float(word) for word in told.split()]


def main() -> None:
    """Call the two sides in turn and print what they did."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--serve", choices=SIDES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.weeks)
        return
    command = [sys.executable, __file__, "--weeks", str(given.weeks), "--serve"]
    workers = {
        side: subprocess.Popen([*command, side], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for side in SIDES
    }
    for worker in workers.values():
        call(worker, 0)  # imports and first allocations do not count
    told: dict[str, list[list[float]]] = {side: [] for side in SIDES}
    for seed in range(1, given.rounds + 1):
        for side in sorted(SIDES, reverse=bool(seed % 2)):
            told[side].append(call(workers[side], seed))
    for side, rows in told.items():
        speed, stay = median(row[1] / row[0] for row in rows), mean(row[2] for row in rows)
        print(f"{side}: {speed:,.0f} visits a second, mean stay {stay:.0f} min, peak memory {rows[-1][3]:.0f} MiB")
    ratios = [(b[1] / b[0]) / (a[1] / a[0]) for a, b in zip(told["simpy"], told["orgsim"], strict=True)]
    print(
        f"orgsim / simpy: median {median(ratios):.2f} of {len(ratios)} rounds ({min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
