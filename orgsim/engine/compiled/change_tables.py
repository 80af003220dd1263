"""Write decision rights, and what a change of structure makes of them, of pools and of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.image import bit_of
from orgsim.plan.change_tables import Lasts
from orgsim.plan.tables import NONE

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables
    from orgsim.plan.change_tables import ChangeRow, PlaceChange, RightChange, WayChange
    from orgsim.plan.tables import DecisionRow, JudgedRow

    Ways = list[list[tuple[int, DecisionRow]]]


def write_way(tables: Tables, address: int, number: int, row: DecisionRow) -> None:
    """Write the record of a way of asking for decision ``number``; its first record is the one that has its name."""
    image = tables.image
    image.put(address, {
        at.DECISION_NUMBER: number, at.DECISION_KEY: row.key, at.NAMED: tables.decisions[number],
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


def write_change(tables: Tables) -> Ways:
    """Write the change of structure, if there is one; return the records of every decision, each with its row."""
    plan, image = tables.plan, tables.image
    ways = [[pair] for pair in zip(tables.decisions, plan.decisions, strict=True)]
    change = plan.change
    if change is None:
        return ways
    record = image.room(at.SWITCH_WORDS)
    shocks = change.shocks
    image.put(0, {at.SWITCH: record})
    image.put(record, {
        at.SWITCH_AT: float(change.at), at.ATTENTION_LOST: float(shocks.attention_lost),
        at.ATTENTION_FOR: float(shocks.attention_for), at.LINKS_SURVIVE: float(shocks.links_survive),
        at.KNOWLEDGE_LOST: float(shocks.knowledge_lost), at.RELEARNING: float(shocks.relearning),
        at.WRONG_ADDRESS: float(shocks.wrong_address),
    })  # fmt: skip
    _write_behaviours(tables, record, change)
    for number, seat in enumerate(tables.positions):
        words = at.MANAGES * (number in shocks.manages) + at.MOVED * (number in shocks.moved)
        image.put(seat, {at.UNSETTLED: words})
    for meeting, holds in zip(tables.meetings, change.meetings, strict=True):
        image.put(meeting, {at.MEETING_HOLDS: int(holds)})
    _write_units(tables, record, change)
    _write_places(tables, record, change)
    _write_rights(tables, record, change, ways)
    return ways


def _write_behaviours(tables: Tables, record: int, change: ChangeRow) -> None:
    """Write for each behaviour the power that it has from the change on, and whether it then lends nobody."""
    image, powers = tables.image, dict(change.powers)
    words: list[int | float] = []
    for number, (address, row) in enumerate(zip(tables.behaviours, tables.plan.behaviours, strict=True)):
        words += [address, float(powers.get(number, row.power)), int(number in change.idle_after)]
        image.put(address, {at.IDLE: int(number in change.idle_before)})
    image.put(record, {at.NEW_POWERS: image.listed(words), at.NEW_POWERS_COUNT: len(tables.behaviours)})


def _write_units(tables: Tables, record: int, change: ChangeRow) -> None:
    """Write what the later structure makes of the people of each unit, and whose position then asks for each decision."""
    image, asking = tables.image, [0] * len(tables.plan.decisions)
    words: list[int | float] = []
    for unit, row in zip(tables.units, change.people, strict=True):
        words += [float(row.belonging), float(row.pressure)]
        for decision in row.asks:
            asking[decision] = unit
    image.put(record, {at.NEW_UNITS: image.listed(words), at.NEW_UNIT_OF_DECISION: image.listed(asking)})


def _write_places(tables: Tables, record: int, change: ChangeRow) -> None:
    image = tables.image
    rooms = image.rooms(len(change.places), at.NEW_PLACE_WORDS)
    image.put(record, {at.NEW_PLACES: rooms[0] if rooms else None, at.NEW_PLACES_COUNT: len(rooms)})
    for address, place in zip(rooms, change.places, strict=True):
        _write_place(tables, address, place)


def _write_place(tables: Tables, address: int, place: PlaceChange) -> None:
    image, own = tables.image, tables.queues[place.place]
    image.put(address, {
        at.NEW_OF: own, at.NEW_CAPACITY: place.capacity, at.NEW_NUMBERS: image.listed(place.numbers),
        at.NEW_ATTENTION: float(place.attention), at.NEW_BY_CLASS: int(place.by_class), at.NEW_CHOOSY: int(place.choosy),
        at.NEW_AUTHORITY: float(place.authority), at.NEW_KNOWLEDGE: float(place.knowledge), at.NEW_WEIGHS: float(place.weighs),
        at.NEW_HEADS: place.heads,
    })  # fmt: skip
    image.counted(address + at.NEW_SERVES, [tables.pools[other] for other in place.serves] or [own])
    image.counted(address + at.NEW_KEEPS_BACK, [tables.behaviours[one] for one in place.reserves])
    image.counted(address + at.NEW_SERVED_BY, [tables.pools[other] for other in place.served_by] or [own])


def _write_rights(tables: Tables, record: int, change: ChangeRow, ways: Ways) -> None:
    image = tables.image
    rooms = image.rooms(len(change.rights), at.NEW_RIGHT_WORDS)
    image.put(record, {at.NEW_RIGHTS: rooms[0] if rooms else None, at.NEW_RIGHTS_COUNT: len(rooms)})
    for address, right in zip(rooms, change.rights, strict=True):
        first = tables.decisions[right.decision]
        image.put(first, {at.CHECK_HOLDS: int(Lasts.UNTIL)})
        now = _write_new(tables, right, right.now, ways)
        instead = None if right.instead is None else _write_new(tables, right, right.instead, ways)
        image.put(now, {at.CHECK_HOLDS: int(Lasts.SINCE)})
        tables.later_ways.append((right, now))
        image.put(address, {at.NEW_DECISION: first, at.NEW_WAY: now, at.NEW_INSTEAD: instead or now})
        image.counted(address + at.NEW_LINKS, right.links)


def _write_new(tables: Tables, right: RightChange, way: WayChange, ways: Ways) -> int:
    """Write a way of the later structure, and the one by which a request goes astray first; return its address."""
    image, number = tables.image, right.decision
    address = image.room(at.DECISION_WORDS)
    write_way(tables, address, number, way.row)
    ways[number].append((address, way.row))
    if way.astray is not None:
        astray = image.room(at.DECISION_WORDS)
        write_way(tables, astray, number, way.astray)
        image.put(astray, {at.WASTED: way.wasted})
        image.put(address, {at.ASTRAY_WAY: astray})
        ways[number].append((astray, way.astray))
    return address
