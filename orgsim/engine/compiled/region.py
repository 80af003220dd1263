"""The memory of one replication: an image of the plan, an arena that grows, and the arrays beside them.

The kernel addresses everything by words from the beginning of the memory. ``Apart`` leaves the cohort's arrays where
numpy put them and reckons their addresses as distances, which may be negative: machine code reaches any word of the
process so, without a copy. ``Together`` copies all into one buffer: what plain Python can reach, with its bounds checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from orgsim.engine.compiled import layout as at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Words = NDArray[np.int64]

_WORD = 8
_ARENA = 1 << 20
_SLACK = 1 << 18
_MARGIN = 1 << 14
"""Words beyond the arena, for the one record that finds no room before the run ends."""
_HEAP, _RING = 1024, 256
_SLOTS, _EVENTS = 4096, 4096
"""Slots for events that come soon (a power of two), and how many of them there may be."""


class Region(Protocol):
    """Where the words are. ``words``: the memory itself, ``place``: the address of an array it can reach."""

    words: Words

    def place(self, array: NDArray[np.generic]) -> int:
        """Return the address of an array of 8-byte numbers that lie one after another."""
        ...

    def own(self, array: Words) -> Words:
        """Return the array, or what stands for it, that the kernel will write in."""
        ...

    def grow(self) -> None:
        """Twice the arena; every address of an array may have changed."""
        ...


class Apart:
    """The memory for machine code."""

    def __init__(self, image: Words) -> None:
        self.words = np.empty(len(image) + _ARENA, dtype=np.int64)
        _begin(self.words, image)

    def place(self, array: NDArray[np.generic]) -> int:
        """Return the distance of an array from the beginning of the memory, in words."""
        if array.itemsize != _WORD or not array.flags.c_contiguous:
            raise ValueError("the compiled engine reads arrays of 8-byte numbers that lie one after another")
        distance = array.ctypes.data - self.words.ctypes.data
        if distance % _WORD:
            raise ValueError("the compiled engine reads arrays that begin at whole words")
        return distance // _WORD

    def own(self, array: Words) -> Words:
        """Return the array itself."""
        return array

    def grow(self) -> None:
        """Move all to a memory with twice the arena."""
        old = self.words
        self.words = np.empty(2 * len(old), dtype=np.int64)
        self.words[: len(old)] = old
        self.words[at.ARENA_END] = len(self.words) - _MARGIN


class Together:
    """The memory for plain Python: one buffer that holds copies of the arrays, with room for more but no way to grow."""

    def __init__(self, image: Words, words_beside: int) -> None:
        self.words = np.zeros(len(image) + 16 * _ARENA + words_beside, dtype=np.int64)
        self._next = len(image) + 8 * _ARENA
        _begin(self.words[: self._next], image)
        buffer = self.words.data.cast("B")
        self.ints, self.reals = buffer.cast("q"), buffer.cast("d")

    def place(self, array: NDArray[np.generic]) -> int:
        """Copy an array into the buffer unless it is there; return its address."""
        if not np.shares_memory(array, self.words):
            array = self.own(array.reshape(-1).view(np.int64))
        return int(array.ctypes.data - self.words.ctypes.data) // _WORD

    def own(self, array: Words) -> Words:
        """Return a copy of the array that lies in the buffer."""
        here = self.words[self._next : self._next + array.size].reshape(array.shape)
        here[...] = array
        self._next += array.size
        return here

    def grow(self) -> None:
        """Raise MemoryError: it is for tests, whose replications are small."""
        raise MemoryError("the memory of the interpreted kernel does not grow")


def _begin(words: Words, image: Words) -> None:
    """Write the image and an empty calendar; what is left is the arena."""
    size = len(image)
    words[:size] = image
    urgent, ready = size, size + _RING * at.RING_WORDS
    slots = ready + _RING * at.RING_WORDS
    bits = slots + _SLOTS
    events = bits + (_SLOTS >> at.SLOT_SHIFT) + 1
    heap = events + _EVENTS * at.EVENT_WORDS
    words[slots:events] = 0
    head = {
        at.URGENT: urgent, at.URGENT_HEAD: 0, at.URGENT_SIZE: 0, at.URGENT_ROOM: _RING,
        at.READY: ready, at.READY_HEAD: 0, at.READY_SIZE: 0, at.READY_ROOM: _RING,
        at.SLOTS: slots, at.SLOTS_COUNT: _SLOTS, at.SLOT_BITS: bits, at.NEW_EVENTS: events, at.NEW_EVENTS_END: heap,
        at.HEAP_TICK: at.NO_TICK, at.ARRIVAL_TICK: at.NO_TICK,
        at.HEAP: heap, at.HEAP_SIZE: 0, at.HEAP_ROOM: _HEAP,
        at.ARENA: heap + _HEAP * at.HEAP_WORDS, at.ARENA_END: len(words) - _MARGIN, at.SLACK: _SLACK,
    }  # fmt: skip
    for word, value in head.items():
        words[word] = value
