"""What targets do alone and in pairs: effects and interactions on the same people, and which pairs fight or help."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from orgsim.analysis.compare import known_measure
from orgsim.analysis.conflict_reader import Effect, Reader
from orgsim.analysis.headlines import headline_ids, journey_measure
from orgsim.analysis.pairs import PairOfTargets, pairs_of
from orgsim.analysis.statistics import holm
from orgsim.analysis.sweep import shown_measures, values_by_setting
from orgsim.experiment import Definition, Run, StoreError, VariantInfo
from orgsim.experiment.factorial import WITHOUT_PRESSURE

JSON_SCHEMA = "orgsim.conflicts/1"
MOST_SHOWN = 8
"""Measures shown unless more are asked for; a target's own figure is always among those shown."""
ADJUSTED = ("alone", "beyond_the_sum")
"""The kinds of effect that verdicts rest on: all of them, on all measures shown, are one family."""


@dataclass(frozen=True)
class Channel:
    """A behaviour that is on because of a target; ``acts`` a day with that target alone (NaN: it acts on no visit)."""

    behaviour: str
    does: str
    acts: float


@dataclass(frozen=True)
class TargetInfo:
    """A target of one variant: how it is pressed, the measure that is its own figure, and how it acts."""

    id: str
    name: str
    pressure: float
    measure: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True)
class Conflicts:
    """All of it. ``targets`` and ``pairs`` by variant; ``design`` says which combinations were run."""

    run: str
    seed: int
    replications: int
    variants: tuple[VariantInfo, ...]
    design: Literal["full factorial", "each alone and each pair"]
    measures: tuple[Definition, ...]
    targets: Mapping[str, tuple[TargetInfo, ...]]
    effects: tuple[Effect, ...] = field(repr=False)
    pairs: tuple[PairOfTargets, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values (None for NaN): the contract of ``orgsim conflicts --json``."""
        from orgsim.analysis.conflict_json import conflicts_json

        return conflicts_json(self)

    def of(self, variant: str, kind: str) -> tuple[Effect, ...]:
        """Return the effects of one kind in one variant."""
        return tuple(one for one in self.effects if (one.variant, one.kind) == (variant, kind))


def conflicts(run: Run, *, measures: Iterable[str] | None = None, everything: bool = False) -> Conflicts:
    """Analyse a run of ``orgsim conflicts``, for the targets' own figures and a few others, or those asked for.

    Raises StoreError for a run that is none, UnknownMeasureError.
    """
    if "conflicts" not in run.manifest:
        raise StoreError(f"{run.path} is not a run of conflicts", "make one with `orgsim conflicts FILE`")
    told = run.manifest["conflicts"]
    wanted = _measures(run, measures, everything=everything)
    values = values_by_setting(run, {one.id for one in wanted})
    shown = tuple(one for one in wanted if any(measure == one.id for _, _, measure in values))
    targets = {one.id: _targets(run, one.id, told) for one in run.variants}
    reader = Reader(values, tuple(told["targets"]), full=bool(told["full"]))
    effects = _adjusted(
        [effect for variant, own in targets.items() for effect in reader.effects(variant, [t.id for t in own], shown)]
    )
    figures = {variant: {one.id: one.measure for one in own} for variant, own in targets.items()}
    return Conflicts(
        run.path.name, run.seed, run.wanted, run.variants,
        "full factorial" if told["full"] else "each alone and each pair",
        shown, targets, effects, pairs_of(effects, figures, {one.id: one.better for one in shown}),
    )  # fmt: skip


def _measures(run: Run, asked: Iterable[str] | None, *, everything: bool) -> tuple[Definition, ...]:
    """Return the targets' own figures first, then those asked for, all, or the chief others."""
    known = {one.id: one for one in run.definitions}
    own = [own_figure(target, known) for target in run.manifest["conflicts"]["targets"]]
    if asked is not None:
        return _distinct(known, [*own, *(known_measure(one, known) for one in asked)])
    if everything:
        return _distinct(known, [*own, *(one.id for one in shown_measures(run, None, everything=True))])
    judged = [one for one in headline_ids(run.definitions) if known[one].better != "neither"]
    chief = [*own, journey_measure(run.variant(run.against, run.settings[0])), *judged]
    return _distinct(known, chief)[: max(MOST_SHOWN, len(own))]


def _distinct(known: Mapping[str, Definition], ids: Iterable[str]) -> tuple[Definition, ...]:
    return tuple(known[one] for one in dict.fromkeys(ids) if one in known)


def own_figure(target: str, known: Iterable[str]) -> str:
    """Return the measure a target is about: what its clock truly showed, its mean, its share ("" if none is known)."""
    ids = set(known)
    return next((one for end in ("true", "mean_value", "value") if (one := f"{target}_{end}") in ids), "")


def _targets(run: Run, variant: str, told: Mapping[str, Any]) -> tuple[TargetInfo, ...]:
    model = run.variant(variant, "")
    known = {one.id for one in run.definitions}
    acts = _acts(run, variant)
    alone = {next(iter(on)): label for label, on in told["pressing"].items() if len(on) == 1}
    return tuple(
        TargetInfo(
            key, target.name or key.replace("_", " ").capitalize(), target.pressure, own_figure(key, known),
            tuple(
                Channel(name, one.do, acts.get((alone[key], name), math.nan))
                for name, one in model.behaviours.items()
                if one.because_of == key and one.switched == "on" and (target.pressure > 0 or one.do in WITHOUT_PRESSURE)
            ),
        )
        for key, target in model.targets.items()
    )  # fmt: skip


def _acts(run: Run, variant: str) -> dict[tuple[str, str], float]:
    """Return how many visits a day each behaviour acted on: (setting, behaviour) to the mean over replications."""
    found: dict[tuple[str, str], list[float]] = {}
    for key, row in run.values("behaviour_acts_per_day"):
        if key.variant == variant and not math.isnan(row.value):
            found.setdefault((key.setting, row.group), []).append(row.value)
    return {place: math.fsum(values) / len(values) for place, values in found.items()}


def _adjusted(effects: list[Effect]) -> tuple[Effect, ...]:
    """Adjust the effects that verdicts rest on as one family."""
    family = [place for place, one in enumerate(effects) if one.kind in ADJUSTED]
    found = list(effects)
    for place, one in zip(family, holm([effects[place].found for place in family]), strict=True):
        found[place] = replace(effects[place], found=one)
    return tuple(found)
