"""Write the units whose people change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables


def write_units(tables: Tables) -> None:
    """Write figures and staff of each unit, and whose position asks for each decision."""
    plan, image = tables.plan, tables.image
    asking = [0] * len(plan.decisions)
    for unit, row in zip(tables.units, plan.people, strict=True):
        image.put(unit + at.UNIT_WORDS, {word: float(figure) for word, figure in enumerate(row.figures)})
        staff = image.rooms(len(row.staff), at.STAFF_WORDS)
        image.put(unit, {at.STAFF_ROWS: staff[0] if staff else None, at.STAFF_COUNT: len(staff)})
        for address, one in zip(staff, row.staff, strict=True):
            pool = tables.pools[one.pool]
            image.put(pool, {at.HEADS: one.heads})
            image.put(address, {
                at.STAFF_POOL: pool, at.STAFF_KEY: one.key, at.MINUTES_EACH: float(one.minutes_each),
            })  # fmt: skip
        for decision in row.asks:
            asking[decision] = unit
    image.put(0, {
        at.UNITS_OF_PEOPLE: tables.units[0] if tables.units else None, at.UNITS_COUNT: len(tables.units),
        at.UNIT_OF_DECISION: image.listed(asking),
        at.MIDNIGHTS: tables.schedule(plan.midnights),
    })  # fmt: skip
