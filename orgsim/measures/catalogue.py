"""What every measure means: said here once, for tables, reports and the handbook.

In braces stands what differs between scenarios: ``target`` and ``disposition`` are ids, ``name``, ``group``
readable names, ``limit``, ``goal`` and ``period`` words, ``visit`` and ``visits`` the scenario's nouns.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A measure with places to fill in. ``better`` is lower, higher or neither."""

    id: str
    name: str
    unit: str
    better: str
    definition: str


_WEEKS_MET = Entry(
    "{target}_weeks_met", "{name}: periods in which the goal was met", "share", "higher",
    "Share of the counting periods ({period}, by arrival, whole ones only) in which, on the record, the "
    "goal was met: {goal}.",
)  # fmt: skip

LIMIT = (
    Entry(
        "{target}_reported", "{name}, on the record", "share", "higher",
        "Share of the {visits} on the record of this target whose recorded clock stopped at or within "
        "{limit}.",
    ),
    Entry(
        "{target}_true", "{name}, in truth", "share", "higher",
        "Share of the counted {visits} whose clock truly stopped at or within {limit}, whatever the record "
        "says.",
    ),
    Entry(
        "{target}_mean", "{name}: mean time on the clock", "min", "lower",
        "Mean of the true time on the clock over the counted {visits}.",
    ),
    Entry(
        "{target}_last_10_min", "{name}: last 10 minutes", "share", "neither",
        "Share of the counted {visits} whose true clock stopped in the last 10 minutes before {limit}.",
    ),
    Entry(
        "{target}_last_20_min", "{name}: last 20 minutes", "share", "neither",
        "Share of the counted {visits} whose true clock stopped in the last 20 minutes before {limit}.",
    ),
)  # fmt: skip
"""For a target with a limit (``within``)."""

LIMIT_BY_DISPOSITION = (
    Entry(
        "{target}_last_10_min_{disposition}", "{name}: last 10 minutes, {group}", "share", "neither",
        "Of the counted {visits} in `{disposition}`, the share whose true clock stopped in the last 10 "
        "minutes before {limit}.",
    ),
    Entry(
        "{target}_last_20_min_{disposition}", "{name}: last 20 minutes, {group}", "share", "neither",
        "Of the counted {visits} in `{disposition}`, the share whose true clock stopped in the last 20 "
        "minutes before {limit}.",
    ),
)  # fmt: skip
"""For a target with a limit, once for each of the scenario's ``dispositions``."""

LIMIT_SHAPE = (
    Entry(
        "{target}_spike_ratio", "{name}: spike before the limit", "ratio", "neither",
        "Counted {visits} whose true clock stopped in the 20 minutes before {limit}, against the mean of "
        "the 20 minutes "
        "before those and the 20 minutes after; 1 means no spike.",
    ),
    _WEEKS_MET,
)  # fmt: skip

MEAN_BELOW = (
    Entry(
        "{target}_mean_value", "{name}: mean time on the clock", "min", "lower",
        "Mean of the true time on the clock over the counted {visits}.",
    ),
    _WEEKS_MET,
)  # fmt: skip
"""For a target on a mean (``mean_below``)."""

OCCUPANCY = (
    Entry(
        "{target}_value", "{name}", "share", "lower",
        "Units in use of {group} together as a share of those there, over the measured time.",
    ),
    _WEEKS_MET,
)  # fmt: skip
"""For a target on how full pools are (``occupancy``)."""

SHARE = (
    Entry(
        "{target}_value", "{name}", "share", "lower",
        "Share of the measured {visits} in `{disposition}` that are in `{group}` too.",
    ),
    _WEEKS_MET,
)  # fmt: skip
"""For a target on a share of a group (``share``)."""

VISITS = (
    Entry(
        "visits_per_day", "{visits} a day", "per day", "neither",
        "Measured {visits} per day of the measured time.",
    ),
    Entry(
        "time_inside", "Time from arrival to departure", "min", "lower",
        "Mean time from arrival to departure of the measured {visits} that left; also by class.",
    ),
    Entry(
        "exit_share", "Ways out", "share", "neither",
        "By exit: share of the measured {visits} that left which left by it.",
    ),
    Entry(
        "still_inside_share", "Still inside at the end", "share", "lower",
        "Share of the measured {visits} that had not left when the run ended. If it is not small, figures "
        "about those "
        "that left flatter the truth: lengthen `follow_up`.",
    ),
    Entry(
        "behaviour_acts_per_day", "{visits} acted on by a behaviour", "per day", "neither",
        "By behaviour: measured {visits} it acted on at least once, per day of the measured time; 0 while it "
        "is off, empty for one that acts on pools and not on visits.",
    ),
)  # fmt: skip

