"""Behaviours that keep the last free units of a pool for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from orgsim.engine.pools import Claimant, Pool
    from orgsim.plan.tables import BehaviourRow


def keeping(kept: list[BehaviourRow]) -> Callable[[Pool, Claimant], bool] | None:
    """Return the rule of who may take units, or None where none are kept."""
    return (lambda pool, claimant: _may_take(pool, claimant, kept)) if kept else None


def _may_take(pool: Pool, claimant: Claimant, kept: list[BehaviourRow]) -> bool:
    """Whether a claimant leaves enough units free for those they are kept for."""
    stream = claimant.stream if isinstance(claimant, Visit) else -1
    return all(stream in row.keeps_for or pool.free - claimant.units >= row.number for row in kept)
