"""The public functions of Python users: the same nouns as the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orgsim.analysis.compare import Comparison
from orgsim.analysis.compare import compare as compare_run
from orgsim.analysis.precision import MOST
from orgsim.analysis.tables import write_tables
from orgsim.experiment import Run
from orgsim.experiment.records import Json
from orgsim.experiment.runner import Progress, RunStopped, run_experiment
from orgsim.experiment.signals import unhurried

if TYPE_CHECKING:
    from orgsim.engine.choice import Engine
    from orgsim.experiment.design import Setting
    from orgsim.experiment.engines import Compiling
    from orgsim.scenario import Scenario


def run(
    scenario: Scenario | str | Path,
    variants: Iterable[str] | None = None,
    *,
    replications: int = 30,
    seed: int = 1,
    jobs: int = 1,
    backend: str = "local",
    engine: Engine = "auto",
    output: Path | str = "results",
    label: str = "run",
    against: str | None = None,
    settings: Sequence[Setting] | None = None,
    logged: int = 0,
    keep_going: bool = False,
    reuse: bool = False,
    precision: str | None = None,
    most: int = MOST,
    sensitivity: Json | None = None,
    conflicts: Json | None = None,
    regions: Json | None = None,
    progress: Progress | None = None,
    compiling: Compiling | None = None,
    command: Iterable[str] = (),
) -> Run:
    """Run variants of a scenario and write the run folder with its tables.

    Arguments and errors as ``orgsim.experiment.runner.run_experiment``; also ScenarioError and NotFoundError
    when ``scenario`` is a path or the name of a built-in one. The first ``logged`` replications of each variant
    also write event logs. With ``precision`` (as ``--precision``) batches follow until it is reached, or ``most``
    replications are. ``engine`` is ``auto``, ``simpy`` or ``compiled``: the results are the same bits. ``jobs`` above 1
    needs a script with a main guard.
    """
    from orgsim.experiment.design import Setting

    loaded = _scenario(scenario)
    wanted = _precision(loaded, variants, precision, most)
    done = finished(
        lambda: _until_precise(
            run_experiment(
                loaded,
                variants,
                replications=replications,
                seed=seed,
                jobs=jobs,
                backend=backend,
                engine=engine,
                output=output,
                label=label,
                against=against,
                settings=settings or (Setting(),),
                keep_going=keep_going,
                reuse=reuse,
                precision=wanted,
                sensitivity=sensitivity,
                conflicts=conflicts,
                regions=regions,
                progress=progress,
                compiling=compiling,
                command=command,
            ),
            jobs=jobs,
            backend=backend,
            engine=engine,
            progress=progress,
            compiling=compiling,
        )
    )
    if logged:
        from orgsim.exports.replications import write_event_logs

        write_event_logs(done, range(1, min(logged, replications) + 1))
    return done


def compare(
    what: Run | Scenario | str | Path,
    against: str | None = None,
    *,
    variants: Iterable[str] | None = None,
    replications: int = 30,
    seed: int = 1,
    jobs: int = 1,
    engine: Engine = "auto",
    output: Path | str = "results",
) -> Comparison:
    """Compare the variants of a run, or run a scenario and compare them, on the same people."""
    if isinstance(what, Run):
        return compare_run(what, against)
    done = run(
        what,
        variants,
        replications=replications,
        seed=seed,
        jobs=jobs,
        engine=engine,
        output=output,
        label="compare",
        against=against,
    )
    return compare_run(done, against)


def resume(
    path: Path | str,
    *,
    jobs: int = 1,
    backend: str = "local",
    engine: Engine = "auto",
    progress: Progress | None = None,
    compiling: Compiling | None = None,
) -> Run:
    """Do what is missing in a run that was stopped, exactly as it would have been done.

    Raises StoreError when the folder cannot be used, and RunStopped as ``run`` does.
    """
    from orgsim.experiment.resume import resume_run

    how: dict[str, Any] = {
        "jobs": jobs,
        "backend": backend,
        "engine": engine,
        "progress": progress,
        "compiling": compiling,
    }
    return finished(lambda: _until_precise(resume_run(Path(path), **how), **how))


def _precision(
    scenario: Scenario, variants: Iterable[str] | None, text: str | None, most: int
) -> dict[str, object] | None:
    """Check what a precision says before anything is run. Raises PrecisionError or UnknownMeasureError."""
    if text is None:
        return None
    from orgsim.analysis.precision import parse_precision
    from orgsim.measures import definitions

    chosen = scenario.variant_ids if variants is None else tuple(variants)
    parse_precision(text, [one for variant in chosen for one in definitions(scenario.variant(variant))])
    return {"text": text, "most": most}


def _until_precise(run: Run, **how: Any) -> Run:
    """Add batches to a run that is to be precise until it is, or has as many replications as it may have.

    ``how``: the arguments of ``resume_run``.
    """
    if "precision" not in run.manifest:
        return run
    from orgsim.analysis.precision import next_size, parse_precision, reached
    from orgsim.experiment.folder import note_precision
    from orgsim.experiment.resume import resume_run

    asked = run.manifest["precision"]
    precision, most = parse_precision(asked["text"], run.definitions), int(asked["most"])
    while not (enough := reached(run, precision)) and run.wanted < most:
        size = next_size(run.wanted, most)
        run.close()
        run = resume_run(run.path, replications=size, **how)
    run.manifest = note_precision(run.path, reached=enough)
    return run


def finished(work: Callable[[], Run]) -> Run:
    """Do ``work`` and write the tables of whatever it leaves. Raises RunStopped after that."""
    try:
        done = work()
    except RunStopped as stop:
        with unhurried():
            write_tables(stop.run)
        raise
    write_tables(done)
    return done


def _scenario(given: Scenario | str | Path) -> Scenario:
    from orgsim.scenario import load

    return load(str(given)) if isinstance(given, (str, Path)) else given
