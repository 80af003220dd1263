"""``orgsim demo`` from nothing to pictures; made tiny here, since only what it leaves behind is looked at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from orgsim.cli import demo
from orgsim.cli.main import orgsim as command

TINY = ("calendar.warm_up=12 h", "calendar.length=1 day", "calendar.follow_up=12 h")


def test_a_folder_is_never_used_twice(tmp_path: Path) -> None:
    made = [demo.free_folder(tmp_path / "orgsim-demo").name for _ in range(3)]
    assert made == ["orgsim-demo", "orgsim-demo-2", "orgsim-demo-3"]


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "orgsim-demo").write_text("mine")
    assert demo.free_folder(tmp_path / "orgsim-demo").name == "orgsim-demo-2"
    assert (tmp_path / "orgsim-demo").read_text() == "mine"


def test_it_ends_in_pictures_and_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "SHORT", TINY)
    monkeypatch.setattr(demo, "REPLICATIONS", 1)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(command, ["demo", "-j", "1"])
    assert done.exit_code == 0, done.output
    said = done.stdout.splitlines()
    assert said[-1] == "Pictures and report: orgsim-demo/report.html"
    assert said[0].startswith("Four-hour standard, on the record: ")
    assert "orgsim compare nhs-four-hours" in done.stderr
    pictures = {path.suffix for path in (tmp_path / "orgsim-demo" / "plots").iterdir()}
    assert pictures == {".svg", ".png", ".csv", ".txt"}
    assert (tmp_path / "orgsim-demo" / "report.html").stat().st_size < 3_000_000
    assert {path.name for path in tmp_path.iterdir()} == {"orgsim-demo"}


def test_json_is_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "SHORT", TINY)
    monkeypatch.setattr(demo, "REPLICATIONS", 1)
    done = CliRunner().invoke(command, ["demo", "-j", "1", "--json", "-o", str(tmp_path / "here")])
    document = json.loads(done.stdout)
    assert document["report"] == (tmp_path / "here" / "report.html").as_posix()
    assert "13-two-fates" in document["pictures"]
