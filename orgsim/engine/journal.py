"""A blow-by-blow account of a replication, kept only when asked for: what event logs and stories are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Happening(IntEnum):
    """What happened to a visit; ``a`` and ``b`` of the entry depend on it."""

    ARRIVE = 0
    """a: stage it enters at, b: row of the visit it returns from (-1: none)"""
    REACH = 1
    """a: stage joined"""
    ASK = 2
    """a: decision, b: request number"""
    ANSWER = 3
    """a: decision, b: request number"""
    QUEUE = 4
    """a: pool queued for, b: units wanted"""
    SEIZE = 5
    """a: pool whose units it got, b: number of units"""
    RELEASE = 6
    """a: pool, b: number of units"""
    BEGIN = 7
    """a: stage begun"""
    END = 8
    """a: stage ended"""
    JUMP = 9
    """a: behaviour that moved it forward in its queue"""
    TURN = 10
    """a: behaviour that sent it elsewhere, b: stage it was at"""
    HOLD = 11
    """a: behaviour that keeps it outside, b: stage"""
    PROLONG = 12
    """a: behaviour that made a stage longer or shorter, b: stage"""
    RELABEL = 13
    """a: behaviour that changed the record, b: target"""
    GIVE_UP = 14
    """a: stage it stopped waiting at"""
    DEPART = 15
    """a: exit"""


class Entry(NamedTuple):
    """One entry, in causal order. ``time`` in minutes from the start; ``visit`` is a cohort row."""

    time: float
    visit: int
    what: int
    a: int
    b: int


class Step(IntEnum):
    """What happened to a request."""

    SENT = 0
    ARRIVED = 1
    LOST = 2
    HANDLING = 3
    PASSED_ON = 4
    DECIDED = 5
    SETTLED = 6
    """answered by a meeting or the rule book instead"""
    ANSWERED = 7
    """the asker has the answer"""
    ASKED_AGAIN = 8


class RequestEntry(NamedTuple):
    """One step of a request; ``position`` or ``channel`` is -1 where it does not apply."""

    time: float
    request: int
    decision: int
    visit: int
    what: int
    position: int
    channel: int


@dataclass
class Journal:
    """Entries of visits and of requests, each in causal order."""

    visits: list[Entry] = field(default_factory=list)
    requests: list[RequestEntry] = field(default_factory=list)
