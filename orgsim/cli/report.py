"""``orgsim report``: one HTML file about a run."""

from __future__ import annotations

import json
from pathlib import Path

import click

from orgsim.cli.talk import talk
from orgsim.cli.work import shown


@click.command("report")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to write; default: RUN/report.html.",
)
@click.option("--picture", "wanted", multiple=True, metavar="NAME", help="Only this picture (repeatable).")
@click.option("--setting", metavar="S", help="The point of a sweep (default: the first).")
@click.option("--json", "as_json", is_flag=True, help="Print the path as JSON.")
def command(run: Path, output: Path | None, wanted: tuple[str, ...], setting: str | None, *, as_json: bool) -> None:
    """Write one self-contained HTML file about a run: pictures, tables, and how to get them again.

    RUN is the folder of a finished run. The file needs no network and no script: send it, or open it offline.
    """
    from orgsim.experiment import open_run
    from orgsim.report import write_report

    with open_run(run) as opened:
        path = write_report(opened, output, wanted=wanted, setting=known_setting(opened.settings, setting))
    click.echo(json.dumps({"report": path.as_posix()}, indent=2) if as_json else path.as_posix())
    talk().next("Pictures as files:", f"orgsim plot {shown(run)}")


def known_setting(settings: tuple[str, ...], wanted: str | None) -> str:
    """Return the setting asked for, or the first. Raises UsageError if the run does not have it."""
    if wanted is None:
        return settings[0]
    if wanted not in settings:
        raise click.UsageError(f"the run has no setting `{wanted}`; its settings: {'; '.join(settings) or 'none'}")
    return wanted
