"""``orgsim sweep``: the variants of a scenario at many settings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.analysed import run_and_show, show_analysis
from orgsim.cli.work import MAIN, Wanted, jobs_for, not_twice, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run
    from orgsim.experiment.design import Setting
    from orgsim.experiment.vary import Axis

VERB = "sweep"
DEFAULT_REPLICATIONS = 10


@click.command(VERB)
@click.argument("file", metavar="FILE")
@click.option("--vary", multiple=True, metavar="PATH=VALUES",
              help="What to vary: low:high:step, or values with commas (repeatable).")  # fmt: skip
@click.option("--design", type=click.Choice(["grid", "lhs"]), default="grid", show_default=True,
              help="Every combination, or a Latin hypercube of --points.")  # fmt: skip
@click.option("--points", type=click.IntRange(2, 10_000), metavar="N", help="How many settings a Latin hypercube has.")
@work_options
@click.pass_context
def command(
    context: click.Context, /, file: str, vary: tuple[str, ...], design: str, points: int | None, **options: Any
) -> None:
    r"""Run the variants of a scenario at many settings, on the same people at each.

    What is varied comes from --vary, or from the `vary` of an experiment of the file: the one named with --experiment,
    else main. A replication that fails is recorded and the rest goes on; the command then ends with 1.

    \b
    orgsim sweep nhs-four-hours --vary resources.medical_bed.number=250:280:10 -n 10
    orgsim sweep my.yaml --vary "calendar.length=4:8 weeks" --design lhs --points 20
    """
    context.exit(_sweep(file, vary, (design, points), options))


def _sweep(file: str, vary: tuple[str, ...], shape: tuple[str, int | None], options: dict[str, Any]) -> int:
    asked = _asked(file, vary, shape, options)
    return run_and_show(asked, options, lambda run, requirements: _show(run, options, requirements))


def _asked(file: str, vary: tuple[str, ...], shape: tuple[str, int | None], options: dict[str, Any]) -> Wanted:
    """Settle what to run at which settings. Raises as ``wanted``, and VaryError."""
    named = options["experiment"]
    asked = wanted(file, VERB, options, default_replications=DEFAULT_REPLICATIONS)
    experiment = asked.scenario.experiments.get(named or MAIN)
    declared = experiment.vary if experiment else {}
    axes: dict[str, Axis] = {path: tuple(values) for path, values in declared.items()}
    asked = replace(asked, label=named or VERB, keep_going=True, settings=_settings(axes, vary, shape, asked))
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total))


def _settings(
    axes: dict[str, Axis], vary: tuple[str, ...], shape: tuple[str, int | None], asked: Wanted
) -> tuple[Setting, ...]:
    from orgsim.experiment.vary import grid_of, latin_hypercube, read_vary

    axes = {**axes, **read_vary(vary)}
    design, points = shape
    if not axes:
        raise click.UsageError(
            "there is nothing to vary: give --vary PATH=VALUES, or an experiment of the file with a `vary`"
        )
    not_twice(axes, asked.scenario)
    if (design == "lhs") != (points is not None):
        raise click.UsageError("--design lhs and --points N go together: N says how many settings there are")
    return latin_hypercube(axes, points, asked.seed) if points else grid_of(axes)


def _show(run: Run, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the sweep and what became of the requirements; returns the exit code."""
    from orgsim.analysis.sweep import sweep
    from orgsim.cli.sweep_table import sweep_table

    chosen = bool(options["measures"] or options["everything"])
    found = sweep(run, measures=options["measures"] or None, everything=options["everything"])
    return show_analysis(
        run,
        found,
        lambda: sweep_table(found, all_columns=chosen),
        options,
        requirements,
        {"Pictures:": f"orgsim plot {shown(run.path)}", "All numbers:": shown(run.path / "tables" / "summary.csv")},
    )
