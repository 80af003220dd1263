"""A diagnosis as plain values."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgsim.analysis.diagnose import Diagnosis, Enough, Settled

JSON_SCHEMA = "orgsim.diagnose/1"


def diagnosis_json(found: Diagnosis) -> dict[str, Any]:
    """Return a diagnosis as plain values, None for NaN."""
    return {
        "schema": JSON_SCHEMA,
        "run": found.run,
        "setting": found.setting,
        "against": found.against,
        "trusted": found.trusted,
        "warm_up": [_settled(one) for one in found.settled],
        "replications": [_enough(one) for one in found.enough],
    }


def _settled(one: Settled) -> dict[str, Any]:
    return {
        "variant": one.variant,
        "series": "inside" if one.pool is None else "in_use_or_waiting",
        "pool": one.pool,
        "declared_hours": one.found.warm_up,
        "mser5_hours": one.found.settled,
        "long_enough": one.found.long_enough,
    }


def _enough(one: Enough) -> dict[str, Any]:
    last = one.found.last
    return {
        "measure": one.measure.id,
        "unit": one.measure.unit,
        "variant": one.variant,
        "difference": one.difference,
        "replications": last.n,
        "mean": _known(last.mean),
        "low": _known(last.low),
        "high": _known(last.high),
        "half_width": _known(one.found.half_width),
        "wanted": _known(one.wanted),
        "asked": one.asked,
        "met": one.met,
        "needed": one.needed,
    }


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
