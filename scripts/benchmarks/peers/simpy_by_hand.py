"""The A&E with SimPy as an expert would squeeze it: callbacks, numbers drawn ahead with NumPy, as few events as can be.

A patient is a number; steps are functions that a timeout calls; units are handed on without an event of their own.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import simpy

from scripts.benchmarks import department as d
from scripts.benchmarks.department import Outcome, Shape, Told
from scripts.benchmarks.watch import Watch

FRONT, NOWHERE = 0, -1
Step = Callable[[Any], None]


class Unit:
    """Nurses, doctors, beds...: how many are free and who waits, by rank."""

    __slots__ = ("begin", "free", "waiting")

    def __init__(self, number: int, begin: Callable[[int], None]) -> None:
        self.free, self.begin = number, begin
        self.waiting: tuple[deque[int], ...] = (deque(), deque(), deque(), deque())


class Draws:
    """All random numbers of a replication, as lists: one number a patient."""

    def __init__(self, shape: Shape, seed: int) -> None:
        rng = np.random.default_rng(seed)
        hours = round(shape.end / d.HOUR)
        counts = rng.poisson(np.resize(shape.rates, hours) * d.HOUR)
        came = np.sort(np.repeat(np.arange(hours) * d.HOUR, counts) + rng.random(counts.sum()) * d.HOUR)
        n = len(came)
        self.came: list[float] = came.tolist()
        self.rank: list[int] = rng.choice(d.RANKS, n, p=d.SHARES).tolist()
        self.rush_at: list[float] = (came + d.RUSH + (d.LIMIT - d.RUSH) * rng.random(n)).tolist()
        self.triage: list[float] = rng.exponential(d.TRIAGE, n).tolist()
        self.doctor: list[float] = rng.lognormal(d.DOCTOR_MU, d.DOCTOR_SIGMA, n).tolist()
        self.scan: list[float] = np.where(rng.random(n) < d.SCANNED, rng.exponential(d.SCAN, n), 0.0).tolist()
        self.admit: list[bool] = (rng.random(n) < d.ADMITTED).tolist()
        steps = rng.exponential(d.TRANSIT, (n, d.MANAGERS))
        self.transit: list[list[float]] = steps.tolist()
        self.answer: list[float] = rng.gamma(d.MANAGERS, d.TRANSIT, n).tolist()
        self.stay: list[float] = rng.exponential(d.STAY, n).tolist()


class Department:
    """The A&E; ``place`` is the rank in whose queue a patient waits, ``waits_for`` the unit where it may rush."""

    def __init__(self, shape: Shape, draws: Draws) -> None:
        self.env, self.shape, self.draws = simpy.Environment(), shape, draws
        n = len(draws.came)
        self.place, self.level, self.timed = [NOWHERE] * n, [0] * n, [False] * n
        self.waits_for: list[Unit | None] = [None] * n
        self.nurses = Unit(d.NURSES, lambda i: self.after(draws.triage[i], self.triaged, i))
        self.cubicles = Unit(d.CUBICLES, lambda i: self.ask(self.doctors, i, draws.rank[i]))
        self.doctors = Unit(d.DOCTORS, lambda i: self.after(draws.doctor[i], self.seen, i))
        self.scanners = Unit(d.SCANNERS, lambda i: self.after(draws.scan[i], self.scanned, i))
        self.beds = Unit(d.BEDS, self.to_bed)
        self.managers = [Unit(1, self.attend) for _ in range(d.MANAGERS)]
        self.handled = self.admitted = 0
        self.stays: list[float] = []
        self.clocks: list[float] = []

    def run(self) -> None:
        """Let everything happen."""
        if self.draws.came:
            self.after(self.draws.came[0], self.arrive, 0)
        self.env.run(self.shape.end)

    def after(self, delay: float, step: Step, patient: int) -> None:
        """Call ``step`` later."""
        simpy.Timeout(self.env, delay, patient).callbacks.append(step)

    def ask(self, unit: Unit, i: int, rank: int) -> None:
        """Begin with a free unit, or wait; the first to wait also sets the time at which it will rush."""
        if unit.free:
            unit.free -= 1
            unit.begin(i)
            return
        wait = self.draws.rush_at[i] - self.env.now
        self.place[i] = rank = rank if wait > 0 else FRONT
        self.waits_for[i] = unit
        unit.waiting[rank].append(i)
        if wait > 0 and not self.timed[i]:
            self.timed[i] = True
            self.after(wait, self.rush, i)

    def rush(self, event: Any) -> None:
        """Stand in front, if waiting; the old place in the queue is passed over when its turn comes."""
        i = event.value
        if unit := self.waits_for[i]:
            self.place[i] = FRONT
            unit.waiting[FRONT].append(i)

    def give(self, unit: Unit) -> None:
        """Hand a unit to who is next, or leave it free."""
        place = self.place
        for rank, queue in enumerate(unit.waiting):
            while queue:
                i = queue.popleft()
                if place[i] == rank:
                    place[i], self.waits_for[i] = NOWHERE, None
                    unit.begin(i)
                    return
        unit.free += 1

    def arrive(self, event: Any) -> None:
        i, came = event.value, self.draws.came
        if i + 1 < len(came):
            self.after(came[i + 1] - came[i], self.arrive, i + 1)
        self.line_up(self.nurses, i, self.draws.rank[i])

    def line_up(self, unit: Unit, i: int, rank: int) -> None:
        """Ask for a unit at which nobody rushes."""
        if unit.free:
            unit.free -= 1
            unit.begin(i)
        else:
            self.place[i] = rank
            unit.waiting[rank].append(i)

    def triaged(self, event: Any) -> None:
        self.give(self.nurses)
        self.ask(self.cubicles, event.value, self.draws.rank[event.value])

    def seen(self, event: Any) -> None:
        i = event.value
        self.give(self.doctors)
        if self.draws.scan[i]:
            self.ask(self.scanners, i, 1)
        else:
            self.after(d.DECISION, self.decided, i)

    def scanned(self, event: Any) -> None:
        self.give(self.scanners)
        self.after(d.DECISION, self.decided, event.value)

    def decided(self, event: Any) -> None:
        i = event.value
        if self.draws.admit[i]:
            self.after(self.draws.transit[i][0], self.reached, i)
            return
        self.give(self.cubicles)
        self.clocks.append(self.env.now - self.draws.came[i])
        self.stays.append(self.env.now - self.draws.came[i])

    def reached(self, event: Any) -> None:
        i = event.value
        self.line_up(self.managers[self.level[i]], i, 1)

    def attend(self, i: int) -> None:
        first, last = self.shape.measured
        self.handled += first <= self.env.now < last
        self.after(d.ATTENTION, self.passed_on, i)

    def passed_on(self, event: Any) -> None:
        i = event.value
        level = self.level[i]
        self.give(self.managers[level])
        self.level[i] = level = level + 1
        if level < d.MANAGERS:
            self.after(self.draws.transit[i][level], self.reached, i)
        else:
            self.after(self.draws.answer[i], self.answered, i)

    def answered(self, event: Any) -> None:
        self.ask(self.beds, event.value, 1)

    def to_bed(self, i: int) -> None:
        self.admitted += 1
        self.clocks.append(self.env.now - self.draws.came[i])
        self.give(self.cubicles)
        self.after(self.draws.stay[i], self.go_home, i)

    def go_home(self, event: Any) -> None:
        self.give(self.beds)
        self.stays.append(self.env.now - self.draws.came[event.value])

    def outcome(self) -> Outcome:
        """Return what came of it."""
        within = float(np.mean(np.array(self.clocks) <= d.LIMIT))
        stay = float(np.mean(self.stays))
        a_day = self.admitted * d.DAY / self.shape.end
        return Outcome(len(self.draws.came), stay, within, a_day, self.shape.utilisation(self.handled))


def prepare(shape: Shape) -> Callable[[int], Told]:
    """Return what runs a replication with a seed."""

    def replicate(seed: int) -> Told:
        watch = Watch()
        with watch.part("draw"):
            draws = Draws(shape, seed)
        with watch.part("simulate"):
            department = Department(shape, draws)
            department.run()
        with watch.part("measure"):
            outcome = department.outcome()
        return Told(outcome, watch.parts, next(department.env._eid))

    return replicate
