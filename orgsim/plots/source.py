"""What pictures are drawn from: the results of each variant, replication by replication, and their differences.

A picture module reads these and nothing else, so that it can be tested with made-up results and drawn from any run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from orgsim.plots.colours import LOOKS, Look
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.analysis.compare import Comparison
    from orgsim.analysis.conflict import Conflicts
    from orgsim.analysis.fates import Fates
    from orgsim.analysis.regions import Regions
    from orgsim.analysis.sensitivity import Sensitivity
    from orgsim.experiment import Definition
    from orgsim.plots.sweep_points import Swept
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.variant import Words


@dataclass(frozen=True)
class Side:
    """One variant's results.

    ``series``: name of a series to its array in each replication. ``values``: (measure, group) to the value in each
    replication (NaN where it could not be measured); group ``""`` is everyone.
    """

    key: str
    label: str
    variant: Variant
    series: Mapping[str, Sequence[NDArray[Any]]]
    values: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its readable name, safe to draw."""
        return clean(self.label, 32)

    def arrays(self, name: str) -> Sequence[NDArray[Any]]:
        """The series ``name`` in each replication; empty if this variant does not have it."""
        return self.series.get(name, ())

    def of(self, measure: str, group: str = "") -> Sequence[float]:
        """The values of a measure in each replication; empty if this variant does not have it."""
        return self.values.get((measure, group), ())


@dataclass(frozen=True)
class Results:
    """A finished comparison, the reference first. ``title`` is the scenario's name; the rest comes from analysis.

    ``definitions``: what the measures mean. ``swept``: all settings of a sweep; None where there is but one.
    ``setting``: the one that the results are of.
    """

    title: str
    sides: tuple[Side, ...]
    replications: int = 1
    comparison: Comparison | None = None
    fates: Fates | None = None
    sensitivity: Sensitivity | None = None
    definitions: tuple[Definition, ...] = ()
    swept: Swept | None = None
    conflicts: Conflicts | None = None
    regions: Regions | None = None
    setting: str = ""

    @property
    def words(self) -> Words:
        """The scenario's nouns, safe to draw."""
        words = self.sides[0].variant.words
        return words.model_copy(update={name: clean(noun, 24) for name, noun in words})

    @property
    def drawn(self) -> tuple[tuple[Side, Look], ...]:
        """The variants that fit into one picture, each with its look; the order of the experiment decides."""
        return tuple(zip(self.sides, LOOKS, strict=False))

    def having(self, name: str) -> tuple[tuple[Side, Look], ...]:
        """The drawn variants that have the series ``name``."""
        return tuple((side, look) for side, look in self.drawn if len(side.arrays(name)))

    def named(self, key: str) -> str:
        """The readable name of the variant ``key``."""
        return next((side.name for side in self.sides if side.key == key), clean(key))

    def look(self, key: str) -> Look:
        """How the variant ``key`` is drawn: by its place in the experiment."""
        return LOOKS[[side.key for side in self.sides].index(key) % len(LOOKS)]

    @property
    def often(self) -> str:
        """How often it was simulated, and where in a sweep, in words for the foot of a picture."""
        times = "once" if self.replications == 1 else f"{self.replications} times"
        where = f"{clean(self.setting, 40)}: " if self.setting else ""
        return where + clean(f"{self.words.organisation} simulated {times}, same {self.words.entities} in each", 64)
