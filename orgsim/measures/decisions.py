"""The measures of requests: how long decisions take, how far they travel, how they end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.trace import SettledBy
from orgsim.measures import structures
from orgsim.measures.statistics import QUANTILES, count
from orgsim.measures.tallies import Number, Part, Quantile, Values, mean, share
from orgsim.measures.view import View, among
from orgsim.plan.change_tables import rights_in_turn
from orgsim.plan.tables import WayRow

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Ints, Mask

    Parts = list[tuple[str, Mask]]
    Turns = tuple[str, str]

AT_THE_ASKER = "at_the_asker"
"""The group of decisions that whoever asks may take: they have no route."""


def latency(view: View) -> Floats:
    """Minutes from asking to having the answer, (q,); NaN for requests still open."""
    minutes: Floats = view.trace.requests.answered - view.trace.requests.asked
    return minutes


def rows(view: View) -> Iterator[Part]:
    """Yield the measures of the requests asked in the measured span: all, by decision, route and layer."""
    requests = view.trace.requests
    asked = view.in_span(requests.asked)
    closed = asked & ~np.isnan(requests.answered)
    minutes, hops, parts = latency(view), requests.hops.astype(np.float64), list(_by_decision(view))
    for measure, values in (("decision_latency_mean", minutes), ("hops_per_decision", hops)):
        for name, mask in parts:
            yield Part(measure, name, mean(values[closed & mask]))
    yield from _by_group(view, "decision_latency_by_route", routes(view), minutes, closed)
    yield from _by_group(view, "decision_latency_by_layer", holder_layers(view), minutes, closed)
    for name, mask in parts:
        yield Part("requests_per_day", name, Number(count(asked & mask), view.days))
    yield Part("asked_again_share", "", share(requests.times_asked > 1, asked))
    yield Part("settled_by_meeting_share", "", share(requests.settled == SettledBy.MEETING, closed))
    yield Part("settled_by_rule_book_share", "", share(requests.settled == SettledBy.RULE_BOOK, closed))
    yield from _further(view, closed, minutes, parts)
    if structures.asks_what(view.variant):
        yield from _judgement(view, asked, closed, parts)


def _further(view: View, closed: Mask, minutes: Floats, parts: Parts) -> Iterator[Part]:
    """Yield the slowest answers, what the way leaves of a request, and how far it is to who decides."""
    requests = view.trace.requests
    decided, depth = closed & (requests.decided_by >= 0), requests.depth.astype(np.float64)
    by_name = [(name, Values(minutes[closed & mask])) for name, mask in parts[1:]]
    every = [values for _, values in by_name]
    yield Part("decision_latency_p95", "", Quantile(every or [Values(minutes[:0])], QUANTILES["p95"]))
    for name, values in by_name:
        yield Part("decision_latency_p95", name, Quantile([values], QUANTILES["p95"]))
    for name, mask in parts:
        yield Part("fidelity_per_decision", name, mean(requests.kept[closed & mask]))
    yield Part("decided_where_raised_share", "", share(requests.depth == 0, decided))
    for name, mask in parts:
        yield Part("escalation_depth", name, mean(depth[decided & mask]))


def _judgement(view: View, asked: Mask, closed: Mask, parts: Parts) -> Iterator[Part]:
    """Yield what requests are about, who decides them and how well."""
    requests = view.trace.requests
    judged = closed & (requests.right >= 0)
    yield Part("cross_boundary_share", "", share(_of_way(view, lambda way: way.crosses), asked))
    yield Part("wrong_door_share", "", share(_of_way(view, lambda way: way.detour > 0), asked))
    for name, mask in parts:
        yield Part("decision_accuracy", name, share(requests.right == 1, judged & mask))
    layer = _decider_layers(view)
    for number, name in enumerate(view.plan.names.layers):
        yield Part("decision_accuracy_by_layer", name, share(requests.right == 1, judged & (layer == number)))
    for number, name in enumerate(view.plan.names.layers):
        yield Part("decision_latency_by_decider", name, mean(latency(view)[closed & (layer == number)]))
    for name, mask in parts:
        yield Part("refused_share", name, share(requests.answer == 0, closed & mask))
    for name, mask in parts:
        yield Part("decision_value_mean", name, mean(requests.value[closed & mask]))


def _decider_layers(view: View) -> Ints:
    """Return the number of the layer of who decided each request, (q,), in the structure in force when it was asked; or -1."""
    decided, known = view.trace.requests.decided_by, {name: place for place, name in enumerate(view.plan.names.layers)}
    before, after = (np.array([known[name] for name in names] or [-1]) for names in position_layers(view))
    layers: Ints = np.where(asked_late(view), after[decided], before[decided])
    return np.where(decided >= 0, layers, -1)


def _of_way(view: View, wanted: Callable[[WayRow], bool]) -> Mask:
    """Find the requests whose way is as wanted."""
    found = np.zeros(len(view.trace.requests.way), dtype=np.bool_)
    for way, mask in ways_taken(view):
        if wanted(way):
            found |= mask
    return found


def ways_taken(view: View) -> Iterator[tuple[WayRow, Mask]]:
    """Yield every way of every decision, before and after a change of structure, with the requests that took it.

    Where a change sends requests to the old owner first, or breaks an informal link, the way is that of the others.
    """
    requests = view.trace.requests
    at = math.inf if view.plan.change is None else view.plan.change.at
    for number in range(len(view.plan.decisions)):
        for late, row in enumerate(rights_in_turn(view.plan, number)):
            then = (requests.decision == number) & ((requests.asked >= at) == bool(late))
            for place, way in enumerate(row.ways):
                yield way, then & (requests.way == place)


def _by_decision(view: View) -> Iterator[tuple[str, Mask]]:
    decision = view.trace.requests.decision
    yield "", np.ones(len(decision), dtype=np.bool_)
    for number, name in enumerate(view.plan.names.decisions):
        yield name, decision == number


def _by_group(view: View, measure: str, groups: list[Turns], minutes: Floats, closed: Mask) -> Iterator[Part]:
    """Yield the mean latency for each group; ``groups`` names the group of each decision, before a change and from it on."""
    decision, late = view.trace.requests.decision, asked_late(view)
    for group in dict.fromkeys(name for turns in zip(*groups, strict=True) for name in turns):
        of = np.zeros(len(decision), dtype=np.bool_)
        for since, names in enumerate(zip(*groups, strict=True)):
            members = [number for number, name in enumerate(names) if name == group]
            of |= among(decision, members) & (late == bool(since))
        yield Part(measure, group, mean(minutes[closed & of]))


def asked_late(view: View) -> Mask:
    """Find the requests that were asked when the later structure was in force."""
    at = math.inf if view.plan.change is None else view.plan.change.at
    late: Mask = view.trace.requests.asked >= at
    return late


def routes(view: View) -> list[Turns]:
    """Return the rule of route of each decision in both structures, or ``at_the_asker`` where no request travels."""
    first, last = structures.first_and_last(view.variant)
    found = []
    for number, name in enumerate(view.plan.names.decisions):
        rows = rights_in_turn(view.plan, number)
        rights = (first.decisions.get(name), last.decisions.get(name))
        known = next(one for one in rights if one is not None)
        before, after = (
            (one or known).route if row.steps else AT_THE_ASKER for one, row in zip(rights, rows, strict=True)
        )
        found.append((before, after))
    return found


def holder_layers(view: View) -> list[Turns]:
    """Return the layer of the position that holds each decision in both structures."""
    before, after = position_layers(view)
    rows = (rights_in_turn(view.plan, number) for number in range(len(view.plan.decisions)))
    return [(before[first.holder], after[last.holder]) for first, last in rows]


def position_layers(view: View) -> tuple[list[str], list[str]]:
    """Return the layer of each position in the structure before, and in the one from a change on; where it is in one, of that."""
    first, last = structures.first_and_last(view.variant)
    seats = [(first.positions.get(name), last.positions.get(name)) for name in view.plan.names.positions]
    layers = [(one or other, other or one) for one, other in seats]
    return [one.layer if one else "" for one, _ in layers], [other.layer if other else "" for _, other in layers]
