"""``orgsim conflicts``: which targets fight each other, and which help."""

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
    from orgsim.cli.compare import requirements_of
    from orgsim.experiment.runner import RunStopped

    asked = _asked(file, options)
    requirements = requirements_of(asked, options)
    if options["dry_run"]:
        return dry_run(asked, as_json=options["as_json"])
    warn(asked.scenario)
    announce(asked)
    try:
        run = carry_out(asked)
    except RunStopped as stop:
        return stopped(stop, asked.scenario)
    with run:
        return _show(run, options, requirements)


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
    judged = answers.judged(run, requirements)
    if options["as_json"]:
        document = {**found.to_json(), "status": run.status, "path": run.path.as_posix()}
        click.echo(json.dumps({**document, "requirements": answers.as_json(judged)}, indent=2, ensure_ascii=False))
    else:
        click.echo(conflict_tables(found))
        answers.say(judged, run)
    failed = sum(one.status != "done" for one in run.replications())
    if failed:
        said = f"{failed} replication{'' if failed == 1 else 's'} failed"
        talk().say(f"Warning: {said}: see {shown(run.path / 'tables' / 'failures.csv')}.")
    talk().next("Draw it:", f"orgsim plot {shown(run.path)} target-conflict")
    return Exit.NO if failed else answers.code(judged, run)
