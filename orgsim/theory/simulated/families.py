"""All the trials, family by family."""

from __future__ import annotations

from orgsim.theory.simulated import deciding, flow, queueing

FAMILIES = (*queueing.FAMILIES, *flow.FAMILIES, *deciding.FAMILIES)
