"""A sensitivity analysis as plain values and as tables, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orgsim.analysis.as_json import difference_json, plain
from orgsim.experiment.tables import number, write_table

if TYPE_CHECKING:
    from orgsim.analysis.rank import Correlation, Share
    from orgsim.analysis.sensitivity import Sensitivity
    from orgsim.analysis.statistics import Difference
    from orgsim.experiment import Run

_ENDS = ("low", "base", "high")
_TORNADO = (
    "parameter", "variant", "against", "measure", "unit", "low_value", "base_value", "high_value", "parameter_unit",
    *(f"{part}_at_{end}" for end in _ENDS for part in ("n", "difference", "low", "high")),
)  # fmt: skip
_RANKS = (
    "parameter", "variant", "against", "measure", "points", "spearman", "spearman_low", "spearman_high",
    "partial", "partial_low", "partial_high",
)  # fmt: skip
_SIGNS = ("better", "worse", "better_for_sure", "worse_for_sure")
_ROBUST = (
    "variant", "against", "measure", "points", "base_difference", "base_low", "base_high",
    *(f"{sign}{part}" for sign in _SIGNS for part in ("", "_share", "_low", "_high")),
)  # fmt: skip


def sensitivity_json(found: Sensitivity) -> dict[str, Any]:
    """Return the whole analysis."""
    from orgsim.analysis.sensitivity import JSON_SCHEMA

    return {
        "schema": JSON_SCHEMA,
        "run": found.run,
        "seed": found.seed,
        "replications": found.replications,
        "against": found.against,
        "variants": [{"id": one.id, "name": one.name} for one in found.variants],
        "parameters": [
            {"id": one.id, "name": one.name, "paths": list(one.paths), "unit": one.unit, "low": one.low,
             "base": one.base, "high": one.high, "source": one.source, "why": one.why}
            for one in found.parameters
        ],
        "measures": [
            {"id": one.id, "name": one.name, "unit": one.unit, "better": one.better} for one in found.measures
        ],
        "points": {label: dict(numbers) for label, numbers in found.points.items()},
        "one_at_a_time": [
            {"parameter": one.parameter, "measure": one.measure, "variant": one.variant, "against": one.against or None,
             "low": difference_json(one.low), "base": difference_json(one.base) if one.base else None,
             "high": difference_json(one.high)}
            for one in found.swings
        ],
        "rank_correlations": [
            {"parameter": one.parameter, "measure": one.measure, "variant": one.variant, "against": one.against or None,
             "spearman": _correlation(one.spearman), "partial": _correlation(one.partial)}
            for one in found.ranks
        ],
        "sign_robustness": [
            {"measure": one.measure, "variant": one.variant, "against": one.against, "points": one.points,
             "base": difference_json(one.base), **{sign: _share(getattr(one, sign)) for sign in _SIGNS}}
            for one in found.robust
        ],
    }  # fmt: skip


def _correlation(one: Correlation) -> dict[str, Any]:
    return {"value": plain(one.value), "low": plain(one.low), "high": plain(one.high), "n": one.n}


def _share(one: Share) -> dict[str, Any]:
    return {"count": one.count, "share": plain(one.value), "low": plain(one.low), "high": plain(one.high)}


def write_sensitivity(run: Run) -> dict[str, str]:
    """Write the tables of a sensitivity run, over all its measures. Returns the SHA-256 of each; raises StoreError."""
    from orgsim.analysis.sensitivity import sensitivity

    found = sensitivity(run, everything=True)
    return {
        name: write_table(run.path, name, header, rows)
        for name, header, rows in (
            ("points.csv", ("setting", "parameter", "value", "unit"), _point_rows(found)),
            ("tornado.csv", _TORNADO, _tornado_rows(found)),
            ("rank_correlation.csv", _RANKS, _rank_rows(found)),
            ("sign_robustness.csv", _ROBUST, _robust_rows(found)),
        )
    }


Row = tuple[str | int, ...]


def _point_rows(found: Sensitivity) -> Iterator[Row]:
    units = {one.id: one.unit for one in found.parameters}
    for setting, numbers in found.points.items():
        yield from ((setting, name, number(value), units[name]) for name, value in numbers.items())


def _tornado_rows(found: Sensitivity) -> Iterator[Row]:
    box = {one.id: one for one in found.parameters}
    units = {one.id: one.unit for one in found.measures}
    for one in found.swings:
        of = box[one.parameter]
        ends = [cell for end in (one.low, one.base, one.high) for cell in _difference(end)]
        yield (one.parameter, one.variant, one.against, one.measure, units[one.measure], number(of.low),
               number(of.base), number(of.high), of.unit, *ends)  # fmt: skip


def _difference(one: Difference | None) -> Row:
    return (one.n, *map(number, (one.mean, one.low, one.high))) if one else ("", "", "", "")


def _rank_rows(found: Sensitivity) -> Iterator[Row]:
    for one in found.ranks:
        numbers = [getattr(kind, part) for kind in (one.spearman, one.partial) for part in ("value", "low", "high")]
        yield (one.parameter, one.variant, one.against, one.measure, one.spearman.n, *map(number, numbers))


def _robust_rows(found: Sensitivity) -> Iterator[Row]:
    for one in found.robust:
        yield (one.variant, one.against, one.measure, one.points,
               *map(number, (one.base.mean, one.base.low, one.base.high)),
               *(cell for sign in _SIGNS for cell in _share_cells(getattr(one, sign))))  # fmt: skip


def _share_cells(one: Share) -> Row:
    return (one.count, *map(number, (one.value, one.low, one.high)))
