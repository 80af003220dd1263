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
_BITS = (20, 26, 26)
"""A number in binary: bits after the point, in three parts that are summed apart."""
_FINE = sum(_BITS)
_MANTISSA, _FINEST = 53, 1127
"""Bits of a float, and bits after the point that hold every float there is."""
_HALF = 26


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
            self._add_units(joined([int(part.sum()) for part in parts]), _FINE)
            return
        known = np.isfinite(values)
        self._odd += float(values[~known].sum())
        self._add_units(_in_units(values[known]), _FINEST)

    def _add_units(self, whole: int, bits: int) -> None:
        if bits > self._bits:
            self._whole, self._bits = self._whole << (bits - self._bits), bits
        self._whole += whole << (self._bits - bits)


def in_parts(values: Floats) -> list[Floats] | None:
    """Return the numbers as whole ones in three parts; None where they are too large or too fine for that.

    A sum of whole numbers below 2**53 is exact in any order. Minutes to a millionth fit, whatever their number here.
    """
    rest, parts = values, []
    for bits in _BITS:
        rest = rest * float(1 << bits)  # exact: a power of two
        whole = np.rint(rest)
        if len(whole) and not len(whole) * max(whole.max(), -whole.min()) < 1 << 53:
            return None
        rest = rest - whole  # exact: no bit is left above the point
        parts.append(whole)
    return None if rest.any() else parts


def joined(sums: list[int]) -> int:
    """Return the sum of all in units of the last of three parts, from the sum of each part."""
    whole = 0
    for part, bits in zip(sums, _BITS, strict=True):
        whole = (whole << bits) + part
    return whole


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


def sums_by_place(values: Floats, places: Ints, number: int) -> list[Exact]:
    """Return the exact sum of the values at each of ``number`` places; a place below 0 is none."""
    parts = in_parts(values)
    if parts is None:
        return [Exact(values[places == place]) for place in range(number)]
    shifted = places + 1
    sums = [np.bincount(shifted, weights=part, minlength=number + 1)[1:].tolist() for part in parts]
    return [Exact.of_whole(joined([int(one) for one in each]), _FINE) for each in zip(*sums, strict=True)]
