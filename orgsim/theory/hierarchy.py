"""Hierarchies: loss of control, best number of levels, span, and the load on every layer of managers.

Sources: Williamson (1967); Garicano (2000); Radner (1993). The load of a layer follows from counting the
pairs of teams whose lowest common ancestor lies in it or above it.
"""

from __future__ import annotations

import math

from orgsim.theory import checks
from orgsim.theory.queues import Queue, erlang_c


def fidelity(per_level: float, levels: int) -> float:
    """Return the share of an intention that survives from the top of ``levels`` levels to the bottom."""
    checks.share("fidelity per level", per_level)
    checks.whole("levels", levels)
    return float(per_level ** (levels - 1))


def intact_probability(flip: float, hops: int) -> float:
    """Return the chance that a yes/no message is right after ``hops``, each flipping it with ``flip``."""
    checks.share("flip", flip)
    checks.whole("hops", hops, 0)
    return 0.5 * (1 + (1 - 2 * flip) ** hops)


def best_levels(per_level: float, span: float, wage_ratio: float, worth: float) -> float:
    """Return Williamson's best number of levels, continuous, the wage sum approximated for many levels.

    ``wage_ratio`` is a superior's wage over a subordinate's, ``worth`` the revenue of one worker over his
    wage. Raises ``ValueError`` unless 0 < per_level < 1, per_level * span > 1 and span > wage_ratio > 0.
    """
    _check_levels(per_level, span, wage_ratio, worth)
    wages = math.log(1 / worth) + math.log(span / (span - wage_ratio))
    return 1 + (wages + math.log(math.log(span) / math.log(per_level * span))) / math.log(per_level)


def best_whole_levels(per_level: float, span: float, wage_ratio: float, worth: float) -> int:
    """Return the whole number of levels that earns most, wages summed exactly (see ``best_levels``)."""
    _check_levels(per_level, span, wage_ratio, worth)
    limit = math.ceil(best_levels(per_level, span, wage_ratio, worth)) + 10
    return max(range(1, limit + 1), key=lambda n: _profit(n, per_level, span, wage_ratio, worth))


def garicano_span(helping_time: float, knowledge: float) -> float:
    """Return how many workers one manager's time can help, difficulties being exponential with mean 1.

    A worker meets one problem a unit of time, solves those up to ``knowledge`` and asks about the rest, which
    takes ``helping_time``. Waiting is left out: ``helper_queue`` shows that this span has none to spare.
    """
    checks.positive("helping time", helping_time)
    checks.not_negative("knowledge", knowledge)
    return math.exp(knowledge) / helping_time


def helper_queue(workers: int, ask_probability: float, helping_time: float) -> Queue:
    """Return the queue at a manager helping ``workers``, each with one problem a unit of time (M/M/1).

    Raises ``UnstableError`` when the workers ask for all of the manager's time.
    """
    checks.whole("workers", workers)
    checks.share("ask probability", ask_probability)
    return erlang_c(workers * ask_probability, 1 / helping_time, 1)


def managers(span: int, layers: int) -> int:
    """Return the number of managers in a complete tree of ``layers`` layers of managers of equal span."""
    checks.whole("span", span, 2)
    checks.whole("layers", layers)
    return sum(span**layer for layer in range(layers))


def layer_loads(
    span: int, layers: int, *, decisions: float, coupling: float, handling: float, available: float = 1.0
) -> tuple[float, ...]:
    """Return the load (0 to above 1) of one manager in each layer of a complete tree, the root first.

    Each of the ``span ** layers`` teams raises ``decisions`` a unit of time; a share ``coupling`` of them
    needs one other team, drawn evenly. Each manager on the way up to the lowest common ancestor handles it,
    taking ``handling``, with a share ``available`` of his time. A load of 1 or more means a queue that
    grows for ever.
    """
    checks.whole("span", span, 2)
    checks.whole("layers", layers)
    checks.share("coupling", coupling)
    checks.positive("available", available)
    checks.share("available", available)
    teams = span**layers
    passing = decisions * coupling * handling / available
    return tuple(
        span ** (layers - layer) * passing * (teams - span ** (layers - layer - 1)) / (teams - 1)
        for layer in range(layers)
    )


def critical_coupling(span: int, layers: int, *, decisions: float, handling: float, available: float = 1.0) -> float:
    """Return the coupling at which the root's load is 1 (above 1: it never is); see ``layer_loads``."""
    root = layer_loads(span, layers, decisions=decisions, coupling=1.0, handling=handling, available=available)[0]
    return 1 / root


def reduced_tree_delay(items: int, processors: int) -> int:
    """Return the least delay of adding up ``items`` numbers by ``processors`` people, one a step each."""
    checks.whole("items", items)
    checks.whole("processors", processors)
    each, rest = divmod(items, processors)
    return each + math.ceil(math.log2(processors + rest))


def root_share(span: int, layers: int) -> float:
    """Return the share of messages between uniform pairs of a complete tree that the root must pass on.

    ``layers`` counts all layers of nodes, the root's among them. Messages to or from the root do not count.
    """
    checks.whole("layers", layers, 2)
    below = managers(span, layers - 1)
    nodes = 1 + span * below
    return span * (span - 1) * below**2 / (nodes * (nodes - 1))


def _profit(levels: int, per_level: float, span: float, wage_ratio: float, worth: float) -> float:
    """Return revenue less wages in units of a worker's wage, for one person at the top."""
    wages = sum(wage_ratio ** (levels - i) * span ** (i - 1) for i in range(1, levels + 1))
    return worth * (per_level * span) ** (levels - 1) - wages


def _check_levels(per_level: float, span: float, wage_ratio: float, worth: float) -> None:
    """Refuse arguments for which the best number of levels does not exist."""
    checks.inside("fidelity per level", per_level)
    checks.positive("worth", worth)
    if per_level * span <= 1 or not 0 < wage_ratio < span:
        raise ValueError("the best number of levels needs per_level * span > 1 and 0 < wage_ratio < span")
