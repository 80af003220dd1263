"""``orgsim diagnose``: whether the numbers of a run can be trusted."""

from __future__ import annotations

import json
from pathlib import Path

import click

from orgsim.cli.codes import Exit
from orgsim.cli.report import known_setting
from orgsim.cli.talk import talk
from orgsim.cli.work import shown


@click.command("diagnose")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--measure", "measures", multiple=True, metavar="M", help="Only this measure (repeatable).")
@click.option("--precision", multiple=True, metavar="MEASURE=HALF",
              help="The half-width that is wanted, as `compare --precision` reads it (repeatable).")  # fmt: skip
@click.option("--setting", metavar="S", help="The point of a sweep (default: the first).")
@click.option("--strict", is_flag=True, help="End with 1 if the warm-up is too short or a --precision is not met.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    context: click.Context, /, run: Path, measures: tuple[str, ...], precision: tuple[str, ...], setting: str | None,
    *, strict: bool, as_json: bool,
) -> None:  # fmt: skip
    r"""Say whether the warm-up of a run is long enough, and whether there are enough replications.

    The warm-up by MSER-5 over the mean of all replications, hour by hour from the very start; the replications by
    how many a 95% interval needs to be as narrow as is wanted.

    \b
    orgsim diagnose results/nhs-four-hours-main-0001
    orgsim diagnose results/nhs-four-hours-main-0001 --precision "four_hour=0.5 pt" --strict
    """
    from orgsim.analysis.diagnose import diagnose
    from orgsim.analysis.precision import parse_precision
    from orgsim.cli.diagnose_words import lines
    from orgsim.experiment import open_run

    with open_run(run) as opened:
        asked = [parse_precision(text, opened.definitions) for text in precision]
        found = diagnose(opened, known_setting(opened.settings, setting), measures, asked)
        if as_json:
            click.echo(json.dumps(found.to_json(), indent=2, ensure_ascii=False))
        else:
            click.echo("\n".join(lines(found, {one.id: one.name for one in opened.variants}, opened.words)))
    talk().next("See it:", f"orgsim plot {shown(run)} warm-up enough-replications")
    context.exit(Exit.NO if strict and not found.trusted else Exit.DONE)
