"""``orgsim regions``: the same variants in many regions, and how much these differ beyond chance."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli import answers
from orgsim.cli.codes import Exit
from orgsim.cli.dry_run import dry_run
from orgsim.cli.talk import talk
from orgsim.cli.work import Wanted, announce, carry_out, jobs_for, shown, stopped, wanted, warn, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run

VERB = "regions"


@click.command(VERB)
@click.argument("file", metavar="FILE")
@click.option("--regions", "number", type=click.IntRange(2, 1000), metavar="N",
              help="How many regions (default: as `regions` in the file says, else 24).")  # fmt: skip
@click.option("--count", metavar="C", help="What is counted: a disposition, an exit, or `visits` (default: the first).")
@work_options
@click.pass_context
def command(context: click.Context, /, file: str, number: int | None, count: str | None, **options: Any) -> None:
    r"""Run the variants in many regions, and say how much regions differ beyond chance: the postcode lottery.

    Regions differ in demand, staff and need as `regions` in the file says; every variant meets the same ones. As many
    replications as regions are run unless -n says otherwise, so that no two regions need share their luck. A
    replication that fails is recorded and the rest goes on; the command then ends with 1.

    \b
    orgsim regions nhs-four-hours --regions 12 --variant silo --variant systemic --dry-run
    orgsim regions my.yaml --count admitted --measure needless_admission_share
    """
    context.exit(_regions(file, number, count, options))


def _regions(file: str, number: int | None, count: str | None, options: dict[str, Any]) -> int:
    from orgsim.cli.compare import requirements_of
    from orgsim.experiment.runner import RunStopped

    asked = _asked(file, number, count, options)
    requirements = requirements_of(asked, options)
    if options["dry_run"]:
        return dry_run(asked, as_json=options["as_json"])
    warn(asked.scenario)
    announce(asked)
    if asked.replications < len(asked.settings):
        talk().say("  fewer replications than regions: some share their luck, and chance is a little underestimated")
    try:
        run = carry_out(asked)
    except RunStopped as stop:
        return stopped(stop, asked.scenario)
    with run:
        return _show(run, count, options, requirements)


def _asked(file: str, number: int | None, count: str | None, options: dict[str, Any]) -> Wanted:
    """Settle what to run in which regions. Raises as ``wanted``, VaryError, and UsageError for a wrong count."""
    from orgsim.analysis.regions import counts_of
    from orgsim.experiment.regions import described, draw_regions, region_settings, regions_block

    asked = wanted(file, VERB, options)
    known = counts_of(asked.scenario.variant(asked.against))
    if count is not None and count not in known:
        raise click.UsageError(f"nothing called `{count[:60]}` can be counted; there are {', '.join(known)}")
    block = regions_block(asked.scenario, asked.variants, number)
    drawn = draw_regions(block, asked.seed)
    asked = replace(
        asked, label=VERB, keep_going=True, settings=region_settings(asked.scenario, asked.variants, drawn),
        replications=options["replications"] or len(drawn), regions=described(block, drawn),
    )  # fmt: skip
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total))


def _show(run: Run, count: str | None, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the analysis and what became of the requirements; returns the exit code."""
    from orgsim.analysis.regions import regions
    from orgsim.cli.regions_table import regions_table

    found = regions(run, count=count, measures=options["measures"] or None, everything=options["everything"])
    judged = answers.judged(run, requirements)
    if options["as_json"]:
        document = {**found.to_json(), "status": run.status, "path": run.path.as_posix()}
        click.echo(json.dumps({**document, "requirements": answers.as_json(judged)}, indent=2, ensure_ascii=False))
    else:
        click.echo(regions_table(found))
        answers.say(judged, run)
    failed = sum(one.status != "done" for one in run.replications())
    if failed:
        said = f"{failed} replication{'' if failed == 1 else 's'} failed"
        talk().say(f"Warning: {said}: see {shown(run.path / 'tables' / 'failures.csv')}.")
    talk().next("Draw it:", f"orgsim plot {shown(run.path)} funnel")
    return Exit.NO if failed else answers.code(judged, run)
