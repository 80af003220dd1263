"""What the commands that run variants share: carry the work out, then show what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import click

from orgsim.cli import answers
from orgsim.cli.codes import Exit
from orgsim.cli.dry_run import dry_run
from orgsim.cli.talk import talk
from orgsim.cli.work import Wanted, announce, carry_out, shown, stopped, warn

if TYPE_CHECKING:
    from orgsim.experiment import Run


class Analysis(Protocol):
    """What an analysis of a run gives."""

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        ...


def run_and_show(
    asked: Wanted, options: dict[str, Any], show: Callable[[Run, list[Any]], int], remark: str = ""
) -> int:
    """Run what is asked for and ``show`` it with the requirements; returns the exit code.

    With --dry-run it only says what would be run. ``remark`` is said before the work begins.
    """
    from orgsim.experiment.runner import RunStopped

    requirements = requirements_of(asked, options)
    if options["dry_run"]:
        if remark and not options["as_json"]:
            talk().say(remark)
        return dry_run(asked, as_json=options["as_json"])
    warn(asked.scenario)
    announce(asked)
    if remark:
        talk().say(remark)
    try:
        run = carry_out(asked)
    except RunStopped as stop:
        return stopped(stop, asked.scenario)
    with run:
        return show(run, requirements)


def requirements_of(asked: Wanted, options: dict[str, Any]) -> list[Any]:
    """Read the requirements and the measures asked for before anything is run."""
    if not options["requirements"] and not options["measures"]:
        return []
    from orgsim.analysis.compare import known_measure
    from orgsim.measures import definitions

    known = [one for variant in asked.variants for one in definitions(asked.scenario.variant(variant))]
    for name in options["measures"]:
        known_measure(name, [one.id for one in known])
    return answers.read(options["requirements"], asked.variants, known)


def show_analysis(
    run: Run,
    found: Analysis,
    table: Callable[[], str],
    options: dict[str, Any],
    requirements: list[Any],
    nexts: dict[str, str],
) -> int:
    """Print an analysis of a run with many settings, and what became of the requirements; returns the exit code.

    ``nexts``: what to do next and the command for it.
    """
    judged = answers.judged(run, requirements)
    if options["as_json"]:
        document = {**found.to_json(), "status": run.status, "path": run.path.as_posix()}
        click.echo(json.dumps({**document, "requirements": answers.as_json(judged)}, indent=2, ensure_ascii=False))
    else:
        click.echo(table())
        answers.say(judged, run)
    failed = sum(one.status != "done" for one in run.replications())
    if failed:
        said = f"{failed} replication{'' if failed == 1 else 's'} failed"
        talk().say(f"Warning: {said}: see {shown(run.path / 'tables' / 'failures.csv')}.")
    for what, command in nexts.items():
        talk().next(what, command)
    return Exit.NO if failed else answers.code(judged, run)
