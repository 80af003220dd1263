"""What an analysis of conflicts says in sentences: how each target acts, and how each pair stands to one another."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from orgsim.analysis.natural import natural_difference

if TYPE_CHECKING:
    from orgsim.analysis.conflict import Channel, Conflicts, TargetInfo
    from orgsim.analysis.conflict_reader import Effect
    from orgsim.analysis.pairs import PairOfTargets, Sign
    from orgsim.experiment import Definition

_VERDICTS = {
    "fight": "{0} and {1} fight", "help": "{0} and {1} go well together",
    "fight and help": "{0} and {1} fight in one way and go well together in another",
    "unclear": "{0} and {1}: no effect on each other is told apart from nothing",
}  # fmt: skip


def channel_words(target: TargetInfo) -> str:
    """Say which behaviours a target acts through."""
    if not target.channels:
        return f"{target.name}: nothing is done because of it, so it can have no effect"
    return f"{target.name} acts through {', '.join(map(_channel, target.channels))}"


def _channel(one: Channel) -> str:
    acts = "" if math.isnan(one.acts) else f", {one.acts:.1f} a day alone"
    return f"{one.behaviour} ({one.does}{acts})"


def pair_words(found: Conflicts, pair: PairOfTargets) -> Iterator[str]:
    """Yield the verdict on a pair, and a sentence for each sign that is sure."""
    named = {one.id: one for one in found.targets[pair.variant]}
    yield _VERDICTS[pair.verdict].format(*(named[one].name for one in pair.targets))
    measures = {one.id: one for one in found.measures}
    for sign in pair.signs:
        if sign.better is not None:
            yield _sign_words(sign, named, measures[sign.effect.measure])


def _sign_words(sign: Sign, named: dict[str, TargetInfo], measure: Definition) -> str:
    change = effect_words(sign.effect, measure)
    if sign.effect.kind == "alone":
        by = named[sign.effect.targets[0]]
        how = "improves" if sign.better else "worsens"
        through = ", ".join(one.behaviour for one in by.channels)
        by_what = f", through {through}" if through else ""
        return f"{by.name} alone {how} {measure.name}: {change}, {measure.better} is better{by_what}"
    how = "better" if sign.better else "worse"
    if sign.overlap:
        less = "moves by less than the sum of each alone, though no less than by either"
        return f"they overlap: {measure.name} {less}: {change}"
    return f"together {measure.name} is {how} than the sum of each alone: {change}, {measure.better} is better"


def effect_words(effect: Effect, measure: Definition) -> str:
    """Say an effect with the interval that holds for the whole family, where there is one."""
    return natural_difference(effect.found.mean, *effect.interval, measure.unit)
