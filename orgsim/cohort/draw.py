"""Draw a cohort: arrivals, classes, true needs, times, and the uniforms of every choice, keyed by name and visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.drawn import Column, Kept
from orgsim.cohort.families import FIXED
from orgsim.cohort.streams import Streams, replication_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.plan.tables import DistRow, Plan, StreamRow

    Floats = NDArray[np.float64]

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
    columns = drawn.draw(wanted_columns(plan, people, streams), streams)
    keys = column_keys(plan)
    if plan.needs not in drawn.needs:
        drawn.needs[plan.needs] = draw_needs(plan, people, streams)
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
        values=tuple(columns[key] for key in keys[: len(plan.streams)]),
        uniforms=tuple(columns[key] for key in keys[len(plan.streams) :]),
    )


def column_keys(plan: Plan) -> list[Hashable]:
    """Return what each column depends on: the streams of times, then the uniforms. Columns with one key are the same."""
    some = _of_some(plan)
    times = [depends_on(row.name, _dists(plan, row)) for row in plan.streams]
    return [*times, *((name, some[number]) if number in some else name for number, name in enumerate(plan.uniforms))]


def _of_some(plan: Plan) -> dict[int, frozenset[int]]:
    """Return the uniforms, by number, of behaviours that are for visits of some classes alone, with these classes."""
    return {row.uniform: row.classes for row in plan.behaviours if row.classes}


def _dists(plan: Plan, row: StreamRow) -> tuple[DistRow, ...]:
    return tuple(plan.dists[dist] for dist in row.dists)


def wanted_columns(plan: Plan, people: People, streams: Streams) -> dict[Hashable, Column]:
    """Return how each column is drawn, by what it depends on."""
    from orgsim.cohort.people import draw_uniforms
    from orgsim.cohort.times import draw_times

    wanted: dict[Hashable, Column] = {}
    for row in plan.streams:
        name, dists = row.name, _dists(plan, row)
        families = sorted({dist.family for dist in dists} - {FIXED})
        purposes = tuple(f"{name}/{family}" for family in families)
        wanted[depends_on(name, dists)] = Column(purposes, partial(draw_times, dists, people, streams, name))
    some = _of_some(plan)
    for number, name in enumerate(plan.uniforms):
        draw = partial(draw_uniforms, streams, people.parts, name)
        if number in some:
            wanted[name, some[number]] = Column((name,), partial(_integrity, draw, people, some[number]))
        else:
            wanted[name] = Column((name,), draw)
    return wanted


def _integrity(draw: Callable[[Floats], Floats], people: People, classes: frozenset[int], into: Floats) -> Floats:
    """Draw the integrity of visits of these classes; nothing tempts anybody with another visit: it has 1 there."""
    import numpy as np

    draw(into)
    into[~np.isin(people.visit_class, sorted(classes))] = 1.0
    return into


def depends_on(name: str, rows: tuple[DistRow, ...]) -> Hashable:
    """Return all that a column of times depends on; one that is certain depends on no stream."""
    return rows if all(row.family == FIXED for row in rows) else (name, rows)


def draw_needs(plan: Plan, people: People, streams: Streams) -> NDArray[np.bool_]:
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
