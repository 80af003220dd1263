from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import pytest

from orgsim.engine.journal import Entry, Happening, Journal
from orgsim.exports import EventRow, as_csv, event_rows
from tests.exports.hospital import replication

STAFF, PLACE = "resource_use", "queue"


@pytest.fixture(scope="module")
def rows() -> list[EventRow]:
    one = replication()
    return event_rows(one.plan, one.cohort, one.journal, one.number)


def by_visit(rows: list[EventRow]) -> dict[int, list[EventRow]]:
    found: dict[int, list[EventRow]] = defaultdict(list)
    for row in rows:
        found[row.entity_id].append(row)
    return found


def log_of(*entries: tuple[float, int, int, int, int]) -> list[tuple[str, str, str | None, str | None]]:
    """Write the log of a hand-made journal on the plan of the hospital: type, event, unit and what else is held."""
    one = replication()
    journal = Journal(visits=[Entry(*entry) for entry in entries])
    rows = event_rows(one.plan, one.cohort, journal, 1)
    return [(row.event_type, row.event, row.unique_resource_id, row.holds) for row in rows]


def number(kind: str, name: str) -> int:
    return int(getattr(replication().plan.names, kind).index(name))


def test_staff_stand_for_the_stage_and_places_are_held() -> None:
    stage, doctor, cubicle = number("stages", "assessment"), number("pools", "doctor"), number("pools", "cubicle")
    told = log_of(
        (1.0, 0, Happening.ARRIVE, stage, -1),
        (1.0, 0, Happening.REACH, stage, -1),
        (1.0, 0, Happening.SEIZE, cubicle, 1),
        (3.0, 0, Happening.SEIZE, doctor, 1),
        (3.0, 0, Happening.BEGIN, stage, -1),
        (9.0, 0, Happening.END, stage, -1),
        (9.0, 0, Happening.DEPART, number("exits", "home"), -1),
    )
    assert told == [
        ("arrival_departure", "arrival", None, None),
        ("queue", "assessment_wait", None, None),
        ("resource_use", "assessment", "doctor_1", "cubicle_1"),
        ("resource_use_end", "assessment_end", "doctor_1", "cubicle_1"),
        ("arrival_departure", "depart", None, None),
    ]


def test_what_is_given_back_on_joining_or_beginning_is_not_held_there() -> None:
    first, then = number("stages", "handover"), number("stages", "ward")
    doctor, cubicle, bed = (number("pools", name) for name in ("doctor", "cubicle", "bed"))
    told = log_of(
        (1.0, 0, Happening.REACH, first, -1),
        (1.0, 0, Happening.SEIZE, doctor, 1),
        (1.0, 0, Happening.SEIZE, cubicle, 1),
        (1.0, 0, Happening.BEGIN, first, -1),
        (2.0, 0, Happening.END, first, -1),
        (2.0, 0, Happening.REACH, then, -1),
        (2.0, 0, Happening.RELEASE, doctor, 1),
        (2.0, 0, Happening.QUEUE, bed, 1),
        (5.0, 0, Happening.SEIZE, bed, 1),
        (5.0, 0, Happening.BEGIN, then, -1),
        (5.0, 0, Happening.RELEASE, cubicle, 1),
    )
    assert told[2:] == [
        ("resource_use_end", "handover_end", "doctor_1", "cubicle_1"),
        ("queue", "ward_wait", None, "cubicle_1"),
        ("resource_use", "ward", "bed_1", None),
    ]


def test_a_stage_that_uses_nothing_is_a_place_to_stand() -> None:
    stage = number("stages", "walk")
    told = log_of(
        (1.0, 0, Happening.REACH, stage, -1), (1.0, 0, Happening.BEGIN, stage, -1), (3.0, 0, Happening.END, stage, -1)
    )
    assert told == [("queue", name, None, None) for name in ("walk_wait", "walk", "walk_end")]


def test_a_visit_sent_elsewhere_before_a_stage_ends_stops_using_it() -> None:
    stage, ward, nurse = number("stages", "triage"), number("stages", "ward"), number("pools", "nurse")
    told = log_of(
        (1.0, 0, Happening.REACH, stage, -1),
        (1.0, 0, Happening.SEIZE, nurse, 1),
        (1.0, 0, Happening.BEGIN, stage, -1),
        (2.0, 0, Happening.TURN, 0, stage),
        (2.0, 0, Happening.REACH, ward, -1),
        (2.0, 0, Happening.RELEASE, nurse, 1),
    )
    assert [event for _, event, _, _ in told] == ["triage_wait", "triage", "triage_end", "ward_wait"]


