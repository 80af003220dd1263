"""Write pools, positions, channels, decision rights and meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import bit_of
from orgsim.plan.tables import NONE

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables
    from orgsim.plan.tables import DecisionRow, JudgedRow, PoolRow, PositionRow


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
    _write_meetings(tables)


def _write_queue(tables: Tables, address: int, number: int, capacity: int) -> int:
    """Write what pools, positions and channels share; each serves its own queue."""
    image = tables.image
    image.put(address, {at.POOL_NUMBER: number, at.CAPACITY: capacity, at.ON_DUTY: capacity, at.FIDELITY: 1.0})
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


def _write_changes(tables: Tables, address: int, changes: tuple[tuple[float, int], ...]) -> None:
    words = [word for moment, number in changes for word in (float(moment), number)]
    tables.image.put(address, {at.CHANGES: tables.image.listed(words), at.CHANGES_COUNT: len(changes)})


def _write_decision(tables: Tables, number: int, row: DecisionRow) -> None:
    image, address = tables.image, tables.decisions[number]
    image.put(address, {
        at.DECISION_NUMBER: number, at.DECISION_KEY: row.key,
        at.ASKER: tables.positions[row.asker], at.HOLDER: tables.positions[row.holder],
        at.EFFORT: tables.dists[row.effort], at.PASSING: tables.dists[row.passing],
        at.AGAIN: float(row.again), at.AT_MOST: row.at_most,
        at.CHECKED_POOL: tables.pools[row.check_pool] if row.check_pool >= 0 else None,
        at.CHECKED_ABOVE: float(row.check_above), at.CHECK_SCHEDULE: tables.schedule(row.check),
        at.EFFECT_POOL: tables.pools[row.effect_pool] if row.effect_pool >= 0 else None,
        at.EFFECT_UNITS: row.effect_number, at.EFFECT_LASTS: float(row.effect_lasts),
    })  # fmt: skip
    ways = []
    for way in row.ways:
        steps = [word for channel, to in way.steps for word in (tables.channels[channel], tables.positions[to])]
        ways += [image.listed(steps), len(way.steps), way.decides_from]
    image.put(address, {
        at.OF_COMPLEXITIES: tables.dists[row.complexity] if row.complexity >= 0 else None,
        at.WAYS: image.listed(ways), at.WAYS_COUNT: len(row.ways),
        at.RISING: image.listed([float(way.rising) for way in row.ways]),
    })  # fmt: skip
    _write_judging(tables, address, row.judged)


def _write_judging(tables: Tables, address: int, row: JudgedRow) -> None:
    word, bit = bit_of(row.need) if row.need >= 0 else (NONE, 0)
    tables.image.put(address, {
        at.JUDGED_AS: row.kind, at.BEST: float(row.best), at.DRIFT: float(row.drift), at.ABOUT_WORD: word, at.ABOUT_BIT: bit,
        at.BENEFIT_SD: float(row.benefit_sd), at.EXTERNALITY_SD: float(row.externality_sd), at.WEIGHT: float(row.weight),
        at.NOISE_OWN: float(row.noise_own), at.NOISE_OTHERS: float(row.noise_others),
    })  # fmt: skip


def _write_meetings(tables: Tables) -> None:
    for address, row in zip(tables.meetings, tables.plan.meetings, strict=True):
        rights = [(number, tables.plan.decisions[number]) for number in sorted(row.settles)]
        settled = [tables.decisions[n] for n, one in rights if one.asker in row.members and one.holder in row.members]
        words = {at.MEETING_SCHEDULE: tables.schedule(row.schedule), at.MEETING_LASTS: float(row.lasts)}
        tables.image.put(address, words)
        tables.image.counted(address + at.MEMBERS, [tables.positions[member] for member in row.members])
        tables.image.counted(address + at.SETTLES, settled)
