"""``orgsim show --structure``, and structure files by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from orgsim.cli.main import orgsim as command
from orgsim.cli.table import aligned
from orgsim.scenario import ScenarioError


def shown(*words: str) -> str:
    done = CliRunner().invoke(command, ["show", "nhs-four-hours", "--structure", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_variants_that_differ_stand_side_by_side_and_the_others_are_named() -> None:
    lines = shown().splitlines()
    assert lines[0].split() == ["silo", "systemic", "silo_rights"]
    assert next(line for line in lines if line.startswith("Layers")).split() == ["Layers", "count", "7", "5", "7"]
    assert any(line.startswith("the same figures as silo: silo_without_target") for line in lines)


def test_one_variant_comes_with_what_the_measures_mean() -> None:
    found = shown("--variant", "systemic")
    assert "Krackhardt 1994" in found
    assert "Dodds, Watts and Sabel 2003" in found
    assert "silo" not in found


def test_json_has_the_measures_and_the_curve() -> None:
    found = json.loads(shown("--variant", "silo", "--json"))
    assert found["schema"] == "orgsim.structure/1"
    silo = found["variants"]["silo"]
    assert {"connectedness", "hierarchy", "efficiency", "lubness"} < {row["measure"] for row in silo["measures"]}
    curve = silo["joined_without_managers"]
    assert curve[0] == {"removed": 0, "targeted": 1.0, "at_random": 1.0}
    assert [row["removed"] for row in curve] == list(range(16))


def test_a_scenario_without_positions_is_said_to_have_none() -> None:
    done = CliRunner().invoke(command, ["show", "regimes/work-types", "--structure"])
    assert done.exit_code == 0, done.output
    assert done.stdout == "this scenario has no positions, so there is no organisation to measure\n"
    empty = CliRunner().invoke(command, ["show", "regimes/work-types", "--structure", "--json"])
    assert all(
        one["measures"] == one["joined_without_managers"] == [] for one in json.loads(empty.stdout)["variants"].values()
    )


def test_the_structure_that_a_variant_turns_into_is_shown_too() -> None:
    done = CliRunner().invoke(command, ["show", "regimes/short-horizon", "--structure", "--json"])
    variants = json.loads(done.stdout)["variants"]
    assert list(variants) == ["apart", "moved", "moved (after)"]
    links = [next(row["value"] for row in one["measures"] if row["measure"] == "links") for one in variants.values()]
    assert links == [0, 0, 1]


def test_what_is_cut_out_of_a_long_name_is_its_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orgsim.cli.table.table_width", lambda: 50)
    names = ["Urgent repair, from the call to the end: mean", "Urgent repair, from the call to the end: 95%"]
    lines = aligned([["", "a column of some width"], *([name, "1"] for name in names)]).splitlines()
    assert [line.split("   ")[0].strip() for line in lines[1:]] == [
        "Urgent repa...e end: mean",
        "Urgent repa...he end: 95%",
    ]


SILO = Path(__file__).parents[2] / "scenarios" / "structures" / "silo.yaml"


def done(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_a_structure_file_is_checked_alone_and_said_to_be_one(tmp_path: Path) -> None:
    ended = done("check", str(SILO))
    assert ended.exit_code == 0
    assert "is a structure, and sets only what a structure may" in ended.stderr
    assert "orgsim check SCENARIO --structures" in ended.stderr
    assert "arrivals" not in ended.output
    assert json.loads(done("check", str(SILO), "--json").stdout)["structures"] == [str(SILO)]
    beyond = tmp_path / "beyond.yaml"
    beyond.write_text("structure: 1\nchanges: [{change: {arrivals.door.per_day: 1}}]\n")
    wrong = done("check", str(beyond))
    assert wrong.exit_code == 3
    assert "beyond.yaml:2:21: ORG336 a structure may not set `arrivals.door.per_day`" in wrong.stdout


@pytest.mark.parametrize("verb", ["run", "show", "draw"])
def test_a_structure_is_no_scenario(verb: str) -> None:
    ended = done(verb, str(SILO))
    assert isinstance(ended.exception, ScenarioError)
    (problem,) = ended.exception.problems
    assert (problem.code, problem.line) == ("ORG114", 4)
    assert "this is a structure" in problem.message
    assert "`structure: silo.yaml`" in problem.hint
