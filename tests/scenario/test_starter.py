"""What a new scenario starts with."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator

from orgsim.scenario.file import load
from orgsim.scenario.problems import NotFoundError
from orgsim.scenario.starter import starter, starters
from orgsim.scenario.tree import read


@pytest.mark.parametrize("source", starters())
def test_every_start_is_valid_and_names_its_schema(source, tmp_path):
    files = starter(source)
    for name, content in files.items():
        assert not name.startswith(("/", ".."))
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    assert {"scenario.yaml", "orgsim-1.schema.json", "README.md"} <= set(files)
    first, *rest = files["scenario.yaml"].decode().splitlines()
    assert first == "# yaml-language-server: $schema=./orgsim-1.schema.json"
    assert not any("yaml-language-server" in line for line in rest)
    assert load(str(tmp_path / "scenario.yaml")).variant_ids
    schema = json.loads(files["orgsim-1.schema.json"])
    tree = read(files["scenario.yaml"], "scenario.yaml").tree
    assert "extends" in tree or not list(Draft7Validator(schema).iter_errors(tree))


def test_a_blank_start_has_nothing_to_warn_of(tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_bytes(starter()["scenario.yaml"])
    assert load(str(path)).warnings == ()


def test_unknown_starts_are_named(tmp_path):
    with pytest.raises(NotFoundError, match="Did you mean `blank`"):
        starter("blnk")
