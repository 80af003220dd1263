"""``orgsim compare``: variants on the same people, and the differences between them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli import answers
from orgsim.cli.analysed import run_and_show
from orgsim.cli.talk import talk
from orgsim.cli.work import not_twice, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison
    from orgsim.analysis.fates import Fates
    from orgsim.experiment import Run


@click.command("compare")
@click.argument("what", metavar="FILE|RUN")
@click.option("--against", metavar="V", help="The variant that the others are compared with.")
@work_options
@click.pass_context
def command(context: click.Context, /, what: str, against: str | None, **options: Any) -> None:
    r"""Run variants on the same people and show the differences.

    FILE is a scenario (a path, - or the name of a built-in one); its experiment `main` says what is compared, else
    all variants are, with the first. RUN is the folder of a run that was made before: nothing is run again.

    \b
    orgsim compare nhs-four-hours -n 30
    orgsim compare my.yaml --variant silo --variant systemic --set resources.ward_bed.number=230
    orgsim compare results/my-main-0001 --against systemic
    """
    if Path(what).is_dir():
        context.exit(_compare_run(Path(what), against, options))
    context.exit(_compare_file(what, against, options))


def _compare_file(file: str, against: str | None, options: dict[str, Any]) -> int:
    asked = wanted(file, "compare", options, against)
    not_twice((path for one in asked.settings for path, _ in one.values), asked.scenario)
    if len(asked.variants) < 2:
        raise click.UsageError(f"`{file}` has one variant: there is nothing to compare. Use `orgsim run`.")
    return run_and_show(asked, options, lambda run, requirements: _show(run, against, options, requirements))


def _compare_run(folder: Path, against: str | None, options: dict[str, Any]) -> int:
    from orgsim.experiment import open_run

    given = [
        name for name in ("variants", "experiment", "replications", "sets", "events", "precision") if options[name]
    ]
    if given:
        raise click.UsageError(f"`{folder}` has been run: --{given[0].rstrip('s')} cannot change it")
    with open_run(folder) as run:
        known = [one.id for one in run.variants]
        if against is not None and against not in known:
            raise click.UsageError(f"the run has no variant `{against}`; it has {', '.join(known)}")
        requirements = answers.read(options["requirements"], known, run.definitions)
        return _show(run, against, options, requirements)


def _show(run: Run, against: str | None, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the comparison and what became of the requirements; returns the exit code."""
    from orgsim.analysis.compare import compare

    measures = options["measures"] or None
    found = [
        compare(run, against, measures=measures, everything=options["everything"], setting=setting)
        for setting in run.settings
    ]
    judged = answers.judged(run, requirements)
    if options["as_json"]:
        click.echo(json.dumps(_document(run, found, judged), indent=2, ensure_ascii=False))
    else:
        for one in found:
            _print(run, one, options)
        answers.say(judged, run)
    for warning in dict.fromkeys(text for one in found for text in one.warnings):
        talk().say(f"Warning: {warning}.")
    talk().next("Read it:", f"orgsim report {shown(run.path)}")
    return answers.code(judged, run)


def _print(run: Run, comparison: Comparison, options: dict[str, Any]) -> None:
    from orgsim.cli.fate_words import fates_in_words
    from orgsim.cli.table import comparison_table

    if comparison.setting:
        click.secho(f"\n{comparison.setting}", bold=True)
    click.echo(comparison_table(comparison, everything=options["everything"]))
    for text in fates_in_words(run, _fates(run, comparison)):
        click.echo(f"\n{text}")


def _fates(run: Run, comparison: Comparison) -> list[Fates]:
    from orgsim.analysis.fates import fates

    found = [fates(run, one.id, comparison.against, comparison.setting) for one in comparison.others]
    return [one for one in found if one is not None]


def _document(run: Run, found: list[Comparison], judged: list[Any]) -> dict[str, Any]:
    from orgsim.analysis.as_json import fates_json

    documents = [{**one.to_json(), "fates": [fates_json(two) for two in _fates(run, one)]} for one in found]
    first = {**documents[0], "status": run.status, "path": run.path.as_posix(), "requirements": answers.as_json(judged)}
    return first if len(documents) == 1 else {**first, "settings": documents}
