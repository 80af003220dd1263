"""A plan as one stretch of words: the image that every replication of the plan starts from."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from orgsim.engine import rules
from orgsim.engine.compiled import layout as at

if TYPE_CHECKING:
    from orgsim.plan.tables import DistRow, Plan


class Image:
    """Words, written once; ``address`` of the rows by table and number. The first words are the head."""

    def __init__(self) -> None:
        self._words: list[int] = [0] * at.HEAD_WORDS

    @property
    def size(self) -> int:
        """Return how many words there are."""
        return len(self._words)

    def room(self, words: int) -> int:
        """Add words that are 0; return their address."""
        self._words.extend([0] * words)
        return len(self._words) - words

    def rooms(self, number: int, words: int) -> list[int]:
        """Add ``number`` rows of ``words`` words; return their addresses."""
        first = self.room(number * words)
        return [first + row * words for row in range(number)]

    def put(self, address: int, words: Mapping[int, int | float | None]) -> None:
        """Write whole or real numbers at offsets from an address; None is no address (0)."""
        for offset, value in words.items():
            self._words[address + offset] = as_word(value)

    def listed(self, values: Iterable[int | float]) -> int:
        """Add a list; return its address."""
        words = [as_word(value) for value in values]
        self._words.extend(words)
        return len(self._words) - len(words)

    def counted(self, place: int, values: Sequence[int | float]) -> None:
        """Add a list and write its address at ``place`` and its length at the next word."""
        self.put(place, {0: self.listed(values), 1: len(values)})

    def flags(self, chosen: Iterable[int], number: int) -> int:
        """Add ``number`` words, 1 for the ``chosen`` and 0 for the others; return their address."""
        wanted = set(chosen)
        return self.listed([int(one in wanted) for one in range(number)])

    def words(self) -> list[int]:
        """Return all words."""
        return self._words


def as_word(value: float | None) -> int:
    """Return the 64 bits of a whole or real number as a whole one with a sign."""
    if value is None:
        return 0
    if isinstance(value, float):
        return int(struct.unpack("q", struct.pack("d", value))[0])
    return rules.as_signed(int(value))


def bit_of(number: int, bits: int = 63) -> tuple[int, int]:
    """Return the word and the bit in it of a number in a set that is kept in words of ``bits`` bits."""
    return number // bits, 1 << (number % bits)


def dist_words(row: DistRow) -> dict[int, int | float | None]:
    """Return the words of a distribution."""
    return {at.FAMILY: row.family, at.DIST_A: float(row.a), at.DIST_B: float(row.b), at.DIST_C: float(row.c)}


def rank_numbers(plan: Plan) -> dict[int, int]:
    """Number the ranks in their order: -1 (in front) is 0, then 0 and those of the classes."""
    return {rank: number for number, rank in enumerate(sorted({-1, 0, *plan.ranks}))}
