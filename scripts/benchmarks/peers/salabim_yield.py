"""The A&E with salabim: a component a patient, generators (the ``yield`` way, which is the quicker of its two)."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from statistics import fmean
from typing import Any

import salabim as sim

from scripts.benchmarks import department as d
from scripts.benchmarks.department import Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

Process = Generator[Any, Any, None]


class Department(sim.Environment):
    """The A&E: its units and what is counted."""

    def __init__(self, shape: Shape, seed: int) -> None:
        super().__init__(trace=False, random_seed="", yieldless=False)
        self.draw, self.shape, self.rates = random.Random(seed), shape, shape.rates  # noqa: S311
        self.nurses = sim.Resource("nurses", capacity=d.NURSES, env=self)
        self.cubicles = sim.Resource("cubicles", capacity=d.CUBICLES, env=self)
        self.doctors = sim.Resource("doctors", capacity=d.DOCTORS, env=self)
        self.scanners = sim.Resource("scanners", capacity=d.SCANNERS, env=self)
        self.beds = sim.Resource("beds", capacity=d.BEDS, env=self)
        self.managers = [sim.Resource(f"manager {n}", env=self) for n in range(d.MANAGERS)]
        self.visits = self.admitted = self.handled = 0
        self.stays: list[float] = []
        self.clocks: list[float] = []


class Arrivals(sim.Component):
    """Lets patients come at the rate of the hour, by thinning."""

    def process(self) -> Process:
        """Live for ever."""
        here, most = self.env, max(self.env.rates)
        while True:
            yield self.hold(here.draw.expovariate(most))
            if here.draw.random() * most < here.rates[int(here.now() / d.HOUR) % 24]:
                here.visits += 1
                Patient(rank=here.draw.choices(d.RANKS, d.SHARES)[0], env=here)


class Patient(sim.Component):
    """One patient."""

    def setup(self, rank: int) -> None:
        """Remember the rank; draw when to rush."""
        self.rank, self.came = rank, self.env.now()
        self.rush_at = self.came + d.RUSH + (d.LIMIT - d.RUSH) * self.env.draw.random()

    def turn(self, unit: sim.Resource, rank: int) -> Process:
        """Wait for a unit; whoever still waits when it is time to rush asks again in front."""
        if self.env.now() < self.rush_at:
            yield self.request((unit, 1, rank), fail_at=self.rush_at)
            if not self.failed():
                return
        yield self.request((unit, 1, 0))

    def process(self) -> Process:
        """Live the life of one patient."""
        here, draw = self.env, self.env.draw
        yield self.request((here.nurses, 1, self.rank))
        yield self.hold(draw.expovariate(1 / d.TRIAGE))
        self.release(here.nurses)
        yield from self.turn(here.cubicles, self.rank)
        yield from self.turn(here.doctors, self.rank)
        yield self.hold(draw.lognormvariate(d.DOCTOR_MU, d.DOCTOR_SIGMA))
        self.release(here.doctors)
        if draw.random() < d.SCANNED:
            yield from self.turn(here.scanners, 1)
            yield self.hold(draw.expovariate(1 / d.SCAN))
            self.release(here.scanners)
        yield self.hold(d.DECISION)
        if draw.random() < d.ADMITTED:
            yield from self.admission()
        else:
            here.clocks.append(here.now() - self.came)
            self.release(here.cubicles)
        here.stays.append(here.now() - self.came)

    def admission(self) -> Process:
        """Ask up the chain, wait in the cubicle for a bed, and stay."""
        here, draw, (first, last) = self.env, self.env.draw, self.env.shape.measured
        for manager in here.managers:
            yield self.hold(draw.expovariate(1 / d.TRANSIT))
            yield self.request(manager)
            here.handled += first <= here.now() < last
            yield self.hold(d.ATTENTION)
            self.release(manager)
        yield self.hold(sum(draw.expovariate(1 / d.TRANSIT) for _ in here.managers))
        yield from self.turn(here.beds, 1)
        here.admitted += 1
        here.clocks.append(here.now() - self.came)
        self.release(here.cubicles)
        yield self.hold(draw.expovariate(1 / d.STAY))
        self.release(here.beds)


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed."""
    sim.yieldless(False)

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("simulate"):
            here = Department(shape, seed)
            Arrivals(env=here)
            here.run(till=shape.end)
            within = fmean(minutes <= d.LIMIT for minutes in here.clocks)
            a_day = here.admitted * d.DAY / shape.end
            outcome = Outcome(here.visits, fmean(here.stays), within, a_day, shape.utilisation(here.handled))
        return Told(outcome, watch.parts)

    return replicate
