"""What pictures are drawn from: the results of each variant, replication by replication, and their differences.

A picture module reads these and nothing else, so that it can be tested with made-up results and drawn from any run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from orgsim.plots.colours import Look
from orgsim.plots.style import MOST_VARIANTS, looks
from orgsim.plots.words import clean

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.variant import Words

Better = Literal["lower", "higher", "neither"]


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
class Difference:
    """A measure in two variants on the same visits: ``mean`` is other minus reference, with its 95% interval.

    ``base`` is the reference's mean. ``better_in`` of ``n`` replications the other was better.
    """

    measure: str
    name: str
    unit: str
    better: Better
    variant: str
    base: float
    mean: float
    low: float
    high: float
    better_in: int
    n: int


@dataclass(frozen=True)
class Results:
    """A finished comparison, the reference first. ``title`` is the scenario's name."""

    title: str
    sides: tuple[Side, ...]
    differences: tuple[Difference, ...] = ()
    replications: int = 1

    @property
    def words(self) -> Words:
        """The scenario's nouns."""
        return self.sides[0].variant.words

    @property
    def drawn(self) -> tuple[tuple[Side, Look], ...]:
        """The variants that fit into one picture, each with its look; the order of the experiment decides."""
        return tuple(zip(self.sides, looks(len(self.sides)), strict=False))[:MOST_VARIANTS]

    def having(self, name: str) -> tuple[tuple[Side, Look], ...]:
        """The drawn variants that have the series ``name``."""
        return tuple((side, look) for side, look in self.drawn if len(side.arrays(name)))

    @property
    def often(self) -> str:
        """How often it was simulated, in words for a subtitle."""
        times = "once" if self.replications == 1 else f"{self.replications} times"
        return clean(f"{self.words.organisation} simulated {times}, same {self.words.visits} in each", 64)
