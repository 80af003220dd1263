"""Networks of queues: Jackson's theorem, and failure demand as feedback to one queue.

Source: Jackson (1957). Failure demand as Bernoulli feedback is the one-node case of the same theorem.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgsim.theory.linear import Matrix, solve
from orgsim.theory.queues import erlang_c


@dataclass(frozen=True, slots=True)
class Network:
    """Steady state of an open network, one entry a node; ``time`` is the mean time from entry to exit."""

    rates: tuple[float, ...]
    in_system: tuple[float, ...]
    time: float


@dataclass(frozen=True, slots=True)
class Feedback:
    """Steady state of a queue whose finished jobs return with a fixed probability.

    ``rate`` counts all visits, first and repeated; ``time`` is the mean time to serve one value job for good;
    ``failure_share`` is the share of all visits that are repeats.
    """

    rate: float
    in_system: float
    time: float
    failure_share: float


def traffic(external: Sequence[float], routing: Matrix) -> tuple[float, ...]:
    """Return the total arrival rate at each node, solving ``rate = external + routing^T rate``.

    ``routing[i][j]`` is the probability of going from node i to node j; what a row lacks to 1 leaves the
    network. Raises ``ValueError`` for a row above 1 or below 0, or a network that jobs can never leave.
    """
    size = len(external)
    for i, row in enumerate(routing):
        if min(row) < 0 or sum(row) > 1 + 1e-12:
            raise ValueError(f"row {i} of the routing must be probabilities with a sum of at most 1")
    system = [[float(i == j) - routing[j][i] for j in range(size)] for i in range(size)]
    return tuple(solve(system, external))


def jackson(
    external: Sequence[float],
    routing: Matrix,
    service_rates: Sequence[float],
    servers: Sequence[int] | None = None,
) -> Network:
    """Return the steady state of an open Jackson network of M/M/c nodes (one server each unless told).

    Raises ``UnstableError`` when a node's load reaches 1, ``ValueError`` for shapes that disagree.
    """
    rates = traffic(external, routing)
    nodes = zip(rates, service_rates, servers or [1] * len(rates), strict=True)
    in_system = tuple(erlang_c(*node).in_system for node in nodes)
    return Network(rates, in_system, sum(in_system) / sum(external))


def feedback(value_rate: float, service_rate: float, failure: float) -> Feedback:
    """Return the steady state of M/M/1 whose finished jobs come back at once with probability ``failure``.

    Stable only if ``value_rate < (1 - failure) * service_rate``, else ``UnstableError``; ``ValueError``
    unless 0 <= failure < 1.
    """
    if not 0 <= failure < 1:
        raise ValueError(f"failure must be from 0 to below 1; it is {failure!r}")
    rate = value_rate / (1 - failure)
    in_system = erlang_c(rate, service_rate, 1).in_system
    return Feedback(rate, in_system, in_system / value_rate, 1 - value_rate / rate)
