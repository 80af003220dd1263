"""What tests of the regimes share: running a regime's experiment as its file says, and reading it by point."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from orgsim import api
from orgsim.analysis.statistics import Difference, paired
from orgsim.analysis.sweep import Values, values_by_setting
from orgsim.experiment.design import Setting, grid
from orgsim.scenario import load
from tests.engines import USABLE

FOLDER = "regimes/"


@dataclass(frozen=True)
class Found:
    """What an experiment gave: its settings in order, and each measure of each variant by replication."""

    settings: tuple[str, ...]
    values: Values

    def difference(self, place: int, first: str, second: str, measure: str, level: float) -> Difference:
        setting = self.settings[place]
        one, other = (self.values[setting, variant, measure] for variant in (first, second))
        assert len(one) == len(other) == 20
        return paired(one, other, "lower", level)


Run = Callable[..., Found]


def finder(factory: pytest.TempPathFactory) -> Run:
    """Return what runs a regime once, at all its points or one; again only with other settings."""

    @cache
    def of(name: str, sets: tuple[str, ...] = (), point: int | None = None) -> Found:
        scenario = load(FOLDER + name, sets)
        main = scenario.experiments["main"]
        settings = grid(main.vary) if point is None else (grid(main.vary)[point],)
        return run(scenario, main, settings, factory.mktemp(name))

    return of


def run(scenario, main, settings: tuple[Setting, ...], folder: Path) -> Found:
    with api.run(
        scenario,
        main.compare,
        replications=main.replications,
        seed=main.seed,
        settings=settings,
        engine=USABLE[-1],
        output=folder,
    ) as done:
        return Found(done.settings, values_by_setting(done, {one.id for one in done.definitions}))
