"""Every rule about the scenario as a whole: names that lead nowhere, circles, dead ends, and warnings."""

# ruff: noqa: E501 (tables read better on one line)
from __future__ import annotations

import pytest

MEANING = [
    # a part of the sample, what to put in its place (⟦what is underlined⟧), code, words of the hint
    ("  positions:\n    desk_lead: {unit: desk,", "  positions:\n    desk_lead: {unit: ⟦dsk⟧,", "ORG301", "did you mean `desk`?"),
    ("council: {name: Council, external: true}", "council: {name: Council, part_of: ⟦town⟧}", "ORG301", "known here"),
    ("members: [desk_lead, ward_lead]", "members: [desk_lead, ⟦ward_leed⟧]", "ORG302", "did you mean `ward_lead`?"),
    ("needs: {nurse: 1}", "needs: {nurse: 1, ⟦nurze⟧: 1}", "ORG303", "did you mean `nurse`?"),
    ("holds: [room]\n    next: stay", "holds: [room]\n    next: ⟦sty⟧", "ORG304", "did you mean `stay`?"),
    ("next: {exam: 80%, home: 20%}", "next: {exam: 80%, ⟦hoem⟧: 20%}", "ORG304", "did you mean `home`?"),
    ("yes: wait, no: home,", "yes: wait, no: {exam: 10%, ⟦hme⟧: 90%},", "ORG304", "did you mean `home`?"),
    ("begins: [stay]}}\n", "begins: [⟦stai⟧]}}\n", "ORG304", "did you mean `stay`?"),
    ("per_day: 40, classes: {urgent: 30%, routine: 70%}", "per_day: 40, classes: {urgent: 30%, ⟦rutine⟧: 70%}", "ORG305", "did you mean `routine`?"),
    ("{by_class: {urgent: 30 min, default:", "{by_class: {⟦urgnt⟧: 30 min, default:", "ORG305", "did you mean `urgent`?"),
    ("{by_need: admission,", "{by_need: ⟦admision⟧,", "ORG306", "did you mean `admission`?"),
    ("asks: admit\n", "asks: ⟦admitt⟧\n", "ORG307", "did you mean `admit`?"),
    ("until: rounds", "until: ⟦round⟧", "ORG308", "did you mean `rounds`?"),
    ("because_of: four_hour", "because_of: ⟦four_hours⟧", "ORG309", "did you mean `four_hour`?"),
    ("admitted: {begins: [stay]}", "admitted: {begins: [stay], touched_by: ⟦rushing⟧}", "ORG310", "did you mean `rush`?"),
    ("compare: [silo, flow]", "compare: [silo, ⟦flo⟧]", "ORG311", "did you mean `flow`?"),
    ("against: silo", "against: ⟦sil⟧", "ORG311", "did you mean `silo`?"),
    ("extends: silo", "extends: ⟦silos⟧", "ORG311", "did you mean `silo`?"),
    ("      resources.bed.number: 24", "      ⟦resources.beds.number⟧: 24", "ORG312", "did you mean `resources.bed`?"),
    ("vary: {resources.bed.number:", "vary: {⟦resorces.bed.number⟧:", "ORG312", "did you mean `resources`?"),
    ("behaviours.rush: remove", "⟦behaviours.rsh⟧: remove", "ORG312", "did you mean `behaviours.rush`?"),
    ("behaviours.rush: remove", "⟦experiments.main⟧: remove", "ORG312", "change what it holds"),
    ("of: admitted", "of: ⟦admited⟧", "ORG313", "did you mean `admitted`?"),
    ("admitted: {begins: [stay]}", "admitted: {arrivals: [⟦walkin⟧]}", "ORG314", "did you mean `walk_in`?"),
    ("layer: chief,", "layer: ⟦chef⟧,", "ORG315", "did you mean `chief`?"),
    ("number: 3, pay_band: b8}", "number: 3, pay_band: ⟦b88⟧}", "ORG315", "did you mean `b8`?"),
    ("exits:\n", "exits:\n  ⟦wait⟧: {}\n", "ORG316", "rename one"),
    ("classes:\n  urgent", "classes:\n  ⟦default⟧: {}\n  urgent", "ORG316", "rename it"),
    ("{by_class: {urgent: 30 min, default: {lognormal: {mean: 20 min, sd: 10 min}}}}", "{⟦by_class⟧: {urgent: 30 min}}", "ORG317", "add `default:`"),
    ("next: {exam: 80%, home: 20%}", "next: {⟦by_class⟧: {urgent: exam}}", "ORG317", "name every class"),
    ("boss: {unit: desk, layer: chief,", "boss: {unit: desk, reports_to: desk_lead, layer: chief,", "ORG320", "take one `reports_to` out"),
    ("desk: {name: Desk}\n    ward: {name: Ward}", "desk: {part_of: ⟦ward⟧}\n    ward: {part_of: desk}", "ORG321", "take one `part_of` out"),
    ("layer: manager, reports_to: boss, attention: 50%", "layer: manager, attention: 50%", "ORG322", "no common superior"),
    ("asked_by: ward_lead\n", "asked_by: ⟦council_lead⟧\n      route: quickest\n", "ORG322", "a link that carries it"),
    ("asked_by: ward_lead\n", "asked_by: ⟦council_lead⟧\n      route: nearest\n", "ORG322", "leads nearer"),
    ("exits:\n", "  ⟦scan⟧: {unit: desk, takes: 5 min, next: home}\nexits:\n", "ORG323", "lead to it"),
    ("    until: rounds\n    next: home", "    until: rounds\n    ⟦next⟧: {home: 0%, stay: 100%}", "ORG324", "one of `exits`"),
    ("next: stay\n", "next: b\n  b: {unit: desk, ⟦next⟧: {stay: 50%, a: 50%}}\n  a: {unit: desk, next: b}\n", "ORG325", "takes:"),
    ("  admission: {by_class:", "  tests: {share: 1%, given: ⟦admission⟧, given_share: 3%}\n  admission: {by_class:", "ORG326", "write `admission` first"),
    ("clock_over: 3 h", "clock_over: ⟦5 h⟧", "ORG327", "a later `within`"),
    ("    because_of: four_hour\n", "", "ORG327", "under `because_of`"),
    ("when: {clock_over: 3 h}", "when: {queue_of: room, longer_than: 3}", "ORG327", "clock_over: 3 h"),
    ("silo: {name: Silos}", "silo: {name: Silos, extends: ⟦flow⟧}", "ORG328", "take one `extends` out"),
    ("passing_on: 3 min}", "passing_on: 3 min, ⟦concerns⟧: {council_lead: 10%}}", "ORG322", "no common superior"),
    ("passing_on: 3 min}", "passing_on: 3 min, ⟦unclear⟧: {share: 5%, goes_to: council_lead}}", "ORG322", "no common superior"),
    ("passing_on: 3 min}", "passing_on: 3 min, concerns: {⟦bos⟧: 10%}}", "ORG302", "boss"),
    ("passing_on: 3 min}", "passing_on: 3 min, judged: {about: ⟦admision⟧}}", "ORG306", "admission"),
    ("asks: admit\n", "asks: admit\n    refused: ⟦hom⟧\n", "ORG304", "home"),
    ("resources:\n", "resources:\n  ⟦porter⟧: {unit: desk, number: 4}\n", "ORG340", "under a stage's `needs`"),
    ("    owner: desk_lead", "    owner: ⟦idle_lead⟧", "ORG341", "decision right"),
    ("asks: admit\n    holds: [room]", "asks: admit\n    holds: [room, ⟦spare_bed⟧]", "ORG342", "an earlier stage"),
    ("number: 20, free_again", "number: 12, free_again", "ORG350", "grow for ever"),
    ("{held_by: ward_lead, asked_by: desk_lead, effort: 6 min,", "{held_by: ward_lead, asked_by: desk_lead, effort: 2 h,", "ORG351", "pile up"),
    ("warm_up: 2 weeks", "warm_up: ⟦2 h⟧", "ORG352", "warm up for several"),
]  # fmt: skip
WARNINGS = ("ORG34", "ORG35")


@pytest.mark.parametrize(("old", "new", "code", "hint"), MEANING, ids=[f"{row[2]}-{row[1][:40]}" for row in MEANING])
def test_a_rule_speaks_at_its_place(mutant, old, new, code, hint):
    changed = mutant(old, new)
    found = [problem for problem in changed.problems() if problem.code == code]
    assert found, [(problem.code, problem.message) for problem in changed.problems()]
    problem = found[0]
    assert problem.severity == ("warning" if code.startswith(WARNINGS) else "error")
    assert hint in problem.hint
    if "⟦" in new:
        assert (problem.file, problem.line, problem.col, problem.length) == (str(changed.path), *changed.place)


@pytest.mark.parametrize(
    "row", [row for row in MEANING if not row[2].startswith(WARNINGS)], ids=lambda row: row[1][:40]
)
def test_one_mistake_is_said_once(mutant, row):
    found = mutant(row[0], row[1]).problems()
    assert {problem.code for problem in found} == {row[2]}
    if row[2] != "ORG322":  # a missing line may cut several decisions off
        assert len(found) == 1
