"""A sensitivity analysis as tables for people: where verdicts hold, and what moves them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from orgsim.analysis.natural import NOTHING, natural_difference
from orgsim.cli.table import aligned

if TYPE_CHECKING:
    from orgsim.analysis.rank import Correlation, Share
    from orgsim.analysis.sensitivity import Sensitivity
    from orgsim.analysis.statistics import Difference
    from orgsim.experiment import Definition, Run


def sensitivity_tables(found: Sensitivity, run: Run, *, closer: bool) -> str:
    """Return a table of verdicts for each comparison, and one of parameters for each chief measure (or all)."""
    from orgsim.analysis.sensitivity import chief_measures

    chief = found.measures if closer else chief_measures(found, run.variant(found.against))
    others = [one.id for one in found.variants if one.id != found.against]
    blocks = [_verdicts(found, one) for one in others if found.robust]
    for measure in chief:
        blocks += [_parameters(found, measure, one, found.against) for one in others]
        blocks += [] if others else [_parameters(found, measure, found.against, "")]
    return "\n\n".join([*blocks, _footnote(found)])


def _verdicts(found: Sensitivity, variant: str) -> str:
    """Every measure with a better direction: in what share of the box the variant is better, and worse."""
    names = {one.id: one for one in found.measures}
    title = f"At what share of the points is {variant} better or worse than {found.against}?"
    header = ["", "as the file has it", "better", "for sure", "worse", "for sure"]
    rows = [
        [names[one.measure].name, _difference(one.base, names[one.measure]), _with_interval(one.better),
         *map(_share, (one.better_for_sure, one.worse, one.worse_for_sure))]
        for one in found.robust
        if one.variant == variant and one.points
    ]  # fmt: skip
    return f"{title}\n{aligned([header, *rows])}"


def _parameters(found: Sensitivity, measure: Definition, variant: str, against: str) -> str:
    """One measure: every parameter, those that move it most first."""
    swings = {one.parameter: one for one in found.tornado(measure.id, variant, against)}
    ranks = {one.parameter: one for one in found.ranked(measure.id, variant, against)}
    box = {one.id: one for one in found.parameters}
    what = f"{variant} less {against}" if against else f"{variant}, less what it is as the file has it"
    header = ["", "from", "to", *(("at the low end", "at the high end") if swings else ()),
              *(("partial rank corr.",) if ranks else ())]  # fmt: skip
    rows = []
    for name in swings or ranks:
        ends = [_difference(one, measure) for one in (swings[name].low, swings[name].high)] if swings else []
        rank = [_correlation(ranks[name].partial)] if ranks else []
        rows.append([box[name].name, box[name].low_said, box[name].high_said, *ends, *rank])
    return f"{measure.name}: {what}\n{aligned([header, *rows])}"


def _difference(one: Difference, measure: Definition) -> str:
    return natural_difference(one.mean, one.low, one.high, measure.unit)


def _share(one: Share) -> str:
    return f"{100 * one.value:.0f}%"


def _with_interval(one: Share) -> str:
    return f"{_share(one)} ({100 * one.low:.0f} to {100 * one.high:.0f})"


def _correlation(one: Correlation) -> str:
    if math.isnan(one.value):
        return NOTHING
    interval = "" if math.isnan(one.low) else f" ({one.low:+.2f} to {one.high:+.2f})"
    return f"{one.value:+.2f}{interval}"


def _footnote(found: Sensitivity) -> str:
    return f"({'; '.join(_notes(found))})"


def _notes(found: Sensitivity) -> Iterator[str]:
    yield f"same people everywhere; {found.replications} replications at each setting, seed {found.seed}"
    if found.points:
        yield (
            f"shares of {len(found.points)} points all over the box, with 95% intervals; "
            "for sure: the paired 95% interval leaves out zero"
        )
