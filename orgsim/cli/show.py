"""``orgsim show``: a scenario at a glance, one variant with everything filled in, or where a value comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.talk import as_argument, talk

if TYPE_CHECKING:
    from orgsim.scenario import Scenario


@click.command("show")
@click.argument("file", metavar="FILE")
@click.option("--variant", metavar="V", help="Which variant (default: the first).")
@click.option("--resolved", is_flag=True, help="Print the variant with all changes in place; a scenario of its own.")
@click.option(
    "--accounts", is_flag=True, help="Say what follows from what is written: attention left, links drawn, money."
)
@click.option(
    "--structure",
    is_flag=True,
    help="Measure the organisation graph: span, layers, Krackhardt's four, loss of managers.",
)
@click.option("--why", "path", metavar="PATH", help="Say where the value at this path comes from.")
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change a value first (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str, variant: str | None, path: str | None, sets: tuple[str, ...],
    *, resolved: bool, accounts: bool, structure: bool, as_json: bool,
) -> None:  # fmt: skip
    r"""Show what is in a scenario.

    \b
    orgsim show my.yaml                              its variants, targets and experiments
    orgsim show my.yaml --resolved --variant silo    everything, as run
    orgsim show my.yaml --structure                  spans, layers and what holds it together, by variant
    orgsim show my.yaml --why resources.ward_bed.number --variant silo_more_beds
    """
    from orgsim.scenario import load

    scenario = load(file, sets)
    if path is not None:
        _why(scenario, variant, path, as_json=as_json)
    elif resolved:
        _resolved(scenario, variant, as_json=as_json)
    elif accounts:
        _accounts(scenario, variant, as_json=as_json)
    elif structure:
        _structure(scenario, variant, as_json=as_json)
    else:
        _overview(scenario, variant, as_json=as_json)


def _named(scenario: Scenario, variant: str | None) -> str:
    """Return the scenario, and the variant if one was named, as a command takes them."""
    return as_argument(scenario.path) + (f" --variant {variant}" if variant else "")


def _why(scenario: Scenario, variant: str | None, path: str, *, as_json: bool) -> None:
    why = scenario.why(variant, path)
    if as_json:
        document = {"schema": "orgsim.why/1", "path": path, "value": _plain(why.value), "layer": why.layer}
        click.echo(json.dumps({**document, "file": why.file, "line": why.line}, indent=2, ensure_ascii=False))
    else:
        click.echo(f"{path} = {json.dumps(_plain(why.value), ensure_ascii=False)}\nset by {why}")
        talk().next("Change it:", f"orgsim run {_named(scenario, variant)} --set {as_argument(path)}=VALUE")


def _plain(value: object) -> Any:
    """Return a value as JSON can hold it; what it cannot is said as text."""
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return str(value)
    return value


def _resolved(scenario: Scenario, variant: str | None, *, as_json: bool) -> None:
    text = scenario.resolved_yaml(variant)
    if as_json:
        from orgsim.scenario.tree import read

        click.echo(json.dumps(read(text, "resolved.yaml").tree, indent=2, ensure_ascii=False))
    else:
        click.echo(text, nl=False)
        talk().next("Where a value comes from:", f"orgsim show {_named(scenario, variant)} --why PATH")


def _accounts(scenario: Scenario, variant: str | None, *, as_json: bool) -> None:
    from orgsim.cli.accounts import account_json, account_lines

    chosen = variant or scenario.variant_ids[0]
    if as_json:
        document = {"schema": "orgsim.accounts/1", **account_json(scenario, chosen)}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        none = f"{chosen} keeps no account: nothing eats attention, draws links or decides the front line"
        click.echo("\n".join(account_lines(scenario, chosen) or [none]))
        talk().next("What comes of it:", f"orgsim run {_named(scenario, chosen)}")


def _structure(scenario: Scenario, variant: str | None, *, as_json: bool) -> None:
    from orgsim.cli.structures import structure_json, structure_lines

    if as_json:
        document = {"schema": "orgsim.structure/1", "variants": structure_json(scenario, variant)}
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        none = "this scenario has no positions, so there is no organisation to measure"
        click.echo("\n".join(structure_lines(scenario, variant) or [none]))
        talk().next("Draw it:", f"orgsim draw {_named(scenario, variant)}")


def _overview(scenario: Scenario, variant: str | None, *, as_json: bool) -> None:
    found = _summary(scenario, variant)
    if as_json:
        click.echo(json.dumps({"schema": "orgsim.show/1", **found}, indent=2, ensure_ascii=False))
        return
    click.secho(scenario.name, bold=True)
    for key in ("question", "variants", "targets", "behaviours", "experiments"):
        value = found[key]
        if isinstance(value, dict) and value:
            click.echo(f"{key}:")
            width = max(map(len, value))
            click.echo("\n".join(f"  {name:<{width}}  {text}" for name, text in value.items()))
        elif value:
            click.echo(f"{key}: {value}")
    talk().next("Run it:", f"orgsim compare {scenario.path}")


def _summary(scenario: Scenario, variant: str | None) -> dict[str, Any]:
    from orgsim.experiment.design import variant_name

    model = scenario.variant(variant)
    return {
        "name": scenario.name,
        "file": scenario.path,
        "question": model.about.question,
        "variants": {one: variant_name(scenario, one) for one in scenario.variant_ids},
        "targets": {key: one.name or key for key, one in model.targets.items()},
        "behaviours": {key: f"{one.switched}: {one.name or one.do}" for key, one in model.behaviours.items()},
        "experiments": {key: one.name or ", ".join(one.compare) for key, one in scenario.experiments.items()},
    }
