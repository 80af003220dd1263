"""ORG340 to ORG359: warnings. The scenario runs, but probably does not mean what its author thinks."""

from __future__ import annotations

from orgsim.scenario.codes.kind import Code

WARNINGS: tuple[Code, ...] = (
    Code(
        "ORG340", "a pool nobody uses",
        "No stage of any variant needs it: its numbers change nothing.",
        "resources: {porter: {unit: desk, number: 4}}   # no `needs: {porter: 1}`",
        "Name it under a stage's `needs`, or delete it.",
        "warning",
    ),
    Code(
        "ORG341", "a target whose owner cannot act",
        "Who is judged by it holds and asks no decision, sits in no meeting and has no behaviour, so the target "
        "can change nothing.",
        "four_hour: {owner: chief_nurse, ...}   # who appears nowhere else",
        "Give the owner a decision right, or name somebody who can act.",
        "warning",
    ),
    Code(
        "ORG342", "something kept that was never taken",
        "A stage holds (or waits in) a pool that no stage needs, so nothing is held.",
        "holds: [cubicle]   # no `needs: {cubicle: 1}` before",
        "Name it under the `needs` of an earlier stage.",
        "warning",
    ),
    Code(
        "ORG343", "something that works on nothing",
        "It is written, but what it works with is not there in any variant, so it changes nothing: authority without hard "
        "requests, votes on what is always a yes, failure demand where nothing goes wrong, a meeting that settles "
        "what others ask, people where there is no staff, a change into the same or after the end.",
        "organisation: {positions: {nurse: {..., authority: 2}}}   # no decision has a `complexity`",
        "Add what it works with, or take it out.",
        "warning",
    ),
    Code(
        "ORG350", "a pool with more work than hours",
        "The traffic equations send it more hours of work a day than it has. The queue grows for ever, and "
        "differences between structures would only show how fast.",
        "resources: {ward_bed: {unit: wards, number: 180}}   # 375 beds' worth of stays",
        "Add units or hours, or correct arrivals, shares and times.",
        "warning",
    ),
    Code(
        "ORG351", "a position with more to decide than attention",
        "The decisions asked of it, and passed on by it, take more hours than it has after its meetings. Requests "
        "pile up on its desk: sometimes the very point of a scenario, often a slip.",
        "boss: {on_duty: weekdays 08:00-10:00, attention: 10%, ...}",
        "Give more attention or people, shorter efforts, or let somebody nearer decide.",
        "warning",
    ),
    Code(
        "ORG352", "a warm-up shorter than a stay",
        "The run starts empty. Until the first stays are over, everything looks quicker than it is.",
        "calendar: {warm_up: 1 day, length: 8 weeks}   # with stays of 6 days",
        "Warm up for several mean stays, or start with visits present (`at_start`).",
        "warning",
    ),
    Code(
        "ORG353", "a value outside what is said to be plausible",
        "The scenario's own value lies outside the range that `plausible` gives for it, so every comparison would be "
        "made at an implausible point.",
        "plausible: {beds: {path: resources.ward_bed.number, from: 200, to: 240}}   # number: 180",
        "Widen the range, or correct the value.",
        "warning",
    ),
    Code(
        "ORG354", "a variant that is more than a structure",
        "Only `orgsim check --structures` says this. A variant may change anything; but where it is compared as a "
        "structure, a difference in times, chances, channels or strengths would be taken for what the structure does. A "
        "new link is let pass if it is like a channel that the file already has.",
        "variants: {systemic: {change: {pathway.triage.takes: 5 min}}}",
        "Change it in the file, for all variants, or say it beside the verdict.",
        "warning",
    ),
    Code(
        "ORG356", "attention eaten to the floor",
        "Metrics and reports would take more of a position than it has, so what is left is the floor: a further target "
        "or report there changes nothing any more.",
        "organisation: {attention: {per_report: 5%}, ...}   # somebody with 20 reports",
        "Give fewer targets or reports, more attention, or a lower floor.",
        "warning",
    ),
)  # fmt: skip
