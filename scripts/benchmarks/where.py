"""Where does the time of a replication go? Each step of one, timed apart, for the A&E and for the built-in hospital."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from scripts.benchmarks.department import SCENARIO, MissingError, Shape
from scripts.benchmarks.peers.orgsim_engines import simulator
from scripts.benchmarks.section import Section, short
from scripts.benchmarks.watch import Watch

if TYPE_CHECKING:
    from orgsim.scenario import Scenario

STEPS = ("load and check", "compile plan", "draw", "simulate", "measure", "series", "pack and store", "draw pictures")
SUMMED = ("draw", "simulate", "measure", "series", "pack and store")
"""What every replication does; the rest is done once a variant or once a run."""
FLAGSHIP, VARIANT = "nhs-four-hours", "silo"


def measure(shape: Shape, rounds: int, seed: int) -> Section:
    """Time the steps of both models; milliseconds, medians over the rounds."""
    from orgsim.scenario import load

    try:
        simulate, engine = simulator("compiled"), "compiled"
    except MissingError:
        simulate, engine = simulator("simpy"), "simpy"
    models: dict[str, tuple[Callable[[], Scenario], str | None]] = {
        f"the A&E, {shape.weeks} weeks": (lambda: load(str(SCENARIO), sets=shape.sets), None),
        f"{FLAGSHIP}, {VARIANT}, {shape.weeks} weeks": (
            lambda: load(FLAGSHIP, sets=[f"calendar.length={shape.weeks} weeks"]),
            VARIANT,
        ),
    }
    took = {name: _steps(*model, simulate, rounds, seed) for name, model in models.items()}
    rows = [(step, *(f"{1000 * one[step]:.1f}" for one in took.values())) for step in STEPS]
    summed = [sum(one[step] for step in SUMMED) for one in took.values()]
    rows.append(("a replication (draw to store)", *(f"{1000 * one:.1f}" for one in summed)))
    rows.append(("visits", *(f"{one['visits']:,.0f}" for one in took.values())))
    rows.append(("us a visit, draw to store",
                 *(short(1e6 * s / one["visits"]) for s, one in zip(summed, took.values(), strict=True))))  # fmt: skip
    note = f"Processor milliseconds, engine `{engine}`, medians of {rounds}; pictures are those of one replication."
    return Section("where", ("step", *took), rows, {}, [note])


def _steps(
    read: Callable[[], Scenario], variant: str | None, simulate: Callable[..., Any], rounds: int, seed: int
) -> dict[str, float]:
    """Return the median seconds of each step and the visits."""
    told: list[dict[str, float]] = []
    for number in range(rounds + 1):
        watch = Watch()
        visits = _replicate(watch, read, variant, simulate, seed + number)
        told.append({name: part.cpu for name, part in watch.parts.items()} | {"visits": visits})
    return {step: median(one[step] for one in told[1:]) for step in (*STEPS, "visits")}  # the first imports


def _replicate(
    watch: Watch, read: Callable[[], Scenario], variant: str | None, simulate: Callable[..., Any], seed: int
) -> float:
    """Do all steps once; returns the visits."""
    from orgsim.cohort import draw_cohort
    from orgsim.experiment.records import Key, Result
    from orgsim.experiment.store import Store
    from orgsim.measures import Row, definitions, series
    from orgsim.measures import measure as measured
    from orgsim.plan import compile_plan

    with watch.part("load and check"):
        scenario = read()
        model = scenario.variant(variant) if variant else scenario.variant()
    with watch.part("compile plan"):
        plan = compile_plan(model)
    with watch.part("draw"):
        cohort = draw_cohort(plan, seed, 1)
    with watch.part("simulate"):
        trace = simulate(plan, cohort)
    with watch.part("measure"):
        rows = tuple(Row(*row) for row in measured(model, plan, cohort, trace))
    with watch.part("series"):
        arrays = series(model, plan, cohort, trace)
    with tempfile.TemporaryDirectory() as folder:
        with Store.create(Path(folder), definitions(model)) as store, watch.part("pack and store"):
            store.add(Result(Key("one", "", 1), "done", rows, arrays, trace.events))
        _pictures(watch, scenario, variant, Path(folder), seed)
    return float(cohort.arrivals)


def _pictures(watch: Watch, scenario: Scenario, variant: str | None, folder: Path, seed: int) -> None:
    """Draw all pictures of a run of one replication."""
    import orgsim
    from orgsim.plots.catalogue import write_pictures
    from orgsim.plots.from_run import results_of

    variants = [variant] if variant else None
    run = orgsim.run(scenario, variants, replications=1, seed=seed, output=folder / "runs")
    with run, watch.part("draw pictures"):
        write_pictures(results_of(run), folder / "plots")
