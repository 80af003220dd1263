"""The settings of a sensitivity analysis, from the ranges that a scenario calls plausible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from orgsim.experiment.design import Setting
from orgsim.experiment.records import Json
from orgsim.experiment.vary import VaryError, shares
from orgsim.scenario.words import did_you_mean

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario
    from orgsim.scenario.schema import Plausible
    from orgsim.scenario.schema.quantity import Quantity

Box = Mapping[str, "Plausible"]
"""Ranges by id, in the order of the file."""
FEWEST_POINTS = 10
BEHAVIOURS_OFF = "behaviours off"
"""The label of the setting of a verdict at which nobody responds to any target."""


def box_of(scenario: Scenario, variants: Iterable[str], wanted: Sequence[str] = ()) -> Box:
    """Return the ranges (those ``wanted``, if any) that act in at least one of the variants.

    Raises VaryError when there are none, for one that is not there, and for one that is `--set`.
    """
    known, chosen = scenario.plausible, list(variants)
    if not known:
        raise VaryError("the scenario calls nothing plausible: say what is not known exactly under `plausible`")
    for name in wanted:
        if name not in known:
            raise VaryError(f"no range is called `{name[:60]}`. {did_you_mean(name, known).capitalize()}")
    found = {name: one for name, one in known.items() if not wanted or name in wanted}
    for name, one in found.items():
        if twice := sorted(set(one.paths) & set(scenario.sets)):
            raise VaryError(f"`{twice[0]}` is both --set and varied by `{name}`: choose the others with --parameter")
    acting = {
        name: one
        for name, one in found.items()
        if any(scenario.leaves(variant, path) for variant in chosen for path in one.paths)
    }
    if not acting:
        raise VaryError("every variant sets all of these values itself, so there is nothing to vary")
    return acting


def one_at_a_time(box: Box) -> tuple[Setting, ...]:
    """Return two settings for each range: its low end and its high end, all else as the file has it."""
    return tuple(
        Setting(f"{name}={end}", tuple((path, end.written()) for path in one.paths), under=True)
        for name, one in box.items()
        for end in (one.low, one.high)
    )


def hypercube(box: Box, points: int, seed: int) -> tuple[Setting, ...]:
    """Return ``points`` settings all over the box, each range cut into that many parts and each part used once.

    McKay, Beckman and Conover (1979). The same box, number and seed give the same points. Raises VaryError.
    """
    if points < FEWEST_POINTS:
        raise VaryError(f"{points} points say next to nothing about a box: take {FEWEST_POINTS} or more")
    width = len(str(points))
    return tuple(
        Setting(f"point {number:0{width}d}", tuple(_values(box, row)), under=True)
        for number, row in enumerate(shares(len(box), points, seed), 1)
    )


def _values(box: Box, row: Sequence[float]) -> Iterable[tuple[str, str | int | float]]:
    for one, share in zip(box.values(), row, strict=True):
        value = one.at(share)
        yield from ((path, value.written()) for path in one.paths)


def without_behaviours(scenario: Scenario, variants: Iterable[str]) -> Setting | None:
    """Return the setting at which every behaviour is off, the helpful ones too; None where no variant has one on.

    Raises VaryError for one that is `--set`.
    """
    found = {key: one for variant in variants for key, one in scenario.variant(variant).behaviours.items()}
    acting = [
        one for variant in variants for one in scenario.variant(variant).behaviours.values() if one.switched == "on"
    ]
    if not acting:
        return None
    paths = [f"behaviours.{key}.switched" for key in found]
    if twice := sorted(set(paths) & set(scenario.sets)):
        raise VaryError(
            f"`{twice[0]}` is --set, and would be so where all behaviours should be off: write it in the file"
        )
    return Setting(BEHAVIOURS_OFF, tuple((path, "off") for path in paths), where_there=True)


def described(scenario: Scenario, box: Box, ends: Sequence[Setting], points: Sequence[Setting]) -> Json:
    """Say what is varied and how far, as plain values: what the analysis needs that the results do not hold."""
    return {
        "parameters": [_described(scenario, name, one) for name, one in box.items()],
        "ends": _pairs(box, ends),
        "points": {one.label: _numbers(box, one) for one in points},
    }


def _described(scenario: Scenario, name: str, one: Plausible) -> Json:
    low, high = one.ends
    return {
        "id": name, "name": one.name or name.replace("_", " ").capitalize(), "paths": list(one.paths),
        "low": float(low.number), "base": scenario.written(name), "high": float(high.number),
        "low_said": str(one.low), "high_said": str(one.high), "unit": low.currency + low.unit,
        "source": one.source, "why": one.why,
    }  # fmt: skip


def _pairs(box: Box, ends: Sequence[Setting]) -> dict[str, list[str]]:
    labels = [one.label for one in ends]
    return {name: labels[2 * place : 2 * place + 2] for place, name in enumerate(box)} if labels else {}


def _numbers(box: Box, setting: Setting) -> dict[str, float]:
    from orgsim.scenario.schema.quantity import parse_quantity

    said = dict(setting.values)
    found: dict[str, float] = {}
    for name, one in box.items():
        value: Quantity = parse_quantity(said[one.path])
        number = one.number(value)
        if number is not None:
            found[name] = number
    return found
