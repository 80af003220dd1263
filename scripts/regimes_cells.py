"""How the tables of the regimes' page say a point, a value and what is varied."""

from __future__ import annotations

from collections.abc import Sequence

from orgsim.analysis.sweep import Line
from orgsim.theory.regimes import REGIMES, Regime

MEASURES = {"helpful-target": "in_department_mean"}
IN_HOURS = 1000.0
"""Minutes from which a time is told in hours."""


def measure_of(name: str) -> str:
    """Return the id of the mean that the regime is about."""
    return MEASURES[name] if name in MEASURES else REGIMES[name].measure


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def varied(regime: Regime | None, setting: str) -> str:
    """Say what is varied."""
    return regime.parameter if regime else f"`{setting.partition('=')[0]}`"


def point_of(regime: Regime | None, place: int, lines: Sequence[Line]) -> str:
    """Say at which point of its experiment a regime is."""
    return said_of(regime, regime.points[place]) if regime else str(next(iter(lines[0].point.values())))


def said_of(regime: Regime, value: float) -> str:
    """Say a value of what is varied."""
    if regime.parameter.startswith("£"):
        return f"£{value:,.0f}"
    return f"{value * 100:.3g}%" if regime.parameter.startswith("share") else f"{value:.4g}"


def value_of(measure: str, value: float, of_share: str = "%") -> str:
    """Say a value of a measure: money, a share (of differences in points), a worth or a gap, or a time in minutes."""
    if measure == "cost_per_visit":
        said = f"£{value:.0f}" if value >= 0 else f"-£{-value:.0f}"
    elif measure == "decision_accuracy":
        said = f"{value * 100:.1f}{of_share}"
    elif measure == "decision_value_mean":
        said = f"{value:.3f}"
    elif measure == "review_gap_squared":
        said = f"{value:.4f}"
    else:
        said = f"{value:.1f} min" if abs(value) < IN_HOURS else f"{value / 60:.1f} h"
    return said.replace("-", "−")
