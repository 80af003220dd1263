"""What is compared with what: a simulation, and the closed forms that it must reproduce."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

    from orgsim.engine.choice import EngineName

By = Literal["engine", "Monte Carlo", "exact"]
"""What stands against the theory: a scenario run by the engine, the theory's assumptions played out, or a sum done
in another way."""

Relation = Literal["=", "<", ">"]
REPLICATIONS = 20
CLOSE, ROUGH = 0.03, 0.10
"""Tolerances, as shares of the value: for shares and light queues, and for means of heavily loaded ones."""
SAME = 1e-6
"""Tolerance of rows that are exact."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row. ``theory`` is what the mean of ``statistic`` over the replications must be (or be above, or below).

    ``tolerance``: the widest half-width of the interval that still tells something, as a share of ``theory`` (absolute
    where that is 0). ``allowance``: how far off the theory itself may be, as a share; 0 unless it is an approximation.
    """

    code: str
    what: str
    theory: float
    statistic: str
    tolerance: float = CLOSE
    relation: Relation = "="
    allowance: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One simulation and its rows. ``run(replication, engine)`` returns its statistics by name."""

    name: str
    by: By
    run: Callable[[int, EngineName], Mapping[str, float]]
    checks: tuple[Check, ...]
    replications: int = REPLICATIONS


def seed_of(name: str) -> int:
    """Return the fixed seed of the trial ``name``: its own, and the same everywhere."""
    return zlib.crc32(name.encode())


def drawn(
    name: str,
    play: Callable[[np.random.Generator], Mapping[str, float]],
    *checks: Check,
    replications: int = REPLICATIONS,
) -> Trial:
    """Return a trial that plays a theory's own assumptions out with a fixed seed, apart for each replication."""

    def run(replication: int, _engine: EngineName) -> Mapping[str, float]:
        import numpy as np

        return play(np.random.default_rng([seed_of(name), replication]))

    return Trial(name, "Monte Carlo", run, checks, replications)


def computed(name: str, compute: Callable[[], Mapping[str, float]], *checks: Check) -> Trial:
    """Return a trial without chance: the same value by another way."""
    return Trial(name, "exact", lambda _replication, _engine: compute(), checks, 1)
