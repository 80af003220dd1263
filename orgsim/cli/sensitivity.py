"""``orgsim sensitivity``: whether verdicts hold where the scenario may be wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.analysed import run_and_show, show_analysis
from orgsim.cli.work import Wanted, jobs_for, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run

VERB = "sensitivity"
DEFAULT_REPLICATIONS = 5
DEFAULT_POINTS = 30
BOTH, ONE, LHS = "both", "one-at-a-time", "lhs"


@click.command(VERB)
@click.argument("file", metavar="FILE")
@click.option("--design", type=click.Choice([BOTH, ONE, LHS]), default=BOTH, show_default=True,
              help="Each parameter at its two ends, --points all over the box, or both.")  # fmt: skip
@click.option("--points", type=click.IntRange(10, 10_000), default=DEFAULT_POINTS, show_default=True, metavar="N",
              help="How many points of the box the Latin hypercube has.")  # fmt: skip
@click.option("--parameter", "parameters", multiple=True, metavar="P", help="Vary only this range (repeatable).")
@work_options
@click.pass_context
def command(
    context: click.Context, /, file: str, design: str, points: int, parameters: tuple[str, ...], **options: Any
) -> None:
    r"""Say which unknowns matter, and in what share of the plausible box each verdict holds.

    The box is what the file says under `plausible`: for each value that is not known exactly, how low and how high
    it may be. Two variants are compared (the first of the experiment `main` with the one it is against) unless
    --variant or --experiment names others, on the same people everywhere. A replication that fails is recorded and
    the rest goes on; the command then ends with 1.

    \b
    orgsim sensitivity nhs-four-hours --dry-run
    orgsim sensitivity nhs-four-hours --design one-at-a-time -n 10
    orgsim sensitivity my.yaml --design lhs --points 60 --variant silo --variant systemic
    """
    context.exit(_sensitivity(file, design, points, parameters, options))


def _sensitivity(file: str, design: str, points: int, parameters: tuple[str, ...], options: dict[str, Any]) -> int:
    asked = _asked(file, design, points, parameters, options)
    return run_and_show(asked, options, lambda run, requirements: _show(run, options, requirements))


def _asked(file: str, design: str, points: int, parameters: tuple[str, ...], options: dict[str, Any]) -> Wanted:
    """Settle what to run at which points of the box. Raises as ``wanted``, and VaryError."""
    from orgsim.experiment.box import box_of, described, hypercube, one_at_a_time
    from orgsim.experiment.design import Setting

    asked = wanted(file, VERB, {**options, "replications": options["replications"] or DEFAULT_REPLICATIONS})
    asked = replace(asked, variants=compared(asked, options))
    box = box_of(asked.scenario, asked.variants, parameters)
    ends = one_at_a_time(box) if design != LHS else ()
    inside = hypercube(box, points, asked.seed) if design != ONE else ()
    asked = replace(
        asked, label=VERB, keep_going=True, settings=(Setting(), *ends, *inside),
        sensitivity=described(asked.scenario, box, ends, inside),
    )  # fmt: skip
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total))


def compared(asked: Wanted, options: dict[str, Any]) -> tuple[str, ...]:
    """Return the variants named; where none is, the one that is compared with and the first other one."""
    if options["variants"] or options["experiment"]:
        return asked.variants
    others = [one for one in asked.variants if one != asked.against]
    return (asked.against, *others[:1])


def _show(run: Run, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the analysis and what became of the requirements; returns the exit code."""
    from orgsim.analysis.sensitivity import sensitivity
    from orgsim.cli.sensitivity_table import sensitivity_tables

    found = sensitivity(run, measures=options["measures"] or None, everything=options["everything"])
    return show_analysis(
        run,
        found,
        lambda: sensitivity_tables(found, run, closer=bool(options["measures"])),
        options,
        requirements,
        {"Draw it:": f"orgsim plot {shown(run.path)} tornado rank-correlation sign-robustness"},
    )
