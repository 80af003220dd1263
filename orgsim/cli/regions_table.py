"""A run of regions as text for people: how much is more than chance, each region, and measures over the regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural, natural_difference
from orgsim.cli.table import aligned

if TYPE_CHECKING:
    from orgsim.analysis.regions import Across, Regions, Variation
    from orgsim.analysis.statistics import Difference

MOST_REGIONS = 40
_COLUMNS = 4


def regions_table(found: Regions) -> str:
    """Return the blocks of text, and what the numbers are."""
    blocks = [
        f"How much regions differ beyond chance ({found.count})\n{aligned(list(_variations(found)))}",
        f"Observed over expected, region by region\n{aligned(list(_each(found)))}",
        *([f"Over the regions\n{aligned(list(_measures(found)))}"] if found.across else []),
        _footnote(found),
    ]
    return "\n\n".join(blocks)


def _variations(found: Regions) -> Iterator[list[str]]:
    yield ["", "SCV (95% CI)", f"less {found.against}", "highest / lowest region"]
    for one in found.variations:
        yield [f"{one.counted.variant}, {one.counted.basis}", _component(one), _less(one.difference), _extremes(one)]


def _component(one: Variation) -> str:
    found = one.component
    return f"{found.mean:.2f} ({found.low:.2f} to {found.high:.2f})" if found.n > 1 else f"{found.mean:.2f}"


def _less(difference: Difference | None) -> str:
    if difference is None:
        return ""
    return f"{difference.mean:+.2f} ({difference.low:.2f} to {difference.high:.2f})"


def _extremes(one: Variation) -> str:
    low, high = min(one.counted.ratios), max(one.counted.ratios)
    return f"{high:.2f} / {low:.2f} = {high / low:.2f}" if low > 0 else f"{high:.2f} / {low:.2f}"


def _each(found: Regions) -> Iterator[list[str]]:
    columns = found.variations[:_COLUMNS]
    yield ["", "demand", "staff", "need", *(f"{one.counted.variant}, {one.counted.basis}" for one in columns)]
    for place, (label, what) in enumerate(list(found.regions.items())[:MOST_REGIONS]):
        ratios = [one.counted.ratios[place] for one in columns]
        yield [label, *(f"{what[part]:.2f}" for part in ("demand", "staff", "need")), *(f"{one:.2f}" for one in ratios)]


def _measures(found: Regions) -> Iterator[list[str]]:
    yield ["", "variant", "mean", "lowest", "highest", f"less {found.against}"]
    known = {one.id: one for one in found.measures}
    for one in found.across:
        measure = known[one.measure]
        numbers = [natural(value, measure.unit) for value in (one.mean, one.lowest, one.highest)]
        yield [measure.name, one.variant, *numbers, _change(one, measure.unit)]


def _change(one: Across, unit: str) -> str:
    found = one.difference
    return natural_difference(found.mean, found.low, found.high, unit) if found else ""


def _footnote(found: Regions) -> str:
    return (
        f"(the same {len(found.regions)} regions for every variant, {found.replications} replications, seed {found.seed}; SCV: "
        "systematic component of variation x 100 of McPherson et al. 1982, 0 for chance alone; expected per head: all "
        "regions alike; per visit: the mean rate over the regions; intervals are over replications of these regions, not over "
        "other regions)"
    )
