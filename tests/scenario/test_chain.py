"""Which files are read: paths, standard input, built-in names, and what a file extends."""

from __future__ import annotations

import io
import os
import sys

import pytest

from orgsim.scenario import chain
from orgsim.scenario.file import load
from orgsim.scenario.problems import NotFoundError, ScenarioError


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


CHILD = """orgsim: 1
extends: sample.yaml
name: Another surgery
resources:
  bed: {number: 30}
  room: {unit: desk, kind: place, number: 8}
targets:
  four_hour: {clock: {stops: departure}, goal: 90%}
  stay: {owner: ward_lead, clock: {}, mean_below: 4 days}
pathway:
  stay: {takes: {gamma: {mean: 3 days, sd: 2 days}}, until: remove}
"""


@pytest.fixture
def folder(tmp_path, sample):
    write(tmp_path / "sample.yaml", sample)
    write(tmp_path / "child.yaml", CHILD)
    return tmp_path


def test_blocks_merge_and_values_replace(folder):
    scenario = load(str(folder / "child.yaml"))
    variant = scenario.variant("silo")
    assert scenario.name == "Another surgery"
    assert variant.resources["bed"].number == 30
    assert variant.resources["bed"].free_again is not None
    assert variant.targets["four_hour"].goal == 0.9
    assert variant.targets["four_hour"].clock.stops == "departure"
    assert "stay" in variant.targets
    assert variant.pathway["stay"].takes.default.family == "gamma"
    assert variant.pathway["stay"].until is None
    assert set(scenario.sources) == {str(folder / "child.yaml"), str(folder / "sample.yaml")}


def test_why_tells_the_files_apart(folder):
    scenario = load(str(folder / "child.yaml"))
    assert scenario.why("silo", "resources.bed.number").layer == "this file"
    why = scenario.why("silo", "resources.bed.unit")
    assert (why.layer, why.file) == ("extended file", str(folder / "sample.yaml"))


def test_a_mistake_in_the_extended_file_is_shown_there(folder, sample):
    write(folder / "sample.yaml", sample.replace("goal: 95%", "goal: 95%\n    gaol: 1"))
    with pytest.raises(ScenarioError) as caught:
        load(str(folder / "child.yaml"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("ORG201", str(folder / "sample.yaml"))
    assert problem.file in caught.value.sources


HOSTILE = [
    "../outside.yaml", "../../../../etc/passwd", "/etc/passwd", "//server/share/x.yaml", "\\\\server\\x.yaml",
    "C:\\x.yaml", "C:/x.yaml", "http://example.org/x.yaml", "https://example.org/x.yaml", "file:///etc/passwd",
    "sub/../../outside.yaml", "link.yaml", "linked/outside.yaml", "missing.yaml", ".", "..", "sub", "", " ", "pipe",
    "~/x.yaml", "x" * 300, "a/" * 2000 + "x", "con:", "sample.yaml/x", "./../outside.yaml", "sub/./../../outside.yaml",
    "%2e%2e/outside.yaml", "..\\outside.yaml", "-", "/dev/stdin", "/dev/zero", "/proc/self/environ",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE, ids=[row[:30] or "empty" for row in HOSTILE])
def test_hostile_paths_are_refused(tmp_path, sample, target):
    folder = tmp_path / "root"
    write(tmp_path / "outside.yaml", sample)
    write(folder / "sample.yaml", sample)
    (folder / "sub").mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    before = sorted(path.name for path in tmp_path.rglob("*") if "linked" not in path.parts)
    path = write(folder / "root.yaml", f"orgsim: 1\nextends: '{target}'\n")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.col, problem.file) == ("ORG112", 2, 10, path)
    after = sorted(path.name for path in tmp_path.rglob("*") if "linked" not in path.parts)
    assert after == sorted([*before, "root.yaml"])


def test_a_link_inside_the_folder_is_fine(folder):
    (folder / "link.yaml").symlink_to(folder / "sample.yaml")
    write(folder / "child.yaml", CHILD.replace("sample.yaml", "link.yaml"))
    assert load(str(folder / "child.yaml")).name == "Another surgery"


def test_files_in_a_circle_and_too_many_files_are_refused(tmp_path):
    one = write(tmp_path / "one.yaml", "orgsim: 1\nextends: two.yaml\n")
    write(tmp_path / "two.yaml", "orgsim: 1\nextends: one.yaml\n")
    with pytest.raises(ScenarioError, match=r"two\.yaml:2:10: ORG113 files extend each other in a circle"):
        load(one)
    for number in range(7):
        write(tmp_path / f"f{number}.yaml", f"orgsim: 1\nextends: f{number + 1}.yaml\n")
    with pytest.raises(ScenarioError, match=r"f5\.yaml:2:10: ORG113 more than 5 files"):
        load(str(tmp_path / "f0.yaml"))


def test_a_scenario_must_be_a_map(tmp_path):
    with pytest.raises(ScenarioError, match="ORG102"):
        load(write(tmp_path / "x.yaml", "[1, 2]"))
    assert chain.MAX_EXTENDS == 5


def test_a_structure_is_no_scenario(tmp_path):
    flow = write(tmp_path / "flow.yaml", "name: One flow\nstructure: 1\nchanges: []\n")
    with pytest.raises(ScenarioError, match=r"flow\.yaml:2:1: ORG114 this is a structure") as caught:
        load(flow)
    assert len(caught.value.problems) == 1
    child = write(tmp_path / "child.yaml", "orgsim: 1\nextends: flow.yaml\n")
    with pytest.raises(ScenarioError, match=r"flow\.yaml:2:1: ORG114"):
        load(child)


def test_standard_input_is_read(monkeypatch, sample):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sample.encode())))
    scenario = load("-")
    assert (scenario.path, scenario.name) == ("-", "Small surgery")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"orgsim: 1\nextends: x.yaml\n")))
    with pytest.raises(ScenarioError, match="standard input cannot extend"):
        load("-")


def test_unknown_files_say_what_is_built_in(tmp_path, monkeypatch):
    monkeypatch.setattr(chain, "builtin_scenarios", lambda: {"nhs-four-hours": tmp_path})
    with pytest.raises(NotFoundError, match="Did you mean `nhs-four-hours`"):
        load("nhs-four-hour")
    with pytest.raises(NotFoundError, match="neither a file nor a built-in"):
        load(str(tmp_path / "none.yaml"))
    with pytest.raises(NotFoundError, match="is a folder"):
        load(str(tmp_path))
    with pytest.raises(NotFoundError):
        load("a\x00b")


def test_built_in_scenarios_are_found_in_folders_too(tmp_path, monkeypatch, sample):
    for place in ("one.yaml", "two/scenario.yaml", "three/four.yaml", "three/data/five.yaml", "data/notes.csv"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_text(sample, encoding="utf-8")
    monkeypatch.setattr(chain, "builtin_folder", lambda: tmp_path)
    assert list(chain.builtin_scenarios()) == ["one", "two", "three/four"]
    assert load("three/four").name == "Small surgery"
    with pytest.raises(NotFoundError, match="Did you mean `three/four`"):
        load("three/for")


def test_built_in_scenarios_load_without_a_problem():
    for name in chain.builtin_scenarios():
        assert load(name).name


def test_a_file_that_is_too_large_is_refused_without_being_read_whole(tmp_path):
    with pytest.raises(ScenarioError, match="ORG107"):
        load(write(tmp_path / "x.yaml", "a: 1\n" * 400_000))
