"""The rows of picture 2: which measures are shown, and what is said of each difference.

A change is called better or worse when its interval leaves out zero even after allowing for all the measures shown
(Holm), and likely better or worse when only its own interval does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from orgsim.analysis.headlines import journey_measure
from orgsim.analysis.natural import natural_difference
from orgsim.analysis.statistics import holm
from orgsim.plots.colours import Look

if TYPE_CHECKING:
    from orgsim.analysis.compare import Comparison, MeasureComparison
    from orgsim.analysis.statistics import Difference
    from orgsim.experiment import Definition
    from orgsim.plots.source import Results

MOST_ROWS = 16
_VAGUE = ("no clear change", "too few runs to say")


@dataclass(frozen=True)
class Row:
    """One measure in one variant against the reference, whose mean is ``base``. ``scale``: percent of it per unit."""

    measure: Definition
    variant: str
    difference: Difference
    base: float
    look: Look

    @property
    def scale(self) -> float:
        """What turns a difference into a percentage of the reference; NaN if that is zero."""
        return 100 / abs(self.base) if self.base else float("nan")

    @property
    def natural(self) -> str:
        """The difference with its interval in its own unit."""
        one = self.difference
        unit = {"hours per day": " h/day", "per day": " a day", "hours per week": " h/week"}.get(self.measure.unit, "")
        return (
            natural_difference(one.mean, one.low, one.high, self.measure.unit)
            .replace(" (", f"{unit} (", 1)
            .replace("-", "\u2212")
        )

    @property
    def verdict(self) -> str:
        """Whether the difference is clear and which way it goes, in words."""
        one = self.difference
        if not isfinite(one.low):
            return _VAGUE[1]
        if one.low <= 0 <= one.high:
            return _VAGUE[0]
        way = ("less", "more") if self.measure.better not in ("lower", "higher") else ("worse", "better")
        word = way[(one.mean > 0) == (self.measure.better != "lower")]
        return word if one.holm_low > 0 or one.holm_high < 0 else f"likely {word}"

    @property
    def clear(self) -> bool:
        """Whether its own interval leaves out zero."""
        return self.verdict not in _VAGUE

    @property
    def agreeing(self) -> str:
        """In how many replications the difference went the way the verdict says, e.g. ``, 28 of 30``."""
        one = self.difference
        if one.better_in is None or not self.clear:
            return ""
        return f", {one.better_in if self.verdict.endswith('better') else one.n - one.better_in} of {one.n}"


@dataclass(frozen=True)
class Forest:
    """The rows to draw, the reference's name and the names of the variants compared with it."""

    reference: str
    names: dict[str, str]
    often: str
    entities: str
    rows: tuple[Row, ...]


def extract(results: Results, measures: Sequence[str] = ()) -> Forest | None:
    """The differences to draw: those of ``measures``, or the most telling ones; None if there are none."""
    compared = results.comparison
    if compared is None:
        return None
    others = [side.key for side, _ in results.drawn[1:]]
    room = max(3, MOST_ROWS // max(1, len(others)))
    chosen = list(measures) or telling(results, compared, room)
    pairs = [
        (one, key) for one in compared.measures for key in others
        if one.definition.id in chosen and key in one.differences and one.differences[key].n
    ]  # fmt: skip
    adjusted = holm([one.differences[key] for one, key in pairs])
    rows = tuple(
        Row(one.definition, key, difference, one.estimates[compared.against].mean, results.look(key))
        for (one, key), difference in zip(pairs, adjusted, strict=True)
    )
    names = {key: results.named(key) for key in others}
    return Forest(results.sides[0].name, names, results.often, results.words.entities, rows) if rows else None


def telling(results: Results, compared: Comparison, room: int) -> list[str]:
    """Ids of at most ``room`` measures: each target's figures, the whole journey, decisions, money, then the declared.

    Of a time that is declared with several statistics the first is taken; measures without a better direction come last.
    """
    variant = results.sides[0].variant
    known = {one.definition.id: one for one in compared.measures}
    first = [
        *(f"{key}_reported" for key in variant.targets),
        journey_measure(variant),
        "decision_latency_mean",
        "hops_per_decision",
        "cost_per_visit",
    ]
    declared = [
        id_
        for key, measure in variant.measures.items()
        for id_ in [f"{key}_{measure.time.show[0]}" if measure.time else key]
    ]
    ranked = sorted([*declared, *compared.shown], key=lambda id_: id_ in known and not _directed(known[id_]))
    several = {
        f"{key}_{show}" for key, measure in variant.measures.items() if measure.time for show in measure.time.show[1:]
    }
    return list(dict.fromkeys(id_ for id_ in [*first, *ranked] if id_ in known and id_ not in several))[:room]


def _directed(one: MeasureComparison) -> bool:
    return one.definition.better in ("lower", "higher")
