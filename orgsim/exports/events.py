"""A row of the event log, and what its events are called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class EventRow(NamedTuple):
    """A row of the log; its fields are the columns, in order. ``time`` is in minutes from the start.

    ``entity_id`` is the visit, ``patient_id`` the person, who may make several. ``holds`` names what the
    visit keeps beside the unit of the row, joined by semicolons.
    """

    run_number: int
    entity_id: int
    event_type: str
    event: str
    time: float
    resource_id: int | None
    unique_resource_id: str | None
    pathway: str
    case_id: str
    activity: str
    lifecycle: str
    timestamp: str
    priority: int
    patient_id: str
    outcome: str | None
    holds: str | None


class StageEvents(NamedTuple):
    """The names of a stage's three events."""

    wait: str
    use: str
    end: str


def stage_events(stages: Iterable[str]) -> list[StageEvents]:
    """Name the events of each stage, so that no two share one and none is ``arrival`` or ``depart``."""
    stages = tuple(stages)
    taken = {"arrival", "depart", *stages}

    def unused(name: str) -> str:
        while name in taken:
            name += "_"
        taken.add(name)
        return name

    named = []
    for stage in stages:
        use = unused(stage) if stage in {"arrival", "depart"} else stage
        named.append(StageEvents(unused(f"{stage}_wait"), use, unused(f"{stage}_end")))
    return named
