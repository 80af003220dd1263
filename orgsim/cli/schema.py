"""``orgsim schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import json

import click


@click.command("schema")
@click.option("--json", "_as_json", is_flag=True, help="The schema is JSON in any case.")
def command(*, _as_json: bool) -> None:
    r"""Write the JSON Schema (draft 7) of scenario files, which editors complete and check with.

    \b
    orgsim schema > orgsim-1.schema.json
    """
    from orgsim.scenario.json_schema import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
