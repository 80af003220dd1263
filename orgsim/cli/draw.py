"""``orgsim draw``: the organisation and the pathway of a scenario, as pictures or for other programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.talk import as_argument, talk

if TYPE_CHECKING:
    from orgsim.cli.drawing import Drawing, Subject

PICTURES = ("svg", "png")
GRAPHS = ("graphml", "gexf")


@click.command("draw")
@click.argument("what", metavar="FILE|RUN")
@click.option("--variant", metavar="V", help="Which variant (default: the first).")
@click.option(
    "--what", "part", type=click.Choice(["org", "pathway", "both"]), default="both", show_default=True,
    help="The organisation, the pathway of the visits, or both.",
)  # fmt: skip
@click.option("--diff", metavar="V1,V2", help="Draw the organisation of V2 with what differs from V1 marked.")
@click.option(
    "--format", "form", type=click.Choice([*PICTURES, *GRAPHS, "mermaid"]), default="svg", show_default=True,
    help="Pictures come with a table (CSV); graphml and gexf hold the organisation, mermaid is text.",
)  # fmt: skip
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Change a value first (repeatable).")
@click.option(
    "-o", "--output", default="results", envvar="ORGSIM_RESULTS", metavar="DIR", show_default=True,
    type=click.Path(file_okay=False, path_type=Path), help="Where to write.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print paths, descriptions and measures of the graph as JSON.")
def draw(
    what: str,
    variant: str | None,
    part: str,
    diff: str | None,
    form: str,
    sets: tuple[str, ...],
    output: Path,
    *,
    as_json: bool,
) -> None:
    r"""Draw who reports to whom, who talks to whom, and where requests pile up; and the way of the visits.

    FILE is a scenario: the load of each position is worked out from the flow. RUN is the folder of a
    finished run: it is as simulated. What a variant turns into in mid-run is drawn too, with what differs marked.

    \b
    orgsim draw nhs-four-hours --variant silo
    orgsim draw nhs-four-hours --diff silo,systemic --format png
    orgsim draw results/nhs-four-hours-main-0001 --variant systemic
    """
    from orgsim.cli.drawing import subjects

    pair = _pair(diff, variant, part, form)
    chosen = subjects(what, sets, pair or (variant,))
    drawings = _drawings(chosen, part, form, compare=bool(pair))
    files = [path for drawing in drawings for path in drawing.write(output)]
    if as_json:
        click.echo(json.dumps(_document(chosen[-1], drawings, files), indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(path.as_posix() for path in files))
    for drawing in drawings:
        talk().say(drawing.sentence)
    if Path(what).is_dir():
        talk().next("All its pictures:", f"orgsim plot {as_argument(what)}")
    else:
        talk().next("Its measures:", f"orgsim show {as_argument(what)} --structure")


def _pair(diff: str | None, variant: str | None, part: str, form: str) -> tuple[str, ...]:
    """Return the two variants to compare, if any. Raises UsageError for options that do not go together."""
    if form in GRAPHS and (part == "pathway" or diff):
        wrong = "--diff" if diff else "--what pathway"
        raise click.UsageError(f"{form} holds one organisation; {wrong} needs --format svg or png")
    if diff is None:
        return ()
    pair = tuple(name.strip() for name in diff.split(","))
    if len(pair) != 2 or not all(pair):
        raise click.UsageError("--diff names two variants, e.g. --diff silo,systemic")
    if variant or part == "pathway" or form == "mermaid":
        wrong = "--variant" if variant else "--what pathway" if part == "pathway" else "--format mermaid"
        raise click.UsageError(f"--diff draws the organisation of two variants; leave out {wrong}")
    return pair


def _drawings(chosen: list[Subject], part: str, form: str, *, compare: bool) -> list[Drawing]:
    """Make what was asked for; a part that a scenario does not have is left out with a word about it."""
    from orgsim.cli import drawing

    subject = chosen[-1]
    if not subject.variant.organisation.positions and part != "pathway":
        if part == "org" or form in GRAPHS or compare:
            raise click.UsageError("this scenario has no positions, so there is no organisation to draw")
        talk().say("There are no positions, so there is no organisation to draw.")
        part = "pathway"
    if compare:
        pairs = [(chosen[0], chosen[1]), *((one, later) for one in chosen if (later := one.later()) is not None)]
        return [drawing.difference(one, other, form) for one, other in pairs]
    made = _organisations(subject, form) if part != "pathway" else []
    if part != "org" and form not in GRAPHS:
        made.append(drawing.pathway(subject, form))
    return made


def _organisations(subject: Subject, form: str) -> list[Drawing]:
    """Draw the organisation and, where it turns into another in mid-run, that one with what differs marked."""
    from orgsim.cli import drawing

    later = subject.later()
    made = [drawing.organisation(subject, form)]
    if later is not None:
        other = drawing.difference(subject, later, form) if form in PICTURES else drawing.organisation(later, form)
        made.append(other)
    return made


def _document(subject: Subject, drawings: list[Drawing], files: list[Path]) -> dict[str, Any]:
    return {
        "schema": "orgsim.draw/1",
        "variant": subject.id,
        "files": [path.as_posix() for path in files],
        "descriptions": {drawing.stem: drawing.sentence for drawing in drawings if drawing.sentence},
        "measures": subject.measures(),
        **({"measures_after": later.measures()} if (later := subject.later()) is not None else {}),
    }
