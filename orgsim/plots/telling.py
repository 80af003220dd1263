"""Which measures a picture with room for few shows first: chosen by kind, never by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from orgsim.analysis.headlines import journey_measure
from orgsim.plots.moments import limited_targets

if TYPE_CHECKING:
    from orgsim.experiment import Definition
    from orgsim.scenario.schema import Variant


def telling_first(variant: Variant, definitions: Sequence[Definition]) -> list[str]:
    """Ids of measures: the first target with a limit, on the record; the whole journey; what has a better direction."""
    known = [one.id for one in definitions]
    first = [*(f"{key}_reported" for key in limited_targets(variant)[:1]), journey_measure(variant)]
    directed = [one.id for one in definitions if one.better != "neither"]
    return [one for one in dict.fromkeys([*first, *directed]) if one in known]
