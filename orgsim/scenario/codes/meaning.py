"""ORG300 to ORG339: what the scenario means as a whole."""

from __future__ import annotations

from orgsim.scenario.codes.kind import Code

_NAMES = "A name leads nowhere, so part of the scenario would not act. Names are ids, not the readable `name:`."
_SUGGESTED = "Use the name suggested, or add what is missing."


def _unknown(code: str, what: str, example: str) -> Code:
    return Code(code, f"no such {what}", _NAMES, example, _SUGGESTED)


MEANING: tuple[Code, ...] = (
    _unknown("ORG301", "unit", "unit: medicin   # under units: medicine"),
    _unknown("ORG302", "position", "reports_to: coo   # under positions: chief_operating_officer"),
    _unknown("ORG303", "pool", "needs: {doctors: 1}   # under resources: doctor"),
    _unknown("ORG304", "stage or exit", "next: hoem   # under exits: home"),
    _unknown("ORG305", "class", "classes: {urgnt: 30%, routine: 70%}"),
    _unknown("ORG306", "need", "next: {by_need: admision, yes: ward, no: home}"),
    _unknown("ORG307", "decision", "asks: addmit"),
    _unknown("ORG308", "schedule", "until: ward_rounds   # under schedules: rounds"),
    _unknown("ORG309", "target", "because_of: four_hours   # under targets: four_hour"),
    _unknown("ORG310", "behaviour", "touched_by: rushing   # under behaviours: rush"),
    _unknown("ORG311", "variant", "compare: [silo, sistemic]"),
    Code(
        "ORG312", "a path that is not there",
        "A change or a varied setting names a place the scenario does not have: it would change nothing.",
        "change: {resources.ward_beds.number: 230}   # the pool is ward_bed",
        "Use the path suggested. A change may add a new key only to a block that exists.",
    ),
    _unknown("ORG313", "group", "of: admited"),
    _unknown("ORG314", "stream of arrivals", "keeps_for: [electives]   # under arrivals: elective"),
    _unknown("ORG315", "layer or pay band", "layer: directors   # not in layers"),
    Code(
        "ORG316", "a name with two meanings",
        "A stage and an exit of the same name, or a name that routing uses as a word, cannot be told apart.",
        "pathway: {home: ...}\nexits: {home: {}}",
        "Rename one of them.",
    ),
    Code(
        "ORG317", "a class that is not provided for",
        "A choice by class must say what happens to every class.",
        "next: {by_class: {urgent: majors}}   # and routine?",
        "Name every class, or add `default:`.",
    ),
    Code(
        "ORG320", "reporting lines in a circle",
        "Nobody is at the top: a request that climbs would climb for ever.",
        "a: {reports_to: b}\nb: {reports_to: a}",
        "Take one `reports_to` out.",
    ),
    Code(
        "ORG321", "units or needs in a circle",
        "Units are part of each other, or needs depend on each other, with no beginning.",
        "a: {part_of: b}\nb: {part_of: a}",
        "Take one of them out.",
    ),
    Code(
        "ORG322", "a request with no way to the holder",
        "Who asks and who decides have no common superior (or no lines and links that join them), so nothing "
        "asked would ever be answered.",
        "council_lead: {reports_to: council_chief}   # another tree than the asker's",
        "Add a common superior or a link that carries the decision, and choose a `route` that uses it.",
    ),
    Code(
        "ORG323", "a stage nobody reaches",
        "No arrival, route, return or behaviour leads to it in any variant; its staff would stand idle.",
        "scan: {...}   # no `next` names scan",
        "Lead to it, or delete it.",
    ),
    Code(
        "ORG324", "a stage nobody can leave",
        "From here no exit can be reached, so visits pile up until the run is stopped.",
        "ward: {next: awaiting_care}\nawaiting_care: {next: ward}",
        "Lead to one of `exits`, by a share above 0%.",
    ),
    Code(
        "ORG325", "a loop that takes no time",
        "Visits could go round without the clock moving, and the run would never end.",
        "sort: {next: {again: 50%, home: 50%}}\nagain: {next: sort}",
        "Give one of the stages a time (`takes:`), or break the loop.",
    ),
    Code(
        "ORG326", "a need written before the one it depends on",
        "Needs are drawn in the order of the file.",
        "tests: {given: admission, ...}\nadmission: {share: 20%}",
        "Write the other need first.",
    ),
    Code(
        "ORG327", "a behaviour without what it acts on",
        "A behaviour that watches a clock needs a target with a limit later than the moment it starts to act.",
        "rush: {do: jump_queue, when: {clock_over: 5 h}, because_of: four_hour}   # within: 4 h",
        "Name a target with a later `within` under `because_of`, or an earlier `clock_over`.",
    ),
    Code(
        "ORG328", "variants that extend each other without end",
        "Variants extend each other in a circle, or more than five deep.",
        "silo: {extends: systemic}\nsystemic: {extends: silo}",
        "Take one `extends` out.",
    ),
    Code(
        "ORG361", "something that cannot change in mid-run",
        "A change of structure moves people, decisions, meetings and numbers while visits are on their way. What visits go "
        "through, who comes and what is measured must stay, or before and after could not be compared.",
        "becomes: {at: 10 weeks, change: {pathway.triage.takes: 5 min}}",
        "Change `organisation`, the numbers and `serves` of `resources`, the `pressure` of targets, or what behaviours are "
        "switched on; make the rest the same in both.",
    ),
    Code(
        "ORG335", "no such structure",
        "A variant names a structure that is neither built in nor a file of your own.",
        "variants: {a: {structure: silos}}   # built in: silo",
        "Use a name of `orgsim list structures`, or the name of a `.yaml` file in the folder of the scenario.",
    ),
    Code(
        "ORG336", "something a structure may not set",
        "A structure sets the graph, decision rights, pooling, meetings, targets and money. If it could set a time, a "
        "chance, a delay or how well somebody works, its author would decide who wins. Nor may it write a position or a "
        "decision as a block, or replace one: what the block leaves out would fall to a default, such as no effort.",
        "changes:\n  - each: cells\n    change: {organisation.positions.<front>.attention: 90%}",
        "Take it out. What differs for other reasons belongs in the scenario, or under a variant's own `change`.",
    ),
    Code(
        "ORG337", "a role that is not given",
        "A structure speaks of roles: who is at the top, which functions, flows and cells there are. The scenario has "
        "to say who plays them, and every role must name one of its rows.",
        "roles: {cells: {menders: {function: repair, ...}}}   # under functions: repairs",
        "Give `roles:` at the top of the scenario, and use the names of its own tables.",
    ),
)  # fmt: skip
