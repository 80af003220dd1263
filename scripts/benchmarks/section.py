"""What a measurement leaves: a table for people and figures by name for the goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Section:
    """One measurement. ``figures``: numbers by which goals are judged; ``notes``: sentences under the table."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    figures: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """Return the table and its notes."""
        return "\n".join([*table(self.header, self.rows), *(f"\n{note}" for note in self.notes)])


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a Markdown table, aligned: the first column left, the others right."""
    cells = [list(header), *map(list, rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    lines = ["| " + " | ".join(_fit(c, w, p) for p, (c, w) in enumerate(zip(row, widths, strict=True))) + " |"
             for row in cells]  # fmt: skip
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return [lines[0], "| " + " | ".join(rule) + " |", *lines[1:]]


def _fit(cell: str, width: int, place: int) -> str:
    return cell.rjust(width) if place else cell.ljust(width)


def short(value: float) -> str:
    """Write a figure with three digits, or all its whole ones."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def spread(values: Sequence[float]) -> str:
    """Write the median and the range."""
    return f"{short(median(values))} ({short(min(values))} to {short(max(values))})"


def paired(above: Iterable[float], below: Iterable[float]) -> list[float]:
    """Return the ratios round by round."""
    return [a / b for a, b in zip(above, below, strict=True)]
