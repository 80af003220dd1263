"""Decisions in the organisation: managers as queues, loss on the way, meetings (B9, B11 and B12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import hierarchy, screening
from orgsim.theory.simulated.observing import requests
from orgsim.theory.simulated.scenarios import UNITS_A_DAY, Tree, coming, exponential, scenario, simulated
from orgsim.theory.simulated.trial import ROUGH, Check, Trial

if TYPE_CHECKING:
    from orgsim.cohort.cohort import Cohort
    from orgsim.engine.trace import Trace
    from orgsim.plan.tables import Plan

TOP = "p0"


def person(boss: str | None, **more: object) -> Tree:
    """Return a position that reports to ``boss``."""
    return {"unit": "counter", "layer": "front_line", **({"reports_to": boss} if boss else {}), **more}


def asking(weeks: float, rates: Mapping[str, float], organisation: Tree, follow_up: float = 2) -> Tree:
    """Return a scenario whose visits ask one decision each and leave; ``rates`` are those of each decision."""
    return scenario(
        weeks,
        follow_up=follow_up,
        organisation={"units": {"counter": {}}, **organisation},
        arrivals={name: coming(f"ask_{name}", rate) for name, rate in rates.items()},
        pathway={f"ask_{name}": {"unit": "counter", "asks": name, "next": "served"} for name in rates},
    )


def complete_tree(span: int, layers: int) -> dict[str, str | None]:
    """Return who reports to whom among the managers: ``p0`` at the top, the rest numbered layer by layer."""
    count = hierarchy.managers(span, layers)
    return {f"p{node}": f"p{(node - 1) // span}" if node else None for node in range(count)}


def climbing(span: int, layers: int, decisions: float, coupling: float, handling: float, weeks: float = 26) -> Tree:
    """Return model teams whose questions about another team climb to the lowest manager of both.

    The teams of one front manager are one position: they only ask. ``decisions`` a unit of time from each team, of which
    ``coupling`` need another team, drawn evenly; every manager on the way takes ``handling``.
    """
    bosses = complete_tree(span, layers)
    teams, managers = span**layers, [name for name in bosses if int(name[1:]) >= hierarchy.managers(span, layers - 1)]
    people = {name: person(boss) for name, boss in bosses.items()}
    rights: Tree = {}
    rates: dict[str, float] = {}
    for front in managers:
        asker = f"teams_of_{front}"
        people[asker] = person(front)
        holder: str | None = front
        for height in range(1, layers + 1):
            others = span**height - span ** (height - 1)
            right = f"{front}_up_{height}"
            effort = exponential(handling)
            rights[right] = {"held_by": holder, "asked_by": asker, "effort": effort, "passing_on": effort}
            rates[right] = span * decisions * coupling * others / (teams - 1)
            holder = bosses[holder] if holder else None
    return asking(weeks, rates, {"positions": people, "decisions": rights})


def layer_means(layers: int, span: int, plan: Plan, cohort: Cohort, trace: Trace) -> dict[str, float]:
    """Return what ``requests`` does, and the mean load of a manager in each layer of a complete tree."""
    found = requests(plan, cohort, trace)
    for layer in range(layers):
        first, beyond = (hierarchy.managers(span, layer) if layer else 0), hierarchy.managers(span, layer + 1)
        loads = [found[f"load of p{node}"] for node in range(first, beyond)]
        found[f"load of layer {layer}"] = sum(loads) / len(loads)
    return found


def chain(kept: float, hops: int) -> Tree:
    """Return a request that climbs ``hops`` lines, each of which keeps ``kept`` of the messages; asked twice at most."""
    positions = {
        f"p{level}": person(f"p{level - 1}" if level else None, line={"fidelity": f"{100 * kept!r}%"})
        for level in range(hops + 1)
    }
    right = {"held_by": TOP, "asked_by": f"p{hops}", "asks_again": {"after": "1 h", "at_most": 1}}
    return asking(8, {"approval": 1.0}, {"positions": positions, "decisions": {"approval": right}})


def committee(happens: str) -> Tree:
    """Return a decision that nobody takes but a meeting."""
    return asking(
        26,
        {"approval": 0.2},
        {
            "positions": {TOP: person(None, number=0), "p1": person(TOP)},
            "decisions": {"approval": {"held_by": TOP, "asked_by": "p1"}},
            "meetings": {
                "board": {"members": [TOP, "p1"], "happens": happens, "lasts": "1 min", "settles": ["approval"]}
            },
        },
        follow_up=8,
    )


def helper(workers: int) -> Tree:
    """Return ``workers`` who each have one problem a unit of time and ask about a fifth of them; help takes half a unit."""
    right = {"held_by": TOP, "asked_by": "p1", "effort": exponential(0.5)}
    positions = {TOP: person(None), "p1": person(TOP)}
    return asking(52, {"help": workers * 0.2}, {"positions": positions, "decisions": {"help": right}})


def control_loss() -> Iterator[Trial]:
    """Yield B9: what is left of a message after some levels; and what is left to the rule book after two attempts."""
    for kept, hops in ((0.9, 1), (0.9, 4), (0.8, 4)):
        left = hierarchy.fidelity(kept, hops + 1)
        name = f"{kept:.0%} kept a level, {hops} level{'' if hops == 1 else 's'} up"
        yield simulated(
            name,
            partial(chain, kept, hops),
            requests,
            Check("B9", f"{name}: arrives", left, "first time"),
            Check("B9", f"{name}: lost twice", (1 - left) ** 2, "rule book", ROUGH),
        )


def managers() -> Iterator[Trial]:
    """Yield B11: how busy each layer of managers is, and the wait for a helper."""
    for span, layers, decisions, coupling, handling in ((5, 3, 0.4, 0.05, 0.25), (2, 3, 0.4, 0.8, 0.25)):
        loads = hierarchy.layer_loads(span, layers, decisions=decisions, coupling=coupling, handling=handling)
        name = f"{span} to a manager, {layers} layers, coupling {coupling:g}"
        yield simulated(
            name,
            partial(climbing, span, layers, decisions, coupling, handling),
            partial(layer_means, layers, span),
            *(
                Check("B11", f"{name}: load of a manager in layer {layer}", load, f"load of layer {layer}")
                for layer, load in enumerate(loads)
            ),
        )
    for workers in (6, 8):
        found = hierarchy.helper_queue(workers, 0.2, 0.5)
        name = f"{workers} workers ask one helper"
        yield simulated(
            name,
            partial(helper, workers),
            requests,
            Check("B11", f"{name}: time to an answer", found.time, "latency", ROUGH),
            Check("B11", f"{name}: load of the helper", found.load, f"load of {TOP}"),
        )


def meetings() -> Iterator[Trial]:
    """Yield B12: how long a decision waits for the next meeting."""
    for name, happens, days in (
        ("daily meeting", "every day at 12:00", 1.0),
        ("weekly meeting", "wed at 12:00", 7.0),
    ):
        mean, variance = screening.meeting_wait(days * UNITS_A_DAY)
        yield simulated(
            name,
            partial(committee, happens),
            requests,
            Check("B12", f"{name}: mean wait", mean, "latency"),
            Check("B12", f"{name}: variance of the wait", variance, "variance of latency"),
        )


FAMILIES = (control_loss, managers, meetings)
