"""Measures of the organisation graph of each variant, as lines and as plain values, for ``orgsim show --structure``."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgsim.cli.drawing import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from orgsim.scenario import Problem, Scenario

    Measured = Mapping[str, list[dict[str, Any]]]

AFTER = " (after)"
"""Ends the name of the structure that a variant turns into in mid-run."""
MOST = 4
"""Variants side by side; more do not fit a line."""


def structure_lines(scenario: Scenario, variant: str | None) -> list[str]:
    """Return one variant with what each measure means, or side by side those that differ; nothing without positions."""
    measured = {key: rows for key, rows in _measured(scenario, variant).items() if rows}
    if not measured:
        return []
    apart, same = _apart(measured)
    shown = list(apart)[:MOST]
    rows = [["", "", *shown]]
    for place, row in enumerate(measured[shown[0]]):
        rows.append([row["name"], row["unit"], *(_figure(measured[key], row["measure"]) for key in shown)])
        if variant is not None:
            rows[-1].append(measured[variant][place]["definition"])
    lines = _aligned(rows)
    for first in shown:
        if alike := [key for key, one in same.items() if one == first]:
            lines.append(f"the same figures as {first}: {', '.join(alike)}")
    if left := list(apart)[MOST:]:
        lines.append(f"not shown: {', '.join(left)} (--variant V, or --json for all)")
    return lines


def structure_json(scenario: Scenario, variant: str | None) -> dict[str, Any]:
    """Return the measures of each variant, and what is still joined when managers are lost; NaN is null."""
    return {
        one.id: {
            "measures": [{**row, "value": _known(row["value"])} for row in one.measures()],
            "joined_without_managers": [
                {name: _known(value) for name, value in loss._asdict().items()} for loss in one.losses()
            ],
        }
        for one in _subjects(scenario, variant)
    }


def structure_alone(file: str) -> tuple[list[Problem], dict[str, str]]:
    """Check a structure file without a scenario; returns what is wrong with it, and the texts to quote."""
    from orgsim.scenario.problems import ScenarioError
    from orgsim.scenario.structures.document import read_structure

    try:
        read_structure(Path(file), file)
    except ScenarioError as error:
        return list(error.problems), dict(error.sources)
    return [], {}


def _measured(scenario: Scenario, variant: str | None) -> Measured:
    return {one.id: one.measures() for one in _subjects(scenario, variant)}


def _subjects(scenario: Scenario, variant: str | None) -> Iterator[Subject]:
    """Yield each variant, and after it the structure that it turns into, if it does."""
    from orgsim.plan.change import later_variant

    for key in scenario.variant_ids if variant is None else (variant,):
        one = scenario.variant(key)
        yield Subject(key, key, "", one)
        if one.becomes is not None:
            yield Subject(f"{key}{AFTER}", key, "", later_variant(one))


def _apart(measured: Measured) -> tuple[dict[str, str], dict[str, str]]:
    """Return the variants whose figures differ from all before them, and the others with the first one like them."""
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    for key, rows in measured.items():
        figures = repr([(row["measure"], row["value"]) for row in rows])
        if figures in first:
            same[key] = first[figures]
        first.setdefault(figures, key)
    return {key: figures for figures, key in first.items()}, same


def _figure(rows: list[dict[str, Any]], measure: str) -> str:
    value = next((row["value"] for row in rows if row["measure"] == measure), math.nan)
    return f"{value:.3g}" if math.isfinite(value) else "-"


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _aligned(rows: list[list[str]]) -> list[str]:
    """Write rows in columns, the first to the left and figures to the right; what follows the figures is not aligned."""
    head = len(rows[0])
    widths = [max(len(row[place]) for row in rows) for place in range(head)]
    made = []
    for row in rows:
        figures = (cell.rjust(width) for cell, width in zip(row[2:head], widths[2:], strict=True))
        made.append("  ".join([row[0].ljust(widths[0]), row[1].ljust(widths[1]), *figures, *row[head:]]).rstrip())
    return made
