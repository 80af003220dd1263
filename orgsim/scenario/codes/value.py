"""ORG2xx: a single value."""

from __future__ import annotations

from orgsim.scenario.codes.kind import Code

VALUE: tuple[Code, ...] = (
    Code(
        "ORG201", "an unknown setting",
        "A misspelt setting that is silently ignored leaves its default in force, and nothing shows it.",
        "calendar:\n  lenght: 8 weeks",
        "Use the name suggested, or look the block up in the reference.",
    ),
    Code(
        "ORG202", "a missing setting",
        "This block cannot be understood without it, and no default would be honest.",
        "calendar:\n  starts: Monday 00:00   # but no length",
        "Add it.",
    ),
    Code(
        "ORG203", "not one of the choices",
        "The setting takes one of a few words, and this is none of them.",
        "queue: by_clas",
        "Use one of the words listed.",
    ),
    Code(
        "ORG204", "a value that cannot stand here",
        "Lengths of time need a unit, shares a percent sign, shares of one split must add to 100%, and numbers "
        "have a range; otherwise a wrong value would run and mean something else.",
        "takes: 10",
        "Write it the way the hint shows, e.g. `10 min`.",
    ),
    Code(
        "ORG205", "a name that cannot be an id",
        "Ids stand in dotted paths, in tables and in file names on every system.",
        "pathway:\n  A&E desk: ...",
        "Use small letters, digits and `_`, starting with a letter; say the rest under `name:`.",
    ),
    Code(
        "ORG206", "another version of the format",
        "The file is written for a version of the scenario format that this orgsim does not read.",
        "orgsim: 2",
        "Install a newer orgsim, or write `orgsim: 1`.",
    ),
)  # fmt: skip
