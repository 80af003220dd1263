"""``orgsim version``."""

from __future__ import annotations

import json

import click

from orgsim.cli.talk import talk


@click.command("version")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> None:
    """Say the version of orgsim and of what it is built on."""
    import platform

    from orgsim import __version__
    from orgsim.experiment.manifest import STREAM

    found = {
        "schema": "orgsim.version/1",
        "orgsim": __version__,
        "scenario_format": 1,
        "random_stream": STREAM,
        "python": platform.python_version(),
    }
    if as_json:
        click.echo(json.dumps(found, indent=2))
    else:
        click.echo(f"orgsim {__version__} (scenario format 1, Python {platform.python_version()})")
    talk().next("Is all there that it needs:", "orgsim doctor")
