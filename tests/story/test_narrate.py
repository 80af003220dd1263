from __future__ import annotations

import numpy as np

from orgsim.engine.journal import Entry, Happening, RequestEntry, Step
from orgsim.engine.trace import Requests, SettledBy
from orgsim.story.line import Line
from orgsim.story.narrate import Narrator
from orgsim.story.stays import course_of
from orgsim.story.words import Names
from tests.exports.hospital import replication


def number(kind: str, name: str) -> int:
    return int(getattr(replication().plan.names, kind).index(name))


def requests(asked: float, settled: SettledBy) -> Requests:
    none = np.zeros(1, dtype=np.int64)
    return Requests(
        decision=none, visit=none, asked=np.array([asked]), answered=np.array([np.nan]), hops=none, times_asked=none,
        kept=np.ones(1), settled=np.array([int(settled)]), complexity=np.array([np.nan]), way=none, depth=none, decided_by=none,
        answer=none + 1, right=none - 1, value=np.array([np.nan]),
    )  # fmt: skip


def told(
    *rows: tuple[float, int, int, int],
    steps: list[tuple[float, Step, int, int]] | None = None,
    settled: SettledBy = SettledBy.HOLDER,
) -> list[str]:
    """Tell a hand-made course on the plan of the hospital, from arrival at minute 0, as time and text."""
    one = replication()
    entries = [Entry(0.0, 0, Happening.ARRIVE, 0, -1), *(Entry(time, 0, what, a, b) for time, what, a, b in rows)]
    travelled = [RequestEntry(time, 0, 0, 0, what, position, channel) for time, what, position, channel in steps or []]
    asked = min((entry.time for entry in entries if entry.what == Happening.ASK), default=0.0)
    narrator = Narrator(Names(one.variant, one.plan), requests(asked, settled), travelled)
    lines = narrator.lines(course_of(entries, 0), "Arrives.")
    return [f"{line.time:g} {line.text}" for line in lines]


def test_waits_and_work_are_told_with_their_lengths_and_the_unit_when_it_changes() -> None:
    triage, assessment, doctor = number("stages", "triage"), number("stages", "assessment"), number("pools", "doctor")
    assert told(
        (0.0, Happening.REACH, triage, -1),
        (0.0, Happening.BEGIN, triage, -1),
        (5.0, Happening.END, triage, -1),
        (5.0, Happening.REACH, assessment, -1),
        (5.0, Happening.QUEUE, doctor, 1),
        (65.0, Happening.SEIZE, number("pools", "locum"), 1),
        (65.0, Happening.BEGIN, assessment, -1),
        (90.0, Happening.END, assessment, -1),
        (90.0, Happening.DEPART, number("exits", "home"), -1),
    ) == [
        "0 Arrives.",
        "0 Triage, in A&E: 5 min.",
        "5 Waits for doctor (Assessment): 1 h.",
        "65 Assessment: 25 min.",
        "90 Leaves (home), 1 h 30 min after arriving.",
    ]


