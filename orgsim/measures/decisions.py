"""The measures of requests: how long decisions take, how far they travel, how they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from orgsim.engine.trace import SettledBy
from orgsim.measures import structures
from orgsim.measures.statistics import count, mean, share
from orgsim.measures.tidy import Row
from orgsim.measures.view import View, among

if TYPE_CHECKING:
    from orgsim.measures.statistics import Floats, Ints, Mask

AT_THE_ASKER = "at_the_asker"
"""The group of decisions that whoever asks may take: they have no route."""


def latency(view: View) -> Floats:
    """Minutes from asking to having the answer, (q,); NaN for requests still open."""
    minutes: Floats = view.trace.requests.answered - view.trace.requests.asked
    return minutes


def rows(view: View) -> Iterator[Row]:
    """Yield the measures of the requests asked in the measured span: all, by decision, route and layer."""
    requests = view.trace.requests
    asked = view.in_span(requests.asked)
    closed = asked & ~np.isnan(requests.answered)
    minutes, hops = latency(view), requests.hops.astype(np.float64)
    for measure, values in (("decision_latency_mean", minutes), ("hops_per_decision", hops)):
        for name, mask in _by_decision(view):
            yield Row(measure, name, mean(values[closed & mask]))
    yield from _by_group(view, "decision_latency_by_route", routes(view), minutes, closed)
    yield from _by_group(view, "decision_latency_by_layer", holder_layers(view), minutes, closed)
    for name, mask in _by_decision(view):
        yield Row("requests_per_day", name, count(asked & mask) / view.days)
    yield Row("asked_again_share", "", share(requests.times_asked > 1, asked))
    yield Row("settled_by_meeting_share", "", share(requests.settled == SettledBy.MEETING, closed))
    yield Row("settled_by_rule_book_share", "", share(requests.settled == SettledBy.RULE_BOOK, closed))


def _by_decision(view: View) -> Iterator[tuple[str, Mask]]:
    decision = view.trace.requests.decision
    yield "", np.ones(len(decision), dtype=np.bool_)
    for number, name in enumerate(view.plan.names.decisions):
        yield name, decision == number


def _by_group(view: View, measure: str, groups: list[str], minutes: Floats, closed: Mask) -> Iterator[Row]:
    """Yield the mean latency for each group; ``groups`` names the group of each decision."""
    decision: Ints = view.trace.requests.decision
    for group in dict.fromkeys(groups):
        members = [number for number, name in enumerate(groups) if name == group]
        yield Row(measure, group, mean(minutes[closed & among(decision, members)]))


def routes(view: View) -> list[str]:
    """Return the rule of route of each decision, or ``at_the_asker`` where no request travels."""
    declared = structures.decisions(view.variant)
    tables = zip(view.plan.names.decisions, view.plan.decisions, strict=True)
    return [declared[name].route if row.steps else AT_THE_ASKER for name, row in tables]


def holder_layers(view: View) -> list[str]:
    """Return the layer of the position that holds each decision."""
    layers = [view.plan.names.layers[position.layer] for position in view.plan.positions]
    return [layers[row.holder] for row in view.plan.decisions]
