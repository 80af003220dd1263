"""Draw a cohort: arrivals, classes, true needs, times, and the uniforms of every choice, keyed by name and visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.families import FIXED
from orgsim.cohort.streams import Streams, replication_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.plan.tables import DistRow, Plan

    Floats = NDArray[np.float64]


def draw_cohort(plan: Plan, seed: int, replication: int) -> Cohort:
    """Draw replication ``replication`` (from 0 or 1, any whole number) of the cohort that ``plan`` describes.

    Streams are keyed by the names of stages, needs and arrivals, so the same visit gets the same numbers in every
    variant, and a stage or behaviour that is added or removed changes no other number.
    """
    from orgsim.cohort.people import draw_people

    streams = Streams(seed, replication)
    people = draw_people(plan, streams, seed, replication)
    streams.prepare([f"{part.name}/{purpose}" for purpose in _purposes(plan) for part in people.parts])
    values, uniforms = _columns(plan, people, streams)
    return Cohort(
        seed=seed,
        replication=replication,
        key=replication_key(seed, replication),
        arrivals=people.arrivals,
        arrival=people.arrival,
        stream=people.stream,
        number=people.number,
        visit_class=people.visit_class,
        needs=_needs(plan, people, streams),
        parent=people.parent,
        child=people.child,
        return_draw=people.return_draw,
        values=values,
        uniforms=uniforms,
    )


def _columns(plan: Plan, people: People, streams: Streams) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Draw the times and the uniforms: a column each. Times that are the same for everybody share theirs."""
    import numpy as np

    from orgsim.cohort.people import draw_uniforms
    from orgsim.cohort.times import draw_times

    dists = [tuple(plan.dists[dist] for dist in row.dists) for row in plan.streams]
    kinds = [rows if _certain(rows) else row.name for row, rows in zip(plan.streams, dists, strict=True)]
    place = {kind: number for number, kind in enumerate(dict.fromkeys(kinds))}
    # one block: a system hands out large ones faster than many of some hundred kilobytes
    block = np.empty((len(place) + len(plan.uniforms), len(people.arrival)))
    for kind, (row, rows) in dict(zip(kinds, zip(plan.streams, dists, strict=True), strict=True)).items():
        draw_times(rows, people, streams, row.name, block[place[kind]])
    columns = [
        draw_uniforms(streams, people.parts, name, column)
        for name, column in zip(plan.uniforms, block[len(place) :], strict=True)
    ]
    return tuple(block[place[kind]] for kind in kinds), tuple(columns)


def _certain(rows: tuple[DistRow, ...]) -> bool:
    return all(row.family == FIXED for row in rows)


def _purposes(plan: Plan) -> Iterator[str]:
    """Yield what is drawn once it is known who comes."""
    for row in plan.streams:
        families = {plan.dists[dist].family for dist in row.dists} - {FIXED}
        yield from (f"{row.name}/{family}" for family in families)
    yield from (f"need:{row.name}" for row in plan.needs)
    yield from plan.uniforms


def _needs(plan: Plan, people: People, streams: Streams) -> NDArray[np.bool_]:
    """Draw the truths (n, N); a need that depends on another one is written after it."""
    import numpy as np

    from orgsim.cohort.people import draw_uniforms

    drawn = np.empty(len(people.arrival))
    truths = np.zeros((len(drawn), len(plan.needs)), dtype=np.bool_)
    for index, row in enumerate(plan.needs):
        chance = np.array(row.chance)[people.visit_class]
        if row.given >= 0:
            chance = np.where(truths[:, row.given], np.array(row.chance_given)[people.visit_class], chance)
        truths[:, index] = draw_uniforms(streams, people.parts, f"need:{row.name}", drawn) < chance
    return truths
