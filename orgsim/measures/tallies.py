"""What measures add up: tallies of the parts of a replication, which add to the bits of the whole in any order.

A replication may be measured in parts, as its visits and requests are over. Each part gives the same tallies; they are
added, and the value of each is worked out at the end. A replication measured at once has one part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from orgsim.engine.growing import Growing
from orgsim.measures.exact import Exact, Summed, tally
from orgsim.measures.statistics import QUANTILES, count, quantile, ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from orgsim.measures.statistics import Floats, Ints, Mask

    Array = NDArray[Any]


class Tally(Protocol):
    """What a measure adds up."""

    def add(self, other: Any, /) -> None:
        """Add the same of another part."""
        ...

    def value(self) -> Any:
        """Return what it comes to: a number or an array."""
        ...


@dataclass(slots=True)
class Part:
    """A row of the measures, as far as it is known: see ``tidy.Row``."""

    measure: str
    group: str
    tally: Tally

    @property
    def value(self) -> float:
        """What it comes to so far."""
        return float(self.tally.value())


@dataclass(slots=True)
class Number:
    """How many, per so much."""

    number: int
    per: float = 1.0

    def add(self, other: Number) -> None:
        """See ``Tally``."""
        self.number += other.number

    def value(self) -> float:
        """See ``Tally``."""
        return self.number / self.per


@dataclass(slots=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    def add(self, other: Share) -> None:
        """See ``Tally``."""
        self.part += other.part
        self.whole += other.whole

    def value(self) -> float:
        """See ``Tally``."""
        return ratio(self.part, self.whole)


@dataclass(slots=True)
class Mean:
    """The mean of so many numbers."""

    sum: Exact
    number: int

    def add(self, other: Mean) -> None:
        """See ``Tally``."""
        self.sum.add(other.sum)
        self.number += other.number

    def value(self) -> float:
        """See ``Tally``."""
        return ratio(self.sum.value(), self.number)


class Total(Mean):
    """The sum of so many numbers; NaN of none."""

    def value(self) -> float:
        """See ``Tally``."""
        return self.sum.value() if self.number else float("nan")


class Values:
    """Numbers none of which is NaN, that several tallies may share: 8 bytes each."""

    __slots__ = ("_growing", "_taken")

    def __init__(self, known: Floats) -> None:
        self._growing, self._taken = Growing(known), False

    def add(self, other: Values) -> None:
        """Add those of another part; once, whoever asks for it."""
        if not other._taken:
            self._growing.append(other.known)
            other._taken = True

    @property
    def known(self) -> Floats:
        """The numbers so far, in whatever order."""
        return self._growing.rows


@dataclass(slots=True)
class Quantile:
    """A quantile of numbers: it needs all of them."""

    values: list[Values]
    share: float

    def add(self, other: Quantile) -> None:
        """See ``Tally``."""
        for one, another in zip(self.values, other.values, strict=True):
            one.add(another)

    def value(self) -> float:
        """See ``Tally``."""
        if len(self.values) == 1:
            return quantile(self.values[0].known, self.share)
        return quantile(np.concatenate([one.known for one in self.values]), self.share)


@dataclass(slots=True)
class Counts:
    """Counts (n,) or (n, m) of the same things."""

    counts: Array

    def add(self, other: Counts) -> None:
        """See ``Tally``."""
        self.counts += other.counts

    def value(self) -> Array:
        """See ``Tally``."""
        return self.counts


class MeansByPlace:
    """The sum and the number of the values at each place from 0 to ``number``, those at other places left out."""

    def __init__(self, values: Floats, places: Floats, number: int) -> None:
        chosen = np.flatnonzero((places >= 0) & (places < number))
        codes = places[chosen].astype(np.int64)
        first = int(codes.min()) if len(codes) else 0
        codes -= first
        size = int(codes.max()) + 1 if len(codes) else 0
        each = zip(Summed(values[chosen]).by_place(codes, size), tally(codes, size, 1), strict=True)
        self.by_place = {first + place: Mean(*of) for place, of in enumerate(each) if of[1]}

    def add(self, other: MeansByPlace) -> None:
        """See ``Tally``."""
        for place, mean in other.by_place.items():
            if place in self.by_place:
                self.by_place[place].add(mean)
            else:
                self.by_place[place] = mean

    def value(self) -> dict[int, Mean]:
        """See ``Tally``."""
        return self.by_place


class Moments:
    """Counts of moments by the first of so many multiples of ``step`` that is not before each; later ones are left out."""

    def __init__(self, moments: Floats, step: float, number: int) -> None:
        place = np.ceil(moments / step)
        place -= (place - 1) * step >= moments  # a quotient may be rounded to the wrong side of a whole number
        place += place * step < moments
        place = place[place < number].astype(np.int64)
        first = int(place.min()) if len(place) else 0
        self._size = number
        self._pieces = [(first, np.bincount(place - first).astype(np.int32))]

    def add(self, other: Moments) -> None:
        """See ``Tally``."""
        self._pieces += other._pieces

    def value(self) -> Ints:
        """Return the counts (number,)."""
        counts = np.zeros(self._size, dtype=np.int64)
        for first, piece in self._pieces:
            counts[first : first + len(piece)] += piece
        return counts


class Joined:
    """The rows of a table, in the order of their column ``row``."""

    def __init__(self, table: Array) -> None:
        self._growing = Growing(table)

    def add(self, other: Joined) -> None:
        """See ``Tally``."""
        self._growing.append(other._growing.rows)

    def value(self) -> Array:
        """Return the whole table. Parts that were over late are put where they belong, column by column."""
        table = self._growing.rows
        if np.any(np.diff(table["row"]) < 0):
            order = np.argsort(table["row"], kind="stable")
            for name in table.dtype.names or ():
                table[name] = table[name][order]
        return table


@dataclass(slots=True)
class Computed:
    """What follows from other tallies, and perhaps from what is known at the end only: then the last part's holds."""

    of: Callable[..., Any]
    parts: tuple[Tally, ...] = ()

    def add(self, other: Computed) -> None:
        """See ``Tally``."""
        self.of = other.of
        for one, another in zip(self.parts, other.parts, strict=True):
            one.add(another)

    def value(self) -> Any:
        """See ``Tally``."""
        return self.of(*(part.value() for part in self.parts))


