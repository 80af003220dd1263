"""``orgsim trace``: one visit's story in each variant, side by side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgsim.cli.chosen import checked, simulated
from orgsim.cli.talk import talk
from orgsim.cli.work import shown

if TYPE_CHECKING:
    from orgsim.exports.again import Replication

_WIDEST = 160


@click.command("trace")
@click.argument("run", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--visit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of the visit (entity_id in the event log); default: an instructive one.",
)
@click.option(
    "--replication",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="K",
    help="The replication the visit is in.",
)
@click.option("--variants", metavar="A,B", help="Which variants to tell; default: all of the run.")
@click.option("--setting", metavar="S", help="The point of a sweep (default: the first).")
@click.option("--json", "as_json", is_flag=True, help="Print the stories as JSON.")
def trace(
    run: Path, visit: int | None, replication: int, variants: str | None, setting: str | None, *, as_json: bool
) -> None:
    """Tell what became of one visit in each variant of a run.

    RUN is the folder of a finished run. The same visit, with the same needs, meets each variant; the
    replication is simulated again to tell the story blow by blow.
    """
    from orgsim.experiment.run import open_run
    from orgsim.story import choose

    with open_run(run) as opened:
        asked = tuple(variant.strip() for variant in variants.split(",")) if variants else ()
        at = opened.settings[0] if setting is None else setting
        chosen = checked(opened, asked, replication, at)
        told = [simulated(opened, variant, replication, at) for variant in chosen]
    why = None
    if visit is None:
        try:
            choice = choose(told)
        except LookupError as error:
            raise click.UsageError(f"replication {replication}: {error}; name one with --visit") from None
        visit, why = choice.visit, choice.why
    click.echo(_told(told, visit, why, as_json=as_json), nl=as_json)
    talk().next("All the visits together:", f"orgsim report {shown(run)}")


def _told(replications: list[Replication], visit: int, why: str | None, *, as_json: bool) -> str:
    from orgsim.story import as_data, as_text, tell

    try:
        fates = [tell(one, visit) for one in replications]
    except LookupError:
        raise _unknown(replications, visit) from None
    words, number = replications[0].variant.words, replications[0].number
    if as_json:
        head = {"schema": "orgsim.trace/1", "replication": number, "visit": visit, "chosen": why}
        return json.dumps({**head, **as_data(fates, words.entity)}, indent=2, ensure_ascii=False)
    title = f"{words.visit.capitalize()} {visit}, replication {number}"
    chosen = f"Chosen as {why}.\n" if why else ""
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    return f"{title}\n{chosen}\n{as_text(fates, words.entity, width)}"


def _unknown(replications: list[Replication], visit: int) -> click.UsageError:
    last = max(one.cohort.arrivals for one in replications)
    number = replications[0].number
    text = f"visit {visit} does not arrive in every variant of replication {number}"
    return click.UsageError(f"{text}; arrivals are numbered from 1 to {last}")
