"""Who simulates the A&E: one file a peer. Each has ``prepare(shape)``, which returns what runs a replication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from scripts.benchmarks.department import MissingError, Shape, Told

Replicate = Callable[[int], Told]
BASE = "idiomatic"
"""All ratios are to this peer."""


@dataclass(frozen=True)
class Peer:
    """One way to simulate the A&E. ``weeks``: share of the weeks it runs, since a slow one need not run them all."""

    key: str
    label: str
    module: str
    engine: str = ""
    weeks: float = 1.0
    reduced: str = ""

    def shape(self, shape: Shape) -> Shape:
        """Return what this peer simulates when ``shape`` is asked for."""
        return Shape(max(1, round(shape.weeks * self.weeks)), shape.per_day)

    def prepare(self, shape: Shape) -> Replicate:
        """Return what runs a replication with a seed. Raises MissingError when this peer cannot be had here."""
        path = f"{__name__}.{self.module}"
        if find_spec(path) is None:
            raise MissingError("it is not written yet")
        try:
            module = import_module(path)
        except ImportError as error:
            raise MissingError(f"the package {error.name} is not installed") from None
        prepared: Replicate = module.prepare(self.engine, shape) if self.engine else module.prepare(shape)
        return prepared


PEERS = (
    Peer(BASE, "SimPy, a process a patient", "simpy_idiomatic"),
    Peer("by-hand", "SimPy, callbacks by hand, numbers drawn ahead", "simpy_by_hand"),
    Peer("cimba", "Cimba through its Python package", "cimba_package"),
    Peer("ciw", "Ciw", "ciw_network", weeks=0.2, reduced="no cubicles, nobody re-ranked"),
    Peer("salabim", "salabim, with yield", "salabim_yield", weeks=0.2),
    Peer("reference", "orgsim, reference engine", "orgsim_engines", engine="simpy"),
    Peer("compiled", "orgsim, compiled engine", "orgsim_engines", engine="compiled"),
    Peer("table-c", "orgsim's tables interpreted in C", "table_in_c"),
    Peer("c", "this A&E written by hand in C, gcc -O3", "by_hand_c"),
)
WITH_MECHANISMS = Peer("mechanisms", "orgsim, compiled engine, every mechanism on", "orgsim_mechanisms")
"""Simulates more than the others do, so that it is compared in time alone."""


IN_PARTS = Peer("parts", "orgsim, compiled engine, in parts", "orgsim_parts")
"""Measured where memory is: how long replications are run, which are too long for the other tables."""


def peer(key: str) -> Peer:
    """Return the peer of this key. Raises KeyError."""
    return {one.key: one for one in (*PEERS, WITH_MECHANISMS, IN_PARTS)}[key]
