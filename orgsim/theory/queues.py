"""Single queues: Erlang's formulas, Pollaczek and Khinchine, priorities, and impatience.

Sources: Erlang (1917) for B and C; Pollaczek (1930) and Khinchine (1932); Cobham (1954) for priorities;
Palm (1957) for the queue with abandonment (Erlang-A).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orgsim.theory import checks


@dataclass(frozen=True, slots=True)
class Queue:
    """Steady state of a queue without loss; times in the unit of the rates' reciprocal.

    ``load`` and ``wait_probability`` have no unit; ``queue_wait`` is the mean wait before service, ``time``
    the mean time from arrival to departure, ``queue_length`` and ``in_system`` mean numbers.
    """

    load: float
    wait_probability: float
    queue_wait: float
    time: float
    queue_length: float
    in_system: float


@dataclass(frozen=True, slots=True)
class ImpatientQueue:
    """Steady state of M/M/c+M: shares of arrivals that give up and that wait, and mean queue length."""

    abandon_probability: float
    wait_probability: float
    queue_length: float


def erlang_b(servers: int, offered: float) -> float:
    """Return the share of arrivals lost by ``servers`` servers offered ``offered`` erlangs (Erlang B).

    ``offered`` is arrival rate times mean service time. Raises ``ValueError`` outside servers >= 0, offered
    > 0.
    """
    checks.whole("servers", servers, 0)
    checks.positive("offered", offered)
    lost = 1.0
    for n in range(1, servers + 1):
        lost = offered * lost / (n + offered * lost)
    return lost


def no_bed_probability(beds: int, occupancy: float) -> float:
    """Return the share of arrivals that find no free bed when ``occupancy`` of the beds is in use on average.

    ``occupancy`` (strictly between 0 and 1) is *carried*: it counts the patients who got a bed, so the
    offered load is found first. Raises ``ValueError`` outside that range or for fewer than one bed.
    """
    checks.whole("beds", beds)
    checks.inside("occupancy", occupancy)

    def spare(offered: float) -> float:
        return offered * (1 - erlang_b(beds, offered)) - occupancy * beds

    high = float(beds)
    while spare(high) < 0:
        high *= 2
    return erlang_b(beds, checks.root(spare, occupancy * beds * 0.5, high))


def erlang_c(arrival_rate: float, service_rate: float, servers: int) -> Queue:
    """Return the steady state of M/M/c, first come first served (Erlang C).

    ``service_rate`` is per server. Raises ``UnstableError`` at a load of 1 or more, ``ValueError`` for rates
    that are not above 0 or fewer than one server.
    """
    checks.positive("arrival rate", arrival_rate)
    checks.positive("service rate", service_rate)
    checks.whole("servers", servers)
    offered = arrival_rate / service_rate
    load = offered / servers
    checks.stable(load)
    lost = erlang_b(servers, offered)
    waits = lost / (1 - load * (1 - lost))
    wait = waits / (servers * service_rate - arrival_rate)
    time = wait + 1 / service_rate
    return Queue(load, waits, wait, time, arrival_rate * wait, arrival_rate * time)


def pollaczek_khinchine(arrival_rate: float, mean_service: float, scv: float) -> Queue:
    """Return the steady state of M/G/1, first come first served.

    ``scv`` is the squared coefficient of variation of the service time (0 deterministic, 1 exponential).
    Raises ``UnstableError`` at a load of 1 or more, ``ValueError`` for arguments outside their domain.
    """
    checks.positive("arrival rate", arrival_rate)
    checks.positive("mean service time", mean_service)
    checks.not_negative("scv", scv)
    load = arrival_rate * mean_service
    checks.stable(load)
    second_moment = mean_service**2 * (1 + scv)
    wait = arrival_rate * second_moment / (2 * (1 - load))
    time = wait + mean_service
    return Queue(load, load, wait, time, arrival_rate * wait, arrival_rate * time)


def priority_waits(
    arrival_rates: Sequence[float], mean_services: Sequence[float], scvs: Sequence[float]
) -> tuple[float, ...]:
    """Return the mean wait of each class at one server, most urgent class first, no pre-emption (Cobham).

    The three sequences have one entry a class. A class whose own and more urgent work reaches a load of 1
    has no steady state: ``UnstableError``. Unequal lengths or arguments outside their domain:
    ``ValueError``.
    """
    classes = list(zip(arrival_rates, mean_services, scvs, strict=True))
    for rate, mean, scv in classes:
        checks.positive("arrival rate", rate)
        checks.positive("mean service time", mean)
        checks.not_negative("scv", scv)
    residual = sum(rate * mean**2 * (1 + scv) for rate, mean, scv in classes) / 2
    waits: list[float] = []
    above = 0.0
    for rate, mean, _ in classes:
        load = above + rate * mean
        checks.stable(load, f"priority class {len(waits) + 1}")
        waits.append(residual / ((1 - above) * (1 - load)))
        above = load
    return tuple(waits)


def erlang_a(arrival_rate: float, service_rate: float, servers: int, patience_rate: float) -> ImpatientQueue:
    """Return the steady state of M/M/c+M: exponential patience with rate ``patience_rate`` while waiting.

    Always stable. Raises ``ValueError`` for rates that are not above 0 or fewer than one server. The chain is
    summed until the remaining states cannot change the last bit.
    """
    for name, rate in (("arrival", arrival_rate), ("service", service_rate), ("patience", patience_rate)):
        checks.positive(f"{name} rate", rate)
    checks.whole("servers", servers)
    offered = arrival_rate / service_rate
    # Weights are relative to "all servers busy, nobody waits"; Erlang B gives the mass below that.
    busy, total, waiting, n = 1.0, 1.0 / erlang_b(servers, offered), 0.0, 0
    full = weight = 1.0
    while weight > 1e-17 * full or arrival_rate > servers * service_rate + n * patience_rate:
        n += 1
        weight *= arrival_rate / (servers * service_rate + n * patience_rate)
        full += weight
        waiting += n * weight
    total += full - busy
    length = waiting / total
    return ImpatientQueue(patience_rate * length / arrival_rate, full / total, length)
