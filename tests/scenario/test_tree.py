"""The strict reader: what it takes, what it refuses, and that nothing but ScenarioError comes out."""

from __future__ import annotations

import json
import time

import pytest
import yaml

from orgsim.scenario import compose
from orgsim.scenario.plain import NumberError, resolve
from orgsim.scenario.problems import ScenarioError
from orgsim.scenario.tree import read

SCALARS = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
    ("yes", "yes"), ("Yes", "Yes"), ("no", "no"), ("NO", "NO"), ("on", "on"), ("On", "On"), ("off", "off"), ("y", "y"),
    ("0", 0), ("-0", 0), ("7", 7), ("+7", 7), ("-7", -7), ("123456789012345", 123456789012345),
    ("010", "010"), ("0o17", "0o17"), ("0x1F", "0x1F"), ("0b11", "0b11"), ("1_000", "1_000"), ("1,000", "1,000"),
    ("1.5", 1.5), ("-1.5", -1.5), (".5", 0.5), ("5.", 5.0), ("+.5", 0.5), ("1e3", 1000.0), ("1E-3", 0.001), ("1.5e+2", 150.0),
    ("00.5", "00.5"), ("1e", "1e"), (".", "."), ("-", "-"), ("1.2.3", "1.2.3"), ("e5", "e5"),
    ("12:30", "12:30"), ("190:20:30", "190:20:30"), ("07:00-19:00", "07:00-19:00"),
    ("2024-02-30", "2024-02-30"), ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
    ("nan", "nan"), ("inf", "inf"), ("Infinity", "Infinity"), ("NaN", "NaN"),
    ("25 min", "25 min"), ("95%", "95%"), ("£33,000 a year", "£33,000 a year"), ("=", "="), ("None", "None"), ("١٢", "١٢"),
]  # fmt: skip
NOT_NUMBERS = (".inf", "-.inf", "+.Inf", ".nan", ".NaN", "1e400", "-1e999999", "9" * 16, "9" * 5000, "9" * 400 + ".0")

