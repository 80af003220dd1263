"""``orgsim new``: a folder with a scenario to change."""

from __future__ import annotations

import json
from pathlib import Path

import click

from orgsim.cli.talk import talk


@click.command("new")
@click.argument("folder", metavar="DIR", required=False, type=click.Path(path_type=Path))
@click.option("--from", "source", default="blank", show_default=True, metavar="NAME", help="What to start from.")
@click.option("--list", "listing", is_flag=True, help="List what there is to start from.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path | None, source: str, *, listing: bool, as_json: bool) -> None:
    """Write a commented scenario, its schema for editors and a short guide into a new folder.

    Nothing that is there already is touched.
    """
    from orgsim.scenario.starter import starter, starters

    if listing:
        click.echo(json.dumps({"schema": "orgsim.new/1", "starters": starters()}) if as_json else "\n".join(starters()))
        return
    if folder is None:
        raise click.UsageError("say which folder to make: orgsim new DIR")
    files = starter(source)
    _make(folder)
    written = [_write(folder / name, content) for name, content in files.items()]
    if as_json:
        click.echo(json.dumps({"schema": "orgsim.new/1", "files": written}, indent=2))
    else:
        click.echo("\n".join(written))
    talk().next("Now:", f"orgsim check {(folder / 'scenario.yaml').as_posix()}")


def _make(folder: Path) -> None:
    """Make the folder; an empty one may be there. Raises StoreError or UsageError."""
    from orgsim.experiment.errors import StoreError

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"`{folder}` exists and is not an empty folder: choose another")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder} cannot be made: {error.strerror}") from None


def _write(path: Path, content: bytes) -> str:
    from orgsim.experiment.folder import write_whole

    write_whole(path, content)
    return path.as_posix()
