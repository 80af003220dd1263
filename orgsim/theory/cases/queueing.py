"""Recorded values for queues, networks and pooling: B1 to B7 and B21."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.theory import networks, pooling, queues
from orgsim.theory.cases.case import Case

ERLANG = "Erlang (1917), 6 decimals"


def erlang_c() -> Iterator[Case]:
    """Yield B1: arrival rate, servers; share who wait, mean wait, mean number present; service rate 1."""
    for rate, servers, waits, wait, number in (
        (0.8, 1, "0.800000", "4.000000", "4.000000"),
        (1.6, 2, "0.711111", "1.777778", "4.444444"),
        (4.0, 5, "0.554113", "0.554113", "6.216450"),
        (8.0, 10, "0.409180", "0.204590", "9.636721"),
        (9.0, 10, "0.668732", "0.668732", "15.018584"),
        (45.0, 50, "0.363864", "0.072773", "48.27478"),
    ):
        queue = queues.erlang_c(rate, 1.0, servers)
        name = f"M/M/{servers}, arrival rate {rate:g}"
        yield Case("B1", f"{name}: share who wait", queue.wait_probability, waits, ERLANG)
        yield Case("B1", f"{name}: mean wait", queue.queue_wait, wait, ERLANG)
        yield Case("B1", f"{name}: mean number present", queue.in_system, number, ERLANG)


def erlang_b() -> Iterator[Case]:
    """Yield B2: blocking at an offered load, and the risk of no free bed at a carried occupancy."""
    for servers, offered, lost in (
        (1, 1.0, "0.500000"),
        (5, 4.0, "0.199067"),
        (10, 8.0, "0.121661"),
        (20, 17.0, "0.085860"),
        (100, 85.0, "0.011990"),
        (100, 90.0, "0.026957"),
    ):
        name = f"{servers} servers offered {offered:g}: share lost"
        yield Case("B2", name, queues.erlang_b(servers, offered), lost, ERLANG)
    for beds, risks in (
        (30, ("0.0598", "0.1080", "0.1943", "0.3730")),
        (100, ("0.0044", "0.0152", "0.0452", "0.1352")),
        (300, ("0.00002", "0.00055", "0.0057", "0.0367")),
    ):
        for occupancy, risk in zip((0.80, 0.85, 0.90, 0.95), risks, strict=True):
            name = f"{beds} beds at {occupancy:.0%}: share who find none free"
            yield Case("B2", name, queues.no_bed_probability(beds, occupancy), risk, "Erlang B, inverted")


def general_service() -> Iterator[Case]:
    """Yield B3: the mean wait of M/G/1 at load 0.8 with mean service 1."""
    for name, scv, wait in (
        ("deterministic", 0.0, "2.000000"),
        ("Erlang-2", 0.5, "3.000000"),
        ("exponential", 1.0, "4.000000"),
        ("lognormal, scv 2.25", 2.25, "6.500000"),
        ("hyperexponential, scv 4", 4.0, "10.000000"),
    ):
        got = queues.pollaczek_khinchine(0.8, 1.0, scv).queue_wait
        yield Case("B3", f"M/G/1, {name}: mean wait", got, wait, "Pollaczek (1930), Khinchine (1932)")


def priorities() -> Iterator[Case]:
    """Yield B4: the mean wait of each class at one server without pre-emption."""
    for name, rates, means, scvs, waits in (
        ("two classes .4, .4", (0.4, 0.4), (1.0, 1.0), (1.0, 1.0), ("1.333333", "6.666667")),
        ("two classes .2, .6", (0.2, 0.6), (1.0, 1.0), (1.0, 1.0), ("1.000000", "5.000000")),
        (
            "three fixed-time classes",
            (0.3,) * 3,
            (1.0,) * 3,
            (0.0,) * 3,
            ("0.642857", "1.607143", "11.250000"),
        ),
        ("short job first", (0.6, 0.25), (0.5, 2.0), (1.0, 1.0), ("1.642857", "8.214286")),
        ("long job first", (0.25, 0.6), (2.0, 0.5), (1.0, 1.0), ("2.300000", "11.500000")),
    ):
        for rank, (got, wait) in enumerate(zip(queues.priority_waits(rates, means, scvs), waits, strict=True), 1):
            yield Case("B4", f"{name}: wait of rank {rank}", got, wait, "Cobham (1954)")


def network() -> Iterator[Case]:
    """Yield B5: a network of three nodes with a loop."""
    routing = ((0.0, 0.7, 0.3), (0.0, 0.0, 0.8), (0.1, 0.0, 0.0))
    got = networks.jackson((0.4, 0.0, 0.0), routing, (1.0, 0.8, 0.9))
    for node, rate, number in (
        (1, "0.437637", "0.778210"),
        (2, "0.306346", "0.620567"),
        (3, "0.376368", "0.718763"),
    ):
        yield Case("B5", f"Jackson network: arrivals at node {node}", got.rates[node - 1], rate, "Jackson (1957)")
        yield Case("B5", f"Jackson network: number at node {node}", got.in_system[node - 1], number, "Jackson (1957)")
    yield Case("B5", "Jackson network: mean time inside", got.time, "5.293851", "Jackson (1957)")


def failure_demand() -> Iterator[Case]:
    """Yield B6: failure demand as feedback, value demand 0.4, service rate 1."""
    for failure, rate, time in (
        (0.0, "0.400000", "1.666667"),
        (0.2, "0.500000", "2.500000"),
        (0.4, "0.666667", "5.000000"),
        (0.5, "0.800000", "10.000000"),
    ):
        got = networks.feedback(0.4, 1.0, failure)
        yield Case("B6", f"failure {failure:.0%}: all demand", got.rate, rate, "Jackson (1957), one node")
        yield Case("B6", f"failure {failure:.0%}: time per value job", got.time, time, "Jackson (1957), one node")


def pooled() -> Iterator[Case]:
    """Yield B7: break-even failure demand of a pool, and jobs of two kinds pooled or apart."""
    for servers, load, failure in (
        (5, 0.7, "0.2247"),
        (5, 0.8, "0.1545"),
        (10, 0.7, "0.2592"),
        (10, 0.8, "0.1763"),
        (10, 0.9, "0.0892"),
    ):
        name = f"pool of {servers} at load {load:g}: extra failure demand it can bear"
        yield Case("B7", name, pooling.break_even_failure(servers, load), failure, "Erlang C, root found")
    for mean, together, apart in (
        (10.0, "9.36697", "7.27273"),
        (5.0, "5.20494", "6.66667"),
        (2.0, "2.65296", "5.33333"),
        (1.0, "1.77778", "4.00000"),
    ):
        name = f"jobs of 1 and {mean:g}, two servers: mean wait"
        yield Case("B7", f"{name} pooled", pooling.mixed_pool_wait(0.8, 1.0, mean), together, "exact Markov chain")
        yield Case("B7", f"{name} apart", pooling.separate_wait(0.8, 1.0, mean), apart, "Erlang (1917)")


def abandonment() -> Iterator[Case]:
    """Yield B21: arrival rate, servers, patience rate; service rate 1."""
    for rate, servers, patience, leave, waits, length in (
        (9.0, 10, 0.5, "0.067012", "0.468942", "1.206211"),
        (10.0, 10, 0.5, "0.103913", "0.619655", "2.078264"),
        (12.0, 10, 0.5, "0.195656", "0.850385", "4.695743"),
        (48.0, 50, 0.2, "0.020750", "0.542295", "4.979999"),
    ):
        got = queues.erlang_a(rate, 1.0, servers, patience)
        name = f"M/M/{servers}+M, arrival rate {rate:g}, patience rate {patience:g}"
        yield Case("B21", f"{name}: share who give up", got.abandon_probability, leave, "Palm (1957)")
        yield Case("B21", f"{name}: share who wait", got.wait_probability, waits, "Palm (1957)")
        yield Case("B21", f"{name}: mean queue", got.queue_length, length, "Palm (1957)")


FAMILIES = (
    erlang_c, erlang_b, general_service, priorities, network, failure_demand, pooled, abandonment,
)  # fmt: skip
