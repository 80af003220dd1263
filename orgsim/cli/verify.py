"""``orgsim verify``: whether a run still gives the same, and whether the simulator agrees with what is known exactly."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from orgsim.cli.codes import Exit
from orgsim.cli.talk import talk
from orgsim.cli.work import engine_option, shown

if TYPE_CHECKING:
    from orgsim.engine.choice import Engine
    from orgsim.experiment.verify import Verdict


@click.command("verify")
@click.argument("run", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--theory", is_flag=True, help="Instead of a run: the simulator against closed forms, as a table.")
@click.option(
    "--case", "cases", multiple=True, metavar="CODE", help="With --theory: only this case, e.g. B13 (repeatable)."
)
@click.option("--sample", type=click.IntRange(1, 1_000_000), default=3, show_default=True, metavar="N",
              help="How many replications of a run to run again.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(1, 1024), metavar="N", envvar="ORGSIM_JOBS",
              help="Replications at a time (default: one a core).")  # fmt: skip
@engine_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def command(
    context: click.Context,
    run: Path | None,
    cases: tuple[str, ...],
    sample: int,
    jobs: int | None,
    engine: Engine,
    *,
    theory: bool,
    as_json: bool,
) -> None:
    """Run a sample of a run's replications again and compare every value with what is stored.

    Also compares its tables with those that were written. Ends with 1 when anything is not as it was. With --engine
    of the other kind than the run was made with, two programs have to agree.

    With --theory no run is needed: queues, networks, managers, messages, meetings and more are simulated and held to
    what theory says of them. Column `by`: a scenario run by the engine; the theory's assumptions played out (Monte
    Carlo) where a scenario cannot say them; or an exact sum done in a second way. A case fails when the interval of
    its 20 replications (as a rule) misses the theory, and is inconclusive when the interval is too wide to tell.
    Ends with 1 when any case fails.
    """
    if theory == (run is not None):
        raise click.UsageError("say what to verify: the folder of a run, or --theory without one")
    if cases and not theory:
        raise click.UsageError("--case goes with --theory")
    at_a_time = jobs or os.cpu_count() or 1
    if run is None:
        from orgsim.cli.theory import verify_theory

        context.exit(verify_theory(cases, jobs=at_a_time, engine=engine, as_json=as_json))
    _verify_run(context, run, sample, at_a_time, engine, as_json=as_json)


def _verify_run(context: click.Context, run: Path, sample: int, jobs: int, engine: Engine, *, as_json: bool) -> None:
    from orgsim.cli.compiling import compiling
    from orgsim.experiment.verify import verify_run

    found = verify_run(run, sample=sample, jobs=jobs, engine=engine, compiling=compiling)
    if as_json:
        click.echo(json.dumps(_document(run, found), indent=2, ensure_ascii=False))
    else:
        _print(found)
    talk().detail(f"They were run again with the engine `{found.engine}`.")
    _say_version(found)
    if found.wrong:
        talk().next("What this machine has:", "orgsim doctor")
        context.exit(Exit.NO)
    talk().next("Read it:", f"orgsim report {shown(run)}")


def _print(found: Verdict) -> None:
    for one in (*found.replications, *found.tables):
        click.echo(f"{one.what}: {one.wrong or 'the same'}")


def _say_version(found: Verdict) -> None:
    from orgsim import __version__

    if found.wrong and found.made_by != __version__:
        talk().say(f"The run was made by orgsim {found.made_by}; this is {__version__}.")


def _document(run: Path, found: Verdict) -> dict[str, object]:
    return {
        "schema": "orgsim.verify/1",
        "path": run.as_posix(),
        "same": not found.wrong,
        "engine": found.engine,
        "replications": [{"what": one.what, "wrong": one.wrong or None} for one in found.replications],
        "tables": [{"what": one.what, "wrong": one.wrong or None} for one in found.tables],
    }
