"""A verdict with its doubt: how large the difference is, where in the plausible box it holds, and without behaviours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from orgsim.analysis.rank import Share
from orgsim.analysis.sensitivity import Sensitivity, sensitivity
from orgsim.analysis.statistics import Difference
from orgsim.analysis.sweep import values_by_setting
from orgsim.analysis.swings import Reader
from orgsim.experiment import Definition, Run, StoreError

JSON_SCHEMA = "orgsim.verdict/1"
KEY = "without_behaviours"
"""What a run of a verdict says besides, among what it says about its box: the label of the setting, or None."""
BETTER, WORSE, UNDECIDED = "better", "worse", "undecided"


@dataclass(frozen=True)
class Verdict:
    """One measure of ``variant`` less ``against``, on the same people.

    ``said``: better or worse where the paired 95% interval leaves out zero, else undecided. ``holds``: at how many of the
    points of the box the mean difference has the same sign. ``behaviours_off``: the difference where nobody responds to
    any target (None where no variant has a behaviour that is on).
    """

    measure: Definition
    variant: str
    against: str
    difference: Difference
    said: str
    holds: Share
    holds_for_sure: Share
    behaviours_off: Difference | None

    @property
    def without(self) -> str:
        """What is said with all behaviours off: better, worse or undecided ("" where there is nothing to switch off)."""
        return "" if self.behaviours_off is None else said_of(self.behaviours_off, self.measure)


@dataclass(frozen=True)
class Verdicts:
    """The verdicts of a run, and what they are made from."""

    found: Sensitivity
    rows: tuple[Verdict, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values (None for NaN): the contract of ``orgsim verdict --json``."""
        told = self.found
        return {
            "schema": JSON_SCHEMA, "run": told.run, "seed": told.seed, "replications": told.replications,
            "against": told.against, "points": len(told.points), "parameters": [one.id for one in told.parameters],
            "verdicts": [_json(one) for one in self.rows],
        }  # fmt: skip


def verdicts(run: Run, *, measures: Iterable[str] | None = None, everything: bool = False) -> Verdicts:
    """Judge the headline measures of a run of ``orgsim verdict`` that have a better direction, or those asked for.

    Raises StoreError for a run that is none, UnknownMeasureError.
    """
    told = run.manifest.get("sensitivity") or {}
    if KEY not in told:
        raise StoreError(f"{run.path} is not a run of a verdict", "make one with `orgsim verdict FILE`")
    found = sensitivity(run, measures=measures, everything=everything)
    known = {one.id: one for one in found.measures}
    reader = Reader(run, values_by_setting(run, set(known)), found.parameters, {}, found.points)
    rows = []
    for one in found.robust:
        measure = known[one.measure]
        if measures is None and math.isnan(one.base.mean):  # nothing of the kind happens in this scenario
            continue
        off = reader.between(measure, one.variant, one.against, told[KEY]) if told[KEY] else None
        good = _is_better(one.base, measure)
        rows.append(
            Verdict(
                measure, one.variant, one.against, one.base, said_of(one.base, measure),
                one.better if good else one.worse, one.better_for_sure if good else one.worse_for_sure, off,
            )
        )  # fmt: skip
    return Verdicts(found, tuple(rows))


def said_of(one: Difference, measure: Definition) -> str:
    """Say what a difference says: its interval leaves out zero on the good side, on the bad side, or not at all."""
    if not (one.low > 0 or one.high < 0):
        return UNDECIDED
    return BETTER if _is_better(one, measure) else WORSE


def _is_better(one: Difference, measure: Definition) -> bool:
    return one.mean > 0 if measure.better == "higher" else one.mean < 0


def _json(one: Verdict) -> dict[str, Any]:
    return {
        "measure": one.measure.id, "unit": one.measure.unit, "variant": one.variant, "against": one.against,
        "verdict": one.said, "difference": _plain(asdict(one.difference)),
        "holds": _plain(asdict(one.holds) | {"share": one.holds.value}),
        "holds_for_sure": _plain(asdict(one.holds_for_sure) | {"share": one.holds_for_sure.value}),
        "behaviours_off": None if one.behaviours_off is None else _plain(asdict(one.behaviours_off)),
        "verdict_behaviours_off": one.without or None,
    }  # fmt: skip


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: None if isinstance(one, float) and math.isnan(one) else one for key, one in values.items()}
