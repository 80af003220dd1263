"""The results that pictures are drawn from, taken from a run folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orgsim.analysis.compare import compare
from orgsim.analysis.conflict import conflicts
from orgsim.analysis.fates import fates
from orgsim.analysis.regions import regions
from orgsim.analysis.sensitivity import sensitivity
from orgsim.experiment import StoreError
from orgsim.plots.source import Results, Side
from orgsim.plots.sweep_points import swept

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.experiment import Run, VariantInfo

    Values = dict[tuple[str, str], dict[int, float]]


class StoredSeries(Mapping[str, Sequence["NDArray[Any]"]]):
    """The series of one variant, read from the store when they are asked for: name to array per replication."""

    def __init__(self, run: Run, variant: str, numbers: Sequence[int], setting: str) -> None:
        self._run, self._variant, self._numbers, self._setting = run, variant, numbers, setting
        self._names = run.series_names(variant, numbers[0], setting)

    def __getitem__(self, name: str) -> Sequence[NDArray[Any]]:
        if name not in self._names:
            raise KeyError(name)
        return [self._run.series(self._variant, number, name, self._setting) for number in self._numbers]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def results_of(run: Run, setting: str = "") -> Results:
    """The results of ``run`` at one setting: the reference first, only replications that every variant has.

    Raises StoreError if there is no replication that every variant has finished.
    """
    order = sorted(run.variants, key=lambda one: one.id != run.against)
    numbers = sorted(set.intersection(*(set(run.done(one.id, setting)) for one in order)))
    if not numbers:
        raise StoreError(f"{run.path} holds no replication that every variant has finished", "run it again")
    values = _values(run, setting)
    sides = tuple(_side(run, one, numbers, setting, values[one.id]) for one in order)
    followed = fates(run, order[1].id, order[0].id, setting) if len(order) > 1 and "fates" in sides[0].series else None
    compared = compare(run, setting=setting) if len(order) > 1 else None
    varied = sensitivity(run) if "sensitivity" in run.manifest else None
    switched = conflicts(run) if "conflicts" in run.manifest else None
    spread = regions(run) if "regions" in run.manifest else None
    return Results(
        run.name, sides, len(numbers), compared, followed, varied, run.definitions, swept(run), conflicts=switched,
        regions=spread, setting=setting,
    )  # fmt: skip


def _side(run: Run, one: VariantInfo, numbers: Sequence[int], setting: str, values: Values) -> Side:
    found = {key: [of.get(number, float("nan")) for number in numbers] for key, of in values.items()}
    return Side(one.id, one.name, run.variant(one.id, setting), StoredSeries(run, one.id, numbers, setting), found)


def _values(run: Run, setting: str) -> dict[str, Values]:
    found: dict[str, Values] = {one.id: {} for one in run.variants}
    for key, value in run.values():
        if key.setting == setting:
            found[key.variant].setdefault((value.measure, value.group), {})[key.replication] = value.value
    return found
