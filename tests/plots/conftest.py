from __future__ import annotations

from pathlib import Path

import pytest

import orgsim
from orgsim.experiment import Run
from orgsim.plots.source import Results
from tests.plots import made_up

SHOP = Path(__file__).parents[1] / "experiment" / "scenarios" / "shop.yaml"


@pytest.fixture(scope="session")
def results() -> Results:
    """Two made-up variants."""
    return made_up.results(2)


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished run of a shop that has no patients: two variants, two replications."""
    shop = orgsim.load(str(SHOP), ("calendar.length=2 days", "calendar.warm_up=6 h", "calendar.follow_up=6 h"))
    return orgsim.run(shop, replications=2, seed=5, output=tmp_path_factory.mktemp("results"))