def test_a_request_is_followed_step_by_step() -> None:
    ward, position, line = number("stages", "ward"), number, lambda who: number("channels", f"line:{who}")
    manager, director, beds = (position("positions", name) for name in ("ae_manager", "director", "bed_manager"))
    assert told(
        (10.0, Happening.REACH, ward, -1),
        (10.0, Happening.ASK, 0, 0),
        (80.0, Happening.ANSWER, 0, 0),
        (80.0, Happening.BEGIN, ward, -1),
        steps=[
            (10.0, Step.SENT, -1, line("sister")),
            (15.0, Step.ARRIVED, manager, line("sister")),
            (25.0, Step.HANDLING, manager, -1),
            (27.0, Step.PASSED_ON, manager, -1),
            (27.0, Step.SENT, -1, line("ae_manager")),
            (27.0, Step.ARRIVED, director, line("ae_manager")),
            (27.0, Step.HANDLING, director, -1),
            (30.0, Step.PASSED_ON, director, -1),
            (30.0, Step.SENT, -1, line("bed_manager")),
            (34.0, Step.LOST, -1, line("bed_manager")),
            (55.0, Step.ASKED_AGAIN, number("positions", "sister"), -1),
            (60.0, Step.ARRIVED, beds, number("channels", "phone")),
            (60.0, Step.HANDLING, beds, -1),
            (60.0, Step.DECIDED, beds, -1),
            (80.0, Step.ANSWERED, -1, -1),
        ],
    ) == [
        "0 Arrives.",
        "10 Ward needs a decision: Accept the admission. The answer takes 1 h 10 min.",
        "15 the request reaches A&E manager by the reporting line, 5 min on the way",
        "27 A&E manager passes it on (after 10 min in the pile, 2 min to deal with it)",
        "27 the request reaches Director by the reporting line",
        "30 Director passes it on (3 min to deal with it)",
        "34 the request is lost on the reporting line, 4 min on the way",
        "55 no answer: Sister in charge asks again",
        "60 the request reaches Bed manager by the bed phone",
        "60 Bed manager decides",
        "80 the answer is there",
        "80 Ward, in Medicine: not over at the end.",
    ]


def test_what_settled_a_request_is_told() -> None:
    steps = [(70.0, Step.SETTLED, -1, -1)]
    asking = ((10.0, Happening.REACH, number("stages", "ward"), -1), (10.0, Happening.ASK, 0, 0))
    assert told(*asking, steps=steps, settled=SettledBy.MEETING)[-1] == "70 a meeting settles it"
    ruled = told(*asking, steps=steps, settled=SettledBy.RULE_BOOK)[-1]
    assert ruled == "70 nobody answers: the rule book decides"


def test_behaviours_are_told_with_their_holder_their_target_and_what_they_did() -> None:
    results, ward, triage = (number("stages", name) for name in ("results", "ward", "triage"))
    stop, hurry, relabel = (number("behaviours", name) for name in ("stop_the_clock", "hurry", "relabel"))
    assert told(
        (0.0, Happening.REACH, triage, -1),
        (60.0, Happening.JUMP, hurry, -1),
        (61.0, Happening.TURN, stop, triage),
        (61.0, Happening.REACH, results, -1),
        (61.0, Happening.BEGIN, results, -1),
        (70.0, Happening.TURN, stop, results),
        (70.0, Happening.REACH, ward, -1),
        (240.0, Happening.DEPART, number("exits", "home"), -1),
        (240.0, Happening.RELABEL, relabel, 0),
    )[1:] == [
        "60 Rush (A&E manager, for Four-hour standard): from now on in front of the queue for Assessment and Decision.",
        "61 Admit to stop the clock (A&E manager, for Four-hour standard): sent to Results instead of waiting for Triage.",
        "61 Results, in A&E: broken off after 9 min.",
        "70 Admit to stop the clock (A&E manager, for Four-hour standard): sent to Ward before Results was over.",
        "240 Leaves (home), 4 h after arriving.",
        "240 Tidy the record (A&E manager, for Four-hour standard): the time on the record changed.",
    ]


def test_giving_up_is_told() -> None:
    triage, nurse = number("stages", "triage"), number("pools", "nurse")
    assert told(
        (0.0, Happening.REACH, triage, -1),
        (0.0, Happening.QUEUE, nurse, 1),
        (200.0, Happening.GIVE_UP, triage, -1),
        (200.0, Happening.DEPART, number("exits", "walked_out"), -1),
    )[1:] == [
        "0 Waits for nurse (Triage): 3 h 20 min, in vain.",
        "200 Gives up waiting for Triage after 3 h 20 min.",
        "200 Leaves (left unseen), 3 h 20 min after arriving.",
    ]


def test_lines_rise_in_time_for_every_visit_of_a_replication() -> None:
    from orgsim.story import tell

    one = replication()
    for visit in range(1, one.cohort.arrivals + 1):
        times = [line.time for line in tell(one, visit).lines if isinstance(line, Line)]
        assert times == sorted(times)
