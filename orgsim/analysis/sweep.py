"""A sweep at a glance: every measure in every variant at every setting, and the difference made there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orgsim.analysis.compare import known_measure
from orgsim.analysis.headlines import headline_ids
from orgsim.analysis.statistics import Difference, Estimate, estimate, paired
from orgsim.experiment import Definition, Run

JSON_SCHEMA = "orgsim.sweep/1"
Values = dict[tuple[str, str, str], dict[int, float]]
"""(setting, variant, measure) to replication to value."""


@dataclass(frozen=True)
class Line:
    """One variant at one setting. ``differences`` are to the run's ``against`` at the same setting, on the same people."""

    setting: str
    point: Mapping[str, Any]
    variant: str
    replications: int
    estimates: Mapping[str, Estimate]
    differences: Mapping[str, Difference]


@dataclass(frozen=True)
class Sweep:
    """All lines, in the order of settings and variants, for the measures that are shown."""

    run: str
    seed: int
    against: str
    paths: tuple[str, ...]
    measures: tuple[Definition, ...]
    lines: tuple[Line, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the sweep as plain values (None for NaN): the contract of ``orgsim sweep --json``."""
        from orgsim.analysis.as_json import sweep_json

        return sweep_json(self)


def sweep(run: Run, *, measures: Iterable[str] | None = None, everything: bool = False) -> Sweep:
    """Gather a run by setting and variant, for its headline measures or those asked for.

    Raises UnknownMeasureError.
    """
    shown = shown_measures(run, measures, everything=everything)
    values = values_by_setting(run, {one.id for one in shown})
    shown = tuple(one for one in shown if any(measure == one.id for _, _, measure in values))
    points = dict(zip(run.settings, run.points, strict=True))
    done = Counter((one.key.setting, one.key.variant) for one in run.replications() if one.status == "done")
    lines = tuple(
        _line(run, values, shown, (setting, variant.id), points[setting], done)
        for setting in run.settings
        for variant in run.variants
    )
    paths = tuple(dict.fromkeys(path for point in run.points for path in point))
    return Sweep(run.path.name, run.seed, run.against, paths, shown, lines)


def shown_measures(run: Run, measures: Iterable[str] | None, *, everything: bool) -> tuple[Definition, ...]:
    """Return the measures asked for, all, or the headlines. Raises UnknownMeasureError."""
    known = {one.id: one for one in run.definitions}
    if measures is not None:
        return tuple(known[known_measure(one, known)] for one in measures)
    if everything:
        return run.definitions
    return tuple(known[one] for one in headline_ids(run.definitions))


def values_by_setting(run: Run, measures: set[str]) -> Values:
    """Read the store once: a sweep has too many values to look them up one by one."""
    found: Values = {}
    for key, measure, value in run.overall(measures):
        found.setdefault((key.setting, key.variant, measure), {})[key.replication] = value
    return found


def _line(
    run: Run,
    values: Values,
    shown: tuple[Definition, ...],
    place: tuple[str, str],
    point: Mapping[str, Any],
    done: Mapping[tuple[str, str], int],
) -> Line:
    setting, variant = place
    mine = {one.id: values.get((setting, variant, one.id), {}) for one in shown}
    theirs = {one.id: values.get((setting, run.against, one.id), {}) for one in shown}
    differences = {one.id: paired(mine[one.id], theirs[one.id], one.better) for one in shown}
    return Line(
        setting,
        point,
        variant,
        done.get(place, 0),
        {measure: estimate(found.values()) for measure, found in mine.items()},
        {} if variant == run.against else differences,
    )
