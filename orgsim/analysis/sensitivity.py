"""What a sensitivity run says: how far each parameter moves each measure, and where in the box a verdict holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orgsim.analysis.headlines import journey_measure
from orgsim.analysis.sweep import shown_measures, values_by_setting
from orgsim.analysis.swings import Parameter, Ranked, Reader, Robust, Swing
from orgsim.experiment import Definition, Run, StoreError, VariantInfo

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant

JSON_SCHEMA = "orgsim.sensitivity/1"


@dataclass(frozen=True)
class Sensitivity:
    """All of it, for the measures that are shown."""

    run: str
    seed: int
    replications: int
    against: str
    variants: tuple[VariantInfo, ...]
    parameters: tuple[Parameter, ...]
    measures: tuple[Definition, ...]
    points: Mapping[str, Mapping[str, float]]
    swings: tuple[Swing, ...] = field(repr=False)
    ranks: tuple[Ranked, ...] = field(repr=False)
    robust: tuple[Robust, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values (None for NaN): the contract of ``orgsim sensitivity --json``."""
        from orgsim.analysis.sensitivity_json import sensitivity_json

        return sensitivity_json(self)

    def tornado(self, measure: str, variant: str, against: str = "") -> tuple[Swing, ...]:
        """Return the swings of one measure, the widest first."""
        found = [one for one in self.swings if (one.measure, one.variant, one.against) == (measure, variant, against)]
        return tuple(sorted(found, key=lambda one: -one.width if one.width == one.width else 0.0))

    def ranked(self, measure: str, variant: str, against: str = "") -> tuple[Ranked, ...]:
        """Return the correlations of one measure, the strongest first."""
        found = [one for one in self.ranks if (one.measure, one.variant, one.against) == (measure, variant, against)]
        return tuple(
            sorted(found, key=lambda one: -abs(one.partial.value) if one.partial.value == one.partial.value else 1)
        )

    def named(self, parameter: str) -> str:
        """Return what a parameter is called."""
        return {one.id: one.name for one in self.parameters}[parameter]


def sensitivity(run: Run, *, measures: Iterable[str] | None = None, everything: bool = False) -> Sensitivity:
    """Analyse a sensitivity run, for its headline measures or those asked for.

    Raises StoreError for a run that is none, UnknownMeasureError.
    """
    if "sensitivity" not in run.manifest:
        raise StoreError(f"{run.path} is not a sensitivity run", "make one with `orgsim sensitivity FILE`")
    shown = shown_measures(run, measures, everything=everything)
    values = values_by_setting(run, {one.id for one in shown})
    shown = tuple(one for one in shown if any(measure == one.id for _, _, measure in values))
    told = run.manifest["sensitivity"]
    box = tuple(Parameter(**{**one, "paths": tuple(one["paths"])}) for one in told["parameters"])
    reader = Reader(run, values, box, told["ends"], told["points"])
    return Sensitivity(
        run.path.name, run.seed, run.wanted, run.against, run.variants, box, shown, told["points"],
        tuple(one for measure in shown for one in reader.swings(measure)),
        tuple(one for measure in shown for one in reader.ranks(measure)),
        tuple(one for measure in shown for one in reader.robust(measure)),
    )  # fmt: skip


def chief_measures(found: Sensitivity, variant: Variant) -> tuple[Definition, ...]:
    """Return the measures to look at first: the first target on the record, and the whole way from door to door."""
    wanted = [*(f"{key}_reported" for key in list(variant.targets)[:1]), journey_measure(variant)]
    known = {one.id: one for one in found.measures}
    return tuple(known[one] for one in wanted if one in known) or found.measures[:1]