REFUSED = [
    ("", "ORG102", 1, 1, ""),
    ("# only a comment\n", "ORG102", 1, 1, ""),
    ("---\na: 1\n---\nb: 2\n", "ORG102", 3, 1, "one scenario in a file"),
    ("a: 1\n...\nb: 2\n", "ORG101", 3, 1, "one scenario"),
    ("x: !!python/object/apply:os.system [id]\n", "ORG103", 1, 4, "delete the tag"),
    ("x: !local 1\n", "ORG103", 1, 4, "delete the tag"),
    ("!!map {a: 1}\n", "ORG103", 1, 1, "delete the tag"),
    ("%TAG ! tag:e.org,2002:\n---\na: 1\n", "ORG103", 1, 1, "delete the line"),
    ("a: &x 1\n", "ORG104", 1, 4, "delete it"),
    ("a: 1\nb: *x\n", "ORG104", 2, 4, "write the value out"),
    ("a:\n  <<: {b: 1}\n", "ORG104", 2, 3, "write the values out"),
    ("a: 1\nb: 2\na: 3\n", "ORG105", 3, 1, "keep one"),
    ("a: {b: 1, c: 2, b: 3}\n", "ORG105", 1, 17, "keep one"),
    ("[" * 41 + "]" * 41, "ORG106", 1, 41, ""),
    ("a: \x1b[31m\n", "ORG108", 1, 4, "delete it"),
    ("ab: x\u202ey\n", "ORG108", 1, 6, "delete it"),
    ("a: x\n\u2067b: y\n", "ORG108", 2, 1, "delete it"),
    ("a: x\u0085y\n", "ORG108", 1, 5, "delete it"),
    ('a: "\\e[31m"\n', "ORG108", 1, 4, "delete it"),
    ('"\\u202e": 1\n', "ORG108", 1, 1, "delete it"),
    ("a: b\x00\n", "ORG109", 1, 5, ""),
    (b"a: 1\nb: \xff\n", "ORG109", 2, 4, "UTF-8"),
    ("a: 1\n".encode("utf-16"), "ORG109", 1, 1, "UTF-8"),
    ("a: 1\nb: 1e400\n", "ORG110", 2, 4, "ordinary number"),
    ("a: {b: .nan}\n", "ORG110", 1, 8, "ordinary number"),
    ("? [a]\n: 1\n", "ORG111", 1, 3, "name: value"),
    ("'': 1\n", "ORG111", 1, 1, "name: value"),
    ("a: b: c\n", "ORG101", 1, 5, "quotes"),
    ("a: [1, 2\n", "ORG101", 1, 9, "close every"),
    ("a: {b: 1}}\n", "ORG101", 1, 10, "delete it"),
    ("a: 'x\nb: 1\n", "ORG101", 1, 4, "close it"),
    ("a:\n\tb: 1\n", "ORG101", 2, 1, "spaces"),
    ("a:\n  b: 1\n c: 2\n", "ORG101", 3, 2, "same indentation"),
    ("a: @home\n", "ORG101", 1, 4, "quotes"),
    ("a: b\nc\n", "ORG101", 2, 2, ""),
    ('a: "\\q"\n', "ORG101", 1, 5, "single quotes"),
    ('a: "\\UFFFFFFFF"\n', "ORG101", 1, 7, "single quotes"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_plain_values_are_those_of_yaml_1_2_less_its_traps(text, value):
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)
    if text not in ("-", "=") and not text.startswith("@"):
        assert read(f"a: {text}\n", "f").tree == {"a": value}


@pytest.mark.parametrize("text", NOT_NUMBERS)
def test_numbers_that_cannot_be_held_are_refused(text):
    with pytest.raises(NumberError):
        resolve(text)


@pytest.mark.parametrize(("text", "code", "line", "col", "hint"), REFUSED, ids=[repr(row[0][:24]) for row in REFUSED])
def test_what_is_refused_is_refused_at_its_place(text, code, line, col, hint):
    with pytest.raises(ScenarioError) as caught:
        read(text, "f.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.file, problem.line, problem.col) == (code, "f.yaml", line, col)
    assert hint in problem.hint
    assert "f.yaml" in caught.value.sources


def test_the_first_of_two_equal_keys_is_named():
    with pytest.raises(ScenarioError, match="already given on line 2"):
        read("x: 0\na: 1\nb: 2\na: 3\n", "f")


def test_what_can_be_gone_on_after_is_collected():
    with pytest.raises(ScenarioError) as caught:
        read("a: &x 1\nb: *x\nc: !t 1\nc: 1e999\n", "f")
    assert [problem.code for problem in caught.value.problems] == ["ORG104", "ORG104", "ORG103", "ORG105", "ORG110"]


def test_marks_point_at_values_and_their_keys():
    document = read("a:\n  bb: 25 min\n  c: [x, {d: 'q'}]\ne:\n", "f")
    mark = document.marks["a", "bb"]
    assert (mark.line, mark.col, mark.length) == (2, 7, 6)
    assert (mark.key_line, mark.key_col, mark.key_length) == (2, 3, 2)
    assert not mark.block
    assert document.marks["a", "c", 1, "d"].length == 3
    assert document.marks["a", "c"].block
    assert document.marks["e",].length == 0
    assert document.marks[()].line == 1


def test_a_byte_order_mark_is_taken_and_does_not_move_columns():
    document = read(b"\xef\xbb\xbfab: 1\n", "f")
    assert document.tree == {"ab": 1}
    assert document.marks["ab",].key_col == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(newline):
    document = read(newline.join(["a: 1", "b: {c: 2}", ""]), "f")
    assert document.tree == {"a": 1, "b": {"c": 2}}
    assert document.marks["b", "c"].line == 2


def test_json_is_read_whatever_its_layout():
    tree = {"a": [1, -2.5, True, None, "x: y"], "b": {"c": "£ ü", "d": {}}, "e": "line\nbreak"}
    for indent in (None, 2, "\t"):
        text = json.dumps(tree, indent=indent, ensure_ascii=False)
        assert read(text, "f.json").tree == tree


def test_both_parsers_read_the_same(sample, monkeypatch):
    quick = read(sample, "f")
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    slow = read(sample, "f")
    assert slow.tree == quick.tree
    assert {path: (mark.line, mark.col) for path, mark in slow.marks.items() if mark.length} == {
        path: (mark.line, mark.col) for path, mark in quick.marks.items() if mark.length
    }


BOMBS = {
    "aliases": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)),
    "brackets": "[" * 100_000,
    "closed brackets": "[" * 100_000 + "]" * 100_000,
    "braces": "{a: " * 100_000,
    "dashes": "- " * 100_000,
    "indentation": "".join(" " * n + "a:\n" for n in range(1000)),
    "questions": "? " * 100_000,
    "long key": "a" * 500_000 + ": 1",
    "long digits": "a: " + "9" * 900_000,
    "too large": "a" * 1_000_001,
    "quotes": "'" * 100_001,
    "tags": "!a " * 10_000,
    "repeated keys": "a: 1\n" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name):
    start = time.process_time()
    with pytest.raises(ScenarioError):
        read(BOMBS[name], "f")
    assert time.process_time() - start < 0.5  # a tenth of this on a quiet machine


def test_too_many_values_are_refused():
    with pytest.raises(ScenarioError, match="more than 50,000 values"):
        read("a: [" + "1," * compose.MAX_NODES + "]", "f")


def test_forty_levels_are_read_and_no_more():
    assert read("[" * 40 + "]" * 40, "f").tree
    with pytest.raises(ScenarioError, match="40 levels"):
        read("[" * 41 + "]" * 41, "f")
