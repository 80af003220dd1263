"""How much sooner are replications done with two jobs? Whole runs through ``orgsim.run``, folder and store included."""

from __future__ import annotations

import tempfile
import time
from statistics import median
from typing import Any

from scripts.benchmarks.department import SCENARIO, MissingError, Shape
from scripts.benchmarks.peers.orgsim_engines import simulator
from scripts.benchmarks.section import Section, paired, short, spread

WEEKS = {"compiled": 1.0, "simpy": 0.1}
"""Share of the weeks that each engine simulates: the reference engine need not run all of them."""


def measure(shape: Shape, replications: int, rounds: int, seed: int) -> Section:
    """Run the same replications with one job and with two, in turn."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    notes: list[str] = []
    for engine, share in WEEKS.items():
        try:
            simulator(engine)
        except MissingError as error:
            notes.append(f"Engine {engine}: missing, {error}.")
            continue
        asked = Shape(max(1, round(shape.weeks * share)))
        _seconds(engine, asked, 2, 1, seed)  # imports and compilers do not count
        one: list[float] = []
        two: list[float] = []
        for number in range(rounds):
            for jobs, seconds in ((1, one), (2, two)) if number % 2 else ((2, two), (1, one)):
                seconds.append(_seconds(engine, asked, replications, jobs, seed + number))
        figures[f"{engine} two jobs"] = median(paired(one, two))
        weeks, sides = str(asked.weeks), (short(median(one)), short(median(two)))
        rows.append((engine, weeks, str(replications), *sides, spread(paired(one, two))))
    header = ("engine", "weeks", "replications", "one job, s", "two jobs, s", "times as fast")
    return Section("jobs", header, rows, figures, notes)


def _seconds(engine: Any, shape: Shape, replications: int, jobs: int, seed: int) -> float:
    """Return the wall-clock seconds of a whole run."""
    import orgsim

    scenario = orgsim.load(str(SCENARIO), sets=shape.sets)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        run = orgsim.run(scenario, replications=replications, seed=seed, jobs=jobs, engine=engine, output=folder)
        run.close()
        return time.perf_counter() - began
