"""Write pools, positions, channels, decision rights and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.change_tables import write_change, write_way

if TYPE_CHECKING:
    from orgsim.engine.compiled.change_tables import Ways
    from orgsim.engine.compiled.tables import Tables
    from orgsim.plan.tables import DecisionRow, PoolRow, PositionRow


def write_people(tables: Tables) -> None:
    """Write all that has a queue, and who decides what."""
    plan = tables.plan
    for place, pool in enumerate(plan.pools):
        _write_pool(tables, place, pool)
    for place, position in enumerate(plan.positions):
        _write_position(tables, place, position)
    for place, channel in enumerate(plan.channels):
        address = _write_queue(tables, tables.channels[place], place, max(channel.capacity, 0))
        tables.image.put(address, {
            at.DELAY: tables.dists[channel.delay], at.FIDELITY: float(channel.fidelity),
            at.LIMITED: int(channel.capacity >= 0), at.CHANNEL_SCHEDULE: tables.schedule(channel.schedule),
        })  # fmt: skip
    for place, decision in enumerate(plan.decisions):
        _write_decision(tables, place, decision)
    ways = write_change(tables)
    _write_meetings(tables, ways)


def _write_queue(tables: Tables, address: int, number: int, capacity: int) -> int:
    """Write what pools, positions and channels share; each serves its own queue."""
    image = tables.image
    image.put(address, {
        at.POOL_NUMBER: number, at.CAPACITY: capacity, at.ON_DUTY: capacity, at.PLANNED: capacity, at.SCALE: 1.0,
        at.FIDELITY: 1.0,
    })  # fmt: skip
    image.counted(address + at.SERVES, [address])
    image.counted(address + at.SERVED_BY, [address])
    return address


def _write_pool(tables: Tables, number: int, row: PoolRow) -> None:
    image, plan = tables.image, tables.plan
    address = _write_queue(tables, tables.pools[number], number, row.capacity)
    choosy = any(plan.pools[other].reserves for other in row.served_by)
    image.put(address, {
        at.RESTS: int(row.ready >= 0 or row.told >= 0), at.CHOOSY: int(choosy), at.POOL_KEY: row.key,
        at.MADE_READY_BY: tables.dists[row.ready] if row.ready >= 0 else None,
        at.TOLD_BY: tables.decisions[row.told] if row.told >= 0 else None,
    })  # fmt: skip
    image.counted(address + at.SERVES, [tables.pools[other] for other in row.serves])
    image.counted(address + at.SERVED_BY, [tables.pools[other] for other in row.served_by])
    image.counted(address + at.KEEPS_BACK, [tables.behaviours[b] for b in row.reserves])
    image.counted(address + at.PULLS, [tables.behaviours[b] for b in row.pulls])
    _write_changes(tables, address, row.changes)


def _write_position(tables: Tables, number: int, row: PositionRow) -> None:
    address = _write_queue(tables, tables.positions[number], number, row.capacity)
    tables.image.put(address, {
        at.ATTENTION: float(row.attention), at.POSITION_BY_CLASS: int(row.by_class),
        at.AUTHORITY: float(row.authority), at.KNOWLEDGE: float(row.knowledge), at.WEIGHS: float(row.weighs),
    })  # fmt: skip
    _write_changes(tables, address, row.changes)


def write_reviews(tables: Tables) -> None:
    """Write the reviews of pools."""
    for address, row in zip(tables.reviews, tables.plan.reviews, strict=True):
        tables.image.put(address, {
            at.REVIEW_POOL: tables.pools[row.pool], at.REVIEW_SCHEDULE: tables.schedule(row.schedule),
            at.REVIEW_GAIN: float(row.gain), at.REVIEW_USE: float(row.use), at.REVIEW_LEAST: float(row.least),
            at.REVIEW_MOST: float(row.most), at.REVIEW_EACH: float(row.minutes_each),
        })  # fmt: skip


def _write_changes(tables: Tables, address: int, changes: tuple[tuple[float, int], ...]) -> None:
    words = [word for moment, number in changes for word in (float(moment), number)]
    tables.image.put(address, {at.CHANGES: tables.image.listed(words), at.CHANGES_COUNT: len(changes)})


def _write_decision(tables: Tables, number: int, row: DecisionRow) -> None:
    address = tables.decisions[number]
    write_way(tables, address, number, row)
    tables.image.put(address, {at.WAY: address})


def _write_meetings(tables: Tables, ways: Ways) -> None:
    """Write the meetings; each settles the ways of which it has both the asker and the holder."""
    for address, row in zip(tables.meetings, tables.plan.meetings, strict=True):
        settled = [
            way
            for number in sorted(row.settles)
            for way, right in ways[number]
            if right.asker in row.members and right.holder in row.members
        ]
        tables.image.put(address, {
            at.MEETING_SCHEDULE: tables.schedule(row.schedule), at.MEETING_LASTS: float(row.lasts),
            at.ORDERLY: int(row.orderly), at.AGENDA: row.agenda, at.PER_ITEM: float(row.per_item),
            at.PASSES_WITH: row.passes_with,
        })  # fmt: skip
        tables.image.counted(address + at.MEMBERS, [tables.positions[member] for member in row.members])
        tables.image.counted(address + at.SETTLES, settled)
