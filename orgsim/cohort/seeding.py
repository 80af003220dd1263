"""Where a PCG64 starts for many keys at once: what ``numpy.random.SeedSequence`` gives for each, found in one pass.

NumPy promises that its seed sequences never change. The tests compare every word with NumPy's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Words = NDArray[np.uint32]

_POOL = 4
_WORD, _WORD_BITS = 0xFFFFFFFF, 32
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_FULL = (1 << 128) - 1


def pcg64_starts(seed: int, replication: int, keys: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield (state, increment) of ``PCG64(SeedSequence(seed, spawn_key=(replication, key)))`` for each 64-bit key.

    Raises ValueError for a negative seed or replication.
    """
    for high, low, sequence_high, sequence_low in _words(seed, replication, keys).tolist():
        increment = ((sequence_high << 64 | sequence_low) << 1 | 1) & _FULL
        begun = (increment + (high << 64 | low)) & _FULL
        yield (begun * _MULTIPLIER + increment) & _FULL, increment


def _words(seed: int, replication: int, keys: Sequence[int]) -> NDArray[np.uint64]:
    """Return the four words (k, 4) that the seed sequence of each key gives."""
    short = [place for place, key in enumerate(keys) if key <= _WORD]
    known = np.array(keys, dtype=np.uint64)
    last = [(known & _WORD).astype(np.uint32), (known >> np.uint64(_WORD_BITS)).astype(np.uint32)]
    found = _given(_mixed(_common(seed, replication), last))
    for place in short:  # one word of entropy fewer: one key in four thousand million
        sequence = np.random.SeedSequence(seed, spawn_key=(replication, keys[place]))
        found[place] = sequence.generate_state(4, np.uint64)
    return found


def _common(seed: int, replication: int) -> list[int]:
    """Return the words of entropy that all keys share."""
    entropy = _split(seed)
    return [*entropy, *[0] * (_POOL - len(entropy)), *_split(replication)]


def _split(number: int) -> list[int]:
    if number < 0:
        raise ValueError(f"a seed or replication is a whole number from 0 on, not {number}")
    words = [number & _WORD]
    while number := number >> _WORD_BITS:
        words.append(number & _WORD)
    return words


class _Hash:
    """The running hash of a seed sequence; its constant moves with every word."""

    def __init__(self, constant: int, multiplier: int) -> None:
        self._constant, self._multiplier = constant, multiplier

    def __call__(self, value: Words) -> Words:
        value = value ^ np.uint32(self._constant)
        self._constant = self._constant * self._multiplier & _WORD
        value = value * np.uint32(self._constant)
        return value ^ (value >> np.uint32(16))


def _mix(one: Words, other: Words) -> Words:
    mixed: Words = one * np.uint32(0xCA01F9DD) - other * np.uint32(0x4973F715)
    return mixed ^ (mixed >> np.uint32(16))


def _mixed(common: list[int], last: list[Words]) -> list[Words]:
    """Return the pool of each key, four words (k,), after all its entropy: what is common, then the key's own words."""
    hashed = _Hash(0x43B0D7E5, 0x931E8875)
    entropy = [np.array([word], dtype=np.uint32) for word in common] + last
    pool = [hashed(word) for word in entropy[:_POOL]]
    for source in range(_POOL):
        for place in range(_POOL):
            if place != source:
                pool[place] = _mix(pool[place], hashed(pool[source]))
    for word in entropy[_POOL:]:
        pool = [_mix(one, hashed(word)) for one in pool]
    return pool


def _given(pool: list[Words]) -> NDArray[np.uint64]:
    """Return what the pools give: four words of 64 bits (k, 4)."""
    hashed = _Hash(0x8B51F9DD, 0x58F38DED)
    halves = [hashed(pool[place % _POOL]).astype(np.uint64) for place in range(2 * _POOL)]
    wide = [low | high << np.uint64(_WORD_BITS) for low, high in zip(halves[::2], halves[1::2], strict=True)]
    return np.stack(wide, axis=1)
