"""The records that pass between the runner, its workers and the store: plain values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from orgsim.measures.listing import Definition
from orgsim.measures.tidy import Row

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.engine.choice import EngineName
    from orgsim.scenario.schema import Variant

Status = Literal["done", "failed", "guarded"]
RunStatus = Literal["running", "complete", "partial", "guarded", "failed"]


class Key(NamedTuple):
    """What names a replication: never an order of running. ``setting`` is "" outside sweeps."""

    variant: str
    setting: str
    replication: int


@dataclass(frozen=True, slots=True)
class Task:
    """All that one replication depends on. ``digest`` names the resolved variant (and its setting).

    ``engine`` is what it is run with; the result does not depend on it.
    """

    key: Key
    seed: int
    digest: str
    variant: Variant
    engine: EngineName = "simpy"


@dataclass(frozen=True, slots=True)
class Result:
    """What one replication left, or why it stopped. Only ``seconds`` may differ between two honest runs."""

    key: Key
    status: Status
    values: tuple[Row, ...] = ()
    series: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)
    events: int = 0
    seconds: float = 0.0
    error: str = ""
    detail: str = ""
    code: str = ""
    stage: str = ""


class Replication(NamedTuple):
    """A replication as the store knows it."""

    key: Key
    status: str
    error: str
    events: int
    hash: str


class VariantInfo(NamedTuple):
    """A variant of a run. ``name`` is for people; ``digest`` is the SHA-256 of its resolved scenario."""

    id: str
    name: str
    digest: str


Json = dict[str, Any]

__all__ = [
    "Definition",
    "Json",
    "Key",
    "Replication",
    "Result",
    "Row",
    "RunStatus",
    "Status",
    "Task",
    "VariantInfo",
]
