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
    Entry(
        "time_inside_median", "Time from arrival to departure, median", "min", "lower",
        "Median of the same time as `time_inside`: half of the measured {visits} that left were inside for longer.",
    ),
    Entry(
        "time_inside_p95", "Time from arrival to departure, 95th percentile", "min", "lower",
        "95th percentile of the same time: one in twenty of the measured {visits} that left was inside for longer.",
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
        "The same time by rule of route, in the structure in force when it was asked; `at_the_asker` are decisions that whoever "
        "asks may take.",
    ),
    Entry(
        "decision_latency_by_layer", "Time to a decision, by layer", "min", "lower",
        "The same time by the layer of the position that holds the decision, in the structure in force when it was asked.",
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
    Entry(
        "decision_latency_p95", "Time to a decision, 95th percentile", "min", "lower",
        "95th percentile of the same time as `decision_latency_mean`; also by decision.",
    ),
    Entry(
        "fidelity_per_decision", "What is left of a request on its way", "share", "neither",
        "Mean, over requests asked in the measured time and answered, of the product of the `fidelity` of all steps they "
        "took towards whoever decides, all attempts together; 1 where nobody else is asked; also by decision.",
    ),
    Entry(
        "decided_where_raised_share", "Decided where raised", "share", "neither",
        "Share of the requests of the measured time decided by a position that whoever asks decided himself.",
    ),
    Entry(
        "escalation_depth", "Steps to who decides", "count", "lower",
        "Mean number of steps from who asks to who decided, over the requests a position decided; also by decision.",
    ),
)  # fmt: skip

JUDGEMENT = (
    Entry(
        "cross_boundary_share", "Requests that concern others too", "share", "neither",
        "Share of the requests of the measured time that concern another position too (`concerns`).",
    ),
    Entry(
        "wrong_door_share", "Requests that went to the wrong door", "share", "lower",
        "Share of the requests of the measured time that first went where nobody may decide them (`unclear`).",
    ),
    Entry(
        "decision_accuracy", "Right decisions", "share", "higher",
        "Share of the answers of the measured time that are right, over requests whose answers are judged; also by decision.",
    ),
    Entry(
        "decision_accuracy_by_layer", "Right decisions, by layer", "share", "higher",
        "The same by the layer of the position that decided; those of meetings and the rule book are in none.",
    ),
    Entry(
        "decision_latency_by_decider", "Time to a decision, by layer of who decided", "min", "lower",
        "Mean time from asking to having the answer, by the layer of the position that decided, whoever holds the decision; "
        "those of meetings and the rule book are in none.",
    ),
    Entry(
        "refused_share", "Requests answered no", "share", "neither",
        "Share of the answered requests of the measured time whose answer is no; also by decision.",
    ),
    Entry(
        "decision_value_mean", "Worth of a decision", "units of the stakes", "higher",
        "Mean of benefit less effect on others, 0 for a no, over answered requests with `stakes`; also by decision.",
    ),
)  # fmt: skip
"""For scenarios whose decisions have `complexity`, `concerns`, `unclear` or `judged`."""
FAILURE = (
    Entry(
        "failure_demand_share", "Failure demand", "share", "lower",
        "Share of the measured {visits} that are failure demand: they come only because an earlier one went wrong; also "
        "by class.",
    ),
    Entry(
        "right_first_time_share", "Right first time", "share", "higher",
        "Share of the measured {visits} that left which left without a defect.",
    ),
    Entry(
        "first_contact_resolution", "Settled at the first contact", "share", "higher",
        "Of the measured {visits} that left and are no return, the share that no failure demand follows.",
    ),
    Entry(
        "defective_by_stage", "Where it went wrong", "share", "lower",
        "By stage: share of the measured {visits} that left whose first defect was made there.",
    ),
    Entry(
        "defective_by_cause", "Why it went wrong", "share", "lower",
        "By cause: share of the measured {visits} that left with this cause of their first defect. `work`: any pass; "
        "`hand_off`: from another unit; `cut`: a behaviour cut the time; `load`: a full pool; `diverted`: a behaviour "
        "sent it elsewhere; `gave_up`: its patience ran out; `decision`: a wrong decision.",
    ),
)  # fmt: skip
"""Only where a scenario has defects or failure demand."""

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
    Entry(
        "position_load_gini", "Unevenness of load (Gini)", "ratio", "neither",
        "Gini coefficient of the minutes that positions were busy with requests and meetings in the measured time: 0 if all "
        "have as many, near 1 if one has all.",
    ),
    Entry(
        "betweenness_load", "Requests that pass through", "share", "neither",
        "By position: share of the requests of the measured time decided by a position that passed through this one on "
        "their way to another.",
    ),
)  # fmt: skip

MONEY = (
    Entry(
        "cost_per_visit", "Cost per {visit}", "£", "lower",
        "All costs of the measured time divided by the measured {visits}: pay of pools for the hours they "
        "had people "
        "and of positions for their hours on duty (pay a year over 52 weeks of `hours_a_week`, plus "
        "`on_costs`), places "
        "for the time in use, the material of a {visit}, and what the budget says that targets and links cost. "
        "External units are not counted.",
    ),
    Entry("cost_per_day", "Cost per day", "£", "lower", "The same costs per day of the measured time."),
    Entry(
        "management_cost_share", "Share of cost that is management", "share", "neither",
        "Pay of the positions above the first layer as a share of all these costs.",
    ),
    Entry(
        "meeting_hours_per_week", "Hours in meetings", "hours per week", "neither",
        "Hours a week that people sit in the meetings of the structure, one person for each member position, with the time "
        "for each item that was settled.",
    ),
)  # fmt: skip

GROUPED = {
    "time": Entry(
        "time_inside_by_{grouping}", "Time from arrival to departure, by {group}", "min", "lower",
        "Mean time from arrival to departure of the measured {visits} that left, by {groups}.",
    ),
    "clock": Entry(
        "{target}_time_by_{grouping}", "{name}: time on the clock, by {group}", "min", "lower",
        "Mean of the true time on the clock over the counted {visits}, by {groups}. Given for the first timed target.",
    ),
    "are": Entry(
        "{measure}_by_{grouping}", "{name}, by {group}", "share", "lower",
        "Share of {whole} that are in {part}, by {groups}.",
    ),
}  # fmt: skip
"""Kind of quantity to its measures by group; once for each of ``GROUPINGS``."""

GROUPINGS = {
    "class": ("class", "class"),
    "need": ("true need", "what they truly need: with and without each of the `needs`"),
    "mode": ("way of coming", "the `mode` of their arrivals, or the id of those"),
    "time_of_day": (
        "time of arrival",
        "the time of day at which they came: night (00:00 to 06:00), morning, afternoon, evening (from 18:00)",
    ),
    "disposition": (
        "disposition", "the first of the `dispositions` that they are in; who that is may differ between variants",
    ),
}  # fmt: skip
"""Grouping to its name and to what it is. All but the last are fixed before anything happens to a visit."""

BUILT_IN = {"visits": VISITS, "decisions": DECISIONS, "failure": FAILURE, "use": USE, "money": MONEY}
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

REVIEWS = (
    Entry(
        "review_gap_squared", "Gap between work and people, squared", "ratio", "lower",
        "Mean over the reviews of the measured time of the squared gap between what the plan would have had to be scaled by "
        "for the work that came and what it was scaled by; also by pool.",
    ),
    Entry(
        "review_scale", "On duty against the plan", "ratio", "neither",
        "Mean over the same reviews of what the plan was scaled by; also by pool.",
    ),
)  # fmt: skip
"""For scenarios that review how many are on duty (``reviewed``)."""

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
