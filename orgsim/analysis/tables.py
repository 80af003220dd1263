"""``summary.csv`` and ``comparison.csv``: rebuilt from the store in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from orgsim.analysis.statistics import estimate, paired, quantile
from orgsim.experiment import Run
from orgsim.experiment.folder import note_tables
from orgsim.experiment.records import Definition
from orgsim.experiment.tables import number, write_table

_SUMMARY = ("variant", "setting", "measure", "group", "unit", "n", "mean", "sd", "low", "high", "median", "p90")
_COMPARISON = (
    "variant", "against", "setting", "measure", "group", "unit", "n", "variant_mean", "against_mean",
    "difference", "low", "high", "p", "better_in",
)  # fmt: skip
Table = dict[tuple[str, str, str, str], dict[int, float]]
"""(variant, setting, measure, group) to replication to value."""


def write_tables(run: Run) -> None:
    """Write both tables, and those of runs of sensitivity, conflicts or regions, and note them. Raises StoreError."""
    values = _values(run)
    found = {
        "summary.csv": write_table(run.path, "summary.csv", _SUMMARY, _summary(run, values)),
        "comparison.csv": write_table(run.path, "comparison.csv", _COMPARISON, _comparison(run, values)),
    }
    if "sensitivity" in run.manifest:
        from orgsim.analysis.sensitivity_json import write_sensitivity

        found |= write_sensitivity(run)
    if "conflicts" in run.manifest:
        from orgsim.analysis.conflict_json import write_conflicts

        found |= write_conflicts(run)
    if "regions" in run.manifest:
        from orgsim.analysis.regions_json import write_regions

        found |= write_regions(run)
    run.manifest = note_tables(run.path, found)


def _values(run: Run) -> Table:
    found: Table = {}
    for key, row in run.values():
        found.setdefault((key.variant, key.setting, row.measure, row.group), {})[key.replication] = row.value
    return found


def _rows(run: Run, values: Table) -> list[tuple[Definition, str]]:
    """Return every measure and group that has values, in display order."""
    present = {(measure, group) for _, _, measure, group in values}
    groups: dict[str, list[str]] = {}
    for measure, group in sorted(present):
        groups.setdefault(measure, []).append(group)
    return [(one, group) for one in run.definitions for group in groups.get(one.id, [])]


def _summary(run: Run, values: Table) -> Iterator[tuple[str | int, ...]]:
    rows = _rows(run, values)
    for variant, setting, (one, group) in product(run.variants, run.settings, rows):
        found = values.get((variant.id, setting, one.id, group))
        if found is None:
            continue
        mean = estimate(found.values())
        numbers = (mean.mean, mean.sd, mean.low, mean.high, *(quantile(found.values(), q) for q in (0.5, 0.9)))
        yield (variant.id, setting, one.id, group, one.unit, mean.n, *map(number, numbers))


def _comparison(run: Run, values: Table) -> Iterator[tuple[str | int, ...]]:
    rows = _rows(run, values)
    for variant, setting, (one, group) in product(run.variants, run.settings, rows):
        if variant.id == run.against:
            continue
        mine = values.get((variant.id, setting, one.id, group))
        theirs = values.get((run.against, setting, one.id, group))
        if mine is None or theirs is None:
            continue
        found = paired(mine, theirs, one.better)
        means = estimate(mine.values()).mean, estimate(theirs.values()).mean
        numbers = (*means, found.mean, found.low, found.high, found.p)
        better = "" if found.better_in is None else found.better_in
        yield (
            variant.id, run.against, setting, one.id, group, one.unit, found.n, *map(number, numbers), better
        )  # fmt: skip