def mean(values: Floats) -> Mean:
    """Return the mean of the values that are not NaN."""
    known = values[~np.isnan(values)]
    return Mean(Exact(known), len(known))


def share(part: Mask, whole: Mask) -> Share:
    """Return the share of the rows in ``whole`` that are also in ``part``."""
    return Share(count(part & whole), count(whole))


def statistics(values: Floats, names: list[str]) -> Iterator[tuple[str, Tally]]:
    """Yield ``mean``, ``median``, ``p90`` or ``p95`` of the values that are not NaN, by name."""
    known = values[~np.isnan(values)]
    shared = Values(known)
    for name in names:
        yield name, Mean(Exact(known), len(known)) if name == "mean" else Quantile([shared], QUANTILES[name])


class Meaned:
    """Values, or truths, whose means are found by one grouping after another."""

    def __init__(self, values: Floats | Mask) -> None:
        self._true = np.flatnonzero(values) if values.dtype == np.bool_ else None
        self._summed = Summed(values.astype(np.float64, copy=False)) if self._true is None else None

    def by_place(self, places: Ints, number: int) -> list[Mean]:
        """Return the mean of the values, or the share of true ones, at each place; a place of -1 is none."""
        if self._summed is not None:
            sums = self._summed.by_place(places, number)
        else:
            sums = [Exact.of_whole(some, 0) for some in tally(places[self._true], number, 1)]
        return [Mean(*each) for each in zip(sums, tally(places, number, 1), strict=True)]
