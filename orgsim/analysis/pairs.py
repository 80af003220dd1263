"""Pairs of targets that fight or help: what each does to the figure that the other is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from orgsim.analysis.conflict_reader import Effect, Kind

Verdict = Literal["fight", "help", "fight and help", "unclear"]


@dataclass(frozen=True, slots=True)
class Sign:
    """One effect on the own figure of the target ``of``. ``better``: None where it is not told apart from nothing.

    ``overlap``: the pair moves the figure the way each does alone and at least as far as either, only not by the sum:
    they do part of the same work, or there is little left to do. That is neither fighting nor helping.
    """

    effect: Effect
    of: str
    better: bool | None
    overlap: bool = False

    @property
    def counts(self) -> bool:
        """Whether the verdict rests on it."""
        return self.better is not None and not self.overlap


@dataclass(frozen=True)
class PairOfTargets:
    """Two targets of one variant, and every sign by which they are judged."""

    variant: str
    targets: tuple[str, str]
    signs: tuple[Sign, ...]

    @property
    def verdict(self) -> Verdict:
        """Whether they fight: a sign for the worse; help: one for the better; or both, or neither for sure."""
        found = {one.better for one in self.signs if one.counts}
        if {True, False} <= found:
            return "fight and help"
        return "fight" if False in found else "help" if True in found else "unclear"


def pairs_of(
    effects: Sequence[Effect], figures: Mapping[str, Mapping[str, str]], better: Mapping[str, str]
) -> tuple[PairOfTargets, ...]:
    """Judge every pair of every variant.

    ``figures``: variant to target to the measure that is its own; ``better``: measure to lower, higher or neither.
    """
    return tuple(
        PairOfTargets(variant, pair, tuple(_signs(effects, variant, pair, own, better)))
        for variant, own in figures.items()
        for pair in combinations(own, 2)
    )


def _signs(
    effects: Sequence[Effect], variant: str, pair: tuple[str, str], own: Mapping[str, str], better: Mapping[str, str]
) -> Iterator[Sign]:
    """Yield what each does alone to the other's figure, and what both do to either beyond the sum."""
    found = {(one.kind, one.targets, one.measure): one for one in effects if one.variant == variant}
    one, other = pair
    places: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
        ("alone", (one,), other),
        ("alone", (other,), one),
        *(("beyond_the_sum", pair, of) for of in pair),
    )
    for kind, targets, of in places:
        effect = found.get((kind, targets, own[of]))
        if effect is not None:
            first, second = (found.get(("alone", (target,), own[of])) for target in pair)
            overlap = first is not None and second is not None and overlapping(first, second, effect)
            yield Sign(effect, of, is_better(effect, better[own[of]]), kind == "beyond_the_sum" and overlap)


def overlapping(first: Effect, second: Effect, together: Effect) -> bool:
    """Whether two effects in the same direction come to less than their sum, and no less than the larger."""
    one, other, beyond = first.found.mean, second.found.mean, together.found.mean
    if one * other <= 0 or one * beyond >= 0:
        return False
    way = 1 if one > 0 else -1
    return way * (one + other + beyond) >= max(abs(one), abs(other))


def is_better(effect: Effect, better: str) -> bool | None:
    """Whether an effect is for the better; None where it is not told apart from nothing or has no direction."""
    if effect.sign == 0 or better not in ("lower", "higher"):
        return None
    return (effect.sign > 0) == (better == "higher")
