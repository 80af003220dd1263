"""One generator set to the start of each stream gives what a generator of its own gives, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.cohort.families import EXPONENTIAL, FIXED, GAMMA, LOGNORMAL, TRIANGULAR, UNIFORM
from orgsim.cohort.people import RETURN_CAP
from orgsim.cohort.seeding import pcg64_starts
from orgsim.cohort.streams import Streams, generator
from orgsim.cohort.times import draw_times
from orgsim.plan import compile_plan
from orgsim.plan.tables import DistRow

KEYS = (0, 1, 2**32 - 1, 2**32, 0x0123456789ABCDEF, 2**64 - 1)
SEEDS = (0, 1, 2012, 2**32 - 1, 2**32, 2**64 + 5, 2**128 - 1, 2**128, 2**200 + 17)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("replication", [0, 1, 30, 2**32, 2**70])
def test_starts_are_those_of_numpy(seed, replication):
    starts = list(pcg64_starts(seed, replication, KEYS))
    for key, (state, increment) in zip(KEYS, starts, strict=True):
        sequence = np.random.SeedSequence(seed, spawn_key=(replication, key))
        assert np.random.PCG64(sequence).state["state"] == {"state": state, "inc": increment}


def test_starts_of_many_keys_do_not_depend_on_their_company():
    keys = np.random.default_rng(1).integers(0, 2**64, 500, dtype=np.uint64).tolist()
    assert [next(pcg64_starts(3, 4, [key])) for key in keys[:50]] == list(pcg64_starts(3, 4, keys))[:50]
    assert list(pcg64_starts(3, 4, [])) == []


@pytest.mark.parametrize(("seed", "replication"), [(-1, 1), (1, -1)])
def test_a_negative_seed_is_refused(seed, replication):
    with pytest.raises(ValueError, match="from 0 on"):
        list(pcg64_starts(seed, replication, [1]))


def test_streams_begin_afresh_however_they_were_left():
    streams = Streams(5, 2)
    for source in streams.each(["a", "b"]):
        source.integers(0, 10, dtype=np.int32)  # leaves half a word behind
    streams.prepare(["b", "c"])
    for name, source in zip("cab", streams.each(list("cab")), strict=True):
        assert np.array_equal(source.random(9), generator(5, 2, name).random(9))


ROWS = {
    EXPONENTIAL: [(5.0, 0.0, 0.0), (9.0, 0.0, 0.0)],
    UNIFORM: [(2.0, 7.0, 0.0), (0.1, 0.3, 0.0)],
    TRIANGULAR: [(1.0, 2.0, 9.0), (0.0, 3.0, 3.5)],
    LOGNORMAL: [(2.7, 0.47, 0.0), (1.1, 0.9, 0.0)],
    GAMMA: [(1.44, 2500.0, 0.0), (0.3, 7.0, 0.0)],
}
NEUTRAL = {
    UNIFORM: (0.0, 1.0),
    TRIANGULAR: (0.0, 0.5, 1.0),
    EXPONENTIAL: (1.0,),
    LOGNORMAL: (0.0, 1.0),
    GAMMA: (1.0, 1.0),
}
METHODS = {
    EXPONENTIAL: "exponential",
    UNIFORM: "uniform",
    TRIANGULAR: "triangular",
    LOGNORMAL: "lognormal",
    GAMMA: "gamma",
}


def _one_by_one(rows, part, name, replication=1):
    """Draw as the definition says: a generator for each family, one parameter a visit, every visit in every family."""
    found = np.array([rows[kind].a for kind in part.classes])
    for family in {row.family for row in rows} - {FIXED}:
        source = generator(7, replication, f"{part.name}/{name}/{family}")
        table = [row[1:] if row.family == family else NEUTRAL[family] for row in rows]
        count = len(NEUTRAL[family])
        drawn = np.array([getattr(source, METHODS[family])(*table[kind][:count]) for kind in part.classes])
        mine = np.array([rows[kind].family == family for kind in part.classes])
        found[mine] = drawn[mine]
    return found


@pytest.mark.parametrize(
    "kinds",
    [*[[family] * 3 for family in ROWS], [GAMMA, LOGNORMAL, FIXED], [EXPONENTIAL, EXPONENTIAL, UNIFORM], [FIXED] * 3],
)
@pytest.mark.parametrize("alike", [True, False])
def test_times_are_drawn_as_one_by_one(shop, kinds, alike):
    given = ROWS | {FIXED: [(3.0, 0.0, 0.0), (4.0, 0.0, 0.0)]}
    rows = [DistRow(family, *given[family][0 if alike else place % 2]) for place, family in enumerate(kinds)]
    people = _people(shop)
    drawn = np.empty(len(people.arrival))
    draw_times(rows, people, Streams(7, 1), "talk", drawn)
    for part in people.parts:
        assert np.array_equal(drawn[part.rows], _one_by_one(rows, part, "talk"))


FLOW = """
calendar: {length: 3 days}
classes: {_replace: 1, calm: {}, urgent: {}, odd: {}}
arrivals:
  _replace: 1
  walking: {at: till, per_day: 100, classes: {calm: 60%, urgent: 20%, odd: 20%}}
  nobody: {at: till, per_day: 0, classes: {calm: 100%}}
  driving: {at: till, per_day: 30, classes: {urgent: 100%}}
pathway: {till: {takes: 5 min, next: out}}
exits: {out: {returns: {share: 5%, after: 3 days, at: till}}}
"""


def _people(shop):
    from orgsim.cohort.people import draw_people

    return draw_people(compile_plan(shop(FLOW)), Streams(7, 1), 7, 1)


def test_parts_cover_every_row_once_and_know_their_classes(shop):
    people = _people(shop)
    rows = np.concatenate([np.arange(len(people.arrival))[part.rows] for part in people.parts])
    assert np.array_equal(np.sort(rows), np.arange(len(people.arrival)))
    for part in people.parts:
        assert part.size
        assert np.array_equal(people.visit_class[part.rows], part.classes)
        assert np.array_equal(people.number[part.rows], np.arange(part.size))


def test_return_draws_and_classes_are_those_of_their_names(shop):
    people = _people(shop)
    for part in people.parts:
        assert np.array_equal(people.return_draw[part.rows], generator(7, 1, f"{part.name}/return").random(part.size))
    expected = people.return_draw < RETURN_CAP
    assert np.array_equal(people.child >= 0, expected)
    assert len({part.name.split("/")[-1] for part in people.parts}) > 3  # returns of returns


WAITS = """
pathway:
  till: {next: talk}
  talk: {unit: shop, takes: 5 min, next: rest}
  rest: {unit: shop, takes: 5 min, next: out}
"""


def test_times_that_are_the_same_for_everybody_are_kept_once(shop):
    plan = compile_plan(shop(WAITS))
    cohort = draw_cohort(plan, 1, 1)
    names = [row.name for row in plan.streams]
    talk, rest = (cohort.values[names.index(f"stage:{name}/takes")] for name in ("talk", "rest"))
    assert np.shares_memory(talk, rest)
    assert set(talk.tolist()) == {5.0}
