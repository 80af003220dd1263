"""Arrays whose memory is taken as it is written: rows appended to one that grows where it lies, and room that may stay empty."""

from __future__ import annotations

import mmap
import sys
from contextlib import suppress
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import DTypeLike, NDArray

_STEP = 1 << 18
"""Bytes by which an array grows."""


def reserved(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """Return an array of zeros. Unlike numpy's own, no part of a page is taken from the system before it is written."""
    size = prod(shape)
    room = _room(size * np.dtype(dtype).itemsize)
    if sys.platform == "linux":
        with suppress(OSError):  # a system without large pages, which would be taken as a whole
            room.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(room, dtype=dtype, count=size).reshape(shape)


def _room(size: int) -> mmap.mmap:
    """Return so many bytes of this process's own: what is shared could not grow."""
    if sys.platform == "win32":
        return mmap.mmap(-1, max(1, size))
    return mmap.mmap(-1, max(1, size), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)


class Growing:
    """An array to which rows are appended; there is never a second copy of it where the system can move memory (Linux).

    The first rows are not copied before there are more.
    """

    __slots__ = ("_first", "_room", "_size")

    def __init__(self, first: NDArray[Any]) -> None:
        self._first = first
        self._room: mmap.mmap | None = None
        self._size = len(first)

    @property
    def rows(self) -> NDArray[Any]:
        """What there is so far. Nothing can be appended as long as anybody has it, unless it is the first rows only."""
        first = self._first
        if self._room is None:
            return first
        return self._up_to(self._size)

    def append(self, more: NDArray[Any]) -> None:
        """Append rows."""
        if not len(more):
            return
        if self._room is None:
            self._room = _room(_STEP)
            self._first, first, self._size = self._first[:0].copy(), self._first, 0
            self._write(first)
        self._write(more)

    def _write(self, more: NDArray[Any]) -> None:
        before, self._size = self._size, self._size + len(more)
        assert self._room is not None  # noqa: S101
        needed = self._size * self._row_bytes
        if needed > len(self._room):
            self._enlarge(-(-needed // _STEP) * _STEP)
        self._up_to(self._size)[before:] = more

    @property
    def _row_bytes(self) -> int:
        return self._first.dtype.itemsize * prod(self._first.shape[1:])

    def _up_to(self, size: int) -> NDArray[Any]:
        shape = (size, *self._first.shape[1:])
        found: NDArray[Any] = np.frombuffer(self._room or b"", dtype=self._first.dtype, count=prod(shape))
        return found.reshape(shape)

    def _enlarge(self, size: int) -> None:
        """Let the room grow to ``size`` bytes; where the system cannot do that, by half and into another place."""
        assert self._room is not None  # noqa: S101
        try:
            self._room.resize(size)
        except (SystemError, ValueError):  # macOS, for one
            larger = _room(max(size, len(self._room) * 3 // 2))
            larger[: len(self._room)] = self._room
            self._room = larger
