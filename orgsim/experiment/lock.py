"""A lock that the kernel holds for one process and drops when that process ends, however it ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orgsim.experiment.errors import StoreError

LOCK_NAME = ".lock"


def _try_lock(handle: int) -> bool:
    """Take the lock without waiting; False when another process has it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of ``folder`` while writing to it. Raises StoreError when another process does."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error.strerror}") from None
    try:
        if not _try_lock(handle):
            raise StoreError(f"{folder} is in use by another orgsim", "wait for it to end")
        yield
    finally:
        os.close(handle)


def is_locked(folder: Path) -> bool:
    """Whether some process is writing to ``folder`` now."""
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _try_lock(handle)
    finally:
        os.close(handle)
