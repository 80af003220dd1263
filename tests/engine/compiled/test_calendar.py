"""The calendar gives events in the order of (time, number of scheduling), wherever they wait: slots, heap or ring."""

from __future__ import annotations

import random

import numpy as np
import pytest

from orgsim.engine.compiled import calendar
from orgsim.engine.compiled import layout as at
from orgsim.engine.compiled.region import Together

END = 1e6


def in_slots(region: Together) -> int:
    """Count the events in the slots; the bit of each slot says whether it has any."""
    m, number = region.ints, 0
    for slot in range(m[at.SLOTS_COUNT]):
        event = m[m[at.SLOTS] + slot]
        assert m[m[at.SLOT_BITS] + (slot >> at.SLOT_SHIFT)] >> (slot & at.SLOT_MASK) & 1 == (event != 0)
        while event != 0:
            number += 1
            event = m[event + at.EVENT_NEXT]
    return number


def emptied(ticks_a_minute: float, seed: int) -> tuple[list[tuple[float, int]], Together]:
    """Schedule at random while events are taken; return (time, number) of each as it was taken."""
    region = Together(np.zeros(at.HEAD_WORDS, dtype=np.int64), 0)
    m, x = region.ints, region.reals
    x[at.TICKS_A_MINUTE], x[at.END] = ticks_a_minute, END
    dice, taken, left = random.Random(seed), [], 4000  # noqa: S311
    for subject in range(40):
        calendar.in_minutes(m, x, dice.choice((5.0, 60.0)), at.COUNTS, subject, 0)
    while calendar.take_next(m, x):
        taken.append((x[at.NOW], m[at.EVENT_NUMBER]))
        for _ in range(dice.choice((0, 1, 1, 1, 1, 2)) if left > 0 else 0):
            left -= 1
            delay = dice.choice(
                (0.0, 10.0, 10.0, dice.expovariate(0.1), dice.expovariate(0.001), float(dice.randint(0, 9)))
            )
            if m[at.ARRIVAL_NUMBER] == 0 and dice.random() < 0.2:
                calendar.next_arrival(m, x, delay + 1.0)
            else:
                calendar.in_minutes(m, x, delay, at.COUNTS, 0, 0)
    return taken, region


@pytest.mark.parametrize("ticks_a_minute", [0.001, 0.1, 1.0, 7.3, 1000.0])
@pytest.mark.parametrize("seed", range(4))
def test_events_come_in_the_order_of_time_and_number(ticks_a_minute: float, seed: int) -> None:
    taken, region = emptied(ticks_a_minute, seed)
    assert taken == sorted(taken)
    assert len(taken) == region.ints[at.SEQUENCE] > 500
    assert in_slots(region) == region.ints[at.HEAP_SIZE] == region.ints[at.READY_SIZE] == 0


def test_events_wait_in_slots_and_in_the_heap() -> None:
    region = Together(np.zeros(at.HEAD_WORDS, dtype=np.int64), 0)
    m, x = region.ints, region.reals
    x[at.TICKS_A_MINUTE], x[at.END] = 1.0, END
    for number in range(20):  # many at one moment: a slot takes the first of them
        calendar.in_minutes(m, x, 5.0, at.COUNTS, number, 0)
    crowded = in_slots(region)
    assert 0 < crowded < 20
    assert m[at.HEAP_SIZE] == 20 - crowded
    calendar.in_minutes(m, x, 500.0, at.COUNTS, 20, 0)
    calendar.in_minutes(m, x, 5000.0, at.COUNTS, 21, 0)
    assert in_slots(region) == crowded + 1
    order = []
    while calendar.take_next(m, x):
        order.append(m[at.EVENT_A])
    assert order == list(range(22))
