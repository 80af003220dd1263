"""Who plays which part, for structures: which positions, pools, targets and decisions a structure file may speak of."""

from __future__ import annotations

from typing import Literal

from orgsim.scenario.schema.base import Block, Id
from orgsim.scenario.schema.organisation import Line


class FunctionRole(Block):
    """A function: people with the same trade. ``lead`` heads it; ``support`` says that it serves the others.

    ``target`` is what it would be judged on alone.
    """

    lead: Id
    support: bool = False
    target: Id | None = None


class FlowRole(Block):
    """A flow: the work for one kind of visit from end to end. ``lead`` would head it; ``target`` spans all of it."""

    lead: Id
    target: Id | None = None


class CellRole(Block):
    """The people of one ``function`` who work for one ``flow``: the position ``front`` and their ``pool``.

    ``helps``: cells of the same flow whose work these people know, so that they could do it too.
    """

    function: Id
    flow: Id
    front: Id
    pool: Id | None = None
    helps: list[Id] = []


class DecisionRole(Block):
    """A decision that the people of one cell raise. ``own``: it touches their function alone.

    ``cross``: it touches the cell ``concerns`` too.
    """

    kind: Literal["own", "cross"]
    raised_in: Id
    concerns: Id | None = None


class Roles(Block):
    """Who plays which part in a structure. Read where a variant names a ``structure``, and by nothing else.

    ``top`` is the position that all the others come to in the end; ``centre`` would head what is shared. ``decisions``
    are ids under ``organisation.decisions``, the other ids are free. ``link`` is what any new direct channel between
    two people is like, whichever structure makes it (default: like one step of a reporting line).
    """

    top: Id
    centre: Id | None = None
    functions: dict[Id, FunctionRole]
    flows: dict[Id, FlowRole]
    cells: dict[Id, CellRole]
    decisions: dict[Id, DecisionRole] = {}
    link: Line | None = None


__all__ = ["CellRole", "DecisionRole", "FlowRole", "FunctionRole", "Roles"]
