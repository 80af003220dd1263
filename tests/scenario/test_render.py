"""How problems look: for people, on GitHub and as JSON."""

from __future__ import annotations

import json

from orgsim.scenario.problems import Problem, ScenarioError, distinct
from orgsim.scenario.render import as_github, as_records, as_text, summary

TEXT = "calendar:\n  lenght: 8 weeks   # measured\n  name: 病院 now\n"
UNKNOWN = Problem("ORG201", "`lenght` is not a known setting here", "a.yaml", 2, 3, 6, hint="did you mean `length`?")
LATER = Problem("ORG204", "write a percentage", "a.yaml", 3, 12, 3)
WARNING = Problem("ORG340", "no stage needs a `porter`", "a.yaml", 1, 1, 8, "warning", "delete it")


def test_text_shows_the_place_the_line_a_caret_and_the_hint():
    assert as_text([LATER, UNKNOWN, WARNING, UNKNOWN], {"a.yaml": TEXT}).splitlines() == [
        "a.yaml:1:1: warning ORG340 no stage needs a `porter`",
        "     1 | calendar:",
        "       | ^^^^^^^^",
        "       = delete it",
        "a.yaml:2:3: ORG201 `lenght` is not a known setting here",
        "     2 |   lenght: 8 weeks   # measured",
        "       |   ^^^^^^",
        "       = did you mean `length`?",
        "a.yaml:3:12: ORG204 write a percentage",
        "     3 |   name: 病院 now",
        "       |              ^^^",
    ]


def test_text_without_the_source_still_says_where():
    assert as_text([UNKNOWN]).splitlines()[0] == "a.yaml:2:3: ORG201 `lenght` is not a known setting here"


def test_long_lines_are_cut_round_the_caret():
    problem = Problem("ORG201", "m", "f", 1, 400, 5)
    _, line, caret = as_text([problem], {"f": "x" * 399 + "wrong" + "y" * 400}).splitlines()
    assert len(line) < 125
    assert line[caret.index("^") : caret.rindex("^") + 1] == "wrong"


def test_nothing_that_acts_on_a_terminal_is_printed():
    problem = Problem("ORG108", "bad \x1b[31m", "f\x1b", 1, 4, hint="\x07")
    shown = as_text([problem], {"f\x1b": "a: \x1b[2J\u202e"}) + as_github([problem])
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c == "\u202e" for c in shown)


def test_github_gets_workflow_commands_with_everything_escaped():
    problem = Problem("ORG204", "100% of,\n: x", "a,b:c.yaml", 2, 3, 4, hint="h")
    assert as_github([problem, WARNING]).splitlines() == [
        "::error file=a%2Cb%3Ac.yaml,line=2,col=3,endColumn=7,title=ORG204::100%25 of,\N{REPLACEMENT CHARACTER}: x (h)",
        "::warning file=a.yaml,line=1,col=1,endColumn=9,title=ORG340::no stage needs a `porter` (delete it)",
    ]


def test_records_are_plain_json():
    records = json.loads(json.dumps(as_records([UNKNOWN])))
    assert records == [
        {"code": "ORG201", "severity": "error", "message": UNKNOWN.message, "hint": UNKNOWN.hint, "file": "a.yaml",
         "line": 2, "col": 3, "length": 6, "path": []},
    ]  # fmt: skip


def test_summary_counts():
    assert summary([UNKNOWN, LATER, WARNING]) == "2 problems, 1 warning"
    assert summary([UNKNOWN]) == "1 problem"
    assert summary([]) == "no problems"


def test_the_exception_sorts_its_problems_and_says_them():
    error = ScenarioError([LATER, UNKNOWN])
    assert [problem.line for problem in error.problems] == [2, 3]
    assert "a.yaml:2:3: ORG201" in str(error)
    assert distinct([UNKNOWN, UNKNOWN]) == [UNKNOWN]
