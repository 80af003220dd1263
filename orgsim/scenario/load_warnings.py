"""Warnings that need a whole, valid variant: more work than capacity, and too short a warm-up."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from orgsim.scenario.offered_load import LoadRow, mean_stay
from orgsim.scenario.places import Marks
from orgsim.scenario.problems import Path, Problem
from orgsim.scenario.references import Reporter
from orgsim.scenario.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orgsim.scenario.schema import Variant

_SLACK = 1e-9


def load_warnings(variant: Variant, marks: Marks, flow: Traffic, loads: Iterable[LoadRow]) -> list[Problem]:
    """Return ORG350 for pools, ORG351 for positions, ORG352 for a warm-up shorter than the mean stay, ORG356 for attention.

    ``flow`` and ``loads`` are the traffic and the offered load of the variant.
    """
    report = Reporter(None, marks)
    over = [row for row in loads if row.ratio > 1 + _SLACK]
    return [_overloaded(report, row) for row in over] + _short_warm_up(report, variant, flow) + _eaten(report, variant)


def _overloaded(report: Reporter, row: LoadRow) -> Problem:
    pool = row.kind == "pool"
    path: Path = ("resources", row.id) if pool else ("organisation", "positions", row.id)
    share = "" if math.isinf(row.ratio) else f": {row.ratio:.0%}"
    message = f"`{row.id}` needs {hours(row.needs_hours)} a day, has {hours(row.has_hours)}{share}"
    hint = (
        "more work than capacity: the queue will grow for ever"
        if pool
        else "more to decide than attention: requests will pile up"
    )
    return report.at(path, "ORG350" if pool else "ORG351", message, hint, key=True, severity="warning")


def _short_warm_up(report: Reporter, variant: Variant, flow: Traffic) -> list[Problem]:
    stay, warm_up = mean_stay(variant, flow), variant.calendar.warm_up
    if warm_up >= stay or any(stream.at_start for stream in variant.arrivals.values()):
        return []
    message = f"the warm-up is {days(warm_up)}, but a stay takes {days(stay)} on average"
    hint = "warm up for several stays, so that the run starts full"
    return [report.at(("calendar", "warm_up"), "ORG352", message, hint, severity="warning")]


def _eaten(report: Reporter, variant: Variant) -> list[Problem]:
    from orgsim.scenario.derived.attention import attention_accounts

    return [
        report.at(
            ("organisation", "positions", key), "ORG356",
            f"metrics and reports take {one.to_metrics + one.to_reports:.1%} of `{key}`, who has {one.own:.1%}",
            f"{one.left:.1%} is taken to be left, the floor: fewer targets or reports, or more attention",
            key=True, severity="warning",
        )
        for key, one in attention_accounts(variant).items()
        if one.at_floor
    ]  # fmt: skip


def hours(number: float) -> str:
    """Write hours for people."""
    return f"{number:,.0f} hours" if number >= 10 else f"{number:.1f} hours"


def days(minutes: float) -> str:
    """Write a time for people, in days or hours."""
    return f"{minutes / 1440:.1f} days" if minutes >= 1440 else f"{minutes / 60:.1f} hours"
