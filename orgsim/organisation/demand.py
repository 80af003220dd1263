"""How often each decision is asked for, as far as the flow of visits says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.organisation.flows import flows

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


def requests_a_day(variant: Variant) -> dict[str, float]:
    """Return decision to expected requests a day: visits that ask, and places that are told to be free.

    A decision asked only when a pool is found full at a check is not in it: how often that is, only a run
    can tell.
    """
    visits = flows(variant).visits
    found: dict[str, float] = {}
    for key, stage in variant.pathway.items():
        if stage.asks is not None:
            found[stage.asks] = found.get(stage.asks, 0.0) + visits[key]
        for pool in stage.needs:
            again = variant.resources[pool].free_again if pool in variant.resources else None
            if again is not None and again.told_by is not None:
                found[again.told_by] = found.get(again.told_by, 0.0) + visits[key]
    return found
