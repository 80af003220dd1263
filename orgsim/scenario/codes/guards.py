"""ORG4xx: what stops a run that would not end, or would end wrongly."""

from __future__ import annotations

from orgsim.scenario.codes.kind import Code

GUARDS: tuple[Code, ...] = (
    Code(
        "ORG401", "a loop without time",
        "A great many events happened without the clock moving: visits or requests go round in no time.",
        "sort: {next: sort}",
        "Give a stage of the loop a time (`takes:`), or break the loop.",
    ),
    Code(
        "ORG402", "too many events",
        "The run made far more events than its arrivals and stages explain, and was stopped before it filled "
        "the machine's day.",
        "a request that is asked again every second",
        "Look at the stage named; lengthen what repeats, or raise the limit if the work is real.",
    ),
    Code(
        "ORG403", "a queue without end",
        "More visits wait at once than any real place could hold: more arrives than can be served.",
        "resources: {doctor: {unit: ae, number: 1}}   # with 500 arrivals a day",
        "Run `orgsim check`: the offered-load table shows what is short.",
    ),
    Code(
        "ORG404", "out of time",
        "The run took longer than the limit for wall-clock time.",
        "length: 20 years   # in a busy hospital",
        "Shorten `length`, run fewer replications at once, or raise the limit.",
    ),
    Code(
        "ORG405", "out of memory",
        "The run needed more memory than its limit.",
        "millions of visits with every event kept",
        "Shorten `length`, keep events of fewer replications, or raise the limit.",
    ),
    Code(
        "ORG410", "the books do not balance",
        "At the end of every replication arrivals must equal departures plus visits still there, capacity may "
        "never be exceeded, and time spent working must equal work done. They did not: the result is not used.",
        "none: this is a fault of orgsim, not of the scenario",
        "Report it with the scenario and the seed.",
    ),
)  # fmt: skip
