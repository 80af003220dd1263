from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.experiment.lock import writer_lock
from tests.cli.shop import SHORT, Command

RUN = "results/shop-main-0001"


@pytest.fixture
def made(command: Command, tmp_path: Path) -> Path:
    assert command("run", "shop.yaml", *SHORT, "-n", "1").code == 0
    return tmp_path / RUN


def test_it_asks_before_it_removes(command: Command, made: Path) -> None:
    before = sorted(made.rglob("*"))
    ended = command("prune", RUN)
    assert ended.code == 0
    assert "Nothing was removed" in ended.err
    assert sorted(made.rglob("*")) == before
    assert "removed" in command("prune", RUN, RUN, "--yes").out
    assert not made.exists()
    assert made.parent.exists()


def test_what_is_not_only_a_run_is_left(command: Command, made: Path, tmp_path: Path) -> None:
    (made / "my-notes.txt").write_text("mine")
    ended = command("prune", RUN, "--yes")
    assert ended.code == 5
    assert "my-notes.txt" in ended.err
    assert (made / "results.sqlite").exists()
    assert command("prune", ".", "--yes").code == 5
    assert (tmp_path / "shop.yaml").exists()


def test_what_a_kill_left_half_written_is_part_of_the_run(command: Command, made: Path) -> None:
    (made / ".run.json.123.tmp").write_text("{")
    assert command("prune", RUN, "--yes").code == 0
    assert not made.exists()


def test_a_run_at_work_is_left(command: Command, made: Path) -> None:
    with writer_lock(made):
        ended = command("prune", RUN, "--yes")
    assert ended.code == 5
    assert "in use" in ended.err
    assert (made / "run.json").exists()
