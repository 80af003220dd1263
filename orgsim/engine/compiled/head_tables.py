"""Write the head of the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.engine.compiled import layout as at
from orgsim.plan.tables import ACTION_NAMES, ARRIVAL

if TYPE_CHECKING:
    from orgsim.engine.compiled.tables import Tables

_LEND = ACTION_NAMES.index("lend")


def write_head(tables: Tables) -> None:
    """Write the head: what all parts share, and the processes that drive a replication."""
    image, plan = tables.image, tables.plan
    end_of_head = image.size
    image.put(0, {
        at.END: float(plan.end), at.WARM_UP: float(plan.warm_up), at.LENGTH: float(plan.length),
        at.STARTS: float(plan.starts), at.INSTANT: -1.0, at.STAGE: -1, at.RANKS: len(tables.ranks),
        at.RANK_ZERO: tables.ranks[0], at.POOLS: tables.queues[0] if tables.queues else end_of_head,
        at.POOL_WORDS: tables.pool_words,
        at.POOL_COUNT: len(plan.pools) + len(plan.positions), at.CENSUS_ROWS: len(plan.pools) + len(plan.positions),
        at.BEHAVIOURS: tables.behaviours[0] if tables.behaviours else end_of_head,
        at.OUT_WORDS: tables.out_words, at.MARK_WORDS: tables.marks,
        at.NEED_WORDS: max(1, (len(plan.needs) + 62) // 63),
        at.VISIT_WORDS: at.PASSES + max(1, len(plan.stages)),
        at.ENTRIES: image.listed([tables.ops[row.at] for row in plan.arrivals]),
        at.CLASS_RANKS: image.listed([tables.ranks[rank] for rank in plan.ranks]),
        at.COLUMNS: image.room(len(plan.streams) + len(plan.uniforms)),
    })  # fmt: skip
    image.counted(at.ARRIVAL_CLOCKS, [t for t, row in tables.timed() if row.start == ARRIVAL])
    image.counted(at.TIMED, [t for t, _ in tables.timed()])
    image.counted(at.DEPARTS, [tables.moments[m] for m, row in enumerate(plan.moments) if row.or_departs])
    started = _started(tables)
    image.put(0, {at.STARTING: image.listed([w for pair in started for w in pair]), at.STARTING_COUNT: len(started)})


def _started(tables: Tables) -> list[tuple[int, int]]:
    """Return the processes that drive a replication and their subjects, in the order in which they begin."""
    plan = tables.plan
    pools = zip(tables.pools, plan.pools, strict=True)
    positions = zip(tables.positions, plan.positions, strict=True)
    return [
        *([(at.SWITCHES, 0)] if plan.change is not None else []),
        (at.SPAN, 0), (at.COUNTS, 0),
        *((at.SHIFTS, address) for address, row in pools if row.changes),
        *((at.SHIFTS, address) for address, row in positions if row.changes),
        *([(at.CLOSES_DAY, 0)] if plan.people else []),
        *((at.REVIEWS, address) for address in tables.reviews),
        *((at.MEETS, a) for a, row in zip(tables.meetings, plan.meetings, strict=True) if row.schedule >= 0),
        *((at.CHECKS, a) for a in _checked(tables)),
        *((at.LENDS, a) for a, row in zip(tables.behaviours, plan.behaviours, strict=True)
          if row.action == _LEND and row.schedule >= 0),
        (at.ARRIVES, 0),
    ]  # fmt: skip


def _checked(tables: Tables) -> list[int]:
    """Return the records of standing checks: of each decision, and of its way from the change of structure on."""
    found = [
        [address] if row.check >= 0 else []
        for address, row in zip(tables.decisions, tables.plan.decisions, strict=True)
    ]
    for right, address in tables.later_ways:
        if right.now.row.check >= 0:
            found[right.decision].append(address)
    return [address for some in found for address in some]
