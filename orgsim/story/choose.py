"""Choosing a visit worth telling: the same person, another fate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.exports.again import Replication

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Choice:
    """The visit chosen (counting from 1) and why."""

    visit: int
    why: str


def choose(replications: Sequence[Replication]) -> Choice:
    """Choose a visit whose fates differ between the first replication and any of the others.

    All are the same replication of different variants. Of the visits that left in each, those with
    different dispositions come first, and among them those a behaviour acted on in one variant only. Of
    what remains the one with the middle difference in time is chosen, because an extreme would mislead.
    Raises LookupError if no visit left in all.
    """
    import numpy as np

    tables = _common([_fates(one) for one in replications])
    if not len(tables[0]):
        raise LookupError("no visit left in every variant")
    base, others = tables[0], tables[1:]
    ends = _any(others, base, "disposition") | _any(others, base, "exit")
    touched = _any(others, base, "touched")
    word = replications[0].variant.words.visits
    if (ends & touched).any():
        why = f"{word} that ended differently and that a behaviour acted on in one variant only"
        return _middle(base, others, ends & touched, why)
    if ends.any():
        return _middle(base, others, ends, f"{word} that ended differently")
    everyone = np.ones(len(base), dtype=np.bool_)
    return _middle(base, others, everyone, f"{word}, none of which ended differently")


def _fates(replication: Replication) -> NDArray[Any]:
    from orgsim.measures.arrays import fates
    from orgsim.measures.view import View

    view = View(replication.variant, replication.plan, replication.cohort, replication.trace)
    table: NDArray[Any] = fates(view)
    return table


def _common(tables: list[NDArray[Any]]) -> list[NDArray[Any]]:
    """Keep the rows of visits that left in every variant, in the cohort's order."""
    import numpy as np

    left = [table["row"][~np.isnan(table["inside"])] for table in tables]
    kept = left[0]
    for rows in left[1:]:
        kept = np.intersect1d(kept, rows)
    return [table[np.isin(table["row"], kept)] for table in tables]


def _any(others: Sequence[NDArray[Any]], base: NDArray[Any], column: str) -> NDArray[Any]:
    import numpy as np

    found = np.zeros(len(base), dtype=np.bool_)
    for other in others:
        found |= other[column] != base[column]
    return found


def _middle(base: NDArray[Any], others: Sequence[NDArray[Any]], mask: NDArray[Any], why: str) -> Choice:
    import numpy as np

    gaps = np.max([np.abs(other["inside"] - base["inside"]) for other in others] or [base["inside"]], axis=0)
    places = np.flatnonzero(mask)
    order = places[np.argsort(gaps[places], kind="stable")]
    chosen = int(order[len(order) // 2])
    return Choice(int(base["row"][chosen]) + 1, f"the middle one of {len(places)} {why}")
