"""What the reader says about attention that is eaten and links that are drawn."""

from __future__ import annotations

import pytest

from orgsim.scenario import load

FLOOR = "  layers: [front_line, manager, chief]"


def test_attention_at_the_floor_is_warned_of_at_the_position(mutant):
    made = mutant(FLOOR, f"{FLOOR}\n  attention: {{per_report: 9%}}")
    found = [one for one in made.problems() if one.code == "ORG356"]
    assert [one.path for one in found] == [("organisation", "positions", "boss")]
    assert found[0].severity == "warning"
    assert found[0].message == "metrics and reports take 27.5% of `boss`, who has 30.0%"
    assert found[0].hint.startswith("5.0% is taken to be left, the floor")


def test_attention_that_is_enough_is_not_warned_of(mutant):
    made = mutant(FLOOR, f"{FLOOR}\n  attention: {{}}")
    assert [one.code for one in made.problems()] == []


def test_why_and_what_is_printed_keep_to_what_is_written(mutant):
    made = mutant(FLOOR, f"{FLOOR}\n  attention: {{per_report: 5%}}\n  informal: {{law: local_team}}")
    scenario = load(str(made.path))
    assert scenario.variant().organisation.positions["boss"].attention == pytest.approx(0.3 - 0.15 - 0.005)
    assert scenario.why(None, "organisation.positions.boss.attention").value == "30%"
    assert scenario.why(None, "organisation.positions.desk_lead.attention").value == 1.0
    assert "informal:idle_lead" not in scenario.resolved_yaml()
    assert list(scenario.variant().organisation.links) == [
        "corridor", "informal:boss:council_lead", "informal:desk_lead:idle_lead", "informal:idle_lead:ward_lead",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("block", "code", "words"),
    [
        ("attention: {per_report: ⟦5⟧}", "ORG204", "percentage"),
        ("attention: {⟦per_target⟧: 5%}", "ORG201", "per_target"),
        ("attention: {floor: ⟦0%⟧}", "ORG204", "above 0"),
        ("informal: {law: ⟦multiscal⟧}", "ORG203", "multiscal"),
        ("informal: {⟦law: random⟧, zeta: 0.5}", "ORG204", "cannot stand beside"),
        ("informal: {carries: [⟦admitt⟧]}", "ORG307", "admitt"),
        ("informal: {lambda: ⟦-1⟧}", "ORG204", "at least 0"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(mutant, block: str, code: str, words: str):
    made = mutant(FLOOR, f"{FLOOR}\n  {block}")
    found = made.problems()
    assert [one.code for one in found] == [code]
    assert words in f"{found[0].message} {found[0].hint}"
    assert found[0].line == made.place[0]


def test_the_budget_decides_a_number_or_the_file_does(mutant, sample: str):
    budget = "budget:\n  total: £2,000,000 a year\n  front_line: {doctor: 100%}\n"
    assert sample.count("budget:\n") == 1
    made = mutant("budget:\n", budget)
    found = [one for one in made.problems() if one.severity == "error"]
    assert [(one.code, one.path) for one in found] == [("ORG204", ("resources", "doctor", "number"))]
    assert "`budget.front_line` decides how many `doctor` there are" in found[0].message


def test_a_front_line_names_pools(mutant):
    made = mutant("budget:\n", "budget:\n  total: £2,000,000 a year\n  front_line: {⟦doctr⟧: 100%}\n")
    found = made.problems()
    assert [one.code for one in found] == ["ORG303"]
    assert (found[0].line, found[0].col, found[0].length) == made.place


def test_links_that_are_drawn_make_a_way_for_requests(mutant):
    old = "admit: {held_by: ward_lead, asked_by: desk_lead,"
    new = "admit: {held_by: council_lead, route: nearest, asked_by: desk_lead,"
    assert "ORG322" in [one.code for one in mutant(old, new).problems()]
    with_links = f"  informal: {{per_position: 9, law: random}}\n{FLOOR}"
    both = mutant(old, new).path.read_text(encoding="utf-8").replace(FLOOR, with_links)
    path = mutant(old, new).path
    path.write_text(both, encoding="utf-8")
    assert "informal:council_lead:desk_lead" in load(str(path)).variant().organisation.links


def test_a_circle_of_reporting_lines_is_still_said(mutant):
    made = mutant("boss: {unit: desk, layer: chief,", "boss: {reports_to: desk_lead, unit: desk, layer: chief,")
    text = made.path.read_text(encoding="utf-8").replace(FLOOR, f"{FLOOR}\n  attention: {{}}\n  informal: {{}}")
    made.path.write_text(text, encoding="utf-8")
    assert "ORG320" in {one.code for one in made.problems()}
