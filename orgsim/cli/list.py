"""``orgsim list``: scenarios, variants, measures, plots, experiments, ranges, codes or behaviours."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from orgsim.cli.talk import talk

Rows = list[dict[str, Any]]
DEFAULT = "nhs-four-hours"


def _scenarios(_file: str) -> Rows:
    from orgsim.scenario import load
    from orgsim.scenario.chain import builtin_scenarios

    return [{"id": name, "name": load(str(path)).name} for name, path in builtin_scenarios().items()]


def _structures(_file: str) -> Rows:
    from orgsim.scenario.structures.document import builtin_structures, read_structure

    found = {name: read_structure(path, str(path)).model for name, path in builtin_structures().items()}
    return [{"id": name, "name": one.name or name, "describe": one.describe} for name, one in found.items()]


def _variants(file: str) -> Rows:
    from orgsim.experiment.design import variant_name
    from orgsim.scenario import load

    scenario = load(file)
    entries = scenario.variant_entries
    return [
        {"id": one, "name": variant_name(scenario, one), "describe": entries[one].describe if one in entries else None}
        for one in scenario.variant_ids
    ]


def _measures(file: str) -> Rows:
    from dataclasses import asdict

    from orgsim.measures import definitions
    from orgsim.scenario import load

    scenario = load(file)
    found = {one.id: asdict(one) for variant in scenario.variant_ids for one in definitions(scenario.variant(variant))}
    return list(found.values())


def _plots(_file: str) -> Rows:
    from orgsim.plots.catalogue import CATALOGUE

    return [{"id": one.name, "name": one.question} for one in CATALOGUE]


def _experiments(file: str) -> Rows:
    from orgsim.scenario import load

    return [
        {"id": key, "name": one.name or ", ".join(one.compare), "compare": one.compare, "against": one.against,
         "replications": one.replications, "seed": one.seed}
        for key, one in load(file).experiments.items()
    ]  # fmt: skip


def _plausible(file: str) -> Rows:
    from orgsim.scenario import load

    scenario = load(file)
    return [
        {"id": key, "name": one.name or key.replace("_", " ").capitalize(), "paths": list(one.paths),
         "from": str(one.low), "to": str(one.high), "now": scenario.written(key), "unit": one.ends[0].unit,
         "source": one.source, "why": one.why}
        for key, one in scenario.plausible.items()
    ]  # fmt: skip


def _codes(_file: str) -> Rows:
    from orgsim.scenario.codes import CATALOGUE

    return [{"id": one.code, "name": one.title, "severity": one.severity} for one in CATALOGUE.values()]


def _behaviours(_file: str) -> Rows:
    from orgsim.scenario.schema.targets import ACTIONS

    return [
        {"id": name, "name": f"needs {', '.join(sorted(required)) or 'nothing'}", "needs": sorted(required)}
        for name, (required, _) in ACTIONS.items()
    ]


WHAT: dict[str, tuple[Callable[[str], Rows], str]] = {
    "scenarios": (_scenarios, "Look at one:  orgsim show {0}"),
    "structures": (_structures, "Compare them:  orgsim compare four-structures"),
    "variants": (_variants, "Compare them:  orgsim compare {file}"),
    "measures": (_measures, "Look closer:  orgsim explain {0} {file}"),
    "plots": (_plots, "Draw one:  orgsim plot RUN {0}"),
    "experiments": (_experiments, "Run one:  orgsim compare {file} --experiment {0}"),
    "plausible": (_plausible, "Vary it:  orgsim sensitivity {file} --parameter {0}"),
    "codes": (_codes, "Look closer:  orgsim explain {0}"),
    "behaviours": (_behaviours, "Look closer:  orgsim explain {0}"),
}


@click.command("list")
@click.argument("what", type=click.Choice(list(WHAT)))
@click.argument("file", default=DEFAULT, metavar="[FILE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(what: str, file: str, *, as_json: bool) -> None:
    """List what there is, in a scenario (default: the built-in hospital) or in orgsim.

    Measures come with their unit and which direction is better.
    """
    find, then = WHAT[what]
    rows = find(file)
    if as_json:
        click.echo(json.dumps({"schema": "orgsim.list/1", what: rows}, indent=2, ensure_ascii=False))
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['id']:<{width}}  {_said(row)}")
    if rows:
        before, _, command_line = then.format(rows[0]["id"], file=file).partition("  ")
        talk().next(before, command_line)


def _said(row: dict[str, Any]) -> str:
    if "paths" in row:
        unit = row["unit"] if row["unit"] in ("", "%") else f" {row['unit']}"
        now = "" if row["now"] is None else f", now {row['now']:g}{unit}"
        return f"{row['name']} [{row['from']} to {row['to']}{now}]"
    if "unit" not in row:
        return str(row["name"])
    direction = "" if row["better"] == "neither" else f", {row['better']} is better"
    return f"{row['name']} [{row['unit']}{direction}]"
