"""Every rule about a single value: what is said, where, and what to do."""

# ruff: noqa: E501 (tables read better on one line)
from __future__ import annotations

import pytest

FIELDS = [
    # a part of the sample, what to put in its place (⟦what is underlined⟧), code, words of the hint
    ("  length: 8 weeks", "  length: 8 weeks\n  ⟦lenght⟧: 9 weeks", "ORG201", "did you mean `length`?"),
    ("{share: 3%,", "{⟦chance⟧: 3%, share: 3%,", "ORG201", "known here: `share`"),
    ("{name: Desk}", "{name: Head of, ⟦medical wards⟧}", "ORG201", "put that text in quotes"),
    ("{lognormal: {mean: 20 min, sd: 10 min}}", "{lognormal: {mean: 20 min, ⟦sigma⟧: 1 min}}", "ORG201", "sd: 20 min"),
    ("{by_need: admission,", "{⟦by_ned⟧: 1, by_need: admission,", "ORG201", "e.g. `{by_need"),
    ("    do: jump_queue\n", "    do: jump_queue\n    ⟦to⟧: stay\n", "ORG201", "remove it"),
    ("  starts: Monday 00:00\n  warm_up: 2 weeks\n  length: 8 weeks", "  ⟦s⟧tarts: Monday 00:00", "ORG202", "add `length:`"),
    ("name: Small surgery\n", "⟦⟧", "ORG202", "add `name:`"),
    ("    at: [exam]\n", "", "ORG202", "add `at`"),
    ("    goal: 95%\n", "", "ORG202", "goal: 95%"),
    ("queue: by_class", "queue: ⟦by_clas⟧", "ORG203", "did you mean `by_class`?"),
    ("starts: arrival,", "starts: ⟦arival⟧,", "ORG203", "did you mean `arrival`?"),
    ("{lognormal: {mean: 2 days, sd: 1 day}}", "{⟦lognormall⟧: {mean: 2 days, sd: 1 day}}", "ORG203", "did you mean `lognormal`?"),
    ("    switched: on", "    switched: ⟦yes⟧", "ORG203", ""),
    ("low: 4 min, mode: 7 min", "low: 4 min, mode: ⟦7⟧", "ORG204", "`7 min`, `7 h` or `7 days`"),
    ("    goal: 95%", "    goal: ⟦0.95⟧", "ORG204", "`95%`"),
    ("by_class: {urgent: 40%,", "by_class: {urgent: ⟦140%⟧,", "ORG204", "give 0% to 100%"),
    ("next: {exam: 80%, home: 20%}", "⟦next⟧: {exam: 80%, home: 30%}", "ORG204", "add to 100%"),
    ("classes: {urgent: 30%, routine: 70%}", "⟦classes⟧: {urgent: 30%, routine: 60%}", "ORG204", "add to 100%"),
    ("on_duty: weekdays 08:00-18:00", "on_duty: ⟦weekdays⟧", "ORG204", "weekdays 08:00-18:00"),
    ("happens: every day at 08:30", "happens: ⟦sometimes⟧", "ORG204", "every day at"),
    ("attention: 30%", "attention: ⟦0%⟧", "ORG204", ""),
    ("number: 20,", "number: ⟦2.5⟧,", "ORG204", "write it like `12`"),
    ("number: 20,", 'number: ⟦"20"⟧,', "ORG204", "without quotes"),
    ("number: 20,", "number: ⟦-1⟧,", "ORG204", ""),
    ("    replications: 10", "    ⟦replications⟧:", "ORG204", "write it like `12`"),
    ("per_day: 40", "per_day: ⟦true⟧", "ORG204", "write it like `12.5`"),
    ("external: true", "external: ⟦yes⟧", "ORG204", "write `true` or `false`"),
    ("name: Desk", "name: ⟦12⟧", "ORG204", "in quotes"),
    ("at: [exam]", "at: ⟦exam⟧", "ORG204", "write `[exam]`"),
    ("between: [desk_lead, ward_lead]", "⟦between⟧: [desk_lead]", "ORG204", ""),
    ("  walk_in: {at: triage,", "  walk_in: {⟦by_hour⟧: [1, 2], at: triage,", "ORG204", ""),
    ("    takes: {lognormal: {mean: 2 days, sd: 1 day}}", "    takes: {triangular: {low: 1 h, mode: ⟦x⟧, high: 2 h}}", "ORG204", "25 min"),
    ('"£50,000 a year"', "⟦50000⟧", "ORG204", "£33,000 a year"),
    ("  desk: {name: Desk}", "  ⟦A&E desk⟧: {name: Desk}\n    desk: {}", "ORG205", "small letters"),
    ("orgsim: 1\n", "orgsim: ⟦2⟧\n", "ORG206", "`orgsim: 1`"),
    ("passing_on: 3 min}", "passing_on: 3 min, complexity: ⟦3 min⟧}", "ORG204", "without a unit"),
    ("passing_on: 3 min}", "passing_on: 3 min, complexity: {exponential: {mean: ⟦-1⟧}}}", "ORG204", "without a unit"),
    ("attention: 50%}", "attention: 50%, authority: ⟦-1⟧}", "ORG204", ""),
    # what settings of one block say against each other
    ("per_day: 40,", "per_day: 40, ⟦at_start⟧: 3,", "ORG204", "only one of"),
    ("walk_in: {at: triage, per_day: 40,", "walk_in: ⟦{⟧at: triage,", "ORG202", "add one of them"),
    ("doctor: {unit: desk, number: 3,", "doctor: ⟦{⟧unit: desk,", "ORG202", "add one of them"),
    ("{by_class: {urgent: 40%, routine: 5%}}", "{share: 3%, ⟦by_class⟧: {urgent: 40%, routine: 5%}}", "ORG204", "only one of"),
    ("when: {clock_over: 3 h}", "when: {clock_over: 3 h, ⟦queue_of⟧: room}", "ORG202", "add `longer_than:`"),
    ("passing_on: 3 min}", "passing_on: 3 min, ⟦concerns⟧: {boss: 60%, idle_lead: 60%}}", "ORG204", "100% or less"),
    ("passing_on: 3 min}", "passing_on: 3 min, concerns: {⟦desk_lead⟧: 10%}}", "ORG204", "other positions"),
    ("passing_on: 3 min}", "passing_on: 3 min, unclear: {share: 5%, goes_to: ⟦ward_lead⟧}}", "ORG204", "another position"),
    ("passing_on: 3 min}", "passing_on: 3 min, judged: {⟦best⟧: 90%, stakes: {benefit_sd: 1, externality_sd: 1}}}", "ORG204", "only one"),
    ("passing_on: 3 min}", "passing_on: 3 min, judged: {best: ⟦40%⟧}}", "ORG204", ""),
    ("    takes: {lognormal: {mean: 2 days, sd: 1 day}}", "    ⟦refused⟧: home\n    takes: 2 days", "ORG202", "add `asks:`"),
    ("missed: 20%, missed_need: admission,", "⟦missed⟧: 20%,", "ORG202", "add `missed_need:`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "hint"), FIELDS, ids=[f"{row[2]}-{row[1][:40]}" for row in FIELDS])
def test_a_value_is_refused_at_its_place(mutant, old, new, code, hint):
    changed = mutant(old, new)
    found = changed.problems()
    assert [problem.code for problem in found] == [code]
    problem = found[0]
    assert hint in problem.hint
    assert problem.file == str(changed.path)
    if "⟦" in new and "⟦⟧" not in new:
        assert (problem.line, problem.col, problem.length) == changed.place


def test_what_the_model_says_is_never_shown_in_its_own_words(problems_of):
    text = """orgsim: x
name: ""
calendar: []
schedules: {a: 3}
organisation: {layers: [], units: [], positions: {p: 3, q: {number: 1e9, unit: {}, layer: []}}}
classes: {}
arrivals: {a: {by_hour: [x], classes: {a: 1}, per_day: -2}}
pathway: {s: {unit: 1, needs: [a], next: {}}}
exits: 3
targets: {t: {clock: {starts: 3, stops: {reaches: [a], begins: [b]}}}}
measures: {m: {time: {from: [], show: [mode]}}}
experiments: {e: {compare: [], seed: -1, vary: []}}
"""
    found = problems_of(text)
    assert len(found) > 20
    for problem in found:
        for word in ("Input should", "valid", "pydantic", "Literal", "dict", "type="):
            assert word not in problem.message + problem.hint


def test_all_problems_come_at_once_fields_and_names_together(problems_of, sample):
    text = sample.replace("goal: 95%", "goal: 0.95").replace("owner: desk_lead", "owner: desk_led")
    text = text.replace("next: stay", "next: sty")
    codes = [problem.code for problem in problems_of(text)]
    assert codes == ["ORG304", "ORG302", "ORG204"]
    lines = [problem.line for problem in problems_of(text)]
    assert lines == sorted(lines)
