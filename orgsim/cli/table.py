"""The comparison as a table for people: natural units, differences with intervals, better in k of n."""

from __future__ import annotations

import math
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from orgsim.analysis.natural import NOTHING, natural, natural_difference, natural_interval

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison, MeasureComparison
    from orgsim.experiment import VariantInfo

_NARROWEST = 24
_PIPE_WIDTH = 120


def comparison_table(comparison: Comparison, *, everything: bool = False) -> str:
    """Return one block for each variant compared, and what the numbers are."""
    rows = comparison.measures if everything else comparison.headlines
    blocks = [_block(comparison, one, rows) for one in comparison.others]
    return "\n\n".join([*blocks, _footnote(comparison)])


def means_table(comparison: Comparison, *, everything: bool = False) -> str:
    """Return the mean of each measure in each variant, with its interval where there is one variant."""
    rows = comparison.measures if everything else comparison.headlines
    variants = comparison.variants
    heads = [one.id for one in variants] if len(variants) > 1 else [f"{variants[0].id} (95% CI)"]
    header = ["", *heads]
    lines = [[row.definition.name, *_means(row, variants)] for row in rows]
    return aligned([header, *lines])


def _means(row: MeasureComparison, variants: Sequence[VariantInfo]) -> Iterator[str]:
    for one in variants:
        found = row.estimates[one.id]
        if len(variants) == 1:
            yield natural_interval(found.mean, found.low, found.high, row.definition.unit)
        else:
            yield natural(found.mean, row.definition.unit)


def _block(comparison: Comparison, other: VariantInfo, rows: Sequence[MeasureComparison]) -> str:
    base = comparison.against
    header = ["", base, other.id, "difference (95% CI)", "better in"]
    lines = [
        [
            row.definition.name,
            natural(row.estimates[base].mean, row.definition.unit),
            natural(row.estimates[other.id].mean, row.definition.unit),
            _difference(row, other.id),
            _better(row, other.id),
        ]
        for row in rows
    ]
    return aligned([header, *lines])


def _difference(row: MeasureComparison, variant: str) -> str:
    """Say a difference, with the interval that holds for the whole family where there is one."""
    found = row.differences[variant]
    adjusted = not math.isnan(found.holm_p)
    low, high = (found.holm_low, found.holm_high) if adjusted else (found.low, found.high)
    return natural_difference(found.mean, low, high, row.definition.unit)


def _better(row: MeasureComparison, variant: str) -> str:
    found = row.differences[variant]
    return NOTHING if found.better_in is None or not found.n else f"{found.better_in} of {found.n}"


def _footnote(comparison: Comparison) -> str:
    family = len(comparison.shown) * len(comparison.others)
    together = f"the {family} intervals hold together, Holm-adjusted; " if family > 1 else ""
    return (
        f"(same people in all; means of {comparison.replications} replications, seed {comparison.seed}; "
        f"{together}-: neither direction is better)"
    )


def aligned(lines: Sequence[Sequence[str]]) -> str:
    """Align columns: the first to the left and cut to fit the terminal, the rest to the right."""
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    room = table_width() - sum(widths[1:]) - 3 * (len(widths) - 1)
    widths[0] = max(min(widths[0], room), min(widths[0], _NARROWEST))
    said = [_line(line, widths) for line in lines]
    return "\n".join([click.style(said[0], bold=True), *said[1:]])


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    name = line[0] if len(line[0]) <= widths[0] else _cut(line[0], widths[0])
    cells = [f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True)]
    return "   ".join([f"{name:<{widths[0]}}", *cells])


def _cut(name: str, width: int) -> str:
    """Take out the middle: names often begin alike, and what tells them apart comes last (mean, 95th percentile)."""
    end = (width - 3) // 2
    return f"{name[: width - 3 - end]}...{name[-end:]}"


def table_width() -> int:
    """Return how wide a table may be: the terminal, or what a pipe is given."""
    return shutil.get_terminal_size((_PIPE_WIDTH, 24)).columns if sys.stdout.isatty() else _PIPE_WIDTH
