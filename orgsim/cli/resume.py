"""``orgsim resume``: go on with a run that was stopped."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgsim.cli.codes import Exit
from orgsim.cli.progress import Progress, seconds_in_words
from orgsim.cli.talk import talk
from orgsim.cli.work import engine_option, shown, stopped

if TYPE_CHECKING:
    from orgsim.engine.choice import Engine


@click.command("resume")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), metavar="N", envvar="ORGSIM_JOBS",
              help="Replications at a time (default: one a core); never changes a result.")  # fmt: skip
@engine_option
@click.option("--backend", metavar="URL", default="local", envvar="ORGSIM_BACKEND",
              help="A Dask cluster to run on: tcp://scheduler:8786 (default: this machine).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    context: click.Context, run: Path, jobs: int | None, engine: Engine, backend: str, *, as_json: bool
) -> None:
    """Do what is missing in a run that was stopped.

    The result is the same, byte for byte, as if it had never been stopped.
    """
    from orgsim.api import resume
    from orgsim.cli.compiling import compiling
    from orgsim.experiment.runner import RunStopped

    try:
        with Progress(quiet=talk().quiet) as progress:
            jobs = jobs or os.cpu_count() or 1
            done = resume(run, jobs=jobs, backend=backend, engine=engine, progress=progress, compiling=compiling)
    except RunStopped as stop:
        context.exit(stopped(stop, None))
    with done:
        talk().say(f"  complete after {seconds_in_words(progress.seconds)}   {shown(done.path)}")
        if as_json:
            document = {"schema": "orgsim.resume/1", "path": done.path.as_posix(), "status": done.status}
            click.echo(json.dumps({**document, "replications": done.manifest["replications"]}, indent=2))
        talk().next("Read it:", f"orgsim compare {shown(done.path)}")
        context.exit(Exit.DONE if done.status == "complete" else Exit.NO)
