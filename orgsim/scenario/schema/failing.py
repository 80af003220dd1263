"""Work that goes wrong and comes back: defects of a stage, hand-offs between units, failure demand of an exit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from orgsim.scenario.schema.base import Block, Id
from orgsim.scenario.schema.distribution import ByClassField, DistributionField
from orgsim.scenario.schema.scalars import Share


class Congestion(Block):
    """A full house makes errors: nothing below `from`, then in a straight line up to `at_full` when the pool is full.

    How full: units in use as a share of those on duty, when the work at the stage ends.
    """

    pool: Id
    start: Annotated[Share, Field(alias="from", le=0.99)] = 0.85
    at_full: Share


class Defects(Block):
    """How often a pass of this stage goes wrong, so that the visit is *defective*.

    Each is a chance; that of any is 1 - the product of (1 - chance).
    ``base``: whatever happens. ``hand_off``: where the visit comes from a stage of another unit. ``cut``: where a
    `shorten` behaviour cut the time of this pass. ``over``: grows with how full a pool is. What a defect leads to is
    said at the exit (``failure``).
    """

    base: Share = 0.0
    hand_off: Share = 0.0
    cut: Share = 0.0
    over: Congestion | None = None


class HandOff(Block):
    """A visit that comes from a stage of another unit first waits ``delay`` here, before it queues or asks."""

    delay: ByClassField


class Failure(Block):
    """Failure demand: a ``share`` of the defective visits that leave by this exit come back.

    They come as new visits, ``after`` a time, ``at`` the stage that is contacted, whoever made the defect.
    At most 80% (the numbers for possible returns are drawn ahead). ``diverted``: the chance that a visit is defective
    because a `divert` behaviour sent it elsewhere before; ``gave_up``: because its patience ran out before.
    """

    share: Annotated[Share, Field(le=0.8)]
    after: DistributionField
    at: Id
    diverted: Share = 0.0
    gave_up: Share = 0.0
