"""What metrics and reports leave of a position's attention, worked out before anything is run.

Source of the idea: attention is bounded (Simon 1971), and being measured and having reports take a part of it. How large
a part is an assumption. Meetings take their real hours and are not in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgsim.scenario.lines import superiors

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.organisation import Attention, Position

_SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class AttentionAccount:
    """Where the attention of a position goes, in shares of its duty hours.

    ``own``: as the scenario gives it; ``reports`` and ``metrics``: how many there are, ``below``: layers below it;
    ``to_reports`` and ``to_metrics``: what they take; ``left``: what requests get; ``at_floor``: whether ``left`` is the
    floor, because less would have been left.
    """

    own: float
    reports: int
    metrics: int
    below: int
    to_reports: float
    to_metrics: float
    left: float
    at_floor: bool


def effective_attention(own: float, taken: float, floor: float) -> float:
    """Return the share of duty hours left for requests: ``own`` less what is ``taken``, never raised, not below ``floor``."""
    return max(own - taken, min(own, floor))


def attention_accounts(variant: Variant) -> dict[str, AttentionAccount]:
    """Return the account of every position, in the order of the scenario; none where nothing eats attention.

    A report costs ``per_report``. A metric is a target in force that the position or anybody below it owns; it costs
    ``per_metric`` once for each layer below the position, through which it is handed down and its figures come up.
    """
    written = variant.as_written
    block, positions = written.organisation.attention, written.organisation.positions
    if block is None:
        return {}
    owners = [target.owner for target in written.targets.values() if target.imposed == "on"]
    reports, metrics, below = _counts(positions, owners)
    return {
        key: _account(block, position.attention, reports[key], metrics[key], below[key])
        for key, position in positions.items()
    }


def _account(block: Attention, own: float, reports: int, metrics: int, below: int) -> AttentionAccount:
    to_reports = block.per_report * reports
    to_metrics = block.per_metric * metrics * below
    left = effective_attention(own, to_reports + to_metrics, block.floor)
    at_floor = left - (own - to_reports - to_metrics) > _SLACK
    return AttentionAccount(own, reports, metrics, below, to_reports, to_metrics, left, at_floor)


def _counts(
    positions: Mapping[str, Position], owners: list[str]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Return for each position its reports, the targets owned by it or below it, and the layers below it.

    Raises ``OrganisationError`` where reporting lines run in a circle or to nobody.
    """
    reports, metrics, below = (dict.fromkeys(positions, 0) for _ in range(3))
    for key in positions:
        chain = superiors(positions, key)
        if len(chain) > 1:
            reports[chain[1]] += 1
        for height, above in enumerate(chain):
            below[above] = max(below[above], height)
            metrics[above] += owners.count(key)
    return reports, metrics, below
