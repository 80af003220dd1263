"""The same tables whatever the engine, the number of jobs, the hash seed, the locale or the time zone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import USABLE

SHOP = Path(__file__).parent / "scenarios" / "shop.yaml"
ROOT = Path(__file__).parents[2]


def tables(folder: Path, jobs: int, engine: str = "simpy", **environment: str) -> dict[str, str]:
    command = [
        sys.executable,
        "-m",
        "orgsim",
        "-q",
        "compare",
        str(SHOP),
        "-n",
        "3",
        "-j",
        str(jobs),
        "--engine",
        engine,
        "-o",
        str(folder),
    ]
    sets = ["--set", "calendar.length=1 day", "--set", "calendar.warm_up=0 h", "--all"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run([*command, *sets], capture_output=True, text=True, env=surroundings, check=False)
    assert done.returncode == 0, done.stderr
    (run,) = folder.iterdir()
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((run / "tables").iterdir())}
    return {**found, "screen": done.stdout}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return tables(tmp_path_factory.mktemp("reference"), 1, PYTHONHASHSEED="0")


@pytest.mark.parametrize("engine", USABLE)
@pytest.mark.parametrize("jobs", [1, 2])
def test_jobs_and_engines(reference: dict[str, str], tmp_path: Path, jobs: int, engine: str) -> None:
    assert tables(tmp_path / "other", jobs, engine) == reference


@pytest.mark.parametrize("engine", USABLE)
def test_other_surroundings(reference: dict[str, str], tmp_path: Path, engine: str) -> None:
    strange = {"PYTHONHASHSEED": "77", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}
    assert tables(tmp_path / "strange", 1, engine, **strange) == reference
