"""The settings of a factorial of targets: which of them press, and which do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from orgsim.experiment.design import Setting
from orgsim.experiment.records import Json
from orgsim.experiment.vary import VaryError

if TYPE_CHECKING:
    from orgsim.scenario.file import Scenario

MOST_IN_FULL = 4
"""With more targets than this only each alone and each pair are run, beside none and all."""
NOBODY = "none of the targets"
WITHOUT_PRESSURE = ("lend", "reserve")
"""Actions that have no strength, so that pressure does not reach them: they are switched off with their target."""


def targets_of(scenario: Scenario, variants: Iterable[str]) -> tuple[str, ...]:
    """Return the targets of the variants together, in the order of the file. Raises VaryError when there are none."""
    found = tuple(dict.fromkeys(target for one in variants for target in scenario.variant(one).targets))
    if not found:
        raise VaryError("the scenario has no target, so there is nothing to switch off: write one under `targets`")
    return found


def is_full(targets: Sequence[str]) -> bool:
    """Whether every combination of these targets is run."""
    return len(targets) <= MOST_IN_FULL


def combinations_of(targets: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return which targets press at each setting: all first, as the file has it, then none, one, two and so on."""
    sizes = range(len(targets)) if is_full(targets) else range(3)
    return (tuple(targets), *(one for size in sizes for one in combinations(targets, size)))


def factorial(scenario: Scenario, variants: Sequence[str]) -> tuple[Setting, ...]:
    """Return a setting for each combination of targets; where all press everything is as the file has it.

    A target that does not press has a pressure of 0, and what is done because of it without regard to pressure is
    switched off; it is measured all the same. Raises VaryError, also for a value that is `--set`.
    """
    targets = targets_of(scenario, variants)
    off = {target: _off(scenario, variants, target) for target in targets}
    for path in (path for paths in off.values() for path in paths):
        if path in scenario.sets:
            raise VaryError(f"`{path}` is --set, and would be so where the target should be off: write it in the file")
    return tuple(
        Setting(
            label_of(pressing, targets),
            tuple(item for target in targets if target not in pressing for item in off[target].items()),
            where_there=True,
        )
        for pressing in combinations_of(targets)
    )


def _off(scenario: Scenario, variants: Sequence[str], target: str) -> dict[str, str]:
    """Return what takes a target's effect away in every variant: path to value."""
    behaviours = [item for one in variants for item in scenario.variant(one).behaviours.items()]
    untouched = [key for key, one in behaviours if one.because_of == target and one.do in WITHOUT_PRESSURE]
    return {f"targets.{target}.pressure": "0%"} | {f"behaviours.{key}.switched": "off" for key in untouched}


def label_of(pressing: Sequence[str], targets: Sequence[str]) -> str:
    """Return what the setting is known by at which only the targets ``pressing`` press ("" for all of them)."""
    if set(pressing) == set(targets):
        return ""
    return " + ".join(one for one in targets if one in pressing) or NOBODY


def described(targets: Sequence[str]) -> Json:
    """Say which targets press at which setting, as plain values: what the analysis needs that results do not hold."""
    return {
        "targets": list(targets),
        "full": is_full(targets),
        "pressing": {label_of(one, targets): list(one) for one in combinations_of(targets)},
    }
