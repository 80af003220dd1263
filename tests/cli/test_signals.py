"""Ctrl-C, SIGTERM and kill -9 in the middle of a run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.shop import SHOP
from tests.engines import USABLE

ROOT = Path(__file__).parents[2]
# a shell may start us with Ctrl-C ignored; a person's terminal does not
PROGRAM = """
import signal
from orgsim.cli.main import main
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    main()
"""


def interrupted(
    folder: Path, number: int, jobs: int, again: Sequence[float] = (), engine: str = "simpy"
) -> tuple[int, str, Path]:
    """Start a long run, send it a signal once some of it is stored; returns code, what it said and the run.

    ``again``: seconds after which it is sent once more each time.
    """
    program = folder / "program.py"
    program.write_text(PROGRAM)
    command = [
        sys.executable,
        str(program),
        "run",
        str(SHOP),
        "-n",
        "200",
        "-j",
        str(jobs),
        "--engine",
        engine,
        "-o",
        str(folder / "results"),
    ]
    sets = ["--set", "calendar.length=2 days"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, *sets], stderr=subprocess.PIPE, text=True, env=surroundings, cwd=folder)
    assert process.stderr is not None
    try:
        while "40/400" not in (line := process.stderr.readline()):
            assert line or process.poll() is None
        process.send_signal(number)
        for seconds in again:
            time.sleep(seconds)
            process.send_signal(number)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    (run,) = (folder / "results").iterdir()
    return process.returncode, said, run


@pytest.mark.parametrize("engine", USABLE)
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_what_is_done_is_kept(tmp_path: Path, number: int, code: int, jobs: int, engine: str) -> None:
    ended, said, run = interrupted(tmp_path, number, jobs, engine=engine)
    assert ended == code
    assert "Traceback" not in said
    assert "are safely stored" in said
    assert f"orgsim resume {run.as_posix()}" in said
    manifest = json.loads((run / "run.json").read_text())
    assert manifest["status"] == "partial"
    assert 40 <= manifest["replications"]["done"] < 400
    assert (run / "tables" / "comparison.csv").exists()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_asked_to_stop_again_and_again_it_still_says_what_is_kept(
    tmp_path: Path, number: int, code: int, jobs: int
) -> None:
    ended, said, run = interrupted(tmp_path, number, jobs, again=[0.01] * 6)
    assert ended == code
    assert "Traceback" not in said
    assert "are safely stored" in said
    assert f"orgsim resume {run.as_posix()}" in said
    assert json.loads((run / "run.json").read_text())["status"] == "partial"


def test_killed_it_opens_says_what_is_safe_and_leaves_nobody_behind(tmp_path: Path) -> None:
    from orgsim.experiment import open_run
    from orgsim.experiment.lock import is_locked

    ended, _, run = interrupted(tmp_path, signal.SIGKILL, 2)
    assert ended == -signal.SIGKILL
    with open_run(run) as opened:
        assert opened.status == "partial"
        assert len(opened.done("apart")) + len(opened.done("together")) >= 40
    assert not is_locked(run)
    again = [sys.executable, "-m", "orgsim", "compare", str(run)]
    said = subprocess.run(again, capture_output=True, text=True, cwd=ROOT, check=False)
    assert said.returncode == 0
    assert "replications are safely stored" in said.stderr
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and _workers(tmp_path):
        time.sleep(0.1)
    assert not _workers(tmp_path)


def _workers(folder: Path) -> list[str]:
    """Processes that still work in ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == folder.resolve():
                found.append(process.name)
        except OSError:
            continue
    return found
