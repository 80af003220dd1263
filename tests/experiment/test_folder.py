from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import make_folder, read_manifest, sweep_halves, write_whole
from orgsim.experiment.lock import is_locked, writer_lock


def test_folders_are_numbered_and_never_shared(tmp_path: Path) -> None:
    names = [make_folder(tmp_path / "results", "My Shop!", "main").name for _ in range(3)]
    assert names == ["my-shop-main-0001", "my-shop-main-0002", "my-shop-main-0003"]


def test_numbers_go_on_after_the_last(tmp_path: Path) -> None:
    (tmp_path / "shop-run-0041").mkdir()
    (tmp_path / "shop-run-x").mkdir()
    assert make_folder(tmp_path, "shop", "run").name == "shop-run-0042"


@pytest.mark.parametrize("name", ["../../etc", "a/b", "con:", "\x00", "   ", "é" * 300])
def test_hostile_names_stay_inside(tmp_path: Path, name: str) -> None:
    made = make_folder(tmp_path / "results", name, name)
    assert made.parent == tmp_path / "results"


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        make_folder(tmp_path / "results", "shop", "run")


def test_a_file_is_whole_or_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.csv"
    write_whole(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_kill_left_half_written_is_swept_and_nothing_else(tmp_path: Path) -> None:
    kept = [tmp_path / "run.json", tmp_path / "tables" / "mine.tmp", tmp_path / "tables" / ".lock"]
    for path in kept:
        write_whole(path, "x")
    for half in (tmp_path / ".run.json.123.tmp", tmp_path / "tables" / ".comparison.csv.26177.tmp"):
        half.write_text("{")
    sweep_halves(tmp_path)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 99}', "\x00", "[" * 100_000])
def test_a_strange_manifest_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content)
    with pytest.raises(StoreError, match=r"run\.json"):
        read_manifest(tmp_path)


def test_no_manifest_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not the folder of a run"):
        read_manifest(tmp_path)


def test_a_good_manifest_is_read(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"format": 1, "status": "complete"}))
    assert read_manifest(tmp_path)["status"] == "complete"


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    assert not is_locked(tmp_path)
    with writer_lock(tmp_path):
        assert is_locked(tmp_path)
        with pytest.raises(StoreError, match="in use"), writer_lock(tmp_path):
            pass
    assert not is_locked(tmp_path)
    with writer_lock(tmp_path):
        pass
