"""Clocks, stages, pools and other parts of a scenario in plain words, for axes and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from orgsim.measures.words import moment
from orgsim.plots.words import clean, label

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.base import Named
    from orgsim.scenario.schema.targets import Target


def limited_targets(variant: Variant) -> list[str]:
    """Ids of the targets that have a limit for a clock, in the order of the scenario."""
    return [key for key, target in variant.targets.items() if target.within is not None]


def clock_words(variant: Variant, target: Target) -> str:
    """What the clock of a target measures, e.g. ``time from arrival to departure``."""
    if target.clock is None:
        return "time"
    ends = (moment(variant, target.clock.starts), moment(variant, target.clock.stops))
    return "time from {} to {}".format(*(clean(end, 60) for end in ends))


def called(table: Mapping[str, Named], key: str) -> str:
    """The readable name of a stage, pool, decision or group: its own, or its id in words."""
    thing = table.get(key)
    return label(thing.name if thing else None, key)
