"""The event log: one stream of rows a visit, which queue animators and process-mining tools open as it is.

A stage gives up to three rows: it is joined (``<stage>_wait``), begins (``<stage>``) and ends
(``<stage>_end``). In this log a visit uses one thing at a time, the staff of the stage if it has any;
what it keeps beside that, such as a bed, stands in the column ``holds``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from orgsim.cohort.cohort import Cohort
from orgsim.engine.journal import Entry, Happening, Journal
from orgsim.exports.events import EventRow, StageEvents, stage_events
from orgsim.exports.stamps import timestamp
from orgsim.exports.units import Unit, Units
from orgsim.plan.tables import Plan


def first_visit(cohort: Cohort, visit: int) -> int:
    """Return the row of the visit that a chain of returns began with: the same person."""
    while (parent := int(cohort.parent[visit])) >= 0:
        visit = parent
    return visit


def event_rows(plan: Plan, cohort: Cohort, journal: Journal, run_number: int) -> list[EventRow]:
    """Return the log of one replication, in causal order.

    ``journal`` is the account of the replication that ``plan`` and ``cohort`` gave; ``run_number`` its
    number. A visit still inside at the end has no ``depart``.
    """
    log = _Log(plan, cohort, run_number, stage_events(plan.names.stages))
    for entry in journal.visits:
        log.add(entry)
    for visit in list(log.unsettled):
        log.settle(visit)
    return log.rows


class _What(NamedTuple):
    """The part of a row that says what happened."""

    event_type: str
    event: str
    activity: str
    lifecycle: str


_ARRIVAL = _What("arrival_departure", "arrival", "arrival", "complete")
_DEPART = _What("arrival_departure", "depart", "depart", "complete")


@dataclass
class _Log:
    """The log in the making, and where each visit stands.

    ``unsettled``: the row of a visit that has just joined or begun a stage; what it keeps and uses there is
    known only when it has given the rest back. ``here``: what each visit took since it joined its stage. ``using``: the
    stage each visit has begun, and with what.
    """

    plan: Plan
    cohort: Cohort
    run_number: int
    events: list[StageEvents]
    rows: list[EventRow] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    unsettled: dict[int, int] = field(default_factory=dict)
    here: dict[int, list[Unit]] = field(default_factory=dict)
    using: dict[int, tuple[int, Unit | None]] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Append the rows that ``entry`` means."""
        visit = entry.visit
        if entry.what != Happening.RELEASE:
            self.settle(visit)
        match entry.what:
            case Happening.ARRIVE:
                self._row(entry, _ARRIVAL)
            case Happening.REACH:
                self._reach(entry)
            case Happening.SEIZE:
                self.here.setdefault(visit, []).extend(self.units.seize(visit, entry.a, entry.b))
            case Happening.RELEASE:
                self.units.release(visit, entry.a, entry.b)
            case Happening.BEGIN:
                self._begin(entry)
            case Happening.END:
                self._end(entry)
            case Happening.DEPART:
                self._end(entry)
                self._row(entry, _DEPART, outcome=self.plan.names.exits[entry.a])

    def settle(self, visit: int) -> None:
        """Write what ``visit`` now uses and keeps into the row that waits for it, if there is one."""
        place = self.unsettled.pop(visit, None)
        if place is None:
            return
        unit = None
        if visit in self.using:
            unit = self._chief(visit)
            self.using[visit] = (self.using[visit][0], unit)
        self.rows[place] = self._with(self.rows[place], visit, unit)

    def _reach(self, entry: Entry) -> None:
        self._end(entry)
        self.here[entry.visit] = []
        self.unsettled[entry.visit] = len(self.rows)
        stage = self.plan.names.stages[entry.a]
        self._row(entry, _What("queue", self.events[entry.a].wait, stage, "schedule"))

    def _begin(self, entry: Entry) -> None:
        self.using[entry.visit] = (entry.a, None)
        self.unsettled[entry.visit] = len(self.rows)
        stage = self.plan.names.stages[entry.a]
        self._row(entry, _What("queue", self.events[entry.a].use, stage, "start"))

    def _end(self, entry: Entry) -> None:
        """End the stage the visit has begun, if any: by its end, or because it was moved on without one."""
        begun = self.using.pop(entry.visit, None)
        if begun is not None:
            stage, unit = begun
            kind = "queue" if unit is None else "resource_use_end"
            name = self.plan.names.stages[stage]
            self._row(entry, _What(kind, self.events[stage].end, name, "complete"), unit)

    def _chief(self, visit: int) -> Unit | None:
        """Choose what a stage is said to use: what it took before what it kept; of each, staff first."""
        held = self.units.held(visit)
        here = tuple(unit for unit in self.here.get(visit, ()) if unit in held)
        for units in (here, held):
            for unit in (*(one for one in units if self.plan.pools[one.pool].staff), *units):
                return unit
        return None

    def _names(self, units: Iterable[Unit]) -> str | None:
        names = self.plan.names.pools
        return ";".join(f"{names[unit.pool]}_{unit.number}" for unit in units) or None

    def _with(self, row: EventRow, visit: int, unit: Unit | None) -> EventRow:
        """Fill in ``row`` that ``visit`` uses ``unit`` and keeps the rest of what it holds.

        A stage that uses nothing is, to a queue animator, one more place to stand.
        """
        kept = self._names(one for one in self.units.held(visit) if one != unit)
        if unit is None:
            return row._replace(holds=kept)
        kind = "resource_use" if row.event_type == "queue" else row.event_type
        name = self._names([unit])
        return row._replace(event_type=kind, resource_id=unit.number, unique_resource_id=name, holds=kept)

    def _row(self, entry: Entry, what: _What, unit: Unit | None = None, outcome: str | None = None) -> None:
        visit, visit_class = entry.visit, int(self.cohort.visit_class[entry.visit])
        row = EventRow(
            run_number=self.run_number,
            entity_id=visit + 1,
            event_type=what.event_type,
            event=what.event,
            time=float(entry.time),
            resource_id=None,
            unique_resource_id=None,
            pathway=self.plan.names.classes[visit_class],
            case_id=f"{self.run_number}-{visit + 1}",
            activity=what.activity,
            lifecycle=what.lifecycle,
            timestamp=timestamp(self.plan.starts, entry.time),
            priority=self.plan.ranks[visit_class],
            patient_id=f"P{first_visit(self.cohort, visit) + 1}",
            outcome=outcome,
            holds=None,
        )
        self.rows.append(row if what is _DEPART else self._with(row, visit, unit))
