"""All the trials, family by family."""

from __future__ import annotations

from orgsim.theory.simulated import adjusting, counting, deciding, exact, flow, queueing, searching, voting

FAMILIES = (
    *queueing.FAMILIES,
    *flow.FAMILIES,
    *deciding.FAMILIES,
    *voting.FAMILIES,
    *counting.FAMILIES,
    *searching.FAMILIES,
    *adjusting.FAMILIES,
    *exact.FAMILIES,
)
