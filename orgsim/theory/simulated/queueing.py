"""One desk: Erlang, Pollaczek and Khinchine, Cobham, Palm (B1 to B4 and B21)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

from orgsim.theory import queues
from orgsim.theory.simulated.observing import visits
from orgsim.theory.simulated.scenarios import Tree, clerks, coming, desk, exponential, scenario, simulated, time
from orgsim.theory.simulated.trial import CLOSE, ROUGH, Check, Trial


def one_desk(rate: float, takes: object, servers: int = 1, weeks: float = 26, **more: Any) -> Tree:
    """Return one queue: ``rate`` arrivals a unit of time to ``servers`` clerks; ``more`` is said of the stage."""
    return scenario(
        weeks,
        exits={"served": {}, **({more["leaves"]["to"]: {}} if "leaves" in more else {})},
        arrivals={"everyone": coming("desk", rate)},
        pathway={"desk": desk("clerk", takes, **more)},
        resources={"clerk": clerks(servers)},
    )


def classes_desk(rates: tuple[float, ...], times: tuple[object, ...], weeks: float = 26, *, ranked: bool) -> Tree:
    """Return one clerk and classes ``class_1``, ``class_2``, ... with their rates and times; ranked, or first come."""
    names = [f"class_{number}" for number in range(1, len(rates) + 1)]
    takes = {"by_class": dict(zip(names, times, strict=True))}
    return scenario(
        weeks,
        classes={name: {"rank": rank if ranked else 0} for rank, name in enumerate(names)},
        arrivals={name: coming("desk", rate, {name: 1.0}) for name, rate in zip(names, rates, strict=True)},
        pathway={"desk": desk("clerk", takes, queue="by_class" if ranked else "first_come")},
        resources={"clerk": clerks(1)},
    )


def erlang_c() -> Iterator[Trial]:
    """Yield B1, and with it B7: what one queue instead of several does at the same load."""
    for servers, load, weeks in ((1, 0.8, 52.0), (2, 0.8, 26.0), (5, 0.8, 13.0), (10, 0.8, 8.0), (10, 0.9, 13.0)):
        queue = queues.erlang_c(load * servers, 1.0, servers)
        name = f"M/M/{servers} at a load of {load:.0%}"
        yield simulated(
            name,
            partial(one_desk, load * servers, exponential(1.0), servers, weeks),
            visits,
            Check("B1", f"{name}: mean wait", queue.queue_wait, "wait", ROUGH),
            Check("B1", f"{name}: share who wait", queue.wait_probability, "share who wait"),
            Check("B1", f"{name}: mean number present", queue.in_system, "number at desk", ROUGH),
        )


def erlang_b() -> Iterator[Trial]:
    """Yield B2: whoever finds no bed free goes elsewhere."""
    for beds, offered in ((10, 8.0), (20, 17.0)):
        leaves = {"after": "0 min", "to": "elsewhere"}
        tree = partial(one_desk, offered, exponential(1.0), beds, 4.0, leaves=leaves)
        name = f"{beds} beds offered {offered:g}, nobody waits"
        yield simulated(
            name,
            tree,
            visits,
            Check("B2", f"{name}: share turned away", queues.erlang_b(beds, offered), "share to elsewhere"),
        )


def general_service() -> Iterator[Trial]:
    """Yield B3: service times that vary less and more than exponential ones."""
    for kind, scv, takes in (
        ("always the same", 0.0, time(1.0)),
        ("Erlang-2", 0.5, {"gamma": {"mean": time(1.0), "sd": time(math.sqrt(0.5))}}),
        ("lognormal", 2.25, {"lognormal": {"mean": time(1.0), "sd": time(1.5)}}),
    ):
        wait = queues.pollaczek_khinchine(0.8, 1.0, scv).queue_wait
        name = f"M/G/1 at a load of 80%, times {kind} (scv {scv:g})"
        yield simulated(
            name,
            partial(one_desk, 0.8, takes, 1, 104.0),
            visits,
            Check("B3", f"{name}: mean wait", wait, "wait", ROUGH),
        )
    scv, often = 4.0, 0.5 * (1 + math.sqrt(3 / 5))
    shares = (often, 1 - often)
    rates, times = tuple(0.8 * share for share in shares), tuple(exponential(0.5 / share) for share in shares)
    name = f"M/G/1 at a load of 80%, times of two kinds (scv {scv:g})"
    wait = queues.pollaczek_khinchine(0.8, 1.0, scv).queue_wait
    yield simulated(
        name,
        partial(classes_desk, rates, times, 104.0, ranked=False),
        visits,
        Check("B3", f"{name}: mean wait", wait, "wait", ROUGH),
    )


def priorities() -> Iterator[Trial]:
    """Yield B4: who is served first, nobody interrupted."""
    for kind, rates, means, scvs in (
        ("two equal classes", (0.4, 0.4), (1.0, 1.0), (1.0, 1.0)),
        ("few urgent, many not", (0.2, 0.6), (1.0, 1.0), (1.0, 1.0)),
        ("three classes of fixed time", (0.3,) * 3, (1.0,) * 3, (0.0,) * 3),
        ("short job first", (0.6, 0.25), (0.5, 2.0), (1.0, 1.0)),
        ("long job first", (0.25, 0.6), (2.0, 0.5), (1.0, 1.0)),
    ):
        times = tuple(exponential(mean) if scv else time(mean) for mean, scv in zip(means, scvs, strict=True))
        found = queues.priority_waits(rates, means, scvs)
        yield simulated(
            kind,
            partial(classes_desk, rates, times, 52.0, ranked=True),
            visits,
            *(
                Check("B4", f"{kind}: wait of rank {rank}", wait, f"wait of class_{rank}", ROUGH)
                for rank, wait in enumerate(found, 1)
            ),
        )


def impatience() -> Iterator[Trial]:
    """Yield B21: people who give up waiting."""
    for rate, weeks in ((9.0, 13.0), (12.0, 4.0)):
        hasty = queues.erlang_a(rate, 1.0, 10, 0.5)
        name = f"M/M/10+M, arrival rate {rate:g}, patience 2"
        leaves = {"after": exponential(2.0), "to": "gave_up"}
        tree = partial(one_desk, rate, exponential(1.0), 10, weeks, leaves=leaves)
        yield simulated(
            name,
            tree,
            visits,
            Check("B21", f"{name}: share who give up", hasty.abandon_probability, "share to gave_up"),
            Check("B21", f"{name}: share who wait", hasty.wait_probability, "share who wait"),
            Check("B21", f"{name}: mean queue", hasty.queue_length, "queue", CLOSE),
        )


FAMILIES = (erlang_c, erlang_b, general_service, priorities, impatience)
