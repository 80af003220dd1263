"""``orgsim demo``: the built-in hospital, silo against systemic, from nothing to pictures."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgsim.cli.talk import talk
from orgsim.cli.work import carry_out, engine_option, stopped, wanted

if TYPE_CHECKING:
    from orgsim.cli.work import Wanted
    from orgsim.experiment import Run
    from orgsim.plots.picture import Picture
    from orgsim.plots.source import Results

SCENARIO, EXPERIMENT, FOLDER = "nhs-four-hours", "demo", "orgsim-demo"
SHORT = ("calendar.warm_up=3 days", "calendar.length=7 days", "calendar.follow_up=3 weeks")
REPLICATIONS = 3
"""A week, three times over, instead of the scenario's own span: small enough to wait for."""
DPI = 150
"""Of the PNG files: sharp on any projector, and quick; ``orgsim plot`` writes them for print."""
MOST_FOLDERS = 999


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where to write; default: ./orgsim-demo, or orgsim-demo-2 and so on.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 1024),
    metavar="N",
    envvar="ORGSIM_JOBS",
    help="Replications at a time (default: one a core); never changes a result.",
)
@engine_option
@click.option("--open", "open_it", is_flag=True, help="Open the report in a browser, if this is a terminal.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
@click.pass_context
def command(
    context: click.Context, output: Path | None, jobs: int | None, engine: str, *, open_it: bool, as_json: bool
) -> None:
    """Run the built-in hospital in two structures on the same patients, and draw what comes out.

    Needs no file and no argument. Takes seconds, so it is small: a week of the hospital, a few times over.
    """
    from orgsim.experiment.runner import RunStopped

    folder = free_folder(output or Path(FOLDER))
    asked = _asked(folder, jobs, engine)
    talk().say(f"{asked.scenario.name}: the same {asked.replications} weeks in {len(asked.variants)} structures.")
    try:
        run = carry_out(asked)
    except RunStopped as stop:
        context.exit(stopped(stop, asked.scenario))
    with run:
        results, pictures = _draw(run, folder)
        report = folder / "report.html"
        said = findings(results)
    if as_json:
        document = {
            "folder": folder.as_posix(),
            "report": report.as_posix(),
            "pictures": [one.name for one in pictures],
            "findings": said,
        }
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join([*said, f"Pictures and report: {report.as_posix()}"]))
    talk().next("All of it, 30 times over ten weeks:", f"orgsim compare {SCENARIO}")
    if open_it and sys.stdout.isatty():
        click.launch(report.resolve().as_uri())


def free_folder(wanted_: Path) -> Path:
    """Make ``wanted_``, or with -2, -3 and so on behind it if that is taken; nothing is ever overwritten.

    Raises StoreError if it cannot be made.
    """
    from orgsim.experiment import StoreError

    for number in range(1, MOST_FOLDERS + 1):
        path = wanted_ if number == 1 else wanted_.with_name(f"{wanted_.name}-{number}")
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise StoreError(f"{path} cannot be made: {error.strerror}", "choose another folder with -o") from None
        return path
    raise StoreError(f"{wanted_} and {MOST_FOLDERS - 1} more are there already", "choose another folder with -o")


def _asked(folder: Path, jobs: int | None, engine: str) -> Wanted:
    options = {
        "sets": SHORT, "experiment": EXPERIMENT, "variants": (), "replications": REPLICATIONS, "seed": None, "jobs": jobs,
        "output": folder, "events": 0, "engine": engine,
    }  # fmt: skip
    return wanted(SCENARIO, EXPERIMENT, options)


def _draw(run: Run, folder: Path) -> tuple[Results, list[Picture]]:
    """Write the pictures and the report into ``folder``."""
    from orgsim.plots.catalogue import write_pictures
    from orgsim.plots.from_run import results_of
    from orgsim.report import write_report

    results = results_of(run)
    pictures = write_pictures(results, folder / "plots", dpi=DPI)
    write_report(run, folder / "report.html", results=results, pictures=pictures)
    return results, pictures


def findings(results: Results) -> list[str]:
    """Say in a line each what a first reader should know, from the results."""
    from orgsim.analysis.headlines import journey_measure
    from orgsim.plots import fates
    from orgsim.plots.moments import limited_targets

    variant = results.sides[0].variant
    targets = [f"{key}_{part}" for key in limited_targets(variant)[:1] for part in ("reported", "last_20_min")]
    lines = [line for measure in (*targets, journey_measure(variant)) if (line := _line(results, measure))]
    followed = fates.extract(results)
    return [*lines, *([fates.headline(followed)] if followed else [])]


def _line(results: Results, measure: str) -> str:
    from orgsim.analysis.natural import natural

    compared = results.comparison
    found: Sequence[str] = ()
    if compared is not None and measure in {one.definition.id for one in compared.measures}:
        one = compared[measure]
        found = [f"{side.name} {natural(one.estimates[side.key].mean, one.definition.unit)}" for side in results.sides]
    return f"{compared[measure].definition.name}: {', '.join(found)}" if compared and found else ""
