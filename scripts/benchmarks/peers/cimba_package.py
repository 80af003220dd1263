"""The A&E with Cimba through its Python package: a model spawned for each patient, compiled by the package.

Who may rush arms a timer while it waits; a wait that the timer ends is begun again in front.
"""

from __future__ import annotations

from collections.abc import Callable

import cimba as cb
from cimba import random

from scripts.benchmarks import department as d
from scripts.benchmarks.department import Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

SIGNAL = 17
URGENT, URGENT_OR_MIDDLE = d.SHARES[0], d.SHARES[0] + d.SHARES[1]
HOUR, RUSH, LIMIT, TRIAGE, SCAN, TRANSIT, STAY = d.HOUR, d.RUSH, d.LIMIT, d.TRIAGE, d.SCAN, d.TRANSIT, d.STAY
DOCTOR_MU, DOCTOR_SIGMA, DECISION, ATTENTION = d.DOCTOR_MU, d.DOCTOR_SIGMA, d.DECISION, d.ATTENTION
SCANNED, ADMITTED = d.SCANNED, d.ADMITTED
FRONT = 9
"""Cimba serves the greatest priority first: 9 is in front of 2, 1 and 0."""


class Unit(cb.Model):
    """Units of a kind, or a manager."""

    free: cb.Resource

    def __init__(self, capacity: int) -> None:
        self.free = cb.Resource(capacity=capacity)


class Department(cb.Model):
    """The A&E: units, managers, arrivals, and what is counted."""

    most: cb.Param[float]
    first: cb.Param[float]
    last: cb.Param[float]
    rates: cb.Array[float]
    nurses: Unit
    cubicles: Unit
    doctors: Unit
    scanners: Unit
    beds: Unit
    managers: list[Unit]
    stays: cb.Dataset
    clocks: cb.Dataset
    came: int = 0
    in_time: int = 0
    in_bed: int = 0
    handled: int = 0
    visits: cb.Output[float]
    stay: cb.Output[float]
    within: cb.Output[float]
    admitted: cb.Output[float]
    attended: cb.Output[float]

    def __init__(self, shape: Shape) -> None:
        self.rates, self.most = cb.Array(shape.rates), max(shape.rates)
        self.first, self.last = shape.measured
        self.nurses, self.cubicles, self.doctors = Unit(d.NURSES), Unit(d.CUBICLES), Unit(d.DOCTORS)
        self.scanners, self.beds = Unit(d.SCANNERS), Unit(d.BEDS)
        self.managers = [Unit(1) for _ in range(d.MANAGERS)]

    @cb.process
    def arrivals(self):
        """Let patients come at the rate of the hour, by thinning."""
        while True:
            cb.hold(random.exponential(1.0 / self.most))
            if random.uniform() * self.most < self.rates[int(cb.now() / HOUR) % 24]:
                self.came += 1
                u = random.uniform()
                priority = 2 if u < URGENT else (1 if u < URGENT_OR_MIDDLE else 0)
                rush_at = cb.now() + RUSH + (LIMIT - RUSH) * random.uniform()
                cb.spawn(Patient, place=self, priority=priority, came=cb.now(), rush_at=rush_at)

    @cb.function
    def stop_clock(self, minutes: float) -> None:
        """Count a clock that stopped after so many minutes."""
        self.in_time += 1 if minutes <= LIMIT else 0
        self.clocks.record(minutes)

    @cb.on_end
    def counted(self):
        """Hand out what was counted."""
        self.visits = float(self.came)
        self.stay = self.stays.sample_mean()
        self.within = self.in_time / self.clocks.sample_count()
        self.admitted = float(self.in_bed)
        self.attended = float(self.handled)


class Patient(cb.Model):
    """One patient, from door to door."""

    place: cb.Ref[Department]
    priority: int
    came: float
    rush_at: float

    @cb.function
    def turn(self, unit: Unit, priority: int) -> None:
        """Wait for a unit; whoever still waits when it is time to rush asks again in front."""
        wait = self.rush_at - cb.now()
        if wait <= 0:
            unit.free.acquire(1, FRONT)
        elif unit.free.available() > 0:
            unit.free.acquire(1, priority)
        else:
            me = cb.this_process()
            me.timer_set(wait, SIGNAL)
            signal = unit.free.acquire(1, priority)
            me.timers_clear()
            if signal == SIGNAL:
                unit.free.acquire(1, FRONT)

    @cb.process
    def live(self):
        """Live the life of one patient."""
        here = self.place
        here.nurses.free.acquire(1, self.priority)
        cb.hold(random.exponential(TRIAGE))
        here.nurses.free.release(1)
        self.turn(here.cubicles, self.priority)
        self.turn(here.doctors, self.priority)
        cb.hold(random.lognormal(DOCTOR_MU, DOCTOR_SIGMA))
        here.doctors.free.release(1)
        if random.uniform() < SCANNED:
            self.turn(here.scanners, 0)
            cb.hold(random.exponential(SCAN))
            here.scanners.free.release(1)
        cb.hold(DECISION)
        if random.uniform() < ADMITTED:
            for step in range(len(here.managers)):
                cb.hold(random.exponential(TRANSIT))
                here.managers[step].free.acquire(1, 0)
                here.handled += 1 if here.first <= cb.now() and cb.now() < here.last else 0
                cb.hold(ATTENTION)
                here.managers[step].free.release(1)
            cb.hold(random.erlang(4, TRANSIT))
            self.turn(here.beds, 0)
            here.in_bed += 1
            here.stop_clock(cb.now() - self.came)
            here.cubicles.free.release(1)
            cb.hold(random.exponential(STAY))
            here.beds.free.release(1)
        else:
            here.cubicles.free.release(1)
            here.stop_clock(cb.now() - self.came)
        here.stays.record(cb.now() - self.came)
        cb.release(self)


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed."""
    department = Department(shape)

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("simulate"):
            experiment = cb.Experiment(department, replications=1, window=cb.Window(duration=shape.end), seed=seed)
            results = experiment.run(workers=1)
        if results.failed.any():
            raise RuntimeError(f"Cimba: {results.failure_reasons.ravel()[0]}")
        told = {name: float(getattr(results[department], name).values.ravel()[0]) for name in Outcome._fields[:4]}
        handled = float(results[department].attended.values.ravel()[0])
        a_day = told["admitted"] * d.DAY / shape.end
        return Told(
            Outcome(int(told["visits"]), told["stay"], told["within"], a_day, shape.utilisation(handled)), watch.parts
        )

    return replicate
