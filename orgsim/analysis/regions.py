"""The postcode lottery: how much of the difference between regions is more than chance, in each variant.

A *year* is one simulation of every region. Region r takes replication k + r in year k, so that no two regions share
their luck while there are as many replications as regions; with fewer some do, and chance is a little underestimated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from orgsim.analysis.headlines import headline_ids
from orgsim.analysis.statistics import Difference, Estimate, estimate, mean_sd, paired
from orgsim.analysis.sweep import shown_measures, values_by_setting
from orgsim.experiment import Definition, Run, StoreError, VariantInfo
from orgsim.scenario.problems import UsageError
from orgsim.theory.variation import systematic_component

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.scenario.schema import Variant

JSON_SCHEMA = "orgsim.regions/1"
EVERYBODY = "visits"
Basis = Literal["per head", "per visit"]


@dataclass(frozen=True)
class Counted:
    """One variant's counts: ``observed`` and ``expected``, [year][region]; ``basis`` says what is expected from."""

    variant: str
    basis: Basis
    observed: tuple[tuple[int, ...], ...]
    expected: tuple[tuple[float, ...], ...]

    @property
    def components(self) -> list[float]:
        """The systematic component of variation of each year."""
        return [
            systematic_component(*year) for year in zip(self.observed, self.expected, strict=True) if min(year[1]) > 0
        ]

    @property
    def ratios(self) -> list[float]:
        """Observed over expected of each region, over all years."""
        pairs = zip(zip(*self.observed, strict=True), zip(*self.expected, strict=True), strict=True)
        return [sum(seen) / sum(wanted) if sum(wanted) else float("nan") for seen, wanted in pairs]


@dataclass(frozen=True)
class Variation:
    """How much regions differ in one variant; ``difference`` of the component to the variant compared with."""

    counted: Counted
    component: Estimate
    difference: Difference | None


@dataclass(frozen=True)
class Across:
    """One measure over the regions of one variant, each region its mean over replications; ``difference``: of the mean."""

    measure: str
    variant: str
    mean: float
    lowest: float
    highest: float
    sd: float
    difference: Difference | None


@dataclass(frozen=True)
class Regions:
    """All of it. ``regions``: what each is (multipliers), by label; ``count``: the group of visits that is counted."""

    run: str
    seed: int
    replications: int
    variants: tuple[VariantInfo, ...]
    against: str
    count: str
    regions: Mapping[str, Mapping[str, float]]
    variations: tuple[Variation, ...]
    measures: tuple[Definition, ...]
    across: tuple[Across, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values (None for NaN): the contract of ``orgsim regions --json``."""
        from orgsim.analysis.regions_json import regions_json

        return regions_json(self)


def regions(
    run: Run, *, count: str | None = None, measures: Iterable[str] | None = None, everything: bool = False
) -> Regions:
    """Analyse a run of ``orgsim regions``: ``count`` is a disposition, an exit or ``visits`` (default: the first there is).

    Raises StoreError for a run that is none or has no whole year, UsageError for a count that is not there, UnknownMeasureError.
    """
    if "regions" not in run.manifest:
        raise StoreError(f"{run.path} is not a run of regions", "make one with `orgsim regions FILE`")
    counted = count or counts_of(run.variant(run.against, run.settings[0]))[0]
    numbers = common(run)
    if not numbers:
        raise StoreError(f"{run.path} holds no replication that every region has finished", "go on with it")
    found = [one for variant in run.variants for one in _counted(run, variant.id, counted, numbers)]
    base = {one.basis: one for one in found if one.variant == run.against}
    variations = tuple(_variation(one, base[one.basis]) for one in found)
    shown = shown_measures(run, measures, everything=everything)
    if measures is None and not everything:
        shown = tuple(one for one in shown if one.id in headline_ids(run.definitions) and one.better != "neither")
    values = values_by_setting(run, {one.id for one in shown})
    across = tuple(
        one for measure in shown for variant in run.variants for one in _across(run, values, measure, variant.id)
    )
    return Regions(
        run.path.name, run.seed, len(numbers), run.variants, run.against, counted,
        run.manifest["regions"]["regions"], variations, shown, across,
    )  # fmt: skip


def counts_of(variant: Variant) -> tuple[str, ...]:
    """Return what may be counted: the dispositions, the exits, all visits."""
    return tuple(dict.fromkeys([*variant.dispositions, *variant.exits, EVERYBODY]))


def common(run: Run) -> list[int]:
    """Return the replications that every variant has finished in every region."""
    done = [set(run.done(variant.id, setting)) for variant in run.variants for setting in run.settings]
    return sorted(set.intersection(*done))


def _counted(run: Run, variant: str, count: str, numbers: Sequence[int]) -> list[Counted]:
    column, place = _column(run.variant(variant, run.settings[0]), count)
    table = [
        [_count(run.series(variant, number, "fates", setting), column, place) for number in numbers]
        for setting in run.settings
    ]
    n = len(numbers)
    years = [[table[region][(year + region) % n] for region in range(len(table))] for year in range(n)]
    seen = tuple(tuple(one for one, _ in year) for year in years)
    visits = [[all_ for _, all_ in year] for year in years]
    per_head = tuple(tuple([sum(year) / len(year)] * len(year)) for year in seen)
    found = [Counted(variant, "per head", seen, per_head)]
    if count != EVERYBODY:
        rates = [sum(year) / sum(all_) if sum(all_) else 0.0 for year, all_ in zip(seen, visits, strict=True)]
        per_visit = tuple(tuple(rate * one for one in all_) for rate, all_ in zip(rates, visits, strict=True))
        found.append(Counted(variant, "per visit", seen, per_visit))
    return found


def _column(variant: Variant, count: str) -> tuple[str, int]:
    """Return the column of ``fates`` and the number in it that are counted ("" for all visits)."""
    for column, names in (("disposition", list(variant.dispositions)), ("exit", list(variant.exits))):
        if count in names:
            return column, names.index(count)
    if count == EVERYBODY:
        return "", 0
    raise UsageError(f"nothing called `{count[:60]}` can be counted; there are {', '.join(counts_of(variant))}")


def _count(fates: NDArray[Any], column: str, place: int) -> tuple[int, int]:
    """Return how many measured visits are counted, and how many there are."""
    return (int((fates[column] == place).sum()) if column else len(fates)), len(fates)


def _variation(one: Counted, base: Counted) -> Variation:
    mine, theirs = (dict(enumerate(part.components)) for part in (one, base))
    difference = paired(mine, theirs, "lower") if one is not base else None
    return Variation(one, estimate(mine.values()), difference)


def _across(run: Run, values: Mapping[Any, Mapping[int, float]], measure: Definition, variant: str) -> list[Across]:
    of = [values.get((setting, variant, measure.id), {}) for setting in run.settings]
    means = [mean for found in of if (mean := estimate(found.values()).mean) == mean]
    if not means:
        return []
    difference = None
    if variant != run.against:
        theirs = [values.get((setting, run.against, measure.id), {}) for setting in run.settings]
        difference = paired(_by_replication(of), _by_replication(theirs), measure.better)
    mean, sd = mean_sd(means)
    return [Across(measure.id, variant, mean, min(means), max(means), sd, difference)]


def _by_replication(of: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Return the mean over regions in each replication that all regions have."""
    numbers = set.intersection(*(set(one) for one in of)) if of else set()
    return {number: sum(one[number] for one in of) / len(of) for number in sorted(numbers)}
