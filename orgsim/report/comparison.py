"""The table of differences as a report shows it, in natural units and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural_difference, natural_interval

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison, MeasureComparison
    from orgsim.analysis.statistics import Difference


@dataclass(frozen=True)
class TableRow:
    """One measure: its name, what it means, a value for each variant and a difference for each but the reference.

    Differences of the main measures bear the interval that holds for all of these together, as on the command line.
    """

    name: str
    unit: str
    better: str
    definition: str
    values: list[str]
    differences: list[str]


def table_rows(comparison: Comparison, measures: Iterable[MeasureComparison]) -> list[TableRow]:
    """The rows of ``measures``, variants in the order of the run."""
    return [_row(comparison, one) for one in measures]


def _row(comparison: Comparison, one: MeasureComparison) -> TableRow:
    unit = one.definition.unit
    found = [one.estimates.get(variant.id) for variant in comparison.variants]
    values = [natural_interval(each.mean, each.low, each.high, unit) if each else "" for each in found]
    differences = [_difference(one.differences.get(variant.id), unit) for variant in comparison.others]
    return TableRow(one.definition.name, unit, one.definition.better, one.definition.definition, values, differences)


def _difference(found: Difference | None, unit: str) -> str:
    if found is None or found.n == 0:
        return ""
    low, high = (found.low, found.high) if isnan(found.holm_low) else (found.holm_low, found.holm_high)
    words = natural_difference(found.mean, low, high, unit)
    return words if found.better_in is None else f"{words}; better in {found.better_in} of {found.n}"
