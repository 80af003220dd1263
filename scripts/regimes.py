#!/usr/bin/env python3
"""Run the scenarios under ``regimes`` and write what they show, beside the closed forms, into docs/regimes.md.

``python scripts/regimes.py --write`` takes about a minute; without ``--write`` the tables are printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from orgsim import api
from orgsim.analysis.sweep import Line, sweep
from orgsim.experiment.design import grid
from orgsim.scenario import load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.theory.regimes import REGIMES, Regime
from scripts.regimes_cells import markdown, measure_of, point_of, said_of, value_of, varied
from scripts.regimes_overview import NOT_SWEPT, overview

PAGE = Path(__file__).resolve().parents[1] / "docs" / "regimes.md"
FOLDER = "regimes/"


def lines_of(name: str) -> list[Line]:
    """Run the main experiment of a scenario as the file says and return its lines, for one measure."""
    scenario = load(FOLDER + name)
    main = scenario.experiments["main"]
    with (
        tempfile.TemporaryDirectory() as folder,
        api.run(
            scenario, main.compare, replications=main.replications, seed=main.seed, settings=grid(main.vary),
            against=main.against, output=folder,
        ) as run,
    ):  # fmt: skip
        return list(sweep(run, measures=[measure_of(name)]).lines)


def table(name: str, lines: Sequence[Line]) -> str:
    """Return the table of a scenario, and where the closed form says that the winner flips."""
    regime, measure = REGIMES.get(name), measure_of(name)
    settings = list(dict.fromkeys(line.setting for line in lines))
    at = {setting: [line for line in lines if line.setting == setting] for setting in settings}
    variants = [line.variant for line in at[settings[0]]]
    rows = [[*_heads(regime, settings, variants)], ["---"] * (1 + 2 * len(variants) - 1)]
    for place, setting in enumerate(settings):
        rows.append([point_of(regime, place, at[setting]), *_cells(regime, place, at[setting], measure)])
    text = markdown(rows)
    return (
        text
        if regime is None
        else f"{text}\n\nThe closed form flips at {said_of(regime, regime.crossover)} ({regime.parameter})."
    )


def _heads(regime: Regime | None, settings: Sequence[str], variants: Sequence[str]) -> list[str]:
    theory = " (closed form)" if regime else ""
    return [
        varied(regime, settings[0]),
        *(f"`{one}`{theory}" for one in variants),
        *(f"`{one}` less `{variants[0]}`" for one in variants[1:]),
    ]


def _cells(regime: Regime | None, place: int, lines: Sequence[Line], measure: str) -> list[str]:
    cells = []
    for line in lines:
        theory = f" ({value_of(measure, regime.structures[line.variant](regime.points[place]))})" if regime else ""
        cells.append(f"{value_of(measure, line.estimates[measure].mean)}{theory}")
    for line in lines[1:]:
        found = line.differences[measure]
        mean, low, high = (value_of(measure, one, " pts") for one in (found.mean, found.low, found.high))
        cells.append(f"{mean} ({low} to {high})")
    return cells


def write(name: str, text: str) -> None:
    """Put a table between the marks of its scenario on the page."""
    page, start, end = PAGE.read_text(encoding="utf-8"), f"<!-- regimes {name} -->", f"<!-- end {name} -->"
    before, mark, rest = page.partition(start)
    _, closing, after = rest.partition(end)
    if not mark or not closing:
        sys.exit(f"{PAGE.name} has no lines `{start}` and `{end}`: put them where the table belongs")
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Run all, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"also write the tables into {PAGE.name}")
    asked = parser.parse_args()
    names = [one.removeprefix(FOLDER) for one in builtin_scenarios() if one.startswith(FOLDER)]
    found = {name: lines_of(name) for name in names if name not in NOT_SWEPT}
    for name, text in [*((name, table(name, lines)) for name, lines in found.items()), ("all", overview(found))]:
        print(f"{name}\n\n{text}\n")
        if asked.write:
            write(name, text)


if __name__ == "__main__":
    main()
