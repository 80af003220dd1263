"""``orgsim export``: what other tools read, made from a finished run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgsim.cli.chosen import checked, simulated
from orgsim.cli.talk import talk
from orgsim.cli.work import shown

if TYPE_CHECKING:
    from orgsim.experiment.run import Run

FORMATS = ("events", "decisions", "xes", "graphml", "parquet")


@click.command("export")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="events",
    show_default=True,
    help="events: the event log (CSV); decisions: every step of every request (CSV).",
)
@click.option("--variant", "variants", multiple=True, metavar="V", help="Only this variant (repeatable).")
@click.option(
    "--replication",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="K",
    help="The replication to export.",
)
@click.option("--setting", default="", metavar="S", help="The point of a sweep.")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; default: RUN/events.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the paths as JSON.")
def export(
    run: Path,
    form: str,
    variants: tuple[str, ...],
    replication: int,
    setting: str,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write the event log and other files of a replication.

    RUN is the folder of a finished run. The replication is simulated again, which gives the same events:
    results depend only on the scenario, the seed and the replication's number.
    """
    from orgsim.experiment.run import open_run

    with open_run(run) as opened:
        chosen = checked(opened, variants, replication, setting)
        written = [_write(opened, form, variant, (replication, setting), output) for variant in chosen]
    paths = [path.as_posix() for path in written]
    if as_json:
        click.echo(json.dumps({"schema": "orgsim.export/1", "format": form, "files": paths}, indent=2))
    else:
        click.echo("\n".join(paths))
    talk().next("One visit in words:", f"orgsim trace {shown(run)}")


def _write(run: Run, form: str, variant: str, which: tuple[int, str], output: Path | None) -> Path:
    """Write one file and return its path; ``which`` is the replication and the setting."""
    from orgsim.exports.replications import WRITERS, events_folder

    number, setting = which
    folder = output or events_folder(run, setting)
    if form == "graphml":
        return _write_graph(run, variant, setting, folder)
    try:
        return WRITERS[form](simulated(run, variant, number, setting), folder)
    except ModuleNotFoundError as error:
        message = f"--format {form} needs {error.name}: install orgsim with the extra `parquet`"
        raise click.UsageError(message) from None


def _write_graph(run: Run, variant: str, setting: str, folder: Path) -> Path:
    from orgsim.exports.files import whole_file
    from orgsim.exports.graphml import as_graphml

    text = as_graphml(run.variant(variant, setting))
    with whole_file(folder / f"{variant}.graphml") as (path, file):
        file.write(text)
    return path
