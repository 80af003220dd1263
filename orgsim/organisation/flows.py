"""How many visits a day take each arrow of the pathway: the traffic of all classes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from orgsim.scenario.traffic import traffic

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.flow import Arrivals


class Flows(NamedTuple):
    """Visits a day that enter each stage or leave by each exit, and that take each arrow (from, to)."""

    visits: dict[str, float]
    arrows: dict[tuple[str, str], float]


def flows(variant: Variant) -> Flows:
    """Return the expected visits a day through the pathway, those that come back included.

    Leaves out what depends on waiting or on behaviours: leaving unseen, diverting.
    """
    visits = dict.fromkeys((*variant.pathway, *variant.exits), 0.0)
    arrows: dict[tuple[str, str], float] = {}
    for part in traffic(variant).by_class.values():
        for stage, rate in part.visits.items():
            visits[stage] += rate
        for arrow, rate in part.moves.items():
            arrows[arrow] = arrows.get(arrow, 0.0) + rate
    for (_, to), rate in arrows.items():
        if to in variant.exits:
            visits[to] += rate
    order = {name: place for place, name in enumerate(visits)}
    taken = sorted(arrows, key=lambda arrow: (order[arrow[0]], order[arrow[1]]))
    return Flows(visits, {arrow: arrows[arrow] for arrow in taken if arrows[arrow] > 0})


def arriving_a_day(stream: Arrivals) -> float:
    """Return the visits a day of a stream, over the week; those there at the start do not count."""
    if stream.at_times is not None:
        return stream.at_times.number * len(stream.at_times.times.minutes) / 7
    return (stream.per_day or 0.0) * stream.level
