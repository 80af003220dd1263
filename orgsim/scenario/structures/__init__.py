"""Structures as data: files that say what a structure sets, over whatever organisation a scenario has.

``with_structures`` puts the changes of each variant's structure before its own; ``allowed`` says which paths a
structure may set, and nothing else may be set by one.
"""

from __future__ import annotations

from orgsim.scenario.structures.lay import with_structures

__all__ = ["with_structures"]
