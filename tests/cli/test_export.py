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


def test_every_variant_gets_a_log_inside_the_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("export", folder, "--replication", "2") == 0
    written = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert written == [folder / "events" / "silo-2.csv", folder / "events" / "systemic-2.csv"]
    assert written[0].read_text().startswith("run_number,entity_id,event_type,event,time,")
    assert written[0].read_text().splitlines()[1].startswith("2,1,arrival_departure,arrival,")


@pytest.mark.parametrize(
    ("form", "name", "start"),
    [
        ("events", "silo-1.csv", "run_number,entity_id"),
        ("decisions", "silo-1-decisions.csv", "run_number,request,decision"),
        ("xes", "silo-1.xes", "<?xml"),
        ("graphml", "silo.graphml", "<?xml"),
    ],
)
def test_each_format(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, name: str, start: str
) -> None:
    assert command("export", folder, "--format", form, "--variant", "silo", "-o", tmp_path, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"schema": "orgsim.export/1", "format": form, "files": [(tmp_path / name).as_posix()]}
    assert (tmp_path / name).read_text().startswith(start)


def test_parquet_needs_its_extra(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    assert command("export", folder, "--format", "parquet", "-o", tmp_path) == 2
    assert "install orgsim with the extra `parquet`" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--variant", "sylo"], "no variant `sylo`; it has silo, systemic"),
        (["--replication", "3"], "has 2 replications"),
        (["--setting", "x"], "no setting `x`"),
        (["--format", "pdf"], "pdf"),
    ],
)
def test_what_is_not_there_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert command("export", folder, *arguments) == 2
    assert said in " ".join(capsys.readouterr().err.split())


def test_a_folder_that_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("export", tmp_path) == 5
    assert "not the folder of a run" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert command("export", folder, "--variant", "silo", "-o", tmp_path / "file" / "deeper") == 5
    assert "cannot be written" in capsys.readouterr().err
