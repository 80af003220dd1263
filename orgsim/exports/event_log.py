"""The event log: one stream of rows a visit, which queue animators and process-mining tools open as it is.

A stage gives up to three rows: it is joined (``<stage>_wait``), begins (``<stage>``) and ends
(``<stage>_end``). In this log a visit uses one thing at a time, the staff of the stage if it has any;
what it keeps beside that, such as a bed, stands in the column ``holds``.
"""

from __future__ import annotations

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
_DEPARTURE = _What("arrival_departure", "depart", "depart", "complete")
_BLANK = EventRow(0, 0, "", "", 0.0, None, None, "", "", "", "", "", 0, "", None, None)
# a million comparisons with an attribute of an enumeration would take longer than all the rest
_RELEASE, _SEIZE, _REACH, _BEGIN, _END, _ARRIVE, _DEPART = map(int, (
    Happening.RELEASE, Happening.SEIZE, Happening.REACH, Happening.BEGIN, Happening.END, Happening.ARRIVE,
    Happening.DEPART,
))  # fmt: skip


class _Who(NamedTuple):
    """The part of a row that says whose visit it is."""

    entity_id: int
    pathway: str
    case_id: str
    priority: int
    patient_id: str


@dataclass
class _Log:
    """The log in the making, and where each visit stands.

    ``unsettled``: the place of the row of a visit that has just joined or begun a stage; what it keeps
    and uses there is known only when it has given the rest back. ``here``: what each visit took since it
    joined its stage. ``using``: the stage each visit has begun, and with what.
    """

    plan: Plan
    cohort: Cohort
    run_number: int
    events: list[StageEvents]
    rows: list[EventRow] = field(default_factory=list)
    units: Units = field(default_factory=Units)
    unsettled: dict[int, tuple[int, Entry]] = field(default_factory=dict)
    here: dict[int, list[Unit]] = field(default_factory=dict)
    using: dict[int, tuple[int, Unit | None]] = field(default_factory=dict)
    known: dict[int, _Who] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Append the rows that ``entry`` means."""
        visit, what = entry.visit, entry.what
        if what == _RELEASE:
            self.units.release(visit, entry.a, entry.b)
            return
        self.settle(visit)
        if what == _SEIZE:
            self.here.setdefault(visit, []).extend(self.units.seize(visit, entry.a, entry.b))
        elif what == _REACH:
            self._end(entry)
            self.here[visit] = []
            self._later(entry)
        elif what == _BEGIN:
            self.using[visit] = (entry.a, None)
            self._later(entry)
        elif what == _END:
            self._end(entry)
        elif what == _ARRIVE:
            self.rows.append(self._row(entry, _ARRIVAL))
        elif what == _DEPART:
            self._end(entry)
            self.rows.append(self._row(entry, _DEPARTURE, outcome=self.plan.names.exits[entry.a]))

    def _later(self, entry: Entry) -> None:
        """Keep a place in the log for what the visit joins or begins with this entry."""
        self.unsettled[entry.visit] = (len(self.rows), entry)
        self.rows.append(_BLANK)

    def settle(self, visit: int) -> None:
        """Write the row that has its place kept, if there is one, with what ``visit`` now uses and keeps."""
        kept = self.unsettled.pop(visit, None)
        if kept is None:
            return
        place, entry = kept
        stage, events = self.plan.names.stages[entry.a], self.events[entry.a]
        if entry.what == _REACH:
            self.rows[place] = self._row(entry, _What("queue", events.wait, stage, "schedule"))
            return
        unit = self._chief(visit)
        self.using[visit] = (entry.a, unit)
        # a stage that uses nothing is, to a queue animator, one more place to stand
        kind = "queue" if unit is None else "resource_use"
        self.rows[place] = self._row(entry, _What(kind, events.use, stage, "start"), unit)

    def _end(self, entry: Entry) -> None:
        """End the stage the visit has begun, if any: by its end, or because it was moved on without one."""
        begun = self.using.pop(entry.visit, None)
        if begun is not None:
            stage, unit = begun
            kind = "queue" if unit is None else "resource_use_end"
            what = _What(kind, self.events[stage].end, self.plan.names.stages[stage], "complete")
            self.rows.append(self._row(entry, what, unit))

    def _chief(self, visit: int) -> Unit | None:
        """Choose what a stage is said to use: what it took before what it kept; of each, staff first."""
        held = self.units.held(visit)
        here = tuple(unit for unit in self.here.get(visit, ()) if unit in held)
        for units in (here, held):
            for unit in (*(one for one in units if self.plan.pools[one.pool].staff), *units):
                return unit
        return None

    def _name(self, unit: Unit) -> str:
        return f"{self.plan.names.pools[unit.pool]}_{unit.number}"

    def _who(self, visit: int) -> _Who:
        who = self.known.get(visit)
        if who is None:
            visit_class = int(self.cohort.visit_class[visit])
            who = self.known[visit] = _Who(
                entity_id=visit + 1,
                pathway=self.plan.names.classes[visit_class],
                case_id=f"{self.run_number}-{visit + 1}",
                priority=self.plan.ranks[visit_class],
                patient_id=f"P{first_visit(self.cohort, visit) + 1}",
            )
        return who

    def _row(self, entry: Entry, what: _What, unit: Unit | None = None, outcome: str | None = None) -> EventRow:
        who, held = self._who(entry.visit), self.units.held(entry.visit)
        kept = [self._name(one) for one in held if one != unit] if what is not _DEPARTURE else []
        return EventRow(
            run_number=self.run_number,
            entity_id=who.entity_id,
            event_type=what.event_type,
            event=what.event,
            time=float(entry.time),
            resource_id=unit.number if unit else None,
            unique_resource_id=self._name(unit) if unit else None,
            pathway=who.pathway,
            case_id=who.case_id,
            activity=what.activity,
            lifecycle=what.lifecycle,
            timestamp=timestamp(self.plan.starts, entry.time),
            priority=who.priority,
            patient_id=who.patient_id,
            outcome=outcome,
            holds=";".join(kept) or None,
        )