DECISIONS = (
    Entry(
        "decision_latency_mean", "Time to a decision", "min", "lower",
        "Mean time from asking to having the answer, over requests asked in the measured time and answered; "
        "also by decision.",
    ),
    Entry(
        "hops_per_decision", "Hops per decision", "count", "lower",
        "Mean number of steps that the requests asked in the measured time and answered took towards "
        "whoever decides, all "
        "attempts together; also by decision.",
    ),
    Entry(
        "decision_latency_by_route", "Time to a decision, by route", "min", "lower",
        "The same time by rule of route; `at_the_asker` are decisions that whoever asks may take.",
    ),
    Entry(
        "decision_latency_by_layer", "Time to a decision, by layer", "min", "lower",
        "The same time by the layer of the position that holds the decision.",
    ),
    Entry(
        "requests_per_day", "Requests a day", "per day", "neither",
        "Requests asked per day of the measured time; also by decision.",
    ),
    Entry(
        "asked_again_share", "Asked again", "share", "lower",
        "Share of the requests of the measured time that were asked more than once.",
    ),
    Entry(
        "settled_by_meeting_share", "Settled by a meeting", "share", "neither",
        "Share of the answered requests of the measured time that a meeting settled.",
    ),
    Entry(
        "settled_by_rule_book_share", "Left to the rule book", "share", "lower",
        "Share of the answered requests of the measured time that got no answer in time, so that the rule "
        "book decided.",
    ),
)  # fmt: skip

USE = (
    Entry(
        "position_utilisation", "Use of positions", "share", "neither",
        "By position: minutes busy with requests and meetings as a share of the minutes there for them.",
    ),
    Entry(
        "layer_utilisation", "Use of layers", "share", "neither",
        "The same by layer, its positions together.",
    ),
    Entry(
        "pool_utilisation", "Use of pools", "share", "neither",
        "By pool: units in use as a share of those there, over the measured time.",
    ),
)  # fmt: skip

MONEY = (
    Entry(
        "cost_per_visit", "Cost per {visit}", "£", "lower",
        "All costs of the measured time divided by the measured {visits}: pay of pools for the hours they "
        "had people "
        "and of positions for their hours on duty (pay a year over 52 weeks of `hours_a_week`, plus "
        "`on_costs`), places "
        "for the time in use, and the material of a {visit}. External units are not counted.",
    ),
    Entry("cost_per_day", "Cost per day", "£", "lower", "The same costs per day of the measured time."),
    Entry(
        "management_cost_share", "Share of cost that is management", "share", "neither",
        "Pay of the positions above the first layer as a share of all these costs.",
    ),
    Entry(
        "meeting_hours_per_week", "Hours in meetings", "hours per week", "neither",
        "Hours a week that people sit in the meetings of the structure, one person for each member position.",
    ),
)  # fmt: skip

BUILT_IN = {"visits": VISITS, "decisions": DECISIONS, "use": USE, "money": MONEY}
"""Family to the measures that every scenario has."""

PEOPLE = (
    Entry(
        "unit_motivation", "Motivation", "share", "higher",
        "Mean motivation over units and the midnights of the measured time, 0.5 is at rest; also by unit.",
    ),
    Entry(
        "unit_fatigue", "Fatigue", "share", "lower",
        "Mean over-work that is remembered, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_standard", "Standard", "share", "higher",
        "Mean share of the proper time that people think work deserves, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_time_factor", "Time of work against the usual", "ratio", "neither",
        "Mean of what times of work are multiplied by, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_error_factor", "Errors against the usual", "ratio", "lower",
        "Mean of what chances of an error are multiplied by, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_vacant_share", "Vacant posts", "share", "lower",
        "Vacant posts as a share of all posts, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_absent_share", "People absent", "share", "lower",
        "People absent for the day as a share of all posts, over the same midnights; also by unit.",
    ),
    Entry(
        "unit_turnover", "People who quit", "per day", "lower",
        "People who quit in the measured time, for each post and day, times 365 the turnover of a year; also by unit.",
    ),
)  # fmt: skip
"""For scenarios that say how people change (``people``)."""

DECLARED = {
    "time": Entry(
        "{target}_{disposition}", "{name}, {disposition}", "min", "lower",
        "{statistic} time from {start} to {end} of {whole} that meet both, in this order.",
    ),
    "are": Entry("{target}", "{name}", "share", "lower", "Share of {whole} that are in {part}."),
    "time_share": Entry(
        "{target}", "{name}", "share", "lower",
        "Of {whole} that meet {start} and then {end}, the share for which it takes {limit}.",
    ),
    "returned": Entry(
        "{target}", "{name}", "share", "lower",
        "Share of {whole} that come back within {limit} of leaving; only those that left so early that the "
        "run shows all "
        "of that time.",
    ),
    "occupancy": Entry(
        "{target}", "{name}", "share", "lower",
        "Units in use of {part} together as a share of those there, over the measured time.",
    ),
    "waiting_hours": Entry(
        "{target}", "{name}", "hours per day", "lower",
        "Hours per day of the measured time that {visits} wait to begin {part}: for a turn, a decision or a "
        "place.",
    ),
    "harm": Entry(
        "{target}", "{name}", "count", "lower",
        "Expected extra events among {whole} that meet {start} and then {end}: for each, {base} times how "
        "much the ratio "
        "for that time exceeds the lowest ratio. A published association put in, not something the model "
        "shows.",
    ),
}  # fmt: skip
"""Kind of a declared measure to what it means; ``target`` stands for the id it is declared under."""
