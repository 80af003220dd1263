"""Compile the people of units: who they are, and how they change from day to day."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.keys import name_key
from orgsim.plan.change_tables import PeopleChange
from orgsim.plan.places import minutes_each, pool_hours
from orgsim.plan.tables import DecisionRow, PeopleFigures, PeopleRow, StaffRow
from orgsim.plan.weekly import weekly_numbers
from orgsim.scenario.schema.people import Effort, Fatigue, Leaving, Load, Motivation, People, Standard
from orgsim.scenario.schema.scalars import MINUTES_A_DAY, MINUTES_A_WEEK

if TYPE_CHECKING:
    from orgsim.plan.builder import Builder
    from orgsim.scenario.schema import Variant


def midnights(builder: Builder) -> int:
    """Return the schedule of every midnight of the week."""
    return builder.schedule(tuple(day * MINUTES_A_DAY for day in range(int(MINUTES_A_WEEK / MINUTES_A_DAY))))


def people_rows(builder: Builder, decisions: tuple[DecisionRow, ...]) -> tuple[PeopleRow, ...]:
    """Compile the units with staff whose people change, in the order of the file."""
    return tuple(
        PeopleRow(
            builder.units[unit], _figures(builder, unit, people), _staff(builder, unit), _asks(builder, unit, decisions)
        )
        for unit, people in changing_units(builder.variant).items()
    )


def changing_units(variant: Variant) -> dict[str, People]:
    """Return what is said about the people of each unit that has staff and whose people change, in the order of the file."""
    staffed = {pool.unit for pool in variant.resources.values() if pool.kind == "staff"}
    said = {unit: people_of(variant, unit) for unit in variant.organisation.units if unit in staffed}
    return {unit: people for unit, people in said.items() if people is not None and people != People()}


def people_of(variant: Variant, unit: str) -> People | None:
    """Return what is said about the people of a unit: by itself, else by the nearest unit it is part of, else by all."""
    units = variant.organisation.units
    if units[unit].external:
        return units[unit].people
    at: str | None = unit
    while at is not None:
        if units[at].people is not None:
            return units[at].people
        at = units[at].part_of
    return variant.organisation.people


def _staff(builder: Builder, unit: str) -> tuple[StaffRow, ...]:
    variant = builder.variant
    rows = []
    for key, pool in variant.resources.items():
        if pool.unit == unit and pool.kind == "staff":
            on_duty, changes = weekly_numbers(pool_hours(key, pool), variant.calendar.starts)
            heads = max([on_duty, *(number for _, number in changes)])
            rows.append(StaffRow(builder.pools[key], heads, minutes_each(variant, key), name_key(f"people:{key}")))
    return tuple(rows)


def people_changes(
    builder: Builder, rows: tuple[PeopleRow, ...], decisions: tuple[DecisionRow, ...]
) -> tuple[PeopleChange, ...]:
    """Compile what the structure of ``builder`` makes of the people in ``rows``.

    Its positions may have other numbers than their order has; ``decisions`` are the rows of all decisions in it.
    """
    variant, names = builder.variant, {number: name for name, number in builder.units.items()}
    seats = variant.organisation.positions
    units = {number: seats[name].unit for name, number in builder.positions.items() if name in seats}
    return tuple(
        PeopleChange(
            _belonging(variant, names[row.unit]),
            _pressure(variant, names[row.unit]),
            tuple(number for number, one in enumerate(decisions) if units.get(one.asker) == names[row.unit]),
        )
        for row in rows
    )


def _asks(builder: Builder, unit: str, decisions: tuple[DecisionRow, ...]) -> tuple[int, ...]:
    seats = [position.unit == unit for position in builder.variant.organisation.positions.values()]
    return tuple(number for number, row in enumerate(decisions) if seats[row.asker])


def _figures(builder: Builder, unit: str, people: People) -> PeopleFigures:
    variant = builder.variant
    return PeopleFigures(
        belonging=_belonging(variant, unit), pressure=_pressure(variant, unit),
        **_of_load(people.load), **_of_fatigue(people.fatigue), **_of_standard(people.standard),
        **_of_motivation(people.motivation), **_of_leaving(people.leaving), **_of_effort(people.effort),
    )  # fmt: skip


def _of_load(row: Load | None) -> dict[str, float]:
    return {} if row is None else {"speed_up": row.speed_up, "load_above": row.above, "saturates": row.saturates}


def _of_fatigue(row: Fatigue | None) -> dict[str, float]:
    if row is None:
        return {}
    return {"tired_above": row.above, "tires": _a_day(row.memory), "slows": row.slows, "tired_errs": row.errs}


def _of_standard(row: Standard | None) -> dict[str, float]:
    if row is None:
        return {}
    return {
        "pressure_effect": row.pressure_effect, "full_at": row.full_at, "erodes": _a_day(row.erodes),
        "recovers": _a_day(row.recovers), "haste_errs": row.errs,
    }  # fmt: skip


def _of_motivation(row: Motivation | None) -> dict[str, float]:
    if row is None:
        return {}
    return {
        "starts": row.starts, "by_autonomy": row.autonomy, "by_competence": row.competence,
        "by_belonging": row.belonging, "by_pressure": row.pressure, "by_strain": row.strain, "ownership": row.ownership,
        "falls": _a_day(row.falls), "rises": _a_day(row.recovers), "productivity": row.productivity,
        "motive_errs": row.errors,
    }  # fmt: skip


def _of_leaving(row: Leaving | None) -> dict[str, float]:
    if row is None:
        return {}
    return {
        "quit_rate": row.quits, "quits_follow": row.quits_follow, "fills": _a_day(row.vacancy), "absence": row.absent,
        "absence_follows": row.absence_follows,
    }  # fmt: skip


def _of_effort(row: Effort | None) -> dict[str, float]:
    if row is None:
        return {}
    return {
        "substitution": row.substitution, "care": row.care, "effort_speeds": row.speeds, "effort_errs": row.errs,
    }  # fmt: skip


def _a_day(minutes: float) -> float:
    """Return the share of the way that a state with this time constant goes in a day."""
    return -math.expm1(-MINUTES_A_DAY / minutes)


def _belonging(variant: Variant, unit: str) -> float:
    """Return d / (d + 1) for d informal links of a position, mean over the unit's positions; 0.5 where it has none."""
    organisation = variant.organisation
    seats = [key for key, position in organisation.positions.items() if position.unit == unit]
    links = [link for link in organisation.links.values() if link.informal]
    degrees = [sum(seat in link.between for link in links) for seat in seats]
    return math.fsum(d / (d + 1) for d in degrees) / len(seats) if seats else 0.5


def _pressure(variant: Variant, unit: str) -> float:
    """Return the largest pressure of the targets that positions of a unit own; 0 where they own none."""
    seats = {key for key, position in variant.organisation.positions.items() if position.unit == unit}
    return max((target.pressure for target in variant.targets.values() if target.owner in seats), default=0.0)
