"""The comparison of variants on the same people: what the table, the JSON and ``comparison.csv`` are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orgsim.analysis.headlines import headline_ids
from orgsim.analysis.statistics import FEW, Difference, Estimate, estimate, holm, paired
from orgsim.experiment import Definition, Run, VariantInfo

if TYPE_CHECKING:
    import pandas as pd

JSON_SCHEMA = "orgsim.compare/1"


class UnknownMeasureError(ValueError):
    """There is no such measure in the run; the message says which is meant."""


@dataclass(frozen=True)
class MeasureComparison:
    """One measure over all variants: an estimate for each, a difference for each but the one compared with."""

    definition: Definition
    group: str
    estimates: Mapping[str, Estimate]
    differences: Mapping[str, Difference]


@dataclass(frozen=True)
class Comparison:
    """Variants against one of them. ``shown`` are the ids of the measures whose intervals hold together (Holm)."""

    name: str
    run: str
    seed: int
    replications: int
    variants: tuple[VariantInfo, ...]
    against: str
    measures: tuple[MeasureComparison, ...]
    shown: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    setting: str = ""

    @property
    def others(self) -> tuple[VariantInfo, ...]:
        """The variants that are compared with ``against``."""
        return tuple(one for one in self.variants if one.id != self.against)

    @property
    def headlines(self) -> tuple[MeasureComparison, ...]:
        """The measures that are shown unless all are asked for."""
        return tuple(one for one in self.measures if one.definition.id in self.shown)

    def __getitem__(self, measure: str) -> MeasureComparison:
        """One measure by its id. Raises KeyError."""
        return {one.definition.id: one for one in self.measures}[measure]

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain values (None for NaN): the contract of ``orgsim compare --json``."""
        from orgsim.analysis.as_json import comparison_json

        return comparison_json(self)

    def table(self) -> list[dict[str, Any]]:
        """Return a row for each measure and variant compared, as plain values."""
        return [
            {
                "measure": one.definition.id, "unit": one.definition.unit, "variant": variant, "against": self.against,
                "mean": one.estimates[variant].mean, "against_mean": one.estimates[self.against].mean,
                "difference": found.mean, "low": found.low, "high": found.high, "p": found.p,
                "better_in": found.better_in, "n": found.n,
            }
            for one in self.measures
            for variant, found in one.differences.items()
        ]  # fmt: skip

    def frame(self) -> pd.DataFrame:
        """Return ``table`` as a data frame."""
        import pandas as pd

        return pd.DataFrame(self.table())


def compare(
    run: Run,
    against: str | None = None,
    *,
    measures: Iterable[str] | None = None,
    everything: bool = False,
    setting: str = "",
) -> Comparison:
    """Compare the variants of ``run`` with ``against`` (default: as the run says) on the same people.

    ``measures``: only these ids. ``everything``: the family that intervals are adjusted over is all measures, not
    the headlines. Raises UnknownMeasureError, and ValueError when ``against`` is not in the run.
    """
    base = against or run.against
    if base not in {one.id for one in run.variants}:
        raise ValueError(f"{run.path.name} holds no variant `{base}`")
    wanted = _wanted(run, measures)
    rows = [_measure(run, one, base, "", setting) for one in wanted]
    rows = [row for row in rows if any(found.n for found in row.estimates.values())]
    defined = [row.definition for row in rows]
    shown = tuple(one.id for one in defined) if measures or everything else headline_ids(defined)
    return Comparison(
        name=run.name,
        run=run.path.name,
        seed=run.seed,
        replications=min(len(run.done(one.id, setting)) for one in run.variants),
        variants=run.variants,
        against=base,
        measures=tuple(_adjusted(rows, shown)),
        shown=shown,
        warnings=tuple(_warnings(run, setting)),
        setting=setting,
    )


def by_group(run: Run, measure: str, against: str | None = None, setting: str = "") -> list[MeasureComparison]:
    """Compare one measure within each group it is given for (who gains and who pays), groups in order of name."""
    groups = sorted({value.group for _, value in run.values(measure) if value.group})
    definition = run.definition(measure)
    return [_measure(run, definition, against or run.against, group, setting) for group in groups]


def _wanted(run: Run, measures: Iterable[str] | None) -> tuple[Definition, ...]:
    if measures is None:
        return run.definitions
    known = {one.id: one for one in run.definitions}
    return tuple(known[known_measure(one, known)] for one in measures)


def known_measure(name: str, known: Iterable[str]) -> str:
    """Return the measure meant by ``name``: its id, or a target's id for ``<target>_reported``.

    Raises UnknownMeasureError with the nearest name.
    """
    from orgsim.scenario.words import nearest

    ids = set(known)
    for candidate in (name, f"{name}_reported"):
        if candidate in ids:
            return candidate
    close = nearest(name, ids)
    hint = f" Did you mean `{close}`?" if close else " `orgsim list measures FILE` names them all."
    raise UnknownMeasureError(f"there is no measure `{name}`.{hint}")


def _measure(run: Run, definition: Definition, against: str, group: str, setting: str) -> MeasureComparison:
    values = run.by_replication(definition.id, group, setting)
    return MeasureComparison(
        definition,
        group,
        {variant: estimate(found.values()) for variant, found in values.items()},
        {
            variant: paired(found, values[against], definition.better)
            for variant, found in values.items()
            if variant != against
        },
    )


def _adjusted(rows: Sequence[MeasureComparison], shown: Sequence[str]) -> Iterable[MeasureComparison]:
    """Adjust the differences of all shown measures and variants as one family."""
    family = [(row, variant) for row in rows if row.definition.id in shown for variant in row.differences]
    found = holm([row.differences[variant] for row, variant in family])
    adjusted = {(row.definition.id, variant): one for (row, variant), one in zip(family, found, strict=True)}
    for row in rows:
        differences = {
            variant: adjusted.get((row.definition.id, variant), one) for variant, one in row.differences.items()
        }
        yield MeasureComparison(row.definition, row.group, row.estimates, differences)


def _warnings(run: Run, setting: str) -> Iterable[str]:
    done = [len(run.done(one.id, setting)) for one in run.variants]
    if run.status in ("partial", "guarded", "running"):
        total = run.wanted * len(run.variants) * len(run.settings)
        safe = sum(one.status == "done" for one in run.replications())
        yield f"this run is not complete: {safe} of {total} replications are safely stored"
    failed = sum(one.status != "done" for one in run.replications())
    if failed:
        yield f"{failed} replications failed: see tables/failures.csv"
    if min(done) < FEW:
        yield f"{_count(min(done))}: intervals from fewer than {FEW} are wide and easily mislead"
    if not same_people(run, setting):
        yield "the variants do not have the same arrivals: pairs share a replication's number, not its people"


def _count(number: int) -> str:
    return f"only {number} replication{'' if number == 1 else 's'}"


def same_people(run: Run, setting: str = "") -> bool:
    """Whether the first replication of every variant has the same measured visits."""
    found = []
    for one in run.variants:
        for number in run.done(one.id, setting)[:1]:
            if "fates" in run.series_names(one.id, number, setting):
                found.append(run.series(one.id, number, "fates", setting)["row"].tobytes())  # noqa: PERF401
    return len(set(found)) <= 1
