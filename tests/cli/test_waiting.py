"""What takes longer than a moment says how far it is."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from orgsim.cli import report
from orgsim.cli.progress import Progress
from orgsim.experiment.runner import run_experiment
from tests.cli.shop import Command
from tests.exports.hospital import SEED, scenario

FAR = re.compile(r"(\d+)/(\d+) done")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    with run_experiment(scenario(), replications=2, seed=SEED, output=tmp_path_factory.mktemp("results")) as run:
        return run.path.as_posix()


@pytest.mark.parametrize("verb", ["report", "plot"])
def test_drawing_says_how_far_it_is(command: Command, folder: str, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PATIENCE", 1e-3)
    names = ["two-fates", "hour-of-day", "connectivity"]
    given = [f"--picture={name}" for name in names] if verb == "report" else names
    ended = command(verb, folder, *given, "-o", "here")
    assert ended.code == 0
    assert FAR.findall(ended.err)[-1] == ("3", "3")
    assert Path("here").exists()
    quiet = command(verb, folder, *given, "-o", "there", "-q")
    assert (quiet.code, quiet.err) == (0, "")


def test_what_is_done_in_a_moment_says_nothing(command: Command, folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PATIENCE", 60.0)
    assert not FAR.search(command("report", folder, "--picture", "two-fates", "-o", "here.html").err)


def test_who_waits_is_told_even_while_nothing_moves(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(quiet=False, patience=0.01) as progress:
        progress(0, 7)
        time.sleep(0.2)
        said = capsys.readouterr().err
        progress(7, 7)
    assert said == "  0/7 done, starting\n"
    assert FAR.findall(capsys.readouterr().err) == [("7", "7")]


def test_an_unknown_picture_is_refused_before_anything_is_drawn(command: Command, folder: str) -> None:
    ended = command("report", folder, "--picture", "three-fates", "-o", "here.html")
    assert ended.code == 2
    assert "there is no picture `three-fates`" in ended.err
    assert not Path("here.html").exists()
