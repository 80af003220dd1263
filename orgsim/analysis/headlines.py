"""Which measures to show first: a table that can be read at once, chosen by kind and never by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from orgsim.experiment.records import Definition

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant

HEADLINES = 15
_STATISTICS = ("_mean", "_median", "_p90", "_p95")
_CLOSING = (
    "decision_latency_mean", "decision_accuracy", "decision_value_mean", "failure_demand_share", "unit_motivation",
    "cost_per_visit",
)  # fmt: skip


def headline_ids(definitions: Sequence[Definition]) -> tuple[str, ...]:
    """Choose at most 15 measures, in the order of ``definitions``.

    The first target with a limit (on the record, in truth, and what leaves just before the limit); what the
    scenario declares and calls better or worse, one statistic of each, times before shares; what a decision
    takes, how good it is where that is judged, what goes wrong, and what a visit costs; then whatever is there.
    """
    known = {one.id: one for one in definitions}
    first = [*_target(definitions), *(one for one in _CLOSING if one in known)]
    candidates = [*first, *_declared(definitions), *known]
    chosen = set(list(dict.fromkeys(candidates))[:HEADLINES])
    return tuple(one.id for one in definitions if one.id in chosen)


def _target(definitions: Iterable[Definition]) -> list[str]:
    """Return the three figures of the first target with a limit."""
    ids = [one.id for one in definitions if one.family == "target"]
    reported = next((one for one in ids if one.endswith("_reported")), None)
    if reported is None:
        return ids[:1]
    target = reported.removesuffix("_reported")
    return [one for one in ids if one in (reported, f"{target}_true", f"{target}_last_20_min")]


def _declared(definitions: Iterable[Definition]) -> Iterator[str]:
    """Yield the declared measures that have a better direction, one statistic of each, times first."""
    one_each: dict[str, Definition] = {}
    for one in definitions:
        if one.family == "declared" and one.better != "neither":
            one_each.setdefault(_stem(one.id), one)
    yield from (one.id for one in one_each.values() if one.unit == "min")
    yield from (one.id for one in one_each.values() if one.unit != "min")


def _stem(measure: str) -> str:
    return next((measure.removesuffix(end) for end in _STATISTICS if measure.endswith(end)), measure)


def journey_measure(variant: Variant) -> str:
    """Id of the mean over the longest way: the first declared time from arrival to departure, or the built-in one."""
    for key, measure in variant.measures.items():
        time = measure.time
        if time and (time.start, time.end) == ("arrival", "departure") and "mean" in time.show:
            return f"{key}_mean"
    return "time_inside"
