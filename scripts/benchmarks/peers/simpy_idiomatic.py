"""The A&E as one writes it with SimPy: a process a patient, resources with priorities. All ratios are to this one."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from statistics import fmean
from typing import Any

import simpy

from scripts.benchmarks import department as d
from scripts.benchmarks.department import Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

Process = Generator[simpy.Event, Any, Any]


class Department:
    """The A&E and all that happens in it."""

    def __init__(self, shape: Shape, seed: int) -> None:
        self.env, self.random, self.shape = simpy.Environment(), random.Random(seed), shape  # noqa: S311
        self.rates = shape.rates
        self.nurses = simpy.PriorityResource(self.env, d.NURSES)
        self.cubicles = simpy.PriorityResource(self.env, d.CUBICLES)
        self.doctors = simpy.PriorityResource(self.env, d.DOCTORS)
        self.scanners = simpy.PriorityResource(self.env, d.SCANNERS)
        self.beds = simpy.PriorityResource(self.env, d.BEDS)
        self.managers = [simpy.Resource(self.env) for _ in range(d.MANAGERS)]
        self.visits = self.admitted = self.handled = 0
        self.stays: list[float] = []
        self.clocks: list[float] = []

    def run(self) -> None:
        """Let everything happen."""
        self.env.process(self.arrivals())
        self.env.run(self.shape.end)

    def arrivals(self) -> Process:
        """Let patients come at the rate of the hour, by thinning."""
        env, most = self.env, max(self.rates)
        while True:
            yield env.timeout(self.random.expovariate(most))
            if self.random.random() * most < self.rates[int(env.now / d.HOUR) % 24]:
                self.visits += 1
                env.process(self.patient(self.random.choices(d.RANKS, d.SHARES)[0]))

    def turn(self, unit: simpy.PriorityResource, rank: int, rush_at: float) -> Process:
        """Wait for a unit; whoever still waits when it is time to rush asks again in front."""
        now = self.env.now
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
        rush_at = came + d.RUSH + (d.LIMIT - d.RUSH) * draw.random()
        with self.nurses.request(rank) as nurse:
            yield nurse
            yield env.timeout(draw.expovariate(1 / d.TRIAGE))
        cubicle = yield from self.turn(self.cubicles, rank, rush_at)
        doctor = yield from self.turn(self.doctors, rank, rush_at)
        yield env.timeout(draw.lognormvariate(d.DOCTOR_MU, d.DOCTOR_SIGMA))
        self.doctors.release(doctor)
        if draw.random() < d.SCANNED:
            scanner = yield from self.turn(self.scanners, 1, rush_at)
            yield env.timeout(draw.expovariate(1 / d.SCAN))
            self.scanners.release(scanner)
        yield env.timeout(d.DECISION)
        if draw.random() < d.ADMITTED:
            yield from self.admission(cubicle, came, rush_at)
        else:
            self.cubicles.release(cubicle)
            self.clocks.append(env.now - came)
        self.stays.append(env.now - came)

    def admission(self, cubicle: Any, came: float, rush_at: float) -> Process:
        """Ask up the chain, wait in the cubicle for a bed, and stay."""
        env, draw, (first, last) = self.env, self.random, self.shape.measured
        for manager in self.managers:
            yield env.timeout(draw.expovariate(1 / d.TRANSIT))
            with manager.request() as attention:
                yield attention
                self.handled += first <= env.now < last
                yield env.timeout(d.ATTENTION)
        yield env.timeout(sum(draw.expovariate(1 / d.TRANSIT) for _ in self.managers))
        bed = yield from self.turn(self.beds, 1, rush_at)
        self.admitted += 1
        self.clocks.append(env.now - came)
        self.cubicles.release(cubicle)
        yield env.timeout(draw.expovariate(1 / d.STAY))
        self.beds.release(bed)

    def outcome(self) -> Outcome:
        """Return what came of it."""
        within = fmean(minutes <= d.LIMIT for minutes in self.clocks)
        a_day = self.admitted * d.DAY / self.shape.end
        return Outcome(self.visits, fmean(self.stays), within, a_day, self.shape.utilisation(self.handled))


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed."""

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("simulate"):
            department = Department(shape, seed)
            department.run()
            outcome = department.outcome()
        return Told(outcome, watch.parts, next(department.env._eid))

    return replicate
