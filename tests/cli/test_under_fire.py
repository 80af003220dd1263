"""A disk that fills or cannot be written, two writers, files cut short or foreign: exit 5, named, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from orgsim.cli.codes import Exit
from orgsim.experiment import open_run
from orgsim.experiment.records import Result
from orgsim.experiment.store import Store
from tests.cli.shop import SHOP, SHORT, Command

ROOT = Path(__file__).parents[2]
REPLICATIONS = ("-n", "4", "-j", "1")


@pytest.fixture
def whole(command: Command, tmp_path: Path) -> Path:
    """Return a run that was left alone."""
    assert command("run", "shop.yaml", *SHORT, *REPLICATIONS, "-o", "whole").code == Exit.DONE
    (run,) = (tmp_path / "whole").iterdir()
    return run


@pytest.mark.parametrize(
    ("trouble", "said"),
    [("PRAGMA max_page_count = 1", "the disk is full"), ("PRAGMA query_only = ON", "readonly")],
    ids=["full", "read-only"],
)
@pytest.mark.parametrize(("after", "at_risk"), [(0, 0.25), (1, 0.25), (0, 0.0), (5, 0.0)])
def test_a_disk_that_takes_no_more_keeps_what_is_finished(
    command: Command,
    whole: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
    said: str,
    after: int,
    at_risk: float,
) -> None:
    add_all, calls = Store.add_all, iter(range(100))

    def add_until(store: Store, results: Iterable[Result]) -> None:
        if next(calls) == after:
            store._connection.execute(trouble)  # from now on SQLite itself refuses to grow or to write
        add_all(store, results)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "add_all", add_until)
        patched.setattr("orgsim.experiment.keeper._AT_RISK", at_risk)
        ended = command("run", "shop.yaml", *SHORT, *REPLICATIONS)
    assert ended.code == Exit.STORE
    assert said in ended.err
    (run,) = (tmp_path / "results").iterdir()
    with open_run(run) as opened:
        kept = len(opened.replications())
        assert after <= kept < 8  # a full disk may have room for one more
        assert opened.status == "partial"
    assert command("resume", str(run)).code == Exit.DONE
    assert tables(run) == tables(whole)


def tables(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (run / "tables").iterdir()}


def test_of_two_processes_on_one_run_one_works_and_one_is_told(tmp_path: Path) -> None:
    shutil.copy(SHOP, tmp_path / "shop.yaml")
    program = [sys.executable, "-m", "orgsim"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    slow = ["--set", "calendar.length=2 weeks", "--engine", "simpy"]  # it must still be at work when the other comes
    asked = [*program, "run", "shop.yaml", *slow, "-n", "60", "-j", "1"]
    works = subprocess.Popen(asked, stderr=subprocess.PIPE, text=True, env=surroundings, cwd=tmp_path)
    assert works.stderr is not None
    while "12/120" not in (line := works.stderr.readline()):
        assert line or works.poll() is None
    (run,) = (tmp_path / "results").iterdir()
    told = subprocess.run(
        [*program, "resume", str(run)], capture_output=True, text=True, env=surroundings, cwd=tmp_path, check=False
    )
    works.communicate(timeout=120)
    assert (works.returncode, told.returncode) == (Exit.DONE, Exit.STORE)
    assert "in use" in told.stderr
    manifest = json.loads((run / "run.json").read_text())
    assert manifest["status"] == "complete"
    assert manifest["volatile"]["resumed"] == []


def foreign(path: Path) -> None:
    path.write_bytes(b"")
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE songs (title TEXT)")
    connection.commit()
    connection.close()


def later(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.close()


def cut(share: float) -> Callable[[Path], None]:
    def shorten(path: Path) -> None:
        raw = path.read_bytes()
        path.write_bytes(raw[: int(len(raw) * share)])

    return shorten


CUTS = [0.0, 0.01, 0.2, 0.5, 0.9, 0.999]
HARM = [
    *((f"results.sqlite cut at {share}", "results.sqlite", cut(share)) for share in CUTS),
    ("results.sqlite that is no database", "results.sqlite", lambda path: path.write_bytes(b"hello" * 1000)),
    ("a database of another program", "results.sqlite", foreign),
    ("a store of a later version", "results.sqlite", later),
    *((f"run.json cut at {share}", "run.json", cut(share)) for share in CUTS[:-1]),
    ("run.json that is something else", "run.json", lambda path: path.write_text('["a", "list"]')),
    ("run.json of a later version", "run.json", lambda path: path.write_text('{"format": 99}')),
]


@pytest.mark.parametrize(("name", "harm"), [one[1:] for one in HARM], ids=[one[0] for one in HARM])
@pytest.mark.parametrize("verb", ["compare", "resume", "verify"])
def test_what_is_cut_or_foreign_is_named_and_never_half_read(
    command: Command, whole: Path, name: str, harm: Callable[[Path], None], verb: str
) -> None:
    harm(whole / name)
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file() and path.name != ".lock"}
    ended = command(verb, str(whole))
    assert ended.code == Exit.STORE
    assert name in ended.err
    assert ended.out == ""
    after = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file() and path.name != ".lock"}
    assert {path.name for path in after if after[path] != before.get(path)} <= {"writer.lock"}
    assert before.keys() <= after.keys()
