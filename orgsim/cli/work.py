"""What ``run`` and ``compare`` share: their options, what they are asked for, and carrying it out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from orgsim.cli.codes import Exit
from orgsim.cli.progress import Progress, seconds_in_words
from orgsim.cli.talk import complain, talk

if TYPE_CHECKING:
    from orgsim.engine.choice import Engine
    from orgsim.experiment import Run
    from orgsim.experiment.design import Setting
    from orgsim.experiment.runner import RunStopped
    from orgsim.scenario import Scenario
    from orgsim.scenario.schema import Experiment

F = TypeVar("F", bound=Callable[..., Any])
DEFAULT_REPLICATIONS = 30
DEFAULT_SEED = 1
FIRST_BATCH = 10
MAIN = "main"


def engine_option(function: F) -> F:
    """Add the option of every command that simulates."""
    return click.option(
        "--engine",
        type=click.Choice(["auto", "simpy", "compiled"]),
        default="auto",
        show_default=True,
        envvar="ORGSIM_ENGINE",
        help="What simulates: compiled for much work, SimPy for little; never changes a result.",
    )(function)


def work_options(function: F) -> F:
    """Add the options of commands that run a scenario."""
    count = click.IntRange(1, 100_000)
    for option in reversed(
        [
            click.option("--variant", "variants", multiple=True, metavar="V", help="Only this variant (repeatable)."),
            click.option("--experiment", metavar="E", help="A named experiment of the file (default: main, if any)."),
            click.option("-n", "--replications", type=count, metavar="N", help="Replications of each variant."),
            click.option("--seed", type=click.IntRange(0, 2**63 - 1), metavar="N", help="Seed of all random numbers."),
            click.option("-j", "--jobs", type=click.IntRange(1, 1024), metavar="N", envvar="ORGSIM_JOBS",
                         help="Replications at a time (default: one a core); never changes a result."),
            engine_option,
            click.option("--backend", metavar="URL", default="local", envvar="ORGSIM_BACKEND",
                         help="A Dask cluster to run on: tcp://scheduler:8786 (default: this machine)."),
            click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change a value (repeatable)."),
            click.option("--measure", "measures", multiple=True, metavar="M", help="Show only this measure (repeatable)."),
            click.option("--all", "everything", is_flag=True, help="Show every measure, not only the first."),
            click.option("--require", "requirements", multiple=True, metavar="R",
                         help='Exit 1 unless this holds, e.g. "four_hour >= 90%" (repeatable).'),
            click.option("--events", type=click.IntRange(min=0), default=0, metavar="N",
                         help="Also write event logs of the first N replications."),
            click.option("-o", "--output", default="results", envvar="ORGSIM_RESULTS", metavar="DIR", show_default=True,
                         help="Where the run folder is made.", type=click.Path(file_okay=False, path_type=Path)),
            click.option("--precision", metavar="M=BOUND",
                         help="Add replications until the 95% half-width of measure M is at most BOUND."),
            click.option("--most", type=count, metavar="N", default=1000, show_default=True,
                         help="The most replications that --precision may come to."),
            click.option("--fresh", is_flag=True, help="Run all again: keep nothing of earlier runs in DIR."),
            click.option("--dry-run", is_flag=True, help="Say what would be done; do nothing."),
            click.option("--json", "as_json", is_flag=True, help="Print the results as JSON."),
        ]
    ):  # fmt: skip
        function = option(function)
    return function


@dataclass(frozen=True)
class Wanted:
    """What is to be run, after the file's experiment and the command's options are put together."""

    scenario: Scenario
    label: str
    variants: tuple[str, ...]
    against: str
    replications: int
    seed: int
    jobs: int
    settings: tuple[Setting, ...]
    output: Path
    logged: int
    backend: str = "local"
    reuse: bool = False
    keep_going: bool = False
    precision: str | None = None
    most: int = 1000
    engine: Engine = "auto"
    sensitivity: dict[str, Any] | None = None
    conflicts: dict[str, Any] | None = None
    regions: dict[str, Any] | None = None

    @property
    def total(self) -> int:
        """How many replications that is in all."""
        return len(self.variants) * len(self.settings) * self.replications


def wanted(
    file: str,
    verb: str,
    options: dict[str, Any],
    against: str | None = None,
    default_replications: int = DEFAULT_REPLICATIONS,
) -> Wanted:
    """Load ``file`` and settle what to run. Raises ScenarioError, NotFoundError, SetError or UsageError."""
    from orgsim.experiment.design import grid
    from orgsim.scenario import load

    scenario = load(file, options["sets"])
    name, experiment = _experiment(scenario, options["experiment"])
    chosen = options["variants"] or (experiment.compare if experiment else scenario.variant_ids)
    base = against or (experiment.against if experiment and experiment.against in chosen else None) or chosen[0]
    variants = tuple(dict.fromkeys((base, *chosen) if base not in chosen else chosen))
    for one in variants:
        scenario.variant(one)
    first = FIRST_BATCH if options.get("precision") else 0
    replications = options["replications"] or first or (experiment.replications if experiment else default_replications)
    settings = grid(experiment.vary) if experiment else grid({})
    seed = options["seed"] if options["seed"] is not None else experiment.seed if experiment else DEFAULT_SEED
    total = replications * len(variants) * len(settings)
    return Wanted(scenario, name or verb, variants, base, replications, seed, jobs_for(options["jobs"], total), settings,
                  options["output"], options["events"], options.get("backend", "local"),
                  not options.get("fresh", True),
                  precision=options.get("precision"), most=options.get("most", 1000),
                  engine=options.get("engine", "auto"))  # fmt: skip


def not_twice(varied: Iterable[str], scenario: Scenario) -> None:
    """Raise UsageError for a path that is varied and --set: every setting would be the same."""
    twice = sorted(set(varied) & set(scenario.sets))
    if twice:
        raise click.UsageError(f"`{twice[0]}` is both varied and --set: the --set would win everywhere")


def jobs_for(asked: int | None, total: int) -> int:
    """Return how many replications to run at a time: as asked, else one a core, and never more than replications."""
    return min(asked or os.cpu_count() or 1, total)


def _experiment(scenario: Scenario, name: str | None) -> tuple[str | None, Experiment | None]:
    from orgsim.scenario.words import did_you_mean

    known = scenario.experiments
    if name is None:
        return (MAIN, known[MAIN]) if MAIN in known else (None, None)
    if name not in known:
        raise click.UsageError(f"there is no experiment `{name}`; {did_you_mean(name, known) or 'the file has none'}")
    return name, known[name]


def warn(scenario: Scenario) -> None:
    """Show the warnings of a scenario before it is run."""
    found = scenario.warnings
    if found and not talk().quiet:
        from orgsim.scenario.render import as_text

        talk().say(
            as_text(found, scenario.texts)
            if talk().verbose
            else f"{_warnings(len(found))}: see orgsim check {scenario.path}"
        )


def _warnings(number: int) -> str:
    return f"{number} warning{'' if number == 1 else 's'}"


def announce(asked: Wanted) -> None:
    """Say what is about to be run."""
    from orgsim.analysis.natural import natural

    calendar = asked.scenario.variant(asked.variants[0]).calendar
    settings = f" x {len(asked.settings)} settings" if len(asked.settings) > 1 else ""
    talk().say(
        f"{click.style(asked.scenario.name, bold=True)}\n{len(asked.variants)} variants{settings} x "
        f"{asked.replications} replications, seed {asked.seed}, {natural(calendar.length, 'min')} measured each "
        f"after {natural(calendar.warm_up, 'min')} of warm-up, {asked.jobs} job{'' if asked.jobs == 1 else 's'}"
    )


def carry_out(asked: Wanted) -> Run:
    """Run what is wanted, showing how far it is. Raises RunStopped, StoreError."""
    from orgsim.api import run
    from orgsim.cli.compiling import compiling

    with Progress(quiet=talk().quiet) as progress:
        done = run(
            asked.scenario,
            asked.variants,
            replications=asked.replications,
            seed=asked.seed,
            jobs=asked.jobs,
            backend=asked.backend,
            engine=asked.engine,
            output=asked.output,
            label=asked.label,
            against=asked.against,
            settings=asked.settings,
            logged=asked.logged,
            progress=progress,
            compiling=compiling,
            keep_going=asked.keep_going,
            reuse=asked.reuse,
            precision=asked.precision,
            most=asked.most,
            sensitivity=asked.sensitivity,
            conflicts=asked.conflicts,
            regions=asked.regions,
            command=["orgsim", *sys.argv[1:]],
        )
    for earlier, number in done.manifest["volatile"].get("reused", {}).items():
        talk().say(f"  {number} kept from {earlier}, where they were run before (--fresh runs all again)")
    total = done.wanted * len(done.variants) * len(done.settings)
    talk().say(f"  {progress.done}/{total} done in {seconds_in_words(progress.seconds)}   {shown(done.path)}")
    if asked.precision:
        said = "is reached" if done.manifest["precision"]["reached"] else "is not reached"
        talk().say(f"  {asked.precision} {said} with {done.wanted} replications")
    return done


def shown(path: Path) -> str:
    """Return a folder as a command can use it."""
    text = path.as_posix()
    return f'"{text}"' if " " in text else text


def stopped(stop: RunStopped, scenario: Scenario | None) -> int:
    """Say how a run ended early and what is kept of it, also when asked to stop twice; returns the exit code."""
    from orgsim.experiment.signals import unhurried

    with unhurried():
        return _stopped(stop, scenario)


def _stopped(stop: RunStopped, scenario: Scenario | None) -> int:
    run = stop.run
    total = run.wanted * len(run.variants) * len(run.settings)
    done = sum(one.status == "done" for one in run.replications())
    kept = f"{done} of {total} replications are safely stored in {shown(run.path)}"
    if stop.reason == "guard":
        return _guarded(stop, scenario, kept)
    if stop.reason == "lost" and run.manifest["volatile"].get("backend", "local") != "local":
        complain(f"The cluster lost its workers or its scheduler. {kept}.")
        talk().go_on("Go on with:", f"orgsim resume {shown(run.path)} --backend URL")
        return Exit.GUARD
    if stop.reason == "lost":
        complain(f"A worker process was ended by the system, most likely for its memory. {kept}.")
        talk().go_on("Go on with fewer jobs:", f"orgsim resume {shown(run.path)} -j 1")
        return Exit.GUARD
    click.echo(f"Stopped. {kept}.", err=True)
    talk().go_on("Go on with:", f"orgsim resume {shown(run.path)}")
    return Exit.INTERRUPTED if stop.reason == "interrupt" else Exit.TERMINATED


def _guarded(stop: RunStopped, scenario: Scenario | None, kept: str) -> int:
    result = stop.result
    if result is not None:
        where = f"replication {result.key.replication} of `{result.key.variant}`"
        complain(f"Stopped by a guard in {where}: {result.error}.")
        place = _place(scenario, result.stage)
        if result.stage:
            click.echo(f"  The stage is `{result.stage}`{place}.", err=True)
    click.echo(f"  {kept}.", err=True)
    if result is not None and result.code:
        talk().go_on("What it means:", f"orgsim explain {result.code}")
    return Exit.GUARD


def _place(scenario: Scenario | None, stage: str) -> str:
    """Say where a stage is written, if a file says so."""
    if scenario is None or not stage:
        return ""
    from orgsim.scenario import NotFoundError

    try:
        why = scenario.why(None, f"pathway.{stage}")
    except NotFoundError:
        return ""
    return f", {why.file}:{why.line}" if why.line else ""
