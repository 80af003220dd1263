"""The tables of a change of structure in mid-run. Numbers are rows of the plan's own tables; -1 means none."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from orgsim.plan.tables import NONE, DecisionRow

if TYPE_CHECKING:
    from orgsim.plan.tables import Plan

AFTER = " (after)"
"""Ends the name of a channel's second row, where it is another from the change on."""


class Lasts(IntEnum):
    """When a meeting sits: all through the run, until the change, or from the change on."""

    THROUGHOUT = 0
    UNTIL = 1
    SINCE = 2


class PlaceChange(NamedTuple):
    """What is new about a pool or a position.

    ``place``: number of the pool, or the number of pools + the number of the position. ``capacity``: on duty at the change;
    ``numbers``: on duty after each of the row's ``changes``. ``attention``, ``by_class`` and what follows ``choosy``:
    of a position. ``serves``, ``served_by`` and ``reserves``: of a pool, as in its row; ``choosy``: whether
    a pool that serves this queue reserves units; ``heads``: the posts of a pool, as many as its fullest hour has on duty.
    """

    place: int
    capacity: int
    numbers: tuple[int, ...]
    attention: float
    by_class: bool
    serves: tuple[int, ...]
    served_by: tuple[int, ...]
    reserves: tuple[int, ...]
    choosy: bool
    authority: float = float(NONE)
    knowledge: float = float(NONE)
    weighs: float = float(NONE)
    heads: int = 0


class WayChange(NamedTuple):
    """A decision right from the change on, and the same with the way to the position that decided before put first.

    ``astray`` is None where nobody could go astray. Its first ``wasted`` steps are not travelled back.
    """

    row: DecisionRow
    astray: DecisionRow | None
    wasted: int


class RightChange(NamedTuple):
    """What is new about a decision.

    ``now``: the way from the change on. ``links``: keys of the informal links on it that may not survive;
    ``instead``: the way if one of them does not (None: there is none, or none is needed).
    """

    decision: int
    now: WayChange
    links: tuple[int, ...]
    instead: WayChange | None


class PeopleChange(NamedTuple):
    """What the later structure makes of the people of a unit: as in ``PeopleFigures`` and ``PeopleRow``."""

    belonging: float
    pressure: float
    asks: tuple[int, ...]


class ShockRow(NamedTuple):
    """What the change costs: shares and minutes. ``manages`` and ``moved``: positions, by number."""

    attention_lost: float
    attention_for: float
    links_survive: float
    knowledge_lost: float
    relearning: float
    wrong_address: float
    manages: frozenset[int]
    moved: frozenset[int]


class ChangeRow(NamedTuple):
    """A change of structure ``at`` a minute of the run.

    ``meetings``: for each row of the plan when it sits. ``powers``: behaviours with the power that they have from then on.
    ``idle_before`` and ``idle_after``: those that lend nobody, being switched off. ``people``: for each row of the plan's.
    """

    at: float
    places: tuple[PlaceChange, ...]
    rights: tuple[RightChange, ...]
    meetings: tuple[Lasts, ...]
    powers: tuple[tuple[int, float], ...]
    idle_before: frozenset[int]
    idle_after: frozenset[int]
    shocks: ShockRow
    people: tuple[PeopleChange, ...] = ()


def rights_in_turn(plan: Plan, decision: int) -> tuple[DecisionRow, DecisionRow]:
    """Return the row of a decision before the change of structure, and from it on; the same where nothing changes."""
    row = plan.decisions[decision]
    changes = () if plan.change is None else plan.change.rights
    return row, next((one.now.row for one in changes if one.decision == decision), row)
