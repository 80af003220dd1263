"""``orgsim report``: one HTML file about a run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from orgsim.cli.progress import PATIENCE, Progress
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
    from orgsim.plots.catalogue import chosen
    from orgsim.report import write_report

    chosen(wanted)
    with open_run(run) as opened, drawing(wanted) as progress:
        at = known_setting(opened.settings, setting)
        path = write_report(opened, output, wanted=wanted, setting=at, progress=progress)
    click.echo(json.dumps({"report": path.as_posix()}, indent=2) if as_json else path.as_posix())
    talk().next("Pictures as files:", f"orgsim plot {shown(run)}")


@contextmanager
def drawing(wanted: Iterable[str]) -> Iterator[Progress]:
    """Show how many pictures are drawn, of those wanted, if it takes longer than a moment."""
    from orgsim.plots.catalogue import chosen

    with Progress(quiet=talk().quiet, patience=PATIENCE) as progress:
        progress(0, len(chosen(wanted)))
        yield progress


def known_setting(settings: tuple[str, ...], wanted: str | None) -> str:
    """Return the setting asked for, or the first. Raises UsageError if the run does not have it."""
    if wanted is None:
        return settings[0]
    if wanted not in settings:
        raise click.UsageError(f"the run has no setting `{wanted}`; its settings: {'; '.join(settings) or 'none'}")
    return wanted
