"""The schema that editors read: draft 7, and in agreement with the reader."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator

from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.json_schema import DRAFT, json_schema
from orgsim.scenario.tree import read


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def test_nothing_of_later_drafts_is_left():
    schema = json_schema()
    text = json.dumps(schema)
    assert schema["$schema"] == DRAFT
    for word in ("$defs", "prefixItems", "unevaluated", "dependentRequired", "minContains", "$anchor", '"default":'):
        assert word not in text
    assert "#/definitions/" in text


def test_no_reference_has_neighbours():
    def visit(part):
        if isinstance(part, dict):
            assert "$ref" not in part or len(part) == 1
            for inside in part.values():
                visit(inside)
        elif isinstance(part, list):
            for inside in part:
                visit(inside)

    visit(json_schema())


def test_good_scenarios_are_good(validator, sample):
    assert not list(validator.iter_errors(read(sample, "s").tree))
    for path in builtin_scenarios().values():
        tree = read(path.read_bytes(), path.name).tree
        if "extends" not in tree:
            assert [(error.json_path, error.message[:80]) for error in validator.iter_errors(tree)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("length: 8 weeks", "lenght: 8 weeks"),
        ("queue: by_class", "queue: by_clas"),
        ("number: 20", "number: many"),
        ("orgsim: 1", "orgsim: 2"),
        ("desk: {name: Desk}", "A&E: {name: Desk}"),
    ],
)
def test_bad_scenarios_are_bad(validator, sample, old, new):
    assert list(validator.iter_errors(read(sample.replace(old, new, 1), "s").tree))
