"""A diagnosis in words: the warm-up first, then each measure and each difference."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from orgsim.analysis.natural import natural, natural_difference, natural_interval
from orgsim.plots.words import duration, listed

if TYPE_CHECKING:
    from orgsim.analysis.diagnose import Diagnosis, Enough, Settled
    from orgsim.scenario.schema.variant import Words

MOST = 10_000
"""Replications beyond which the number is not said: nobody will run them."""


def lines(found: Diagnosis, names: Mapping[str, str], words: Words) -> Iterator[str]:
    """Say a diagnosis line by line; ``names`` of the variants."""
    yield click.style("Is the warm-up long enough?", bold=True)
    yield from _warm_up(found, names, words)
    for difference, question in ((False, "Enough replications for each mean?"), (True, "And for each difference?")):
        rows = [one for one in found.enough if one.difference is difference]
        if rows:
            yield ""
            yield click.style(question, bold=True)
            for one in rows:
                yield f"  {one.measure.name}, {_of(one, found, names)}: {_enough(one)}"


def _of(one: Enough, found: Diagnosis, names: Mapping[str, str]) -> str:
    name = names[one.variant]
    return f"{name} against {names[found.against]}" if one.difference else name


def _warm_up(found: Diagnosis, names: Mapping[str, str], words: Words) -> Iterator[str]:
    if not found.settled:
        yield "  The run does not hold its warm-up, since an older orgsim made it. Run it again with --fresh."
        return
    for one in found.inside:
        yield f"  {words.visits} inside, {names[one.variant]}: {said(one)}"
    for variant, name in names.items():
        late = [one for one in found.settled if one.variant == variant and one.pool and not one.found.long_enough]
        if late:
            pools = [f"`{one.pool}` ({_point(one)})" for one in late]
            yield f"  {name}: places and staff to look at, since they settle later or not: {listed(pools)}"


def said(one: Settled) -> str:
    """Say whether the warm-up is long enough for one series."""
    declared = duration(one.found.warm_up * 60)
    if one.found.settled is None:
        return (
            f"it does not settle in the first half of {duration(len(one.found.mean) * 60)}: "
            "a longer run, or a system that never settles"
        )
    if one.found.long_enough:
        return f"yes. MSER-5 would leave out {_point(one)}, the warm-up is {declared}"
    return f"too short. MSER-5 would leave out {_point(one)}, the warm-up is only {declared}"


def _point(one: Settled) -> str:
    if one.found.settled is None:
        return "does not settle"
    return "nothing" if one.found.settled == 0 else duration(one.found.settled * 60)


def _enough(one: Enough) -> str:
    last, unit = one.found.last, one.measure.unit
    if last.n < 2:
        return "one replication has no interval: run at least 10"
    if one.difference:
        return _difference(one)
    value = natural_interval(last.mean, last.low, last.high, unit)
    return f"{value} from {last.n}; {_needs(one)}"


def _difference(one: Enough) -> str:
    last = one.found.last
    value = natural_difference(last.mean, last.low, last.high, one.measure.unit)
    if one.asked:
        return f"{value} from {last.n}; {_needs(one)}"
    if not one.found.straddles:
        return f"{value} from {last.n}; it is not 0"
    if last.mean == 0:
        return f"{value} from {last.n}; no difference to be seen"
    return f"{value} from {last.n}; undecided; if it stays what it is, to tell it from 0 {_about(one)}"


def _needs(one: Enough) -> str:
    if math.isnan(one.wanted):
        return "no half-width can be asked of a mean of 0"
    want = f"a half-width of {_bound(one)}"
    return f"{want} is reached" if one.met else f"{want} {_about(one)}"


def _about(one: Enough) -> str:
    needed = one.needed
    if needed is None or needed > MOST:
        return f"needs more than {MOST:,} replications"
    return f"needs about {needed:,} replications"


def _bound(one: Enough) -> str:
    if one.measure.unit == "share":
        return f"{100 * one.wanted:.2g} pt"
    return natural(one.wanted, one.measure.unit)
