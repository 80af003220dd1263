"""The time that meetings take of a position: that of each sitting, and of the items where each item takes some.

How many items come before a meeting is known where nobody else can settle them; otherwise only a run shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.schema.scalars import MINUTES_A_WEEK

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.organisation import Meeting, Position

_DAYS = 7


class Sittings(NamedTuple):
    """Minutes a week that meetings take in the duty hours of one position; ``exact`` is false where items are left out."""

    minutes: float
    exact: bool


def sittings(variant: Variant, name: str, asked_a_day: Mapping[str, float]) -> Sittings:
    """Return what meetings take of the position ``name``, when decisions are asked for at these rates (by id)."""
    position = variant.organisation.positions[name]
    minutes, exact = 0.0, True
    for key, meeting in variant.organisation.meetings.items():
        if name not in meeting.members or not meeting.happens.minutes:
            continue
        attended = sum(_on_duty(position, moment) for moment in meeting.happens.minutes)
        each = _items_a_sitting(variant, key, asked_a_day)
        minutes += attended * (meeting.lasts + meeting.per_item * each)
        known = attended in (0, len(meeting.happens.minutes)) and not _elsewhere(variant, key)
        exact = exact and (meeting.per_item == 0 or known)
    return Sittings(minutes, exact)


def only_by_meeting(variant: Variant, decision: str) -> str | None:
    """Return the one meeting that can settle a decision, None where somebody else can.

    Nobody is ever there in the holder's position, no other meeting settles it, nothing is asked again, and no request goes
    to anybody else.
    """
    organisation, right = variant.organisation, variant.organisation.decisions[decision]
    holder = organisation.positions[right.held_by]
    places = [key for key in organisation.meetings if _settles(variant, organisation.meetings[key], decision)]
    absent = holder.number == 0 or holder.on_duty.minutes_a_week == 0
    astray = (
        right.asks_again is not None or right.concerns or right.complexity is not None or right.asked_when is not None
    )
    return places[0] if len(places) == 1 and absent and not astray else None


def may_be_settled(variant: Variant, decision: str) -> bool:
    """Whether any meeting settles requests for a decision."""
    return any(_settles(variant, meeting, decision) for meeting in variant.organisation.meetings.values())


def _settles(variant: Variant, meeting: Meeting, decision: str) -> bool:
    right = variant.organisation.decisions[decision]
    return decision in meeting.settles and {right.asked_by, right.held_by} <= {*meeting.members}


def _items_a_sitting(variant: Variant, key: str, asked_a_day: Mapping[str, float]) -> float:
    """Return the items of a sitting in the long run: all that nobody else settles, as far as the agenda goes."""
    meeting = variant.organisation.meetings[key]
    coming = sum(asked_a_day.get(name, 0.0) for name in meeting.settles if only_by_meeting(variant, name) == key)
    each = coming * _DAYS / len(meeting.happens.minutes)
    return each if meeting.agenda is None else min(each, float(meeting.agenda))


def _elsewhere(variant: Variant, key: str) -> bool:
    """Whether requests that may come before a meeting may be settled elsewhere, too."""
    meeting = variant.organisation.meetings[key]
    return any(_settles(variant, meeting, name) and only_by_meeting(variant, name) != key for name in meeting.settles)


def _on_duty(position: Position, moment: float) -> bool:
    """Tell whether the duty hours of ``position`` include ``moment`` of the week."""
    return any(start <= at < end for start, end in position.on_duty.windows for at in (moment, moment + MINUTES_A_WEEK))
