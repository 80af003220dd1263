"""Verdicts as a table for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from orgsim.analysis.natural import NOTHING, natural_difference
from orgsim.cli.table import aligned

if TYPE_CHECKING:
    from orgsim.analysis.rank import Share
    from orgsim.analysis.statistics import Difference
    from orgsim.analysis.verdict import Verdict, Verdicts
    from orgsim.experiment import Definition


def verdict_tables(found: Verdicts) -> str:
    """Return a table for each variant compared, and what its columns are."""
    others = dict.fromkeys(one.variant for one in found.rows)
    blocks = [_block([one for one in found.rows if one.variant == variant]) for variant in others]
    return "\n\n".join([*blocks, f"({'; '.join(_notes(found))})"])


def _block(rows: list[Verdict]) -> str:
    switched = any(one.behaviours_off is not None for one in rows)
    header = ["", "difference (95% CI)", "verdict", "holds in", "for sure", *(["behaviours off"] if switched else [])]
    lines = [
        [
            one.measure.name, _difference(one.difference, one.measure), one.said, _share(one.holds),
            f"{100 * one.holds_for_sure.value:.0f}%" if one.holds_for_sure.n else NOTHING, *([_off(one)] if switched else []),
        ]
        for one in rows
    ]  # fmt: skip
    return f"Is {rows[0].variant} better than {rows[0].against}?\n{aligned([header, *lines])}"


def _off(one: Verdict) -> str:
    if one.behaviours_off is None:
        return NOTHING
    mean = one.behaviours_off.mean
    return f"{natural_difference(mean, mean, mean, one.measure.unit).partition(' (')[0]}, {one.without}"


def _difference(one: Difference, measure: Definition) -> str:
    return natural_difference(one.mean, one.low, one.high, measure.unit)


def _share(one: Share) -> str:
    return f"{100 * one.value:.0f}% ({100 * one.low:.0f} to {100 * one.high:.0f})" if one.n else NOTHING


def _notes(found: Verdicts) -> Iterator[str]:
    told = found.found
    yield f"same people everywhere; {told.replications} replications at each setting, seed {told.seed}"
    yield (
        f"holds in: share of {len(told.points)} points all over the box of {len(told.parameters)} plausible ranges at which the "
        "difference has the same sign, with its 95% interval; for sure: and its own 95% interval leaves out zero"
    )
    if any(one.behaviours_off is not None for one in found.rows):
        yield "behaviours off: the same with every behaviour off, the helpful ones too"
