"""``orgsim explain``: what a problem's code, a measure or a behaviour means."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

import click

from orgsim.cli.list import DEFAULT
from orgsim.cli.talk import as_argument, talk


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
        json.dumps({"schema": "orgsim.explain/1", **found.plain}, indent=2, ensure_ascii=False)
        if as_json
        else found.text
    )
    talk().next("All there are:", f"orgsim list {found.kind}")


class Found(NamedTuple):
    """What is explained: in words, as plain values, and what `orgsim list` calls its kind."""

    text: str
    plain: dict[str, Any]
    kind: str


def _code(topic: str) -> Found | None:
    from dataclasses import asdict

    from orgsim.scenario.codes import explain

    entry = explain(topic)
    return Found(str(entry), asdict(entry), "codes") if entry else None


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
    plain = {"behaviour": topic, "does": said, "needs": sorted(required), "allows": sorted(allowed)}
    return Found(text, plain, "behaviours")


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
                return Found(text, asdict(one), f"measures {as_argument(file)}")
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
