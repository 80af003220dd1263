from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.cli.boundary import guarded
from orgsim.cli.main import orgsim
from orgsim.experiment.runner import run_experiment
from tests.exports.hospital import SEED, scenario


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with run_experiment(scenario(), replications=2, seed=SEED, output=tmp_path_factory.mktemp("results")) as run:
        return run.path


def command(*arguments: str | Path) -> int:
    return guarded(orgsim, [str(argument) for argument in arguments])


def test_without_a_visit_an_instructive_one_is_chosen_and_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    assert command("trace", folder) == 0
    said = capsys.readouterr().out
    assert said.startswith("Attendance ")
    assert "Chosen as the middle one of " in said
    assert "attendances that ended differently" in said
    assert "Silos" in said
    assert "One team" in said
    assert "The difference: The same patient, with the same needs." in said
    assert max(len(line) for line in said.splitlines()) <= 140


def test_a_visit_by_number_as_data(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("trace", folder, "--visit", "7", "--replication", "2", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["visit"], said["replication"], said["chosen"]) == ("orgsim.trace/1", 7, 2, None)
    assert [one["variant"] for one in said["fates"]] == ["silo", "systemic"]
    assert said["fates"][0]["arrived"] == said["fates"][1]["arrived"]
    assert said["fates"][0]["story"][0]["text"] == said["fates"][1]["story"][0]["text"]


def test_variants_are_told_in_the_order_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("trace", folder, "--visit", "7", "--variants", "systemic, silo", "--json") == 0
    assert [one["variant"] for one in json.loads(capsys.readouterr().out)["fates"]] == ["systemic", "silo"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--visit", "999999"], "visit 999999 does not arrive"),
        (["--visit", "0"], "0 is not in the range"),
        (["--variants", "silo,sylo"], "no variant `sylo`"),
        (["--replication", "9"], "has 2 replications"),
    ],
)
def test_what_is_not_there_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert command("trace", folder, *arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())
