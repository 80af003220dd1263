"""Draw a cohort: arrivals, classes, true needs, times, and the uniforms of every choice, keyed by name and visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.drawn import Column, Kept
from orgsim.cohort.families import FIXED
from orgsim.cohort.streams import Streams, replication_key

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.plan.tables import DistRow, Plan

kept = Kept()


def draw_cohort(plan: Plan, seed: int, replication: int) -> Cohort:
    """Draw replication ``replication`` (from 0 or 1, any whole number) of the cohort that ``plan`` describes.

    Streams are keyed by the names of stages, needs and arrivals, so the same visit gets the same numbers in every
    variant, and a stage or behaviour that is added or removed changes no other number. Cohorts of one replication share
    the arrays that are the same; nobody may change them.
    """
    from orgsim.cohort.people import draw_people, return_cap

    streams = Streams(seed, replication)
    demand = (plan.starts, plan.end, return_cap(plan), *(row._replace(at=0) for row in plan.arrivals))
    drawn = kept.get((seed, replication, demand), lambda: draw_people(plan, streams, seed, replication))
    people = drawn.people
    dists = {row.name: tuple(plan.dists[dist] for dist in row.dists) for row in plan.streams}
    columns = drawn.draw(_wanted(plan, dists, people, streams), streams)
    if plan.needs not in drawn.needs:
        drawn.needs[plan.needs] = _needs(plan, people, streams)
    return Cohort(
        seed=seed,
        replication=replication,
        key=replication_key(seed, replication),
        arrivals=people.arrivals,
        arrival=people.arrival,
        stream=people.stream,
        number=people.number,
        visit_class=people.visit_class,
        needs=drawn.needs[plan.needs],
        parent=people.parent,
        child=people.child,
        return_draw=people.return_draw,
        values=tuple(columns[_depends_on(row.name, dists[row.name])] for row in plan.streams),
        uniforms=tuple(columns[name] for name in plan.uniforms),
    )


def _wanted(
    plan: Plan, dists: dict[str, tuple[DistRow, ...]], people: People, streams: Streams
) -> dict[Hashable, Column]:
    """Return how each column is drawn, by what it depends on."""
    from orgsim.cohort.people import draw_uniforms
    from orgsim.cohort.times import draw_times

    wanted: dict[Hashable, Column] = {}
    for name, rows in dists.items():
        families = sorted({row.family for row in rows} - {FIXED})
        purposes = tuple(f"{name}/{family}" for family in families)
        wanted[_depends_on(name, rows)] = Column(purposes, partial(draw_times, rows, people, streams, name))
    for name in plan.uniforms:
        wanted[name] = Column((name,), partial(draw_uniforms, streams, people.parts, name))
    return wanted


def _depends_on(name: str, rows: tuple[DistRow, ...]) -> Hashable:
    """Return all that a column of times depends on; one that is certain depends on no stream."""
    return rows if all(row.family == FIXED for row in rows) else (name, rows)


def _needs(plan: Plan, people: People, streams: Streams) -> NDArray[np.bool_]:
    """Draw the truths (n, N); a need that depends on another one is written after it."""
    import numpy as np

    from orgsim.cohort.people import draw_uniforms

    streams.prepare([f"{part.name}/need:{row.name}" for row in plan.needs for part in people.parts])
    drawn = np.empty(len(people.arrival))
    truths = np.zeros((len(drawn), len(plan.needs)), dtype=np.bool_)
    for index, row in enumerate(plan.needs):
        chance = np.array(row.chance)[people.visit_class]
        if row.given >= 0:
            chance = np.where(truths[:, row.given], np.array(row.chance_given)[people.visit_class], chance)
        truths[:, index] = draw_uniforms(streams, people.parts, f"need:{row.name}", drawn) < chance
    return truths
