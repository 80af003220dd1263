"""What was drawn for a replication, kept a little while: its variants need mostly the same numbers."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from orgsim.cohort.people import People
    from orgsim.cohort.streams import Streams

    Floats = NDArray[np.float64]

REPLICATIONS_KEPT = 2
MOST_BYTES = 32 << 20
"""Of the columns of one replication, and of who comes; what is drawn beyond that is not kept."""


class Column(NamedTuple):
    """How a column is drawn: the purposes of its streams, and what draws it into an array (n,)."""

    purposes: tuple[str, ...]
    draw: Callable[[Floats], object]


@dataclass
class Drawn:
    """Who comes in a replication, and columns (n,) by what they depend on. Nobody changes what is in them."""

    people: People
    columns: dict[Hashable, Floats] = field(default_factory=dict)
    needs: dict[Hashable, NDArray[np.bool_]] = field(default_factory=dict)

    def draw(self, wanted: Mapping[Hashable, Column], streams: Streams) -> dict[Hashable, Floats]:
        """Return the wanted columns by key; those that were drawn before are the same arrays."""
        import numpy as np

        found = {key: self.columns[key] for key in wanted if key in self.columns}
        missing = [key for key in wanted if key not in found]
        purposes = [purpose for key in missing for purpose in wanted[key].purposes]
        streams.prepare([f"{part.name}/{purpose}" for purpose in purposes for part in self.people.parts])
        # one block: a system hands out large ones faster than many of some hundred kilobytes
        block = np.empty((len(missing), len(self.people.arrival)))
        new = dict(zip(missing, block, strict=True))
        for key, column in new.items():
            wanted[key].draw(column)
        if sum(column.nbytes for column in (*self.columns.values(), *new.values())) <= MOST_BYTES:
            self.columns.update(new)
        return found | new


class Kept:
    """The replications drawn last. Threads may share it: at worst one draws again what another has drawn."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._drawn: OrderedDict[Hashable, Drawn] = OrderedDict()

    def get(self, key: Hashable, people: Callable[[], People]) -> Drawn:
        """Return what was drawn for ``key``; where nothing was, draw who comes."""
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
                return self._drawn[key]
        drawn = Drawn(people())
        if drawn.people.nbytes > MOST_BYTES:
            return drawn
        with self._lock:
            self._drawn[key] = drawn
            while len(self._drawn) > REPLICATIONS_KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def forget(self) -> None:
        """Let go of all."""
        with self._lock:
            self._drawn.clear()
