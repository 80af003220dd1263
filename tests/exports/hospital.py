"""The small hospital of the tests, simulated once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from orgsim.exports.again import Replication, simulate_again
from orgsim.scenario import Scenario, load

HOSPITAL = Path(__file__).with_name("hospital.yaml")
SEED = 20
NAMES = {"silo": "Silos", "systemic": "One team"}


@cache
def scenario() -> Scenario:
    """Return the scenario."""
    return load(str(HOSPITAL))


@cache
def replication(key: str = "silo", number: int = 1) -> Replication:
    """Simulate a replication of a variant with its journal."""
    return simulate_again(key, NAMES[key], scenario().variant(key), SEED, number)
