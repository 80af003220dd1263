"""The A&E that every peer simulates: its numbers, once, and what a peer tells of a replication.

Patients come at the rate of the hour, are triaged, wait for a cubicle that they keep to the end, see a doctor, some
are scanned, and after ten minutes one in four is to be admitted: asked up a chain of four managers, answered down it,
then a wait in the cubicle for a bed. Who has been there for between 220 and 240 minutes stands in front from then on,
except at triage. Times are minutes. ``department.yaml`` says the same to orgsim.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

SCENARIO = Path(__file__).with_name("department.yaml")
HOUR, DAY, WEEK = 60.0, 1440.0, 10080.0
PER_DAY = 300.0
OVER = 390.0
"""Patients a day in the overloaded A&E: 97 of them for 85 places a day in bed, so that cubicles fill and queues grow."""
HOURS = (0.55, 0.45, 0.4, 0.35, 0.35, 0.4, 0.5, 0.7, 1.0, 1.35, 1.55, 1.55,
         1.5, 1.45, 1.4, 1.4, 1.4, 1.4, 1.35, 1.3, 1.25, 1.05, 0.8, 0.55)  # fmt: skip
"""How busy each hour of the day is beside the others."""
RANKS = (1, 2, 3)
SHARES = (0.1, 0.3, 0.6)
"""Shares of the urgent, the middle and the rest, who are served in this order."""
NURSES, CUBICLES, DOCTORS, SCANNERS, BEDS, MANAGERS = 3, 70, 9, 4, 170, 4
TRIAGE, SCAN, TRANSIT, STAY = 5.0, 20.0, 5.0, 2 * DAY
"""Means of exponential times: triage, a scan, each step of a request and of its answer, days in a bed."""
DOCTOR_SIGMA = math.sqrt(math.log(1 + 0.5**2))
DOCTOR_MU = math.log(18.0) - DOCTOR_SIGMA**2 / 2
"""A doctor takes a lognormal time of mean 18 and standard deviation 9."""
DECISION = 10.0
ATTENTION = 3.0 / 0.5
"""Three minutes of a manager whose attention is half there."""
SCANNED, ADMITTED = 0.4, 0.25
RUSH, LIMIT = 220.0, 240.0
"""Minutes since arrival at which the first and the last of the patients begin to stand in front; the limit."""


@dataclass(frozen=True)
class Shape:
    """How long to measure (a week before it and one after it are simulated too) and how many come a day."""

    weeks: int = 10
    per_day: float = PER_DAY

    @property
    def end(self) -> float:
        """Minutes simulated."""
        return (self.weeks + 2) * WEEK

    @property
    def measured(self) -> tuple[float, float]:
        """First and last minute of the measured span."""
        return WEEK, (self.weeks + 1) * WEEK

    @property
    def rates(self) -> list[float]:
        """Arrivals a minute in each hour of the day."""
        return [self.per_day * share / sum(HOURS) / HOUR for share in HOURS]

    @property
    def sets(self) -> list[str]:
        """What to set in the scenario, which may not be of more than 20 years."""
        return [f"calendar.length={min(self.weeks, 1000)} weeks", f"arrivals.people.per_day={self.per_day:g}"]

    def utilisation(self, handled: float) -> float:
        """Return the mean use of the managers who handled so many requests in the measured span."""
        return handled * ATTENTION / (MANAGERS * self.weeks * WEEK)


class Outcome(NamedTuple):
    """What came out of a replication: by this the peers are held to simulate the same."""

    visits: int
    """who came"""
    stay: float
    """mean minutes from arrival to departure, of those who left"""
    within: float
    """share whose clock stopped within four hours: it runs from arrival to departure or bed"""
    admitted: float
    """who got a bed, a day"""
    managers: float
    """mean use of the four managers in the measured span"""


class Timed(NamedTuple):
    """Seconds of one part of a replication."""

    cpu: float
    wall: float


class Told(NamedTuple):
    """What a peer tells of a replication. Parts are among ``draw``, ``simulate``, ``measure``.

    ``peak``: bytes its process had at most when all was simulated and nothing measured; None when it measures as it goes.
    """

    outcome: Outcome
    parts: dict[str, Timed]
    events: int | None = None
    peak: float | None = None


class MissingError(Exception):
    """A peer that cannot be had here; the message says why."""
