from __future__ import annotations

import pytest

from orgsim.exports.events import EventRow, stage_events

DESIGNED = [
    "run_number", "entity_id", "event_type", "event", "time", "resource_id", "unique_resource_id", "pathway", "case_id",
    "activity", "lifecycle", "timestamp", "priority", "patient_id", "outcome",
]  # fmt: skip


def test_columns_are_the_public_ones_and_what_is_held() -> None:
    assert list(EventRow._fields) == [*DESIGNED, "holds"]


def test_plain_names() -> None:
    assert stage_events(["triage"]) == [("triage_wait", "triage", "triage_end")]


@pytest.mark.parametrize(
    "stages", [["scan", "scan_wait", "scan_end"], ["scan_wait", "scan"], ["arrival", "depart", "depart_"]]
)
def test_no_two_events_share_a_name(stages: list[str]) -> None:
    named = [name for events in stage_events(stages) for name in events]
    assert len(set(named)) == len(named)
    assert not {"arrival", "depart"} & set(named)
