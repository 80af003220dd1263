"""A change of structure in mid-run: when, into what, and what the change itself costs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from orgsim.scenario.schema.base import Block, Id
from orgsim.scenario.schema.flow import Pool
from orgsim.scenario.schema.organisation import Organisation
from orgsim.scenario.schema.scalars import MINUTES_A_WEEK, Duration, Share
from orgsim.scenario.schema.targets import Behaviour, Target

HALF_A_YEAR = 26 * MINUTES_A_WEEK


class Shocks(Block):
    """What a change of structure costs while it is new; each is off unless written.

    `attention_lost`: the share of their attention that positions above the first layer lack for `attention_for`.
    `links_survive`: the chance that an informal link of moved staff is still there after the change.
    `knowledge_lost`: moved staff need 1 / (1 - lost x e^(-t/`relearning`)) times as long for a request, t after the change.
    `wrong_address`: the chance, at first, that a request goes to the position that decided before; it fades with
    `relearning` too.
    """

    attention_lost: Annotated[Share, Field(lt=1)] = 0.0
    attention_for: Duration = HALF_A_YEAR
    links_survive: Share = 1.0
    knowledge_lost: Annotated[Share, Field(lt=1)] = 0.0
    relearning: Duration = HALF_A_YEAR
    wrong_address: Share = 0.0


class Becomes(Block):
    """The structure that this one turns into, `at` a time from the start of the run.

    Say what changes by `change` (paths and values, laid over this variant), or name the `variant` that it turns into, or
    write the later blocks out. In mid-run there may change: the organisation; of `resources` their `number`, `shifts`, `hours`
    and `serves`; of `targets` their `pressure` and whether they are `imposed`; of `behaviours` whether they are
    `switched` on and their `strength`. A target or a behaviour that only one of the two has is there in the other without
    pressure and not imposed, or switched off. Staff have moved whose position is new, or has another unit, layer or
    superior, or holds other decisions than before.
    """

    at: Duration
    variant: Id | None = None
    change: dict[str, Any] = {}
    organisation: Organisation | None = None
    resources: dict[Id, Pool] | None = None
    targets: dict[Id, Target] | None = None
    behaviours: dict[Id, Behaviour] | None = None
    shocks: Shocks = Shocks()
