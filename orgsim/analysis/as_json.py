"""Comparisons and fates as JSON: plain values with a schema version, None where there is no number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison, MeasureComparison
    from orgsim.analysis.fates import Fates
    from orgsim.analysis.statistics import Difference, Estimate
    from orgsim.analysis.sweep import Line, Sweep


def plain(value: float) -> float | None:
    """Return None for NaN, which JSON does not have."""
    return None if math.isnan(value) else value


def estimate_json(found: Estimate) -> dict[str, Any]:
    """Return mean, 95% interval, sd and the number of replications."""
    return {
        "mean": plain(found.mean),
        "low": plain(found.low),
        "high": plain(found.high),
        "sd": plain(found.sd),
        "n": found.n,
    }


def difference_json(found: Difference) -> dict[str, Any]:
    """Return mean, 95% interval, pairs better and in all; ``holm`` where it is part of the family shown."""
    adjusted = None
    if not math.isnan(found.holm_p):
        adjusted = {"low": plain(found.holm_low), "high": plain(found.holm_high), "p": plain(found.holm_p)}
    return {
        "mean": plain(found.mean),
        "low": plain(found.low),
        "high": plain(found.high),
        "better_in": found.better_in,
        "n": found.n,
        "p": plain(found.p),
        "holm": adjusted,
    }


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """Return a whole comparison; ``measures`` in display order."""
    from orgsim.analysis.compare import JSON_SCHEMA

    return {
        "schema": JSON_SCHEMA,
        "scenario": comparison.name,
        "run": comparison.run,
        "seed": comparison.seed,
        "replications": comparison.replications,
        "setting": comparison.setting,
        "against": comparison.against,
        "variants": [{"id": one.id, "name": one.name} for one in comparison.variants],
        "measures": [_measure_json(one, comparison.shown) for one in comparison.measures],
        "warnings": list(comparison.warnings),
    }


def _measure_json(one: MeasureComparison, shown: tuple[str, ...]) -> dict[str, Any]:
    return {
        "measure": one.definition.id,
        "name": one.definition.name,
        "unit": one.definition.unit,
        "better": one.definition.better,
        "shown": one.definition.id in shown,
        "variants": {variant: estimate_json(found) for variant, found in one.estimates.items()},
        "differences": {variant: difference_json(found) for variant, found in one.differences.items()},
    }


def fates_json(found: Fates) -> dict[str, Any]:
    """Return the cross-table of ends of two variants, and what each change cost in minutes."""
    return {
        "against": found.against,
        "variant": found.variant,
        "visits": plain(found.visits.mean),
        "n": found.visits.n,
        "cells": [
            {
                found.against: cell.before,
                found.variant: cell.after,
                "count": estimate_json(cell.count),
                "share": estimate_json(cell.share),
                "extra_minutes": estimate_json(cell.extra_minutes),
            }
            for cell in found.cells
        ],
    }


def sweep_json(sweep: Sweep) -> dict[str, Any]:
    """Return a whole sweep: a line for each setting and variant."""
    from orgsim.analysis.sweep import JSON_SCHEMA

    return {
        "schema": JSON_SCHEMA,
        "run": sweep.run,
        "seed": sweep.seed,
        "against": sweep.against,
        "paths": list(sweep.paths),
        "measures": [
            {"id": one.id, "name": one.name, "unit": one.unit, "better": one.better} for one in sweep.measures
        ],
        "lines": [_line_json(one) for one in sweep.lines],
    }


def _line_json(line: Line) -> dict[str, Any]:
    return {
        "setting": line.setting,
        "point": dict(line.point),
        "variant": line.variant,
        "replications": line.replications,
        "estimates": {measure: estimate_json(found) for measure, found in line.estimates.items()},
        "differences": {measure: difference_json(found) for measure, found in line.differences.items()},
    }
