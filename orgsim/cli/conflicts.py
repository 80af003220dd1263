"""``orgsim conflicts``: which targets fight each other, and which help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.analysed import run_and_show, show_analysis
from orgsim.cli.work import Wanted, jobs_for, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run

VERB = "conflicts"
DEFAULT_REPLICATIONS = 10


@click.command(VERB)
@click.argument("file", metavar="FILE")
@work_options
@click.pass_context
def command(context: click.Context, /, file: str, **options: Any) -> None:
    r"""Switch the targets of a scenario on and off, and say which fight each other and which help.

    Up to four targets are run in every combination, more each alone and each pair, on the same people. A target that
    is off does not press and nothing is done because of it; its clock runs on. One variant is run (the one that the
    experiment `main` compares with) unless --variant or --experiment names others. A replication that fails is
    recorded and the rest goes on; the command then ends with 1.

    \b
    orgsim conflicts nhs-four-hours --dry-run
    orgsim conflicts targets-in-conflict -n 20
    orgsim conflicts my.yaml --variant systemic --measure whole_journey_mean
    """
    context.exit(_conflicts(file, options))


def _conflicts(file: str, options: dict[str, Any]) -> int:
    asked = _asked(file, options)
    return run_and_show(asked, options, lambda run, requirements: _show(run, options, requirements))


def _asked(file: str, options: dict[str, Any]) -> Wanted:
    """Settle what to run with which targets. Raises as ``wanted``, and VaryError."""
    from orgsim.experiment.factorial import described, factorial, targets_of

    asked = wanted(file, VERB, {**options, "replications": options["replications"] or DEFAULT_REPLICATIONS})
    if not options["variants"] and not options["experiment"]:
        asked = replace(asked, variants=(asked.against,))
    asked = replace(
        asked, label=VERB, keep_going=True, settings=factorial(asked.scenario, asked.variants),
        conflicts=described(targets_of(asked.scenario, asked.variants)),
    )  # fmt: skip
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total))


def _show(run: Run, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the analysis and what became of the requirements; returns the exit code."""
    from orgsim.analysis.conflict import conflicts
    from orgsim.cli.conflict_table import conflict_tables

    found = conflicts(run, measures=options["measures"] or None, everything=options["everything"])
    return show_analysis(
        run,
        found,
        lambda: conflict_tables(found),
        options,
        requirements,
        {"Draw it:": f"orgsim plot {shown(run.path)} target-conflict"},
    )
