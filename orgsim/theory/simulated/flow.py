"""Several desks: Jackson, failure demand, work pooled or apart, and lines that block (B5 to B7 and B18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import blocking, networks, pooling
from orgsim.theory.simulated.observing import in_span, visits
from orgsim.theory.simulated.scenarios import UNIT, Tree, clerks, coming, desk, exponential, scenario, simulated
from orgsim.theory.simulated.trial import ROUGH, Check, Trial

if TYPE_CHECKING:
    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan

ROUTING = ((0.0, 0.7, 0.3), (0.0, 0.0, 0.8), (0.1, 0.0, 0.0))
SPEEDS = (1.0, 0.8, 0.9)
NODES = ("first", "second", "third")


def three_desks() -> Tree:
    """Return the network of B5: three single clerks, one in ten leaves the third desk for the first."""
    following = (
        {"second": "70%", "third": "30%"},
        {"third": "80%", "served": "20%"},
        {"first": "10%", "served": "90%"},
    )
    return scenario(
        26,
        arrivals={"everyone": coming("first", 0.4)},
        pathway={
            name: desk(f"{name}_clerk", exponential(1 / speed), then)
            for name, speed, then in zip(NODES, SPEEDS, following, strict=True)
        },
        resources={f"{name}_clerk": clerks(1) for name in NODES},
    )


def again(failing: float) -> Tree:
    """Return one desk to which a share ``failing`` of finished jobs comes back at once (B6)."""
    then = {"desk": f"{100 * failing!r}%", "served": f"{100 * (1 - failing)!r}%"}
    return scenario(
        26,
        arrivals={"everyone": coming("desk", 0.4)},
        pathway={"desk": desk("clerk", exponential(1.0), then)},
        resources={"clerk": clerks(1)},
    )


def two_kinds(longer: float, *, pooled: bool) -> Tree:
    """Return jobs of mean 1 and of mean ``longer``, two clerks at a load of 80%: one queue for both, or one each (B7)."""
    names, means = ("short", "long"), (1.0, longer)
    pools = ("clerk", "clerk") if pooled else ("clerk_1", "clerk_2")
    return scenario(
        104,
        classes={name: {} for name in names},
        arrivals={name: coming(name, 0.8 / mean, {name: 1.0}) for name, mean in zip(names, means, strict=True)},
        pathway={name: desk(pool, exponential(mean)) for name, pool, mean in zip(names, pools, means, strict=True)},
        resources={"clerk": clerks(2)} if pooled else {pool: clerks(1) for pool in pools},
    )


def line(means: tuple[float, ...], room: int = 0) -> Tree:
    """Return stations in a line with work always waiting at the first; ``room`` places before each of the others (B18).

    A job keeps its station until there is room at the next.
    """
    pathway: Tree = {}
    places: Tree = {}
    keeps = ""
    for number, mean in enumerate(means, 1):
        after = f"room_{number + 1}" if room and number < len(means) else f"station_{number + 1}"
        if number > 1 and room:
            place = f"places_{number}"
            places[place] = {**clerks(room), "kind": "place"}
            pathway[f"room_{number}"] = desk(place, "0 min", f"station_{number}", waits_in=[keeps])
            keeps = place
        pathway[f"station_{number}"] = desk(
            f"machine_{number}",
            exponential(mean),
            "served" if number == len(means) else after,
            **({"waits_in": [keeps]} if keeps else {}),
        )
        keeps = f"machine_{number}"
    machines = {f"machine_{number}": clerks(1) for number, _ in enumerate(means, 1)}
    everyone = {"at": "station_1", "at_start": 6000, "classes": {"customer": "100%"}}
    return scenario(4, arrivals={"everyone": everyone}, pathway=pathway, resources={**machines, **places})


def throughput(plan: Plan, _cohort: Cohort, trace: Trace) -> Mapping[str, float]:
    """Return departures a unit of time in the measured span. Raises ValueError when the work ran out."""
    if trace.departed.size == int((trace.departed < plan.warm_up + plan.length).sum()):
        raise ValueError("the line ran out of work before the end of the measured span")
    return {"throughput": float(in_span(plan, trace.departed).sum() / plan.length * UNIT)}


def jackson() -> Iterator[Trial]:
    """Yield B5."""
    network = networks.jackson((0.4, 0.0, 0.0), ROUTING, SPEEDS)
    yield simulated(
        "Three desks with a loop",
        three_desks,
        visits,
        Check("B5", "three desks with a loop: time inside", network.time, "time"),
        *(Check("B5", f"three desks: arrivals at the {name}", network.rates[node], f"rate at {name}")
          for node, name in enumerate(NODES)),
        *(Check("B5", f"three desks: number at the {name}", network.in_system[node], f"number at {name}", ROUGH)
          for node, name in enumerate(NODES)),
    )  # fmt: skip


def failure_demand() -> Iterator[Trial]:
    """Yield B6."""
    for failing in (0.2, 0.4, 0.5):
        found = networks.feedback(0.4, 1.0, failing)
        name = f"failure demand {failing:.0%}"
        yield simulated(
            name,
            partial(again, failing),
            visits,
            Check("B6", f"{name}: all demand", found.rate, "rate at desk"),
            Check("B6", f"{name}: time for a job done for good", found.time, "time", ROUGH),
            Check("B6", f"{name}: number present", found.in_system, "number at desk", ROUGH),
        )


def pooled() -> Iterator[Trial]:
    """Yield B7: pooling helps work of one kind; separate desks win when one kind is ten times as long."""
    for longer in (2.0, 10.0):
        for together in (True, False):
            how = "one queue" if together else "two queues"
            name = f"jobs of 1 and {longer:g}, two clerks, {how}"
            wait = (pooling.mixed_pool_wait if together else pooling.separate_wait)(0.8, 1.0, longer)
            yield simulated(
                name,
                partial(two_kinds, longer, pooled=together),
                visits,
                Check("B7", f"{name}: mean wait", wait, "wait", ROUGH),
            )


def blocked() -> Iterator[Trial]:
    """Yield B18: stations in a line with little room between them."""
    for name, means, room, rate in (
        ("two stations, no room between", (1.0, 1.0), 0, blocking.pair_throughput(1.0, 1.0, 0)),
        ("two stations, room for 1", (1.0, 1.0), 1, blocking.pair_throughput(1.0, 1.0, 1)),
        ("two stations, room for 5", (1.0, 1.0), 5, blocking.pair_throughput(1.0, 1.0, 5)),
        ("a quick station before a slow one, no room", (0.5, 1.0), 0, blocking.pair_throughput(2.0, 1.0, 0)),
        ("three stations, no room between", (1.0, 1.0, 1.0), 0, blocking.line_throughput((1.0, 1.0, 1.0))),
    ):
        yield simulated(
            name, partial(line, means, room), throughput, Check("B18", f"{name}: throughput", rate, "throughput")
        )


FAMILIES = (jackson, failure_demand, pooled, blocked)
