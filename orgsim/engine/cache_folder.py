"""The folder in which machine code made on this machine is kept from one start of orgsim to the next."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "ORGSIM_CACHE"
_NAME = "orgsim"


def cache_folder() -> Path | None:
    """Return a folder that is there and can be written, or None where this machine has none.

    ``ORGSIM_CACHE`` when set; else the user's cache folder by the rules of the system; where that cannot be used (no
    home, a read-only disk) a folder of one's own among the temporary files. What cannot be used is never an error.
    """
    for folder in _places():
        if _usable(folder):
            return folder
    own = _temporary()
    return own if own is not None and _usable(own) and _nobody_elses(own) else None


def _places() -> Iterator[Path]:
    """Yield the folders that the user or the system means for this, best first."""
    if chosen := os.environ.get(VARIABLE):
        yield Path(chosen)
    if base := _user_cache():
        yield base / _NAME


def _user_cache() -> Path | None:
    if sys.platform == "win32":
        return _absolute("LOCALAPPDATA") or _home("AppData", "Local")
    if sys.platform == "darwin":
        return _home("Library", "Caches")
    return _absolute("XDG_CACHE_HOME") or _home(".cache")


def _absolute(variable: str) -> Path | None:
    """Return the folder that a variable names; one that is relative is to be ignored (XDG says so)."""
    value = os.environ.get(variable)
    return Path(value) if value and Path(value).is_absolute() else None


def _home(*parts: str) -> Path | None:
    try:
        return Path.home().joinpath(*parts)
    except RuntimeError:  # no HOME, and the system does not know the user either
        return None


def _temporary() -> Path | None:
    try:
        base = Path(tempfile.gettempdir())
    except OSError:  # no folder for temporary files can be written
        return None
    user = str(os.getuid()) if hasattr(os, "getuid") else "cache"
    return base / f"{_NAME}-{user}"


def _usable(folder: Path) -> bool:
    """Make the folder if need be, and find out by writing: permissions alone do not tell."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except (OSError, ValueError):
        return False


def _nobody_elses(folder: Path) -> bool:
    """Say whether only this user can write there: code is run from it, and others may write temporary folders."""
    if not hasattr(os, "getuid"):
        return True
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
