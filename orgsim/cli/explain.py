"""``orgsim explain``: what a problem's code, a measure or a behaviour means."""

from __future__ import annotations

import json
import re
from typing import Any

import click

from orgsim.cli.list import DEFAULT


@click.command("explain")
@click.argument("topic", metavar="CODE|MEASURE|BEHAVIOUR")
@click.argument("file", default=DEFAULT, metavar="[FILE]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(topic: str, file: str, *, as_json: bool) -> None:
    """Explain a problem's code such as ORG201, a measure of a scenario, or a behaviour such as divert.

    FILE is the scenario whose measures are meant (default: the built-in hospital).
    """
    found = _code(topic) or _behaviour(topic) or _measure(topic, file)
    if found is None:
        raise click.UsageError(f"there is nothing called `{topic[:60]}` to explain. {_hint(topic, file)}")
    click.echo(
        json.dumps({"schema": "orgsim.explain/1", **found[1]}, indent=2, ensure_ascii=False) if as_json else found[0]
    )


Found = tuple[str, dict[str, Any]]


def _code(topic: str) -> Found | None:
    from dataclasses import asdict

    from orgsim.scenario.codes import explain

    entry = explain(topic)
    return (str(entry), asdict(entry)) if entry else None


def _behaviour(topic: str) -> Found | None:
    from orgsim.scenario.schema.targets import ACTIONS, Behaviour

    if topic not in ACTIONS:
        return None
    required, allowed = ACTIONS[topic]
    said = _sentence_of(topic, Behaviour.__doc__ or "")
    text = f"{topic}\n\n{said}\n\nNeeds: {', '.join(sorted(required)) or 'nothing'}."
    if allowed:
        text += f" Allows: {', '.join(sorted(allowed))}."
    text += "\nOff unless it says `switched: on`; `who` holds it, `because_of` names the target, `when` its trigger."
    return text, {"behaviour": topic, "does": said, "needs": sorted(required), "allows": sorted(allowed)}


def _sentence_of(action: str, documentation: str) -> str:
    """Return what the documentation of behaviours says of one action."""
    plain = " ".join(documentation.split())
    match = re.search(rf"``{action}``: (.*?\.)(?= ``|$)", plain)
    return match[1][:1].upper() + match[1][1:].replace("``", "`") if match else ""


def _measure(topic: str, file: str) -> Found | None:
    from dataclasses import asdict

    from orgsim.measures import definitions
    from orgsim.scenario import load

    scenario = load(file)
    for variant in scenario.variant_ids:
        for one in definitions(scenario.variant(variant)):
            if one.id == topic:
                better = "neither direction is better" if one.better == "neither" else f"{one.better} is better"
                text = f"{one.id}: {one.name}\n\n{one.definition}\n\nUnit: {one.unit}; {better}. Source: {one.source}."
                return text, asdict(one)
    return None


def _hint(topic: str, file: str) -> str:
    from orgsim.measures import definitions
    from orgsim.scenario import load
    from orgsim.scenario.codes import CATALOGUE
    from orgsim.scenario.schema.targets import ACTIONS
    from orgsim.scenario.words import nearest

    measures = [one.id for one in definitions(load(file).variant())]
    codes = {code.lower(): code for code in CATALOGUE}
    close = nearest(topic, measures) or nearest(topic, ACTIONS) or codes.get(nearest(topic, codes) or "")
    return f"Did you mean `{close}`?" if close else "`orgsim list measures` and `orgsim list codes` name what there is."
