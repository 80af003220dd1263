"""Broken files: only ScenarioError may come out, quickly, whatever the bytes."""

# ruff: noqa: E501, S311 (tables; the same mutants every time, no secrets)
from __future__ import annotations

import copy
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orgsim.scenario.emit import emit
from orgsim.scenario.file import load
from orgsim.scenario.problems import ScenarioError
from orgsim.scenario.render import as_github, as_records, as_text
from orgsim.scenario.tree import read

PIECES = [
    b"{", b"}", b"[", b"]", b": ", b"- ", b"&a ", b"*a", b"!!x ", b"<<: ", b"|", b">", b"'", b'"', b"#", b"\t", b"\r", b"\n",
    b"\x00", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\x1b[", b"---\n", b"...\n", b"%YAML 9.9\n", b"? ", b"0x", b"1e999", b".nan",
    b"null", b"true", b"~", b"remove", b"9999999999999999999", b"-1", b"0%", b"100%", b"1000000 years", b"by_class", b"by_need",
    b"shares", b"default", b"extends: silo", b"home", b"stay", b"boss", b"[[[[", b"\\x", b"\xef\xbb\xbf", b"\xc2\x85", b"a" * 300,
]  # fmt: skip
MUTANTS = 500


def mutate(source: bytes, draw: random.Random) -> bytes:
    """Change one to four places: cut, double, move, swap or put something in."""
    data = bytearray(source)
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(data) + 1)
        kind = draw.randrange(6)
        length = draw.choice((1, 1, 2, 5, 20, 80))
        if kind == 0:
            del data[at : at + length]
        elif kind == 1:
            data[at:at] = data[at : at + length]
        elif kind == 2:
            data[at:at] = draw.choice(PIECES)
        elif kind == 3:
            data[at : at + length] = draw.choice(PIECES)
        elif kind == 4 and data:
            data[at % len(data)] = draw.randrange(256)
        else:
            lines = data.split(b"\n")
            one, two = draw.randrange(len(lines)), draw.randrange(len(lines))
            lines[one], lines[two] = lines[two], lines[one]
            data = bytearray(b"\n".join(lines))
    return bytes(data)


@pytest.mark.parametrize("batch", range(10))
def test_only_scenario_errors_come_out_of_broken_files(batch, sample, tmp_path):
    draw = random.Random(batch)
    path = tmp_path / "mutant.yaml"
    for number in range(MUTANTS // 10):
        mutant = mutate(sample.encode(), draw)
        path.write_bytes(mutant)
        start = time.process_time()
        try:
            scenario = load(str(path))
            said, texts = scenario.warnings, scenario.texts
            for variant in scenario.variant_ids:
                scenario.resolved_yaml(variant)
        except ScenarioError as error:
            said, texts = error.problems, error.sources
            assert said
        assert time.process_time() - start < 2, (batch, number)
        assert all(problem.line >= 1 and problem.col >= 1 and problem.length >= 1 for problem in said), said
        for shown in (as_text(said, texts), as_github(said)):
            assert not any(ord(c) < 32 and c != "\n" for c in shown)
        assert len(as_records(said)) <= len(said)


ODD = [
    None, True, False, 0, -1, 1.5, 10**14, "", "x", "0%", "250%", "5 min", "0 min", "remove", "boss", "home", "stay", "triage", "bed",
    "on", "all week", [], ["x"], [[]], [None], {}, {"x": 1}, {"by_class": {}}, {"by_class": {"urgent": {}}}, {"by_need": "admission"},
    {"by_need": 3, "yes": [], "no": {}}, {"shares": [{}]}, {"shares": [{"share": "100%", "next": {"home": "100%"}}]},
    {"lognormal": {}}, {"lognormal": []}, {"default": "home"}, {"reaches": 3}, {"a.b": {"c": []}}, ["boss", "boss"], {"": 1},
]  # fmt: skip


def containers(tree: object) -> list[dict[str, object] | list[object]]:
    """Every map and list in a tree."""
    found = [tree] if isinstance(tree, (dict, list)) else []
    inside = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ()
    return found + [container for part in inside for container in containers(part)]


def mutate_tree(tree: dict[str, object], draw: random.Random) -> None:
    """Put odd values, other parts of the tree or nothing where something else stood; rename keys."""
    for _ in range(draw.randint(1, 3)):
        where = draw.choice([container for container in containers(tree) if container])
        key = draw.choice(list(where)) if isinstance(where, dict) else draw.randrange(len(where))
        kind = draw.randrange(5)
        if kind == 0:
            del where[key]
        elif kind == 1:
            where[key] = copy.deepcopy(draw.choice(ODD))
        elif kind == 2:
            where[key] = copy.deepcopy(draw.choice(containers(tree)))
        elif kind == 3 and isinstance(where, dict):
            where[draw.choice(("x", "default", "by_class", "home", "stay", "a.b", "base", "A b"))] = where.pop(key)
        else:
            other = draw.choice(containers(tree))
            where[key] = copy.deepcopy(
                draw.choice(list(other.values() if isinstance(other, dict) else other) or [None])
            )


@pytest.mark.parametrize("batch", range(10))
def test_only_scenario_errors_come_out_of_wrong_trees(batch, sample, tmp_path):
    draw = random.Random(100 + batch)
    path = tmp_path / "mutant.yaml"
    valid = 0
    for number in range(MUTANTS // 10):
        tree = read(sample, "s").tree
        mutate_tree(tree, draw)
        path.write_text(emit(tree), encoding="utf-8")
        try:
            scenario = load(str(path))
            valid += 1
            assert scenario.warnings is not None
            for variant in scenario.variant_ids:
                scenario.resolved_yaml(variant)
        except ScenarioError as error:
            lines = path.read_text(encoding="utf-8").count("\n")
            assert all(1 <= problem.line <= lines + 1 and problem.col >= 1 for problem in error.problems), number
            assert as_text(error.problems, error.sources)
    assert valid < MUTANTS // 10


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=200) | st.text(max_size=200))
def test_the_reader_takes_or_refuses_any_bytes(source):
    try:
        read(source, "f.yaml")
    except ScenarioError as error:
        assert error.problems


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn")), max_size=30
)
KEYS = TEXTS.filter(bool)
NUMBERS = st.integers(-(10**14), 10**14) | st.floats(allow_nan=False, allow_infinity=False)
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=5))
def test_what_is_written_is_read_back_the_same(tree):
    assert read(emit(tree, comment="a\nb"), "f.yaml").tree == tree
