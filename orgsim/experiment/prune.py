"""Taking away run folders that are no longer wanted: only what is a run, and nothing that a run did not write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import MANIFEST_NAME, is_half, read_manifest, sweep_halves
from orgsim.experiment.lock import LOCK_NAME, writer_lock
from orgsim.experiment.run import RESOLVED
from orgsim.experiment.store import STORE_NAME
from orgsim.experiment.tables import TABLES

_FOLDERS = ("scenario", RESOLVED, TABLES, "plots", "events")
_FILES = (MANIFEST_NAME, STORE_NAME, f"{STORE_NAME}-journal", "report.html", LOCK_NAME)


def size_of(folder: Path) -> int:
    """Return the bytes that a run folder holds. Raises StoreError when it is not one, or holds other things too."""
    read_manifest(folder)
    strange = sorted(path.name for path in folder.iterdir() if not (path.name in (*_FOLDERS, *_FILES) or is_half(path)))
    if strange:
        raise StoreError(f"{folder} holds `{strange[0]}`, which orgsim did not write", "move it elsewhere first")
    return sum(path.lstat().st_size for path in _files(folder))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if not path.is_dir())


def prune(folder: Path) -> int:
    """Remove a run folder; returns the bytes freed. Raises StoreError, also when the run is being written."""
    size = size_of(folder)
    with writer_lock(folder):
        # the manifest last: until then the folder can be seen to be a run, and pruned again
        for name in _FOLDERS:
            rmtree(folder / name, ignore_errors=True)
        sweep_halves(folder)
        for name in reversed(_FILES[:-1]):
            (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # something else came in meanwhile: it stays
        (folder / LOCK_NAME).unlink(missing_ok=True)
        folder.rmdir()
    return size
