from __future__ import annotations

from pathlib import Path

import pytest

import orgsim
from orgsim.experiment import Run
from orgsim.scenario import Scenario

SHOP = Path(__file__).parent / "scenarios" / "shop.yaml"
SHORT = ("calendar.length=2 days", "calendar.warm_up=6 h", "calendar.follow_up=6 h")


@pytest.fixture(scope="session")
def shop() -> Scenario:
    return orgsim.load(str(SHOP), SHORT)


@pytest.fixture(scope="session")
def run(shop: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished run of the shop: two variants, three replications."""
    return orgsim.run(shop, replications=3, seed=5, output=tmp_path_factory.mktemp("results"))
