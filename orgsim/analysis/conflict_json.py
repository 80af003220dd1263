"""An analysis of conflicts as plain values and as tables, in a fixed order."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orgsim.analysis.as_json import difference_json, plain
from orgsim.experiment.tables import number, write_table

if TYPE_CHECKING:
    from orgsim.analysis.conflict import Conflicts, TargetInfo
    from orgsim.analysis.conflict_reader import Effect
    from orgsim.analysis.pairs import PairOfTargets
    from orgsim.experiment import Run

_EFFECTS = (
    "variant", "kind", "targets", "measure", "unit", "n", "effect", "low", "high", "p",
    "holm_low", "holm_high", "holm_p", "size",
)  # fmt: skip
_PAIRS = ("variant", "pair", "verdict", "kind", "targets", "measure", "of", "better", "overlap")
Row = tuple[str | int, ...]


def conflicts_json(found: Conflicts) -> dict[str, Any]:
    """Return the whole analysis."""
    from orgsim.analysis.conflict import JSON_SCHEMA

    return {
        "schema": JSON_SCHEMA,
        "run": found.run,
        "seed": found.seed,
        "replications": found.replications,
        "design": found.design,
        "variants": [{"id": one.id, "name": one.name} for one in found.variants],
        "measures": [
            {"id": one.id, "name": one.name, "unit": one.unit, "better": one.better} for one in found.measures
        ],
        "targets": {variant: [_target(one) for one in own] for variant, own in found.targets.items()},
        "effects": [_effect(one) for one in found.effects],
        "pairs": [_pair(one) for one in found.pairs],
    }


def _target(one: TargetInfo) -> dict[str, Any]:
    channels = [{"behaviour": by.behaviour, "do": by.does, "acts_per_day": plain(by.acts)} for by in one.channels]
    return {"id": one.id, "name": one.name, "pressure": one.pressure, "measure": one.measure, "channels": channels}


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "variant": one.variant, "kind": one.kind, "targets": list(one.targets), "measure": one.measure,
        "effect": difference_json(one.found), "size": one.size if math.isfinite(one.size) else None,
    }  # fmt: skip


def _pair(pair: PairOfTargets) -> dict[str, Any]:
    signs = [
        {"kind": one.effect.kind, "targets": list(one.effect.targets), "measure": one.effect.measure, "of": one.of,
         "better": one.better, "overlap": one.overlap}
        for one in pair.signs
    ]  # fmt: skip
    return {"variant": pair.variant, "targets": list(pair.targets), "verdict": pair.verdict, "signs": signs}


def write_conflicts(run: Run) -> dict[str, str]:
    """Write the tables of a run of conflicts. Returns the SHA-256 of each; raises StoreError.

    Effects on all measures are written; the verdicts, and the adjusted intervals they rest on, are those of the
    measures that are shown first.
    """
    from orgsim.analysis.conflict import conflicts

    found = conflicts(run)
    return {
        "conflicts.csv": write_table(run.path, "conflicts.csv", _EFFECTS, _effect_rows(found, run)),
        "pairs.csv": write_table(run.path, "pairs.csv", _PAIRS, _pair_rows(found)),
    }


def _effect_rows(found: Conflicts, run: Run) -> Iterator[Row]:
    from orgsim.analysis.conflict import conflicts

    units = {one.id: one.unit for one in run.definitions}
    first = {(one.variant, one.kind, one.targets, one.measure): one.found for one in found.effects}
    for one in conflicts(run, everything=True).effects:
        place = (one.variant, one.kind, one.targets, one.measure)
        adjusted = first.get(place)
        holm = (adjusted.holm_low, adjusted.holm_high, adjusted.holm_p) if adjusted else (math.nan,) * 3
        numbers = (one.found.mean, one.found.low, one.found.high, one.found.p, *holm, one.size)
        cells = [number(value) if math.isfinite(value) else "" for value in numbers]
        yield (one.variant, one.kind, "+".join(one.targets), one.measure, units[one.measure], one.found.n, *cells)


def _pair_rows(found: Conflicts) -> Iterator[Row]:
    said = {True: "yes", False: "no", None: ""}
    for pair in found.pairs:
        for one in pair.signs:
            yield (pair.variant, "+".join(pair.targets), pair.verdict, one.effect.kind, "+".join(one.effect.targets),
                   one.effect.measure, one.of, said[one.better], said[one.overlap])  # fmt: skip
