"""``orgsim prune``: take away run folders."""

from __future__ import annotations

from pathlib import Path

import click

from orgsim.cli.talk import talk
from orgsim.cli.work import shown


@click.command("prune")
@click.argument("runs", metavar="RUN...", nargs=-1, required=True,
                type=click.Path(exists=True, file_okay=False, path_type=Path))  # fmt: skip
@click.option("--yes", is_flag=True, help="Do it; without this it only says what it would do.")
def command(runs: tuple[Path, ...], *, yes: bool) -> None:
    """Take away the folders of runs that are no longer wanted, with all results in them.

    A folder that is not a run, is being written, or holds files that orgsim did not write is left as it is.
    """
    from orgsim.experiment.prune import prune, size_of

    sizes = {run: size_of(run) for run in dict.fromkeys(runs)}
    for run, size in sizes.items():
        if yes:
            prune(run)
        click.echo(f"{run.as_posix()}: {size / 1e6:.1f} MB{' removed' if yes else ''}")
    if not yes:
        talk().say(f"\nNothing was removed. With --yes, {sum(sizes.values()) / 1e6:.1f} MB would be.")
        talk().next("Do it:", " ".join(["orgsim prune", *map(shown, runs), "--yes"]))
