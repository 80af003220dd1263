"""The same organisation in many regions: how they differ, and who sets the threshold of need in each."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from orgsim.scenario.schema.base import Block, Id
from orgsim.scenario.schema.scalars import Share

Spread = Annotated[float, Field(strict=False, ge=0, le=3)]


class Threshold(Block):
    """The threshold of need at the stages `at`, whose `next` goes `by_need` and has both `missed` and `needless`.

    Both sds are in standard deviations of the evidence about one visit. The threshold that is best in a region lies
    `optimum_sd` about that of the nation. `decided` locally, a region's own threshold misses its best by `local_sd`;
    decided centrally, the nation's stands everywhere.
    """

    at: Annotated[list[Id], Field(min_length=1)]
    local_sd: Spread
    optimum_sd: Spread
    decided: Literal["locally", "centrally"] = "locally"


class Regions(Block):
    """How regions differ; read by `orgsim regions` alone. Every variant meets the same regions.

    Each region multiplies the `level` of arrivals, the numbers of resources and the shares of needs, each by its own number
    of mean 100% whose logarithm has that sd (lognormal). Of all this a variant may change `threshold.decided` only.
    """

    number: Annotated[int, Field(strict=True, ge=2, le=1000)] = 24
    demand_sd: Share = 0.15
    staff_sd: Share = 0.10
    need_sd: Share = 0.20
    threshold: Threshold | None = None
