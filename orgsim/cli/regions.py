"""``orgsim regions``: the same variants in many regions, and how much these differ beyond chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from orgsim.cli.analysed import run_and_show, show_analysis
from orgsim.cli.work import Wanted, jobs_for, shown, wanted, work_options

if TYPE_CHECKING:
    from orgsim.experiment import Run

VERB = "regions"


@click.command(VERB)
@click.argument("file", metavar="FILE")
@click.option("--regions", "number", type=click.IntRange(2, 1000), metavar="N",
              help="How many regions (default: as `regions` in the file says, else 24).")  # fmt: skip
@click.option("--count", metavar="C", help="What is counted: a disposition, an exit, or `visits` (default: the first).")
@work_options
@click.pass_context
def command(context: click.Context, /, file: str, number: int | None, count: str | None, **options: Any) -> None:
    r"""Run the variants in many regions, and say how much regions differ beyond chance: the postcode lottery.

    Regions differ in demand, staff and need as `regions` in the file says; every variant meets the same ones. As many
    replications as regions are run unless -n says otherwise, so that no two regions need share their luck. A
    replication that fails is recorded and the rest goes on; the command then ends with 1.

    \b
    orgsim regions nhs-four-hours --regions 12 --variant silo --variant systemic --dry-run
    orgsim regions my.yaml --count admitted --measure needless_admission_share
    """
    context.exit(_regions(file, number, count, options))


def _regions(file: str, number: int | None, count: str | None, options: dict[str, Any]) -> int:
    asked, remarks = _asked(file, number, count, options)
    if asked.replications < len(asked.settings):
        said = "fewer replications than regions: some share their luck, and chance is a little underestimated"
        remarks.append(said)
    remark = "\n".join(f"  {one}" for one in remarks)
    return run_and_show(asked, options, lambda run, requirements: _show(run, count, options, requirements), remark)


def _asked(file: str, number: int | None, count: str | None, options: dict[str, Any]) -> tuple[Wanted, list[str]]:
    """Settle what to run in which regions, and what there is to remark.

    Raises as ``wanted``, VaryError, and UsageError for a wrong count.
    """
    from orgsim.analysis.regions import counts_of
    from orgsim.experiment.regions import assumed, described, draw_regions, region_settings, regions_block

    asked = wanted(file, VERB, options)
    known = counts_of(asked.scenario.variant(asked.against))
    if count is not None and count not in known:
        raise click.UsageError(f"nothing called `{count[:60]}` can be counted; there are {', '.join(known)}")
    block = regions_block(asked.scenario, asked.variants, number)
    drawn = draw_regions(block, asked.seed)
    asked = replace(
        asked, label=VERB, keep_going=True, settings=region_settings(asked.scenario, asked.variants, drawn),
        replications=options["replications"] or len(drawn), regions=described(block, drawn),
    )  # fmt: skip
    return replace(asked, jobs=jobs_for(options["jobs"], asked.total)), _remarks(assumed(block))


def _remarks(spreads: Mapping[str, float]) -> list[str]:
    """Say by how much regions differ where the file does not."""
    if not spreads:
        return []
    written = ", ".join(f"{name}: {100 * sd:g}%" for name, sd in spreads.items())
    whole = f"regions: {{{written}}}"
    return [f"the file does not say how much regions differ: taken is `{whole}`"]


def _show(run: Run, count: str | None, options: dict[str, Any], requirements: list[Any]) -> int:
    """Print the analysis and what became of the requirements; returns the exit code."""
    from orgsim.analysis.regions import regions
    from orgsim.cli.regions_table import regions_table

    found = regions(run, count=count, measures=options["measures"] or None, everything=options["everything"])
    return show_analysis(
        run,
        found,
        lambda: regions_table(found),
        options,
        requirements,
        {"Draw it:": f"orgsim plot {shown(run.path)} funnel"},
    )
