"""Which unit of a pool a visit had: numbers given by replaying who took and gave back what."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import NamedTuple


class Unit(NamedTuple):
    """Unit ``number`` (from 1) of the pool in row ``pool`` of the plan."""

    pool: int
    number: int


@dataclass
class Units:
    """The units in use. A newly taken unit gets the lowest free number of its pool.

    The simulation counts units without telling them apart, so the numbers are a reading aid: within a
    pool no number is in two hands at once, and none exceeds the most ever in use.
    """

    _free: dict[int, list[int]] = field(default_factory=dict)
    _highest: dict[int, int] = field(default_factory=dict)
    _held: dict[int, list[Unit]] = field(default_factory=dict)

    def seize(self, visit: int, pool: int, number: int) -> list[Unit]:
        """Give ``visit`` as many units of ``pool`` and return them, lowest number first."""
        taken = [Unit(pool, self._lowest(pool)) for _ in range(number)]
        self._held.setdefault(visit, []).extend(taken)
        return taken

    def release(self, visit: int, pool: int, number: int) -> list[Unit]:
        """Take back the units of ``pool`` that ``visit`` has had longest; ValueError if it has too few."""
        held = self._held.get(visit, [])
        given = [unit for unit in held if unit.pool == pool][:number]
        if len(given) < number:
            raise ValueError(f"visit {visit} gives back {number} of pool {pool} but holds {len(given)}")
        for unit in given:
            held.remove(unit)
            heapq.heappush(self._free.setdefault(pool, []), unit.number)
        return given

    def held(self, visit: int) -> tuple[Unit, ...]:
        """Return what ``visit`` has now, in the order it took it."""
        return tuple(self._held.get(visit, ()))

    def _lowest(self, pool: int) -> int:
        free = self._free.setdefault(pool, [])
        if free:
            return heapq.heappop(free)
        self._highest[pool] = self._highest.get(pool, 0) + 1
        return self._highest[pool]
