from __future__ import annotations

import pytest

from orgsim.engine.journal import Entry, Happening
from orgsim.story.stays import Act, Wait, course_of


def entries(*rows: tuple[float, int, int, int]) -> list[Entry]:
    return [Entry(time, 0, what, a, b) for time, what, a, b in rows]


def test_a_course_is_put_together_stage_by_stage() -> None:
    course = course_of(
        [
            Entry(0.5, 1, Happening.ARRIVE, 0, -1),
            *entries(
                (1.0, Happening.ARRIVE, 2, -1),
                (1.0, Happening.REACH, 2, -1),
                (1.0, Happening.QUEUE, 7, 1),
                (4.0, Happening.SEIZE, 8, 1),
                (4.0, Happening.BEGIN, 2, -1),
                (9.0, Happening.END, 2, -1),
                (9.0, Happening.REACH, 3, -1),
                (9.0, Happening.RELEASE, 8, 1),
                (9.0, Happening.ASK, 0, 5),
                (20.0, Happening.TURN, 1, 3),
                (20.0, Happening.REACH, 4, -1),
                (50.0, Happening.GIVE_UP, 4, -1),
                (50.0, Happening.DEPART, 6, -1),
                (50.0, Happening.RELABEL, 2, 0),
            ),
        ],
        0,
    )
    first, second, third = course.stays
    assert (course.arrived, course.departed, course.exit, course.returns_from) == (1.0, 50.0, 6, None)
    assert first.waits == [Wait(7, 1.0, None, 4.0)]
    assert (first.begun, first.ended, first.left) == (4.0, 9.0, 9.0)
    assert second.waits == [Wait(0, 9.0, 5, None)]
    assert second.acts == [Act(20.0, Happening.TURN, 1)]
    assert (second.begun, second.left) == (None, 20.0)
    assert third.gave_up
    assert course.later == [Act(50.0, Happening.RELABEL, 2)]


def test_who_never_came_has_no_course() -> None:
    with pytest.raises(LookupError, match="visit 3 does not arrive"):
        course_of([], 2)


def test_a_seizure_without_a_wait_is_no_wait() -> None:
    course = course_of(
        entries((1.0, Happening.ARRIVE, 0, -1), (1.0, Happening.REACH, 0, -1), (1.0, Happening.SEIZE, 0, 1)), 0
    )
    assert course.stays[0].waits == []
