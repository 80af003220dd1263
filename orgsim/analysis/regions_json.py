"""A run of regions as plain values and as a table, in a fixed order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orgsim.analysis.as_json import difference_json, estimate_json, plain
from orgsim.experiment.tables import number, write_table

if TYPE_CHECKING:
    from orgsim.analysis.regions import Across, Regions, Variation
    from orgsim.experiment import Run

_PARTS = ("demand", "staff", "need", "misjudged", "optimum")
_REGIONS = ("variant", "region", "count", "basis", "year", *_PARTS, "observed", "expected")
Row = tuple[str | int, ...]


def regions_json(found: Regions) -> dict[str, Any]:
    """Return the whole analysis."""
    from orgsim.analysis.regions import JSON_SCHEMA

    return {
        "schema": JSON_SCHEMA,
        "run": found.run,
        "seed": found.seed,
        "replications": found.replications,
        "against": found.against,
        "variants": [{"id": one.id, "name": one.name} for one in found.variants],
        "count": found.count,
        "regions": {label: dict(one) for label, one in found.regions.items()},
        "variation": [_variation(one) for one in found.variations],
        "across": [_across(one) for one in found.across],
    }


def _variation(one: Variation) -> dict[str, Any]:
    return {
        "variant": one.counted.variant,
        "basis": one.counted.basis,
        "systematic_component": estimate_json(one.component),
        "difference": difference_json(one.difference) if one.difference else None,
        "ratios": [plain(ratio) for ratio in one.counted.ratios],
    }


def _across(one: Across) -> dict[str, Any]:
    return {
        "measure": one.measure, "variant": one.variant, "mean": plain(one.mean), "lowest": plain(one.lowest),
        "highest": plain(one.highest), "sd": plain(one.sd),
        "difference": difference_json(one.difference) if one.difference else None,
    }  # fmt: skip


def write_regions(run: Run) -> dict[str, str]:
    """Write the table of a run of regions. Returns its SHA-256 by name; raises StoreError."""
    from orgsim.analysis.regions import common, regions

    rows = _rows(regions(run)) if common(run) else iter(())
    return {"regions.csv": write_table(run.path, "regions.csv", _REGIONS, rows)}


def _rows(found: Regions) -> Iterator[Row]:
    labels = list(found.regions)
    for one in (variation.counted for variation in found.variations):
        for place, label in enumerate(labels):
            what = [number(found.regions[label][part]) for part in _PARTS]
            for year, (seen, wanted) in enumerate(zip(one.observed, one.expected, strict=True), 1):
                expected = number(wanted[place]) if math.isfinite(wanted[place]) else ""
                yield (one.variant, label, found.count, one.basis, year, *what, seen[place], expected)