def test_every_visit_of_the_replication_is_there(rows: list[EventRow]) -> None:
    one = replication()
    arrived = np.flatnonzero(~np.isnan(one.trace.arrived)) + 1
    departed = np.flatnonzero(~np.isnan(one.trace.departed)) + 1
    assert sorted(row.entity_id for row in rows if row.event == "arrival") == arrived.tolist()
    assert sorted(row.entity_id for row in rows if row.event == "depart") == departed.tolist()
    assert len(departed) < len(arrived)


def test_times_and_ways_out_are_those_of_the_trace(rows: list[EventRow]) -> None:
    one = replication()
    for row in rows:
        if row.event == "depart":
            assert row.time == one.trace.departed[row.entity_id - 1]
            assert row.outcome == one.plan.names.exits[one.trace.exit[row.entity_id - 1]]
        else:
            assert row.outcome is None


def test_rows_of_all_visits_rise_in_time(rows: list[EventRow]) -> None:
    times = [row.time for row in rows]
    assert times == sorted(times)
    assert [row.timestamp for row in rows] == sorted(row.timestamp for row in rows)


def test_a_visit_uses_one_thing_at_a_time(rows: list[EventRow]) -> None:
    for mine in by_visit(rows).values():
        assert mine[0].event == "arrival"
        using = None
        for row in mine:
            if row.event_type == "resource_use":
                assert using is None
                using = (row.activity, row.unique_resource_id)
            elif row.event_type == "resource_use_end":
                assert using == (row.activity, row.unique_resource_id)
                using = None
            elif row.event_type == "arrival_departure":
                assert using is None


def test_no_unit_is_used_by_two_at_once(rows: list[EventRow]) -> None:
    busy: dict[str, int] = {}
    for row in rows:
        if row.event_type == "resource_use":
            assert row.unique_resource_id is not None
            assert row.unique_resource_id not in busy
            assert row.unique_resource_id == f"{row.unique_resource_id.rpartition('_')[0]}_{row.resource_id}"
            busy[row.unique_resource_id] = row.entity_id
        elif row.event_type == "resource_use_end":
            assert row.unique_resource_id is not None
            assert busy.pop(row.unique_resource_id) == row.entity_id


def test_numbers_stay_within_the_pool(rows: list[EventRow]) -> None:
    one = replication()
    highest: dict[str, int] = {}
    for row in rows:
        for name in [*(row.holds or "").split(";"), row.unique_resource_id or ""]:
            pool, _, unit = name.rpartition("_")
            if pool:
                highest[pool] = max(highest.get(pool, 0), int(unit))
    assert highest == {name: pool.capacity for name, pool in zip(one.plan.names.pools, one.plan.pools, strict=True)}


def test_use_adds_up_to_the_busy_time_of_the_engine(rows: list[EventRow]) -> None:
    """Nurses are used at one stage only, so their rows must give the engine's busy minutes of the measured span."""
    one = replication()
    start, stop = one.plan.warm_up, one.plan.warm_up + one.plan.length
    began: dict[int, float] = {}
    busy = 0.0
    for row in rows:
        if row.activity == "triage" and row.lifecycle == "start":
            began[row.entity_id] = row.time
        elif row.activity == "triage" and row.lifecycle == "complete":
            busy += max(0.0, min(row.time, stop) - max(began.pop(row.entity_id), start))
    busy += sum(max(0.0, stop - max(time, start)) for time in began.values())
    assert math.isclose(busy, one.trace.pools.busy[one.plan.names.pools.index("nurse")], rel_tol=1e-6)


def test_a_return_is_a_new_visit_of_the_same_person(rows: list[EventRow]) -> None:
    one = replication()
    returns = [row for row in rows if row.event == "arrival" and one.cohort.parent[row.entity_id - 1] >= 0]
    assert returns
    for row in returns:
        first = one.cohort.parent[row.entity_id - 1]
        while one.cohort.parent[first] >= 0:
            first = one.cohort.parent[first]
        assert row.patient_id == f"P{first + 1}"
        assert row.patient_id != f"P{row.entity_id}"


def test_the_same_replication_gives_the_same_bytes(rows: list[EventRow]) -> None:
    replication.cache_clear()
    one = replication()
    assert as_csv(EventRow, event_rows(one.plan, one.cohort, one.journal, 1)) == as_csv(EventRow, rows)


def test_a_journal_changes_nothing() -> None:
    from orgsim.engine import simulate

    one = replication()
    silent = simulate(one.plan, one.cohort)
    for name in ("arrived", "departed", "exit", "touched", "visit_spent"):
        np.testing.assert_array_equal(getattr(silent, name), getattr(one.trace, name))
    assert silent.events == one.trace.events
