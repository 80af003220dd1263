"""Where machine code is kept: the user's own folder, and never an error where there is none."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from orgsim.engine.cache_folder import cache_folder

posix_only = pytest.mark.skipif(os.name == "nt", reason="owners and permissions as POSIX has them")


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine with a home, and a folder for temporary files that is not it."""
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("ORGSIM_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def no_folder(tmp_path: Path) -> Path:
    """A place below a file: nothing can be made there, not even by the administrator."""
    (tmp_path / "file").write_text("")
    return tmp_path / "file" / "below"


def only_in(folder: Path) -> None:
    """Check that the folder is found, made, for the user alone, and left empty."""
    assert cache_folder() == folder
    assert folder.is_dir()
    assert list(folder.iterdir()) == []
    if os.name != "nt":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_on_linux_it_follows_xdg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_in(tmp_path / "home" / ".cache" / "orgsim")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    only_in(tmp_path / "mine" / "orgsim")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    only_in(tmp_path / "home" / ".cache" / "orgsim")


def test_on_a_mac_and_on_windows_it_is_where_caches_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    only_in(tmp_path / "home" / "Library" / "Caches" / "orgsim")
    monkeypatch.setattr("sys.platform", "win32")
    only_in(tmp_path / "home" / "AppData" / "Local" / "orgsim")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    only_in(tmp_path / "local" / "orgsim")


def test_the_variable_of_orgsim_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGSIM_CACHE", str(tmp_path / "here"))
    only_in(tmp_path / "here")


def test_what_cannot_be_written_gives_way(tmp_path: Path, no_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORGSIM_CACHE", str(no_folder))
    only_in(tmp_path / "home" / ".cache" / "orgsim")
    monkeypatch.setenv("XDG_CACHE_HOME", str(no_folder))
    (own,) = {cache_folder()}
    assert own is not None
    assert own.parent == tmp_path / "temporary"


def test_a_folder_that_is_there_but_read_only_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = tmp_path / "home" / ".cache" / "orgsim"
    full.mkdir(parents=True)
    make = tempfile.TemporaryFile

    def read_only(*, dir: Path) -> object:  # noqa: A002 (as it is called)
        if dir == full:
            raise OSError(30, "Read-only file system")
        return make(dir=dir)

    monkeypatch.setattr(tempfile, "TemporaryFile", read_only)
    own = cache_folder()
    assert own is not None
    assert own.parent == tmp_path / "temporary"


def test_nobody_and_no_home_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    own = cache_folder()
    assert own is not None
    assert own.parent == tmp_path / "temporary"
    assert cache_folder() == own


@posix_only
def test_a_temporary_folder_that_others_can_write_is_not_trusted(
    tmp_path: Path, no_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(no_folder))
    own = cache_folder()
    assert own is not None
    own.chmod(0o777)
    assert cache_folder() is None
    own.rmdir()
    (tmp_path / "elsewhere").mkdir()
    own.symlink_to(tmp_path / "elsewhere")
    assert cache_folder() is None


def test_without_any_there_is_none(no_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(no_folder))
    monkeypatch.setattr(tempfile, "tempdir", str(no_folder))
    assert cache_folder() is None
