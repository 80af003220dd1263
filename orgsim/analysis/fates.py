"""Two fates: the same people in two structures, how each stay ended, and what a different end cost them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.analysis.statistics import Estimate, estimate
from orgsim.experiment import Run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.scenario.schema import Variant

NEITHER = ""
"""The end of a visit that is in none of the scenario's dispositions, or has not left."""


@dataclass(frozen=True)
class Cell:
    """Visits that ended as ``before`` in one variant and as ``after`` in the other, over replications.

    ``count``: visits a replication. ``share``: of all visits. ``extra_minutes``: how much longer these visits stayed
    in the first variant than in the second, mean of those that left in both.
    """

    before: str
    after: str
    count: Estimate
    share: Estimate
    extra_minutes: Estimate


@dataclass(frozen=True)
class Fates:
    """The cross-table of ends: ``against`` in rows (``before``), ``variant`` in columns (``after``)."""

    against: str
    variant: str
    visits: Estimate
    names: dict[str, str]
    cells: tuple[Cell, ...]

    @property
    def changed(self) -> tuple[Cell, ...]:
        """The cells of visits that ended differently.

        First those whom the first variant kept longer, the most visits first; then those whom it kept shorter.
        Visits that have not left, or whose end the scenario does not name, are left out.
        """
        found = [cell for cell in self.cells if cell.before != cell.after and NEITHER not in (cell.before, cell.after)]
        return tuple(sorted(found, key=_kept_longer_then_many, reverse=True))


def _kept_longer_then_many(cell: Cell) -> tuple[bool, float]:
    return cell.extra_minutes.mean > 0, cell.count.mean


def fates(run: Run, variant: str, against: str | None = None, setting: str = "") -> Fates | None:
    """Follow the same people through two variants. None when the variants do not have the same people.

    Only replications that both have count; means are over replications.
    """
    base = against or run.against
    models = run.variant(base, setting), run.variant(variant, setting)
    pairs = [
        (run.series(base, number, "fates", setting), run.series(variant, number, "fates", setting))
        for number in sorted(set(run.done(base, setting)) & set(run.done(variant, setting)))
    ]
    if not pairs or any(not _same_rows(first, second) for first, second in pairs):
        return None
    ends = (*models[0].dispositions, NEITHER), (*models[1].dispositions, NEITHER)
    return Fates(
        base,
        variant,
        estimate(float(len(first)) for first, _ in pairs),
        {**_names(models[1]), **_names(models[0])},
        tuple(_cells(pairs, *ends)),
    )


def _same_rows(first: NDArray[Any], second: NDArray[Any]) -> bool:
    return len(first) == len(second) and bool((first["row"] == second["row"]).all())


def _names(variant: Variant) -> dict[str, str]:
    return {one: variant.groups[one].name or one.replace("_", " ") for one in variant.dispositions}


def _cells(
    pairs: Sequence[tuple[NDArray[Any], NDArray[Any]]], before: Sequence[str], after: Sequence[str]
) -> Iterator[Cell]:
    """Yield every cell that holds a visit in some replication, in the order of the dispositions."""
    for i, row in enumerate(before):
        for j, column in enumerate(after):
            found = [_one(first, second, _code(i, before), _code(j, after)) for first, second in pairs]
            if any(count for count, _, _ in found):
                counts, shares, extra = zip(*found, strict=True)
                yield Cell(row, column, estimate(counts), estimate(shares), estimate(extra))


def _code(place: int, ends: Sequence[str]) -> int:
    """Return the number an end has in the array: -1 for none."""
    return -1 if ends[place] == NEITHER else place


def _one(first: NDArray[Any], second: NDArray[Any], before: int, after: int) -> tuple[float, float, float]:
    """Count the visits of a cell in one replication; and their mean extra minutes in the first variant."""
    import numpy as np

    chosen = (first["disposition"] == before) & (second["disposition"] == after)
    count = float(chosen.sum())
    extra = first["inside"][chosen] - second["inside"][chosen]
    known = extra[~np.isnan(extra)]
    mean = float(known.sum() / len(known)) if len(known) else float("nan")
    return count, count / len(first) if len(first) else float("nan"), mean
