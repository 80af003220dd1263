"""Values without chance, worked out in a second way: B9, B10, B16, B20 and B25."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from orgsim.theory import hierarchy, incentives, transition
from orgsim.theory.simulated.trial import Check, Trial, computed

if TYPE_CHECKING:
    import networkx as nx


def highest(of: Callable[[float], float], low: float, high: float) -> float:
    """Return where ``of``, which has one peak, is highest: the golden section, then a parabola through the top."""
    ratio = (math.sqrt(5) - 1) / 2
    while high - low > 1e-5:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if of(left) > of(right) else (left, high)
    middle, step = (low + high) / 2, 1e-3
    before, top, after = of(middle - step), of(middle), of(middle + step)
    peak: float = middle + step * (before - after) / (2 * (before - 2 * top + after))
    return peak


def added(items: int, people: int) -> Mapping[str, float]:
    """Add numbers up step by step, each person one addition a step, and count the steps.

    First everybody adds a share of the numbers, read one by one; then what is left is added in pairs.
    """
    steps, waiting = items // people, people + items % people
    while waiting > 1:
        waiting -= min(waiting // 2, people)
        steps += 1
    return {"steps": float(steps)}


def levels(kept: float, span: float, wages: float, worth: float) -> Mapping[str, float]:
    """Search for the number of levels with the highest profit, for the wage sum of very many levels."""

    def profit(number: float) -> float:
        done: float = worth * (kept * span) ** (number - 1)
        paid: float = span**number / (span - wages)
        return done - paid

    # The profit is scaled to the size of the organisation, so that the peak is not lost in its size.
    return {"levels": highest(lambda number: profit(number) / worth, 1.0, 15.0)}


def contract(worth: tuple[float, float], swap: float, noise: float) -> Mapping[str, float]:
    """Search for the strength of a target that leaves most for both, when the agent answers it as suits him.

    Costs have curvature 1, risk aversion is 1; task 2 cannot be measured.
    """

    def efforts(strength: float) -> tuple[float, float]:
        first = strength / (1 - swap**2)
        return first, -swap * first

    def surplus(strength: float) -> float:
        one, two = efforts(strength)
        cost = (one**2 + two**2) / 2 + swap * one * two
        return worth[0] * one + worth[1] * two - cost - noise * strength**2 / 2

    strength = highest(surplus, -2.0, 2.0)
    one, two = efforts(strength)
    return {"strength": strength, "effort 1": one, "effort 2": two}


def dip(gain: float, loss: float, tau: float) -> Mapping[str, float]:
    """Follow output week by week in small steps until it is back, and until what was lost is made good."""
    step, total, week, back = 0.01, 0.0, 0.0, 0.0
    before = transition.relative_output(0.0, gain, loss, tau)
    while total <= 0 or not back:
        middle, after = (transition.relative_output(week + part, gain, loss, tau) for part in (step / 2, step))
        if before < 0 <= after:
            back = week + step * before / (before - after)
        grown = step * (before + 4 * middle + after) / 6  # Simpson's rule
        if back and total + grown > 0 >= total:
            return {"back": back, "made good": week + step * -total / grown}
        total, week, before = total + grown, week + step, after
    raise ValueError("what was lost is never made good")


def dimensions(graph: Callable[[], nx.DiGraph[Any]]) -> Mapping[str, float]:
    """Measure a graph as ``orgsim draw`` does."""
    from orgsim.organisation.krackhardt import krackhardt

    return dict(krackhardt(graph())._asdict())


def summing() -> Iterator[Trial]:
    """Yield B10."""
    for items, people in ((40, 1), (40, 4), (40, 8), (40, 20), (1000, 10), (1000, 100), (10_000, 100)):
        name = f"{people} people add {items} numbers"
        delay = float(hierarchy.reduced_tree_delay(items, people))
        yield computed(name, partial(added, items, people), Check("B10", f"{name}: steps", delay, "steps"))


def incentive() -> Iterator[Trial]:
    """Yield B16."""
    for worth, swap, noise in (
        ((1.0, 1.0), 0.0, 1.0), ((1.0, 1.0), 0.5, 1.0), ((1.0, 2.0), 0.5, 1.0), ((1.0, 1.0), 0.9, 1.0),
        ((1.0, 1.0), 0.5, 0.1),
    ):  # fmt: skip
        name = f"tasks worth {worth[0]:g} and {worth[1]:g}, substitution {swap:g}, noise {noise:g}"
        found = incentives.one_measured_task(worth, 1.0, swap, 1.0, noise)
        yield computed(
            name,
            partial(contract, worth, swap, noise),
            *(Check("B16", f"{name}: {what}", value, what)
              for what, value in zip(("strength", "effort 1", "effort 2"), found, strict=True)),
        )  # fmt: skip


def reorganised() -> Iterator[Trial]:
    """Yield B25."""
    for gain, loss, tau in ((0.10, 0.15, 26.0), (0.15, 0.20, 40.0), (0.05, 0.15, 52.0)):
        name = f"gain {gain:g}, dip {loss:g}, tau {tau:g} weeks"
        yield computed(
            name,
            partial(dip, gain, loss, tau),
            Check("B25", f"{name}: weeks until back", transition.crossing_time(gain, loss, tau), "back"),
            Check("B25", f"{name}: weeks until made good", transition.break_even_time(gain, loss, tau), "made good"),
        )


def _tree() -> nx.DiGraph[Any]:
    import networkx as nx

    return nx.DiGraph((f"{(node - 1) // 2}", f"{node}") for node in range(1, 7))


def _with(*arcs: tuple[str, str]) -> nx.DiGraph[Any]:
    graph = _tree()
    graph.add_edges_from(arcs)
    return graph


def _of(text: str) -> nx.DiGraph[Any]:
    """Return the graph of arcs written ``ab ac``."""
    import networkx as nx

    return nx.DiGraph((arc[0], arc[1]) for arc in text.split())


def krackhardts() -> Iterator[Trial]:
    """Yield B20: the definitions' values for small graphs."""
    third = 1 / 3
    for name, graph, values in (
        ("binary tree of 7", _tree, (1, 1, 1, 1)),
        ("cycle of 4", partial(_of, "ab bc cd da"), (1, 0, 2 * third, 1)),
        ("everyone over everyone, 4", partial(_of, "ab ac ad ba bc bd ca cb cd da db dc"), (1, 0, 0, 1)),
        ("four over one", partial(_of, "ae be ce de"), (1, 1, 1, 0)),
        ("two bosses of two", partial(_of, "ac ad bc bd"), (1, 1, 2 * third, third)),
        ("two bosses of two, with a head", partial(_of, "ha hb ac ad bc bd"), (1, 1, 2 * third, 5 / 6)),
        ("two stars of 3", partial(_of, "ab ac de df"), (0.4, 1, 1, 1)),
        ("tree of 7, one more arc", partial(_with, ("3", "5")), (1, 1, 14 / 15, 1)),
        ("tree of 7, two at one level over each other", partial(_with, ("1", "2"), ("2", "1")), (1, 14 / 15, 14 / 15, 1)),
    ):  # fmt: skip
        kinds = ("connectedness", "hierarchy", "efficiency", "lubness")
        yield computed(
            name,
            partial(dimensions, graph),
            *(Check("B20", f"{name}: {kind}", float(value), kind) for kind, value in zip(kinds, values, strict=True)),
        )


def best_levels() -> Iterator[Trial]:
    """Yield B9: the best number of levels."""
    for kept, span, wages, worth in ((0.9, 5.0, 1.3, 2.0), (0.9, 7.0, 1.5, 2.0), (0.8, 5.0, 1.3, 3.0)):
        name = f"{kept:.0%} kept a level, span {span:g}, wages x {wages:g}, worth {worth:g}"
        best = hierarchy.best_levels(kept, span, wages, worth)
        yield computed(
            name, partial(levels, kept, span, wages, worth), Check("B9", f"{name}: best levels", best, "levels")
        )


FAMILIES = (best_levels, summing, incentive, krackhardts, reorganised)
