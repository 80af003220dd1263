"""``orgsim verdict``: which structure is better, and how far that can be relied on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.analysed import run_and_show, show_analysis
from orgsim.cli.sensitivity import DEFAULT_POINTS, compared
from orgsim.cli.work import Wanted, jobs_for, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run

VERB = "verdict"
DEFAULT_REPLICATIONS = 10


@click.command(VERB)
@click.argument("file", metavar="FILE")
@click.option("--points", type=click.IntRange(10, 10_000), default=DEFAULT_POINTS, show_default=True, metavar="N",
              help="How many points of the plausible box are looked at.")  # fmt: skip
@click.option("--parameter", "parameters", multiple=True, metavar="P", help="Doubt only this range (repeatable).")
@work_options
@click.pass_context
def command(context: click.Context, /, file: str, points: int, parameters: tuple[str, ...], **options: Any) -> None:
    r"""Say which of two structures is better, measure by measure, with the doubt about it.

    Beside each difference and its interval stand the share of the plausible box in which it has the same sign, and the
    difference with all behaviours off. Two variants are compared (the first of the experiment `main` with the one it is
    against) unless --variant or --experiment names others, on the same people everywhere. A replication that fails is
    recorded and the rest goes on; the command then ends with 1.

    \b
    orgsim verdict nhs-four-hours --dry-run
    orgsim verdict four-structures -n 20
    orgsim verdict my.yaml --variant silo --variant systemic --points 60
    """
    context.exit(_verdict(file, points, parameters, options))


def _verdict(file: str, points: int, parameters: tuple[str, ...], options: dict[str, Any]) -> int:
    asked = _asked(file, points, parameters, options)
    return run_and_show(asked, options, lambda run, requirements: _show(run, options, requirements))


def _asked(file: str, points: int, parameters: tuple[str, ...], options: dict[str, Any]) -> Wanted:
    """Settle what to run: the file as it is, the points of the box, all behaviours off. Raises as ``wanted``, VaryError."""
    from orgsim.analysis.verdict import KEY
    from orgsim.experiment.box import box_of, described, hypercube, without_behaviours
    from orgsim.experiment.design import Setting

    asked = wanted(file, VERB, {**options, "replications": options["replications"] or DEFAULT_REPLICATIONS})
    asked = replace(asked, variants=compared(asked, options))
    if len(asked.variants) < 2:
        raise click.UsageError(f"`{file}` has one variant: there is nothing to compare. Use `orgsim run`.")
    box = box_of(asked.scenario, asked.variants, parameters)
    inside, off = hypercube(box, points, asked.seed), without_behaviours(asked.scenario, asked.variants)
    told = {**described(asked.scenario, box, (), inside), KEY: off.label if off else None}
    settings = (Setting(), *inside, *([off] if off else []))
    asked = replace(asked, label=VERB, keep_going=True, settings=settings, sensitivity=told)
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total))


def _show(run: Run, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the verdicts and what became of the requirements; returns the exit code."""
    from orgsim.analysis.verdict import verdicts
    from orgsim.cli.verdict_table import verdict_tables

    found = verdicts(run, measures=options["measures"] or None, everything=options["everything"])
    return show_analysis(
        run,
        found,
        lambda: verdict_tables(found),
        options,
        requirements,
        {"Draw it:": f"orgsim plot {shown(run.path)} sign-robustness rank-correlation"},
    )
