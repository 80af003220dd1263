"""``orgsim check``: everything that is wrong with scenarios, at once, with nothing run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.accounts import account_json, attention_left, by_variant, front_lines
from orgsim.cli.codes import Exit
from orgsim.cli.structures import structure_alone
from orgsim.cli.talk import as_argument, talk

if TYPE_CHECKING:
    from orgsim.scenario import Problem, Scenario
    from orgsim.scenario.offered_load import LoadRow

_FULL = 0.85
"""From this share of its hours on, a pool or position is worth showing."""
_MOST_SHOWN = 12


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--strict", is_flag=True, help="Warnings fail, too.")
@click.option("--structures", is_flag=True, help="Say also what variants change that is no structure's to set.")
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", show_default=True)
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change a value first (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.pass_context
def command(
    context: click.Context, files: tuple[str, ...], form: str, sets: tuple[str, ...], *,
    strict: bool, structures: bool, as_json: bool,
) -> None:  # fmt: skip
    """Say all that is wrong with a scenario, or a structure file, with file, line and column; run nothing.

    Shows also the load on each pool and position: more work than hours means a queue that grows for ever.
    """
    from orgsim.scenario.chain import STDIN, STRUCTURE_CODE
    from orgsim.scenario.render import as_github, as_records, as_text, summary

    found: list[Problem] = []
    texts: dict[str, str] = {}
    good: list[Scenario] = []
    alone: list[str] = []
    for file in files:
        scenario, problems, sources = _read(file, sets, structures=structures)
        if scenario is None and [one.code for one in problems] == [STRUCTURE_CODE] and file != STDIN:
            problems, sources = structure_alone(file)
            alone.extend([] if problems else [file])
        found.extend(problems)
        texts.update(sources)
        good.extend([scenario] if scenario else [])
    if as_json or form == "json":
        document = {
            "schema": "orgsim.check/1",
            "problems": as_records(found),
            "structures": alone,
            "load": [_load_json(one) for one in good],
            "accounts": [account_json(one, variant) for one in good for variant in one.variant_ids],
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    elif found:
        click.echo(as_github(found) if form == "github" else as_text(found, texts))
    if form == "text" and not as_json and not talk().quiet:
        for one in good:
            _say_load(one)
            _say_attention(one)
            _say_front_line(one)
    for file in alone:
        talk().say(
            f"{file} is a structure, and sets only what a structure may. What comes of it is checked with people in it."
        )
    talk().say(summary(found))
    _say_next(found, good, alone)
    wrong = [one for one in found if strict or one.severity == "error"]
    context.exit(Exit.SCENARIO if wrong else Exit.DONE)


def _read(
    file: str, sets: tuple[str, ...], *, structures: bool
) -> tuple[Scenario | None, list[Problem], dict[str, str]]:
    """Load one file; returns it if it is valid, what is wrong with it, and the texts to quote."""
    from orgsim.scenario import ScenarioError, load

    try:
        scenario = load(file, sets)
    except ScenarioError as error:
        return None, list(error.problems), dict(error.sources)
    beyond = scenario.beyond_structure if structures else ()
    return scenario, [*scenario.warnings, *beyond], dict(scenario.texts)


def _loads(scenario: Scenario) -> list[tuple[str, tuple[LoadRow, ...]]]:
    return [(variant, scenario.offered_load(variant)) for variant in scenario.variant_ids]


def _say_load(scenario: Scenario) -> None:
    """Show the pools and positions that have the most to do, in each variant."""
    loads = _loads(scenario)
    names = list(dict.fromkeys(row.id for _, rows in loads for row in rows if row.ratio >= _FULL))
    if not talk().verbose:
        names = names[:_MOST_SHOWN]
    if not names:
        return
    talk().say("Load (work that comes, as a share of the hours there are):")
    width = max(len(name) for name in names)
    for name in names:
        shares = [(variant, _share(row.ratio)) for variant, rows in loads for row in rows if row.id == name]
        talk().say(f"  {name:<{width}}  {by_variant(shares)}")


def _say_attention(scenario: Scenario) -> None:
    """Show what metrics and reports leave of attention, in each variant that says so; those with least first."""
    lines = attention_left(scenario, None if talk().verbose else _MOST_SHOWN)
    if lines:
        talk().say("Attention left by metrics and reports (of duty hours, before meetings):")
        for line in lines:
            talk().say(line)
        talk().say(f"  all of it: orgsim show {scenario.path} --accounts")


def _say_front_line(scenario: Scenario) -> None:
    """Show how many the budget leaves for the front line, in each variant in which it decides."""
    lines = front_lines(scenario)
    if lines:
        talk().say("Front line that the budget leaves:")
        for line in lines:
            talk().say(line)
        talk().say(f"  the account: orgsim show {scenario.path} --accounts")


def _share(ratio: float) -> str:
    return "no hours at all" if ratio == float("inf") else f"{100 * ratio:.0f}%"


def _load_json(scenario: Scenario) -> dict[str, Any]:
    from dataclasses import asdict

    rows = [
        {"variant": variant, **{key: None if value == float("inf") else value for key, value in asdict(row).items()}}
        for variant, found in _loads(scenario)
        for row in found
    ]
    return {"file": scenario.path, "name": scenario.name, "rows": rows}


def _say_next(found: list[Problem], good: list[Scenario], alone: list[str]) -> None:
    errors = sorted({one.code for one in found if one.severity == "error"})
    if errors:
        talk().go_on("What it means:", f"orgsim explain {errors[0]}")
    elif good:
        verb = "compare" if len(good[0].variant_ids) > 1 else "run"
        talk().next("Run it:", f"orgsim {verb} {as_argument(good[0].path)}")
    elif alone:
        talk().next("Check it in a scenario whose variant takes it:", "orgsim check SCENARIO --structures")
