"""The table of all regimes: who wins on either side, where theory says that it flips, and between which points it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from orgsim.analysis.sweep import Line
from orgsim.theory.regimes import REGIMES, Regime
from scripts.regimes_cells import markdown, measure_of, point_of, said_of, varied

OVERVIEW = {
    "A costly yes": "costly-yes",
    "Kinds of work with little to do with each other": "specialists",
    "Low traffic": "low-traffic",
    "Pooling": "pooling",
    "Effects on others and local bias": "outside-effects",
    "A stable world and an expert centre": "expert-centre",
    "An urgent decision": "urgent-decision",
    "Unsure local judgement": "national-standard",
    "The same: more authority than knowledge": "empowerment",
    "Under-managed": "under-managed",
    "A target with room to spare": "helpful-target",
    "A short horizon": "short-horizon",
    "Kinds of work of different length": "work-types",
    "A drifting process": "drifting-demand",
    "Hard problems and cheap information": "cheap-information",
}
"""What the fourteen are called in the table of all, in its order, and the scenario of each; one of them has two."""
NOT_SWEPT = {
    "national-standard": ["`local_sd`", "`each_region`", "`nation`", "0.5", "up to 0.2; from 0.5"],
}
"""Rows of what the script does not run; the figures of regions are those of their own table on the page."""


def overview(found: Mapping[str, Sequence[Line]]) -> str:
    """Return the table of all, from the lines of those that are swept."""
    rows = [
        ["", "regime", "scenario", "varied", "wins below", "wins above", "flips in theory at", "simulated"],
        ["---"] * 8,
    ]
    number = 0
    for title, name in OVERVIEW.items():
        number += not title.startswith("The same")
        cells = NOT_SWEPT[name] if name in NOT_SWEPT else _flip(name, found[name])
        rows.append([str(number), title, f"`{name}`", *cells])
    return markdown(rows)


def _flip(name: str, lines: Sequence[Line]) -> list[str]:
    """Say what is varied, who wins on either side, and between which points the interval changes its side of 0."""
    regime, measure = REGIMES.get(name), measure_of(name)
    rival = lines[1].variant
    here = [line for line in lines if line.variant == rival]
    better = [_better(regime, line, measure, lines[0].variant) for line in here]
    points = [point_of(regime, place, [line]) for place, line in enumerate(here)]
    below, above = (lines[0].variant, rival) if better[-1] == rival else (rival, lines[0].variant)
    last, first = ([point for point, who in zip(points, better, strict=True) if who == one] for one in (below, above))
    undecided = [point for point, who in zip(points, better, strict=True) if not who]
    said = f"up to {last[-1]}; from {first[0]}" + "".join(f"; undecided at {point}" for point in undecided)
    theory = said_of(regime, regime.crossover) if regime else "no closed form"
    return [varied(regime, lines[0].setting), f"`{below}`", f"`{above}`", theory, said]


def _better(regime: Regime | None, line: Line, measure: str, against: str) -> str:
    """Return which of the two the interval of the difference is in favour of; nothing where it covers 0."""
    found, sign = line.differences[measure], -1 if regime and regime.better == "higher" else 1
    if found.low * sign > 0 and found.high * sign > 0:
        return against
    return line.variant if found.low * sign < 0 and found.high * sign < 0 else ""
