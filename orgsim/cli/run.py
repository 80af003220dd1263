"""``orgsim run``: the variants of a scenario, and what came out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli import answers
from orgsim.cli.analysed import run_and_show
from orgsim.cli.talk import talk
from orgsim.cli.work import not_twice, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison
    from orgsim.experiment import Run


@click.command("run")
@click.argument("file", metavar="FILE")
@work_options
@click.pass_context
def command(context: click.Context, /, file: str, **options: Any) -> None:
    r"""Run the variants of a scenario and show what came out.

    FILE is a path, - for standard input, or the name of a built-in scenario.

    \b
    orgsim run nhs-four-hours --variant silo -n 10
    orgsim run my.yaml --set resources.ward_bed.number=230 --events 1
    """
    context.exit(_run(file, options))


def _run(file: str, options: dict[str, Any]) -> int:
    asked = wanted(file, "run", options)
    not_twice((path for one in asked.settings for path, _ in one.values), asked.scenario)
    return run_and_show(asked, options, lambda run, requirements: show(run, options, requirements))


def show(run: Run, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the means of a run; returns the exit code."""
    from orgsim.analysis.compare import compare

    measures, everything = options["measures"] or None, options["everything"]
    found = [compare(run, measures=measures, everything=everything, setting=setting) for setting in run.settings]
    judged = answers.judged(run, requirements)
    if options["as_json"]:
        click.echo(json.dumps(_document(run, found, judged), indent=2, ensure_ascii=False))
    else:
        _print(found, everything=everything)
        answers.say(judged, run)
    for warning in dict.fromkeys(text for one in found for text in one.warnings):
        talk().say(f"Warning: {warning}.")
    verb = "compare" if len(run.variants) > 1 else "report"
    talk().next("Read it:", f"orgsim {verb} {shown(run.path)}")
    return answers.code(judged, run)


def _print(found: list[Comparison], *, everything: bool) -> None:
    from orgsim.cli.table import means_table

    for one in found:
        if one.setting:
            click.secho(f"\n{one.setting}", bold=True)
        click.echo(means_table(one, everything=everything))


def _document(run: Run, found: list[Comparison], judged: list[Any]) -> dict[str, Any]:
    documents = [one.to_json() for one in found]
    for document in documents:
        for measure in document["measures"]:
            del measure["differences"]
    first = {
        **documents[0],
        "schema": "orgsim.run/1",
        "status": run.status,
        "path": run.path.as_posix(),
        "requirements": answers.as_json(judged),
    }
    return first if len(documents) == 1 else {**first, "settings": documents}
