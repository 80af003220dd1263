"""The people of units: at each midnight their states follow the day, and whole people leave, come and are absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine import rules, rules_people
from orgsim.engine.trace import UnitDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgsim.engine.pools import Pool
    from orgsim.engine.trace import Floats
    from orgsim.engine.world import Process, World
    from orgsim.plan.change_tables import PeopleChange
    from orgsim.plan.tables import PeopleRow, StaffRow


class Staff:
    """The people of a pool: how many posts are vacant, and what the pool's integrals were at the last midnight."""

    def __init__(self, row: StaffRow, pool: Pool) -> None:
        self.row, self.pool = row, pool
        self.vacant = self.absent = 0
        self.busy_before = self.duty_before = 0.0
        pool.heads = row.heads


class Unit:
    """The figures and states of a unit, one after another as ``rules_people`` has them, and its staff."""

    def __init__(self, row: PeopleRow, staff: list[Staff]) -> None:
        self.staff = staff
        self.words = [*map(float, row.figures), *[0.0] * (rules_people.WORDS - rules_people.FIGURES)]
        rules_people.open_books(self.words, 0)
        self.words[rules_people.STAFF] = float(sum(one.pool.heads for one in staff))


class People:
    """All units whose people change, and the record of their days."""

    def __init__(self, world: World) -> None:
        self._world = world
        rows = world.plan.people
        self._units = [Unit(row, [Staff(one, world.pools[one.pool]) for one in row.staff]) for row in rows]
        self._by_unit = {row.unit: unit for row, unit in zip(rows, self._units, strict=True)}
        self._by_decision = {
            decision: unit for row, unit in zip(rows, self._units, strict=True) for decision in row.asks
        }
        self._days: list[list[list[float]]] = []

    def time_factor(self, unit: int) -> float:
        """Return what the times of a unit's work are multiplied by."""
        found = self._by_unit.get(unit)
        return 1.0 if found is None else found.words[rules_people.TIME_FACTOR]

    def error_factor(self, unit: int) -> float:
        """Return what the chances of an error in a unit's work are multiplied by."""
        found = self._by_unit.get(unit)
        return 1.0 if found is None else found.words[rules_people.ERROR_FACTOR]

    def reorganise(self, changes: Sequence[PeopleChange]) -> None:
        """Let a later structure hold for the people of every unit."""
        for unit, change in zip(self._units, changes, strict=True):
            rules_people.reorganise(unit.words, 0, change.belonging, change.pressure)
        self._by_decision = {
            decision: unit for unit, change in zip(self._units, changes, strict=True) for decision in change.asks
        }

    def days(self) -> Process:
        """Close each day at its midnight."""
        world = self._world
        while True:
            yield world.env.timeout(world.until_next(world.plan.midnights, strictly=True))
            self._close_day()

    def _close_day(self) -> None:
        day = len(self._days)
        for unit in self._units:
            self._count_work(unit)
        for unit in self._units:
            rules_people.close_day(unit.words, 0)
        for unit in self._units:
            self._change_staff(unit, day)
        self._days.append([unit.words[rules_people.RECORD : rules_people.RECORD_END] for unit in self._units])

    def _count_work(self, unit: Unit) -> None:
        """Add up what the unit's staff did since the last midnight and what waits for them."""
        now, words = self._world.now, unit.words
        for word in (rules_people.BUSY, rules_people.DUTY, rules_people.WAITING):
            words[word] = 0.0
        for staff in unit.staff:
            pool = staff.pool
            span = now - pool.since
            busy = pool.busy_minutes + span * pool.busy
            duty = pool.capacity_minutes + span * pool.capacity
            words[rules_people.BUSY] += busy - staff.busy_before
            words[rules_people.DUTY] += duty - staff.duty_before
            words[rules_people.WAITING] += len(pool.queue) * staff.row.minutes_each
            staff.busy_before, staff.duty_before = busy, duty

    def note_asked(self, decision: int, *, local: bool) -> None:
        """Count a request for the unit of whoever asks; ``local``: they decide it themselves."""
        unit = self._by_decision.get(decision)
        if unit is not None:
            unit.words[rules_people.ASKED] += 1.0
            unit.words[rules_people.LOCAL] += local

    def note_done(self, unit: int, *, wrong: bool) -> None:
        """Count a piece of a unit's work that may go wrong."""
        found = self._by_unit.get(unit)
        if found is not None:
            found.words[rules_people.DONE] += 1.0
            found.words[rules_people.WRONG] += wrong

    def _change_staff(self, unit: Unit, day: int) -> None:
        """Draw who quits, which vacancies are filled and who is absent until the next midnight."""
        words = unit.words
        vacant = absent = heads = 0
        for staff in unit.staff:
            key = rules.derive(rules.derive(self._world.key, staff.row.key), day)
            posts = staff.pool.heads
            staff.vacant = min(staff.vacant, posts)  # posts that a change of structure took away
            filled = posts - staff.vacant
            quits = rules_people.how_many(rules.derive(key, 0), filled, words[rules_people.QUIT_CHANCE])
            hired = rules_people.how_many(rules.derive(key, 1), staff.vacant, words[rules_people.FILLS])
            staff.vacant += quits - hired
            present = posts - staff.vacant
            staff.absent = rules_people.how_many(rules.derive(key, 2), present, words[rules_people.ABSENCE_CHANCE])
            words[rules_people.QUITS] += quits
            vacant += staff.vacant
            absent += staff.absent
            heads += posts
            if staff.pool.away != staff.vacant + staff.absent:
                staff.pool.roster(staff.pool.planned, staff.vacant + staff.absent, self._world.now)
        words[rules_people.VACANT], words[rules_people.ABSENT] = float(vacant), float(absent)
        words[rules_people.STAFF] = float(heads)

    def table(self) -> Floats:
        """Return the states at each midnight: (days, units, columns of ``UnitDay``)."""
        import numpy as np

        shape = (len(self._days), len(self._units), len(UnitDay))
        return np.array(self._days, dtype=np.float64).reshape(shape)
