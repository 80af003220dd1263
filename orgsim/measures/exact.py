"""Exact sums of real numbers: the same bits in whatever order and in however many parts they are added."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_FEW = 300
_COARSE, _REST = 26, 46
"""A number in binary: bits after the point, in two parts that are summed apart as whole numbers of 64 bits."""
_FINE = _COARSE + _REST
_MANTISSA, _FINEST = 53, 1127
"""Bits of a float, and bits after the point that hold every float there is."""
_HALF = 26
_MOST = 1 << 62


class Exact:
    """An exact sum, rounded when it is asked for. A few numbers are kept as they are; many are a whole number.

    ``_whole`` counts units of 2 to the power of minus ``_bits``; ``_odd`` adds up what is infinite or NaN.
    """

    __slots__ = ("_bits", "_few", "_odd", "_whole")

    def __init__(self, values: Floats) -> None:
        self._few: list[float] = []
        self._whole, self._bits, self._odd = 0, _FINE, 0.0
        self._take(values)

    @classmethod
    def of_whole(cls, whole: int, bits: int) -> Exact:
        """Return the sum of ``whole`` units of 2 to the power of minus ``bits``."""
        made = cls(np.empty(0))
        made._whole, made._bits = whole, bits
        return made

    def add(self, other: Exact) -> None:
        """Add another sum to this one."""
        self._add_units(other._whole, other._bits)
        self._odd += other._odd
        self._few += other._few
        if len(self._few) > _FEW:
            few, self._few = np.array(self._few), []
            self._take(few)

    def value(self) -> float:
        """Return the sum, correctly rounded."""
        if self._odd != 0.0:  # NaN too
            return self._odd
        if not self._whole:
            return math.fsum(self._few)
        if self._few:
            few, self._few = np.array(self._few), []
            self._fold(few)
        return self._whole / (1 << self._bits)

    def _take(self, values: Floats) -> None:
        if len(values) <= _FEW:
            self._few += values.tolist()
        else:
            self._fold(values)

    def _fold(self, values: Floats) -> None:
        """Add numbers to the whole number."""
        parts = in_parts(values)
        if parts is not None:
            self._add_units(joined(int(parts[0].sum()), int(parts[1].sum())), _FINE)
            return
        known = np.isfinite(values)
        self._odd += float(values[~known].sum())
        self._add_units(_in_units(values[known]), _FINEST)

    def _add_units(self, whole: int, bits: int) -> None:
        if bits > self._bits:
            self._whole, self._bits = self._whole << (bits - self._bits), bits
        self._whole += whole << (self._bits - bits)


def in_parts(values: Floats) -> tuple[Ints, Ints] | None:
    """Return the numbers as whole ones in two parts; None where they are too many, too large or too fine for that.

    Their sums are exact in any order, for none is beyond 64 bits. Minutes to a millionth fit, up to a million at a time.
    """
    scaled = values * float(1 << _COARSE)  # exact: a power of two
    coarse = np.rint(scaled)
    largest = max(coarse.max(), -coarse.min()) if len(values) else 0.0
    if not len(values) * largest < _MOST or len(values) << (_REST - 1) >= _MOST:
        return None
    rest = (scaled - coarse) * float(1 << _REST)  # exact: no bit is left above the point
    fine = np.rint(rest)
    return (coarse.astype(np.int64), fine.astype(np.int64)) if np.array_equal(rest, fine) else None


def joined(coarse: int, fine: int) -> int:
    """Return the sum of all in units of the second of the two parts, from the sum of each."""
    return (coarse << _REST) + fine


def _in_units(values: Floats) -> int:
    """Return the exact sum of finite numbers in units of 2 to the power of minus ``_FINEST``: mantissas by exponent."""
    mantissas, exponents = np.frexp(values)
    units = (mantissas * float(1 << _MANTISSA)).astype(np.int64)
    whole = 0
    for exponent in np.unique(exponents).tolist():
        chosen = units[exponents == exponent]
        high, low = int((chosen >> _HALF).sum()), int((chosen & ((1 << _HALF) - 1)).sum())
        whole += ((high << _HALF) + low) << (exponent - _MANTISSA + _FINEST)
    return whole


class Summed:
    """Numbers that are summed by one grouping after another."""

    def __init__(self, values: Floats) -> None:
        self._values, self._parts = values, in_parts(values)

    def by_place(self, places: Ints, number: int) -> list[Exact]:
        """Return the exact sum at each of ``number`` places; a place of -1 is none."""
        if self._parts is None:
            return [Exact(self._values[places == place]) for place in range(number)]
        coarse, fine = (tally(places, number, part) for part in self._parts)
        return [Exact.of_whole(joined(*each), _FINE) for each in zip(coarse, fine, strict=True)]


def tally(places: Ints, number: int, what: Ints | int) -> list[int]:
    """Add up whole numbers, or one for each place, at each of ``number`` places; a place of -1 is none."""
    found = np.zeros(number + 1, dtype=np.int64)  # the last one for none
    np.add.at(found, places, what)
    counts: list[int] = found[:-1].tolist()
    return counts
