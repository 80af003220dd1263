"""``orgsim plot``: the pictures of a run as files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from orgsim.cli.report import drawing, known_setting
from orgsim.cli.talk import talk
from orgsim.cli.work import shown

FOLDER = "plots"


@click.command("plot")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; default: RUN/plots.",
)
@click.option("--setting", metavar="S", help="The point of a sweep (default: the first).")
@click.option("--json", "as_json", is_flag=True, help="Print what was drawn as JSON.")
def command(run: Path, names: tuple[str, ...], output: Path | None, setting: str | None, *, as_json: bool) -> None:
    """Draw pictures of a run: each as SVG, PNG, its data as CSV, and a sentence that says what is to be seen.

    RUN is the folder of a finished run; NAME as `orgsim list plots` says (default: all).
    """
    from orgsim.experiment import open_run
    from orgsim.plots.catalogue import chosen, write_pictures
    from orgsim.plots.from_run import results_of

    chosen(names)
    with open_run(run) as opened, drawing(names) as progress:
        folder = output or opened.path / FOLDER
        drawn = write_pictures(
            results_of(opened, known_setting(opened.settings, setting)), folder, names, progress=progress
        )
    if as_json:
        pictures = [{"name": one.name, "title": one.title, "sentence": one.sentence} for one in drawn]
        click.echo(json.dumps({"folder": folder.as_posix(), "pictures": pictures}, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join((folder / f"{one.name}.svg").as_posix() for one in drawn))
    if not drawn:
        talk().say("There is nothing to draw: the run has no data for these pictures.")
    talk().next("All in one file:", f"orgsim report {shown(run)}")
