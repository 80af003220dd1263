"""The two fates in a sentence: how many ended differently in another structure, and what it cost them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural_interval

if TYPE_CHECKING:
    from orgsim.analysis.fates import Cell, Fates
    from orgsim.experiment import Run

_MOST = 3


def fates_in_words(run: Run, found: Iterable[Fates]) -> Iterator[str]:
    """Yield a paragraph for each pair of variants in which some visits ended differently."""
    names = {one.id: one.name for one in run.variants}
    for one in found:
        cells = one.changed[:_MOST]
        if cells:
            head = f"The same {run.words.visits}, two fates: of {one.visits.mean:,.0f} in each replication,"
            said = [_cell(cell, one, names[one.against], names[one.variant]) for cell in cells]
            yield "\n".join([head, *said])


def _cell(cell: Cell, found: Fates, first: str, second: str) -> str:
    low, high = cell.count.low, cell.count.high
    interval = "" if math.isnan(low) else f" ({low:,.0f} to {high:,.0f})"
    ends = f"`{found.names[cell.before]}` in {first} and `{found.names[cell.after]}` in {second}"
    return f"  {cell.count.mean:,.1f}{interval} were {ends}; {_cost(cell, first)}."


def _cost(cell: Cell, first: str) -> str:
    """Say how much longer or shorter they stayed in the first structure."""
    found = cell.extra_minutes
    if math.isnan(found.mean):  # none of them left in both
        return "how long they stayed is not known"
    sign = 1 if found.mean >= 0 else -1
    low, high = sorted((sign * found.low, sign * found.high))
    said = natural_interval(abs(found.mean), low, high, "min")
    return f"they stayed {said} {'longer' if sign > 0 else 'less'} in {first}"
